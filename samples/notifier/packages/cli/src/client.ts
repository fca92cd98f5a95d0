import type { Notice } from "@bellwether/core";

export type NoticeRow = Notice & { delivered: number; failed: number };

/** The service's interface, for the command line. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly library: string,
    private readonly key: string,
  ) {}

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init: RequestInit = {
      method,
      headers: { "content-type": "application/json", "x-library": this.library, "x-key": this.key },
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(new URL(path, this.url), init);
    if (!response.ok) {
      const answer = (await response.json().catch(() => ({}))) as { problems?: string[] };
      throw new Error(answer.problems?.join("; ") ?? `status ${response.status}`);
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  list(): Promise<NoticeRow[]> {
    return this.call("GET", "/notices");
  }

  async add(subject: string, templateName: string): Promise<number> {
    return (await this.call<{ id: number }>("POST", "/notices", { subject, templateName })).id;
  }

  async send(id: number): Promise<number> {
    return (await this.call<{ readers: number }>("POST", `/notices/${id}/send`)).readers;
  }

  async cancel(id: number): Promise<void> {
    await this.call("DELETE", `/notices/${id}`);
  }
}
