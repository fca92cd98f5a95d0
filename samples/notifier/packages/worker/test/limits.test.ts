import assert from "node:assert/strict";
import { test } from "node:test";

import { groupByReader } from "../src/digest.js";
import { mapLimited } from "../src/limits.js";

test("never more than the width at a time, results in order", async () => {
  let running = 0;
  let most = 0;
  const results = await mapLimited([5, 1, 4, 2, 3], 2, async (n) => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, n));
    running--;
    return n * 10;
  });
  assert.deepEqual(results, [50, 10, 40, 20, 30]);
  assert.equal(most, 2);
});

test("readers with one address share a group", () => {
  const reader = { id: 1, library: "n", name: "A", channel: "email" as const, address: "a@b", quietUntil: 0, quietFrom: 0, fields: {} };
  assert.equal(groupByReader([reader, { ...reader, id: 2 }])["a@b"]?.length, 2);
});
