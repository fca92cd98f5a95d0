// A tour of what the TypeScript front end must see.
// The theme: a store of typed events.
import assert = require("node:assert");
import events, { EventEmitter as Emitter } from "node:events";
import * as fs from "node:fs";
import type { Server } from "node:http";
import { type Socket, connect } from "node:net";
import "reflect-metadata";
import { Worker } from "node:worker_threads";
export type { Server } from "node:http";
export * as files from "node:fs";

declare global {
  interface Array<T> {
    last(): T | undefined;
  }
}
declare function hostLog(text: string): void;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Keys<T> = { readonly [K in keyof T]?: T[K] extends Function ? never : K };

enum Level {
  Low = 1,
  High = Low << 2,
}
const enum Flag {
  Dirty = "dirty",
}

interface Stored<T = Json> extends Iterable<T> {
  readonly id: number;
  find?(key: string): T | undefined;
}

let writes = 0;
const shared = new Int32Array(new SharedArrayBuffer(8));

function logged(target: object, name: string, descriptor: PropertyDescriptor): void {
  const original = descriptor.value;
  descriptor.value = function (this: unknown, ...given: unknown[]) {
    return original.apply(this, given);
  };
}

function injectable<T extends new (...given: any[]) => object>(type: T): T {
  return class extends type {
    injected = true;
  };
}

abstract class Base<T> implements Stored<T> {
  protected items: T[] = [];
  static count = 0;
  private static readonly made = new Map<string, Base<unknown>>();

  constructor(
    public readonly id: number,
    private readonly name?: string,
  ) {
    Base.count++;
    Base.made.set(this.label, this);
  }

  abstract encode(item: T): string;

  get label(): string {
    return `${this.name ?? "store"}-${this.id}`;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const item of this.items) yield item;
  }
}

@injectable
class Store extends Base<Json> {
  private socket!: Socket;
  private readonly emitter = new Emitter();

  constructor(id: number) {
    super(id, "json");
  }

  @logged
  encode(item: Json): string {
    return JSON.stringify(item) + "\n";
  }

  async append(...added: Json[]): Promise<number> {
    this.items = [...this.items, ...added];
    for (let i = 0; i < added.length; i++) {
      await fs.promises.appendFile("log", this.encode(added[i]!));
      writes += 1;
    }
    this.emitter.emit(Flag.Dirty, { size: this.items.length });
    return this.items.length;
  }

  handle = async (text: string): Promise<void> => {
    await this.append(text).catch(() => {});
    this.socket?.end();
  };
}

namespace checks {
  export function parity(bytes: Uint8Array): number {
    let value = 0;
    for (const byte of bytes) {
      for (let bit = 0; bit < 8; bit++) {
        value ^= (byte >> bit) & 1;
      }
    }
    return ~value >>> 1;
  }
}

function isText(value: Json): value is string {
  return typeof value === "string";
}

function width(value: Json): number;
function width(value: Json, indent: number): number;
function width(value: Json, indent = 0): number {
  if (value === null) return 4;
  if (isText(value)) return value.length + 2;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + width(each, indent + 1), 2);
  let sum = 0;
  for (const key in value as object) sum += key.length + width((value as Record<string, Json>)[key]!);
  return sum * 2 - (indent % 3);
}

function level(text: string): Level | never {
  switch (text) {
    case "low":
      return Level.Low;
    case "high":
      return Level.High;
    default:
      throw new RangeError("no level: " + text);
  }
}

async function* follow(file: string): AsyncGenerator<string, void> {
  for await (const line of fs.createReadStream(file, "utf8")) yield line as string;
}

function dynamic(name: string, target: any): unknown {
  const made = new Function("x", "return x + 1") as (x: number) => number;
  Reflect.defineMetadata("k", 1, target);
  (Array.prototype as any).last = function () {
    return this[this.length - 1];
  };
  return eval(name) ?? target[name]!(made(1) satisfies number);
}

export async function main(): Promise<void> {
  const store = new Store(7);
  let rounds = 0;
  while (true) {
    if (++rounds > 3) break;
  }
  do rounds--;
  while (rounds > 0);
  const [first, second] = await Promise.all([store.append(1), store.append({ a: [1, 2] })]);
  try {
    level(first > second ? "low" : "none");
  } catch {}
  new Worker("./worker.js").on("message", (n: number) => Atomics.add(shared, 0, n));
  const keys: Keys<Store> = {};
  const lazy = await import("node:os");
  connect({ port: 1, ...keys }).on("data", (data) => hostLog(<string>data.toString()));
  for await (const line of follow("log")) width(line);
  assert(checks.parity(new Uint8Array(4)) !== lazy.cpus().length, events.name);
}

test("parity of nothing", () => {
  expect(checks.parity(new Uint8Array())).toBe(0x7fffffff);
});

void main();
export { Store as default, dynamic };
