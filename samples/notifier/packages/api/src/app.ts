import express, { type ErrorRequestHandler, type Express } from "express";
import { ZodError } from "zod";

import type { Queue, Store } from "@bellwether/core";

import { requireKey } from "./auth.js";
import { noticeRoutes } from "./notices.js";
import { readerRoutes } from "./readers.js";

const onError: ErrorRequestHandler = (error, _request, response, _next) => {
  if (error instanceof ZodError) {
    response.status(400).json({ problems: error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) });
    return;
  }
  console.error(error);
  response.status(500).json({ problems: ["internal error"] });
};

export function createApp(store: Store, queue: Queue): Express {
  const app = express();
  app.use(express.json({ limit: "2mb" }));
  app.get("/health", async (_request, response) => {
    response.json({ waiting: await queue.length() });
  });
  app.use(requireKey);
  app.use("/notices", noticeRoutes(store, queue));
  app.use("/readers", readerRoutes(store));
  app.use(onError);
  return app;
}
