import { readFileSync } from "node:fs";
import path from "node:path";

import { Router, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";

import { NoticeState, tokenize, type Queue, type Store } from "@bellwether/core";

const BATCH = 10_000;
const TEMPLATES = process.env["TEMPLATES"] ?? "templates";

const NoticeBody = z.object({
  subject: z.string().min(1).max(200),
  template: z.string().min(1).max(20_000).optional(),
  templateName: z.string().regex(/^[a-z-]+$/).optional(),
});

/** Express 4 does not look at rejected promises. */
const guarded =
  (handler: (request: Request, response: Response) => Promise<void>): RequestHandler =>
  (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(next);
  };

export function noticeRoutes(store: Store, queue: Queue): Router {
  const router = Router();

  async function listNotices(request: Request, response: Response): Promise<void> {
    const notices = await store.notices(response.locals["library"]);
    const rows = [];
    for (const notice of notices) {
      const delivered = await store.countDeliveries(notice.id, true);
      const failed = await store.countDeliveries(notice.id, false);
      rows.push({ ...notice, delivered, failed });
    }
    response.json(rows);
  }

  async function addNotice(request: Request, response: Response): Promise<void> {
    const body = NoticeBody.parse(request.body);
    const library: string = response.locals["library"];
    let template = body.template;
    if (template === undefined) {
      template = readFileSync(path.join(TEMPLATES, `${body.templateName ?? "plain"}.html`), "utf8");
    }
    tokenize(template);
    const id = await store.addNotice(library, body.subject, template);
    store.audit(library, `added notice ${id}`);
    response.status(201).json({ id });
  }

  async function sendNotice(request: Request, response: Response): Promise<void> {
    const notice = await store.notice(Number(request.params["id"]));
    if (notice === undefined || notice.library !== response.locals["library"]) {
      response.status(404).json({ problems: ["no such notice"] });
      return;
    }
    const readers = (await store.readersOf(notice.library)).map((reader) => reader.id);
    for (let start = 0; start < readers.length; start += BATCH) {
      await queue.put({ notice: notice.id, readers: readers.slice(start, start + BATCH), attempt: 1 });
    }
    await store.setState(notice.id, NoticeState.Queued);
    response.status(202).json({ readers: readers.length });
  }

  async function cancelNotice(request: Request, response: Response): Promise<void> {
    await store.setState(Number(request.params["id"]), NoticeState.Cancelled);
    response.status(204).end();
  }

  router.get("/", guarded(listNotices));
  router.post("/", guarded(addNotice));
  router.post("/:id/send", guarded(sendNotice));
  router.delete("/:id", guarded(cancelNotice));
  return router;
}
