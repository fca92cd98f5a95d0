import type { Reader, Store } from "@bellwether/core";

import { post } from "./http.js";

const LIBRARIES = (process.env["DIGEST_LIBRARIES"] ?? "").split(",").filter((name) => name !== "");

type Grouped = Record<string, Reader[]>;

export function groupByReader(readers: Reader[]): Grouped {
  return readers.reduce<Grouped>(
    (groups, reader) => ({ ...groups, [reader.address]: [...(groups[reader.address] ?? []), reader] }),
    {},
  );
}

/** One message a day instead of many, for libraries that want it so. */
export async function sendDigests(store: Store): Promise<number> {
  let sent = 0;
  for (const library of LIBRARIES) {
    const groups = groupByReader(await store.readersOf(library));
    for (const address of Object.keys(groups).sort()) {
      const names = groups[address]!.map((reader) => reader.name).join(", ");
      await post(`${process.env["EMAIL_URL"]}/digest`, { to: address, names });
      sent++;
    }
  }
  return sent;
}
