// A tour of what the JavaScript front end must see.
// The theme: a chat relay.
import http, { createServer as listen } from 'node:http';
import * as fs from 'node:fs';
import './polyfill.js';
import defaults from './defaults.js';
import { Worker, isMainThread } from 'node:worker_threads';
import { createRequire } from 'node:module';
export { encode as encodeText } from './codec.js';
export * from './codec.js';

const require = createRequire(import.meta.url);
const path = require('path');
const { join: joinPath, sep } = require('path');

const LIMIT = 4;
let delivered = 0;
var rooms = new Map();
const counters = new Int32Array(new SharedArrayBuffer(16));

class Room extends EventTarget {
  #members = [];
  static opened = 0;
  topic = 'none';

  constructor(name) {
    super();
    this.name = name;
    Room.opened++;
  }

  get size() {
    return this.#members.length;
  }

  set members(list) {
    this.#members = [...list];
  }

  static of(name) {
    return rooms.get(name) ?? rooms.set(name, new Room(name)).get(name);
  }

  async broadcast(text) {
    for (const member of this.#members) {
      await member.send(text);
    }
    delivered += this.#members.length;
  }

  *[Symbol.iterator]() {
    yield* this.#members;
  }
}

class LoudRoom extends Room {
  broadcast(text) {
    return super.broadcast(text.toUpperCase());
  }
}

function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 16777619) >>> 0;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ ~LIMIT : value >> 1;
  }
  return value % 1024;
}

function Legacy(name) {
  this.name = name;
}
Legacy.prototype.greet = function () {
  return 'hello ' + this.name;
};
String.prototype.shout = function () {
  return this + '!';
};

const escape = (text) => text.replace(/[<>]/g, (c) => ({ '<': '&lt;', '>': '&gt;' })[c]);

const render = (message) => {
  let html = '';
  for (const key in message) {
    html += `<b>${escape(key)}</b>${message[key]}`;
  }
  return html;
};

async function* history(file) {
  for await (const chunk of fs.createReadStream(file)) {
    yield chunk.toString();
  }
}

function command(text, { user = 'guest', ...rest } = {}) {
  if (!text) return;
  switch (text[0]) {
    case '/':
      return { ...rest, user, run: text.slice(1) };
    case '#':
    case '@':
      return [text, ...text.split(' ')];
    default:
      throw new SyntaxError(`no command: ${text}`);
  }
}

async function deliver(texts) {
  try {
    await Promise.all(texts.map(async (text) => Room.of(text).broadcast(text)));
  } catch (error) {
    if (error instanceof TypeError) throw error;
  } finally {
    delivered--;
  }
  try {
    fs.readFileSync('log');
  } catch {}
}

function fetchRoom(name) {
  return fetch(`https://chat.example/${name}`)
    .then((response) => response.json())
    .then(({ members: [first, ...others] }) => ({ first, others }))
    .catch(() => {});
}

function run(source, object, name) {
  eval(source);
  const made = new Function('a', 'return a');
  const watched = new Proxy(object, { get: (target, key) => Reflect.get(target, key) });
  delete object[name];
  Object.defineProperty(object, name, { value: made(watched[name]?.()) });
  object[name].call(object);
}

function work() {
  let rounds = 0;
  outer: while (true) {
    do {
      rounds += 2;
      if (rounds > 10) break outer;
    } while (rounds % 4 !== 0);
  }
  const squares = Array.from({ length: 3 }, (_, n) => n ** 2);
  squares.forEach(function (n) {
    rounds |= n << 1;
  });
  const copy = squares.slice().concat([rounds]);
  if (isMainThread) {
    const worker = new Worker(new URL(import.meta.url));
    worker.postMessage(structuredClone(copy));
    worker.on('message', (n) => Atomics.add(counters, 0, n));
  }
  setTimeout(() => void import('./late.js'), 10);
}

describe('hash', () => {
  it('is stable', () => expect(hash('a')).toBe(hash('a')));
});

const server = listen((request, response) => {
  command(request.url);
  response.end(render({ sep, port: defaults.port, file: joinPath('a', path.basename(request.url)) }));
});

(function main() {
  work();
  server.listen(8080);
  new http.Agent();
})();

export default LoudRoom;
export { deliver, fetchRoom, history, run, Legacy };

class Bell {
  @bound
  ring() {
    return 1;
  }
}
