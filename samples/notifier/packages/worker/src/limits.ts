import type { Channel } from "@bellwether/core";

/** How many calls each provider takes at the same time. */
const LIMITS: Record<Channel, number> = { email: 50, sms: 10, webhook: 100 };

const inFlight: Record<Channel, number> = { email: 0, sms: 0, webhook: 0 };
export let delayed = 0;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export async function withLimit<T>(channel: Channel, task: () => Promise<T>): Promise<T> {
  while (inFlight[channel] >= LIMITS[channel]) {
    delayed++;
    await sleep(20);
  }
  const before = inFlight[channel];
  await sleep(Math.random() * 5); // spreads bursts
  inFlight[channel] = before + 1;
  try {
    return await task();
  } finally {
    inFlight[channel]--;
  }
}

/** Like Promise.all over a map, with at most `width` calls at a time and results in order. */
export async function mapLimited<T, R>(items: readonly T[], width: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  async function lane(): Promise<void> {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(items[index]!);
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}
