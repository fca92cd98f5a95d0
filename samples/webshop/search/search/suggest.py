"""Did you mean …: the nearest known terms, by edit distance among those that share enough trigrams."""

from __future__ import annotations

from .tokenizer import trigrams


def distance(left: str, right: str, limit: int) -> int:
    """Levenshtein distance, or limit + 1 as soon as it is known to be greater."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        smallest = i
        for j, b in enumerate(right, 1):
            cost = 0 if a == b else 1
            value = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
            current.append(value)
            if value < smallest:
                smallest = value
        if smallest > limit:
            return limit + 1
        previous = current
    return previous[-1]


def suggest(word: str, vocabulary: dict[str, int], limit: int = 2) -> list[str]:
    wanted = set(trigrams(word))
    found = []
    for term, frequency in vocabulary.items():
        shared = 0
        for gram in trigrams(term):
            if gram in wanted:
                shared += 1
        if shared * 3 < len(wanted):
            continue
        steps = distance(word, term, limit)
        if steps <= limit:
            found.append((steps, -frequency, term))
    found.sort()
    return [term for _, _, term in found[:5]]
