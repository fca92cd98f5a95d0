import { DeliveryError, render, type Channel, type Delivery, type Notice, type Reader } from "@bellwether/core";

import { EmailSender } from "./email.js";
import { withLimit } from "./limits.js";
import { SmsSender } from "./sms.js";
import { WebhookSender } from "./webhook.js";

export interface Sender {
  send(reader: Reader, subject: string, text: string): Promise<string>;
}

const senders: Record<Channel, Sender> = {
  email: new EmailSender(),
  sms: new SmsSender(),
  webhook: new WebhookSender(),
};

export interface Outcome {
  deliveries: Delivery[];
  retry: number[];
}

export async function deliverBatch(notice: Notice, readers: Reader[]): Promise<Outcome> {
  const retry: number[] = [];
  const deliveries = await Promise.all(
    readers.map(async (reader) => {
      const text = render(notice.template, { ...reader.fields, name: reader.name });
      try {
        const detail = await withLimit(reader.channel, () => senders[reader.channel].send(reader, notice.subject, text));
        return { notice: notice.id, reader: reader.id, ok: true, detail };
      } catch (error) {
        if (error instanceof DeliveryError && error.retryable) {
          retry.push(reader.id);
        }
        const detail = error instanceof Error ? error.message : String(error);
        return { notice: notice.id, reader: reader.id, ok: false, detail };
      }
    }),
  );
  return { deliveries, retry };
}
