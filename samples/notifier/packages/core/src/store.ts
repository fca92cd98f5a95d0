import pg from "pg";

import { NoticeState, type Delivery, type Notice, type Reader } from "./model.js";

/** PostgreSQL. */
export class Store {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 10 });
  }

  async notice(id: number): Promise<Notice | undefined> {
    const result = await this.pool.query<Notice>("select * from notice where id = $1", [id]);
    return result.rows[0];
  }

  async notices(library: string): Promise<Notice[]> {
    const sql = "select * from notice where library = $1 order by id desc limit 200";
    return (await this.pool.query<Notice>(sql, [library])).rows;
  }

  async addNotice(library: string, subject: string, template: string): Promise<number> {
    const sql = "insert into notice (library, subject, template, state) values ($1, $2, $3, $4) returning id";
    const result = await this.pool.query<{ id: number }>(sql, [library, subject, template, NoticeState.Draft]);
    return result.rows[0]!.id;
  }

  async setState(id: number, state: NoticeState): Promise<void> {
    await this.pool.query("update notice set state = $2 where id = $1", [id, state]);
  }

  async readers(ids: number[]): Promise<Reader[]> {
    return (await this.pool.query<Reader>("select * from reader where id = any($1) order by id", [ids])).rows;
  }

  async readersOf(library: string): Promise<Reader[]> {
    return (await this.pool.query<Reader>("select * from reader where library = $1 order by id", [library])).rows;
  }

  async countDeliveries(notice: number, ok: boolean): Promise<number> {
    const sql = "select count(*)::int as n from delivery where notice = $1 and ok = $2";
    return (await this.pool.query<{ n: number }>(sql, [notice, ok])).rows[0]!.n;
  }

  async saveDeliveries(deliveries: Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const sql = `insert into delivery (notice, reader, ok, detail)
                 select * from unnest($1::int[], $2::int[], $3::bool[], $4::text[])`;
    await this.pool.query(sql, [
      deliveries.map((d) => d.notice),
      deliveries.map((d) => d.reader),
      deliveries.map((d) => d.ok),
      deliveries.map((d) => d.detail),
    ]);
  }

  async audit(who: string, what: string): Promise<void> {
    await this.pool.query("insert into audit (who, what) values ($1, $2)", [who, what]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
