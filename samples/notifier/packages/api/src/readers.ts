import { Router, type Request, type Response } from "express";

import type { Store } from "@bellwether/core";

export function readerRoutes(store: Store): Router {
  const router = Router();

  async function searchReaders(request: Request, response: Response): Promise<void> {
    const pattern = new RegExp(String(request.query["q"] ?? ""), "i");
    const readers = await store.readersOf(response.locals["library"]);
    response.json(readers.filter((reader) => pattern.test(reader.name) || pattern.test(reader.address)).slice(0, 50));
  }

  router.get("/", (request, response, next) => {
    searchReaders(request, response).catch(next);
  });
  return router;
}
