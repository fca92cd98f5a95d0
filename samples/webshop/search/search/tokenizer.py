"""Cuts product texts into terms.

Product texts are messy: sizes ("2x3m", "10,5 cm"), article numbers ("HR-2040/b"), German compounds and trade marks with
odd capitals. A term is a run of letters, a run of digits with one separator inside, or an article number as a whole.
"""

from __future__ import annotations

from .stemmer import stem

FOLDED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "å": "a",
    "ø": "oe", "æ": "ae", "ñ": "n", "ç": "c", "í": "i", "ó": "o", "ú": "u",
}
STOP_WORDS = ["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"]

LETTER, DIGIT, JOINER, SPACE = range(4)


def fold(text: str) -> str:
    folded = ""
    for character in text.lower():
        if character in FOLDED:
            folded += FOLDED[character]
        elif ord(character) < 128:
            folded += character
        else:
            folded += " "
    return folded


def classify(character: str) -> int:
    if "a" <= character <= "z":
        return LETTER
    if "0" <= character <= "9":
        return DIGIT
    if character in "-/.,":
        return JOINER
    return SPACE


def tokenize(text: str) -> list[str]:
    text = fold(text)
    terms = []
    start = 0
    length = len(text)
    position = 0
    while position < length:
        kind = classify(text[position])
        if kind in (SPACE, JOINER):
            position += 1
            continue
        start = position
        has_digit = has_letter = False
        while position < length:
            kind = classify(text[position])
            if kind == LETTER:
                has_letter = True
            elif kind == DIGIT:
                has_digit = True
            elif kind == JOINER and position + 1 < length and classify(text[position + 1]) == DIGIT:
                pass
            else:
                break
            position += 1
        word = text[start:position]
        if has_letter and has_digit:
            terms.append(word.replace("/", "-"))
            terms.extend(split_sizes(word))
        elif has_digit:
            terms.append(word.replace(",", "."))
        elif word not in STOP_WORDS:
            terms.append(stem(word))
    return terms


def split_sizes(word: str) -> list[str]:
    """`2x3m` also yields `2`, `3`, so that either side can be searched for."""
    parts = []
    number = ""
    for character in word:
        if "0" <= character <= "9":
            number += character
        elif number:
            parts.append(number)
            number = ""
    if number:
        parts.append(number)
    return parts


def trigrams(word: str) -> list[str]:
    padded = "  " + word + " "
    return [padded[i:i + 3] for i in range(len(padded) - 2)]
