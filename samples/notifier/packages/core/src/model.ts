/** What all packages talk about. */

export type Channel = "email" | "sms" | "webhook";

export enum NoticeState {
  Draft = "draft",
  Queued = "queued",
  Sent = "sent",
  Cancelled = "cancelled",
}

export interface Reader {
  id: number;
  library: string;
  name: string;
  channel: Channel;
  address: string;
  /** Hours of the day in which the reader wants to be reached, half open: [from, to). */
  quietUntil: number;
  quietFrom: number;
  fields: Record<string, string>;
}

export interface Notice {
  id: number;
  library: string;
  subject: string;
  template: string;
  state: NoticeState;
  createdAt: Date;
}

export interface Delivery {
  notice: number;
  reader: number;
  ok: boolean;
  detail: string;
}

export class DeliveryError extends Error {
  constructor(
    message: string,
    readonly retryable: boolean,
    readonly status?: number,
  ) {
    super(message);
    this.name = "DeliveryError";
  }
}

export function mayBeReached(reader: Reader, hour: number): boolean {
  if (reader.quietUntil === reader.quietFrom) return true;
  return hour >= reader.quietUntil && hour < reader.quietFrom;
}
