import { createClient, type RedisClientType } from "redis";

export interface Batch {
  notice: number;
  readers: number[];
  attempt: number;
}

const KEY = "bellwether:batches";

/** A list in Redis. A batch that a worker has taken stays in that worker's own list until it is done. */
export class Queue {
  private constructor(
    private readonly client: RedisClientType,
    private readonly own: string,
  ) {}

  static async connect(url: string, worker = "none"): Promise<Queue> {
    const client: RedisClientType = createClient({ url });
    client.on("error", (error: Error) => console.error("redis:", error.message));
    await client.connect();
    return new Queue(client, `${KEY}:${worker}`);
  }

  async put(batch: Batch): Promise<void> {
    await this.client.lPush(KEY, JSON.stringify(batch));
  }

  async take(seconds: number): Promise<Batch | undefined> {
    const text = await this.client.blMove(KEY, this.own, "RIGHT", "LEFT", seconds);
    return text === null ? undefined : (JSON.parse(text) as Batch);
  }

  async done(batch: Batch): Promise<void> {
    await this.client.lRem(this.own, 1, JSON.stringify(batch));
  }

  async length(): Promise<number> {
    return this.client.lLen(KEY);
  }

  async close(): Promise<void> {
    await this.client.quit();
  }
}
