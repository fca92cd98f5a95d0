import { createHmac } from "node:crypto";

import type { Reader } from "@bellwether/core";

import type { Sender } from "./deliver.js";
import { post } from "./http.js";

export class WebhookSender implements Sender {
  async send(reader: Reader, subject: string, text: string): Promise<string> {
    const body = { reader: reader.id, subject, text };
    const secret = reader.fields["secret"] ?? "";
    const signature = createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex");
    let id = "";
    try {
      const answer = await post(reader.address, body, { "x-signature": signature });
      id = (answer as { id?: string }).id ?? "";
    } catch {}
    return id;
  }
}
