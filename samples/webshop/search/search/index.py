"""The inverted index.

Postings are kept as bytes: document numbers and term positions as differences, each in 7-bit groups, low group first,
the high bit set on all but the last. Ranking is BM25 with a bonus for terms that stand next to each other.
"""

from __future__ import annotations

import math
import pickle
from collections import defaultdict

from .tokenizer import tokenize

K1 = 1.2
B = 0.75
NEIGHBOUR_BONUS = 0.4


def write_varint(buffer: bytearray, value: int) -> None:
    while value >= 0x80:
        buffer.append((value & 0x7F) | 0x80)
        value >>= 7
    buffer.append(value)


def read_varint(data: bytes, offset: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[offset]
        offset += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, offset
        shift += 7


class IndexBuilder:
    def __init__(self) -> None:
        self.documents: list[str] = []
        self.lengths: list[int] = []
        self.postings: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)

    def add(self, key: str, text: str) -> None:
        if key in self.documents:
            raise ValueError(f"document {key!r} was added twice")
        number = len(self.documents)
        terms = tokenize(text)
        self.documents.append(key)
        self.lengths.append(len(terms))
        positions: dict[str, list[int]] = {}
        for position, term in enumerate(terms):
            positions.setdefault(term, []).append(position)
        for term, places in positions.items():
            self.postings[term].append((number, places))

    def build(self) -> "SearchIndex":
        encoded = {}
        for term, postings in self.postings.items():
            buffer = bytearray()
            previous = 0
            for number, places in postings:
                write_varint(buffer, number - previous)
                write_varint(buffer, len(places))
                previous = number
                last = 0
                for place in places:
                    write_varint(buffer, place - last)
                    last = place
            encoded[term] = (len(postings), bytes(buffer))
        return SearchIndex(self.documents, self.lengths, encoded)


class SearchIndex:
    def __init__(self, documents: list[str], lengths: list[int], postings: dict[str, tuple[int, bytes]]) -> None:
        self.documents = documents
        self.lengths = lengths
        self.postings = postings
        self.average = sum(lengths) / len(lengths) if lengths else 0.0

    def decode(self, term: str) -> dict[int, list[int]]:
        count, data = self.postings.get(term, (0, b""))
        decoded = {}
        offset = number = 0
        for _ in range(count):
            step, offset = read_varint(data, offset)
            size, offset = read_varint(data, offset)
            number += step
            places = []
            place = 0
            for _ in range(size):
                step, offset = read_varint(data, offset)
                place += step
                places.append(place)
            decoded[number] = places
        return decoded

    def search(self, query: str, limit: int = 20) -> list[tuple[str, float]]:
        scores: dict[int, float] = defaultdict(float)
        before: dict[int, list[int]] = {}
        for term in tokenize(query):
            matches = self.decode(term)
            rarity = math.log(1 + (len(self.documents) - len(matches) + 0.5) / (len(matches) + 0.5))
            for number, places in matches.items():
                norm = K1 * (1 - B + B * self.lengths[number] / self.average)
                scores[number] += rarity * len(places) * (K1 + 1) / (len(places) + norm)
                for left in before.get(number, ()):
                    for right in places:
                        if right - left == 1:
                            scores[number] += NEIGHBOUR_BONUS * rarity
            before = matches
        ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
        return [(self.documents[number], score) for number, score in ranked[:limit]]


def save(index: SearchIndex, path: str) -> None:
    with open(path, "wb") as target:
        pickle.dump(index, target, protocol=pickle.HIGHEST_PROTOCOL)


def load(path: str) -> SearchIndex:
    with open(path, "rb") as source:
        return pickle.load(source)
