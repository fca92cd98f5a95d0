import { Queue, Store } from "@bellwether/core";

import { createApp } from "./app.js";

const store = new Store(process.env["DATABASE_URL"] ?? "postgres://localhost/notices");
const queue = await Queue.connect(process.env["REDIS_URL"] ?? "redis://localhost");
const port = Number(process.env["PORT"] ?? 3000);

const server = createApp(store, queue).listen(port, () => console.log(`api listens on ${port}`));
process.once("SIGTERM", () => server.close(() => void Promise.all([queue.close(), store.close()])));
