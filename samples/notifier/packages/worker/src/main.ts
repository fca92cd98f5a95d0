import os from "node:os";

import { NoticeState, Queue, Store, mayBeReached } from "@bellwether/core";

import { deliverBatch } from "./deliver.js";
import { sendDigests } from "./digest.js";

const MAX_ATTEMPTS = 5;
const settings = {
  redis: process.env["REDIS_URL"] ?? "redis://localhost",
  database: process.env["DATABASE_URL"] ?? "postgres://localhost/notices",
};

let stopping = false;

async function run(): Promise<void> {
  const queue = await Queue.connect(settings.redis, `${os.hostname()}:${process.pid}`);
  const store = new Store(settings.database);
  process.once("SIGTERM", () => {
    stopping = true;
  });
  setInterval(() => sendDigests(store).catch(() => {}), 3_600_000).unref();

  while (!stopping) {
    const batch = await queue.take(5);
    if (batch === undefined) continue;
    const notice = await store.notice(batch.notice);
    if (notice === undefined || notice.state === NoticeState.Cancelled) {
      await queue.done(batch);
      continue;
    }
    const hour = new Date().getHours();
    const readers = await store.readers(batch.readers);
    const now = readers.filter((reader) => mayBeReached(reader, hour));
    const later = readers.filter((reader) => !mayBeReached(reader, hour)).map((reader) => reader.id);

    const { deliveries, retry } = await deliverBatch(notice, now);
    await store.saveDeliveries(deliveries);
    if (retry.length > 0 && batch.attempt < MAX_ATTEMPTS) {
      await queue.put({ notice: notice.id, readers: retry, attempt: batch.attempt + 1 });
    }
    if (later.length > 0) {
      await queue.put({ ...batch, readers: later });
    }
    await queue.done(batch);
  }
  await queue.close();
  await store.close();
}

run().catch((error: unknown) => {
  console.error("worker:", error);
  process.exitCode = 1;
});
