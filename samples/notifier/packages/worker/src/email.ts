import type { Reader } from "@bellwether/core";

import type { Sender } from "./deliver.js";
import { post } from "./http.js";

export class EmailSender implements Sender {
  private readonly url = process.env["EMAIL_URL"] ?? "http://localhost:8025/send";

  async send(reader: Reader, subject: string, text: string): Promise<string> {
    const answer = (await post(this.url, { to: reader.address, subject, html: text })) as { id: string };
    return answer.id;
  }
}
