"""A light English stemmer: plural, -ing, -ed, -ly and a few endings of trade texts."""

from __future__ import annotations

VOWELS = "aeiouy"
ENDINGS = [("ational", "ate"), ("fulness", "ful"), ("ization", "ize"), ("iveness", "ive"), ("proof", "proof")]


def measure(word: str) -> int:
    """How many times a vowel run is followed by a consonant run."""
    pattern = ""
    for letter in word:
        mark = "v" if letter in VOWELS else "c"
        if not pattern or pattern[-1] != mark:
            pattern += mark
    return pattern.count("vc")


def has_vowel(word: str) -> bool:
    for letter in word:
        if letter in VOWELS:
            return True
    return False


def stem(word: str) -> str:
    if len(word) <= 3:
        return word
    word = strip_plural(word)
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and has_vowel(word[:-len(ending)]):
            word = word[:-len(ending)]
            if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    for ending, replacement in ENDINGS:
        if word.endswith(ending) and measure(word[:-len(ending)]) > 0:
            return word[:-len(ending)] + replacement
    if word.endswith("y") and has_vowel(word[:-1]):
        return word[:-1] + "i"
    return word


def strip_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word
