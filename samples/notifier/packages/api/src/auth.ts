import { timingSafeEqual } from "node:crypto";

import type { RequestHandler } from "express";

/** `API_KEYS=north:k1,south:k2` */
const keys = new Map<string, string>();
for (const entry of (process.env["API_KEYS"] ?? "").split(",")) {
  const [library, key] = entry.split(":");
  if (library && key) keys.set(library, key);
}

export const requireKey: RequestHandler = (request, response, next) => {
  const library = request.header("x-library") ?? "";
  const given = Buffer.from(request.header("x-key") ?? "");
  const expected = Buffer.from(keys.get(library) ?? "");
  if (expected.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).json({ problems: ["unknown key"] });
    return;
  }
  response.locals["library"] = library;
  next();
};
