import { DeliveryError, type Reader } from "@bellwether/core";

import type { Sender } from "./deliver.js";
import { post } from "./http.js";

const PART = 160;

export class SmsSender implements Sender {
  private readonly url = process.env["SMS_URL"] ?? "http://localhost:8026/messages";

  async send(reader: Reader, _subject: string, text: string): Promise<string> {
    if (!/^\+\d{8,15}$/.test(reader.address)) {
      throw new DeliveryError(`${reader.address} is no telephone number`, false);
    }
    const ids: string[] = [];
    // Parts must arrive in order, so they go one after the other.
    for (let start = 0; start < text.length; start += PART) {
      const answer = (await post(this.url, { to: reader.address, text: text.slice(start, start + PART) })) as { id: string };
      ids.push(answer.id);
    }
    return ids.join(",");
  }
}
