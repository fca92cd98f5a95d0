# A tour of what the Python front end must see.
# The theme: a small feed reader.
from __future__ import annotations

import asyncio
import importlib
import os.path as paths
import threading
from abc import ABC, abstractmethod
from collections import Counter, defaultdict as groups
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from math import *
from typing import Generic, Iterator, Protocol, TypeVar

try:
    import ujson as json
except ImportError:
    import json

from . import sources
from .sources import rss as feed_source

T = TypeVar("T")
LIMIT = 3
total_read = 0
seen: dict[str, int] = {}
lock = threading.Lock()


class State(Enum):
    NEW = 1
    READ = 2


class Readable(Protocol):
    def read(self) -> str: ...


@dataclass(frozen=True)
class Item:
    title: str
    words: list[str] = field(default_factory=list)


class Feed(ABC, Generic[T]):
    opened = 0

    def __init__(self, name: str, *items: T, **options) -> None:
        super().__init__()
        self.name = name
        self.items = [*items]
        self.options = {**options, "opened": True}
        Feed.opened += 1

    @abstractmethod
    def fetch(self) -> list[T]: ...

    @property
    def size(self) -> int:
        return len(self.items)

    @staticmethod
    def clean(text: str) -> str:
        return text.strip().lower().replace("\t", " ")

    @classmethod
    def empty(cls) -> Feed:
        return cls("empty")

    def __getattr__(self, name):
        return self.options[name]


class LocalFeed(Feed[Item]):
    def fetch(self) -> list[Item]:
        def longest(items):
            return max(items, key=lambda item: len(item.title))

        global total_read
        total_read += 1
        seen[self.name] = total_read
        return [longest(self.items)] if self.items else []


def words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if not character.isalpha() and word:
            yield word
            word = ""
            continue
        word += character
    yield from [word]


def checksum(data: bytes) -> int:
    value = 0
    for i in range(len(data)):
        value = ((value << 5) ^ (value >> 2) ^ data[i]) & 0xFFFF
        for bit in range(8):
            value = value // 2 if value & 1 << bit else value * 3 % 65521
    return ~value


def describe(event) -> str:
    match event:
        case {"kind": "item", "title": str(title)} if title:
            return f"item {title!r}"
        case Item(title=title) | (title, _):
            return "pair %s" % title
        case _:
            return "unknown {}".format(event)


@lru_cache(maxsize=None)
def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


async def poll(urls: list[str]) -> list[str]:
    async with asyncio.timeout(5):
        results = await asyncio.gather(*(fetch_one(url) for url in urls))
    async for late in stragglers():
        results.append(late)
    return results


async def fetch_one(url: str) -> str:
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    return url[::-1]


async def stragglers():
    yield "late"


def load(path: str):
    try:
        with open(paths.join("feeds", path)) as source:
            return json.load(source)
    except FileNotFoundError as error:
        raise LookupError(f"no feed at {path}") from error
    except Exception:
        pass
    finally:
        seen.pop(path, None)


def run_plugin(name: str, expression: str):
    module = importlib.import_module(name)
    setattr(module, "limit", LIMIT)
    Item.short = lambda self: self.title[:10]
    exec("loaded = True", {})
    made = type("Made", (Item,), {})
    return getattr(module, "run", made)(eval(expression))


def work() -> None:
    threads = []
    for n in range(4):
        thread = threading.Thread(target=load, args=(f"{n}.json",))
        thread.start()
        threads.append(thread)
    while threads:
        threads.pop().join()
    else:
        lock.acquire()
        lock.release()
    with lock, ThreadPoolExecutor(max_workers=2) as pool:
        pool.submit(checksum, b"abc").result()
    while True:
        if (count := len(seen)) < LIMIT or not count:
            break
        with suppress(KeyError):
            del seen["old"]


def count_words(texts: list[str]) -> dict[str, int]:
    counts = Counter(word for text in texts for word in words(text))
    table = groups(set)
    squares = {n: n ** 2 for n in range(10) if n % 2}
    unique = {len(word) for word in counts}
    copy = texts[:]
    copy += ["x"] * 3
    assert unique, "nothing to count"
    return {**counts, **{str(k): v for k, v in squares.items()}, "groups": len(table)}


def test_checksum():
    assert checksum(b"a") != checksum(b"b")


if __name__ == "__main__":
    work()
    print(asyncio.run(poll(["a", "b"])), count_words(["a b"]), sqrt(2), feed_source, sources, State.NEW, describe(1))
