"""Abbreviations that a page defines: "hepatitis B virus (HBV)", by scispaCy's reading of Schwartz & Hearst (2003).

scispaCy's `AbbreviationDetector` looks for brackets, and for each abbreviation again, with spaCy's matcher: an object
for every token of a page, and time that grows with the square of the brackets. What it then does with the brackets
is taken from it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.attrs import ORTH
from spacy.tokens import Doc

_HYPHENS = "-‐‑"
_WORDS_BEFORE = 60  # tokens looked at before brackets: more than scispaCy takes for the longest abbreviation
_MOST_WORDS = 8  # of what stands in the brackets: scispaCy passes over longer ones


def find_long_forms(doc: Doc) -> dict[str, str]:
    """Return the long form of each abbreviation that a doc defines; the first definition counts."""
    found: dict[str, str] = {}
    for start, end in _brackets(doc):
        window, opening = _window(doc, start, end)
        for long_candidate, short_candidate in filter_matches([(0, opening + 1, len(window) - 1)], window):
            short, long = find_abbreviation(long_candidate, short_candidate)
            if long is not None and short.text not in found and long.text not in found.values():
                found[short.text] = long.text
    return found


def _window(doc: Doc, start: int, end: int) -> tuple[Doc, int]:
    """Return the bracket `[start, end)` with the words before it as a doc, and the index of "(" in it.

    Words joined by hyphens are one token there, as scispaCy reads them; this package's tokenizer parts "HBV-LF".
    """
    words: list[str] = []
    spaces: list[bool] = []
    opening = 0
    for token in doc[max(0, start - _WORDS_BEFORE) : end]:
        joined = words and not spaces[-1] and token.i not in (start, start + 1, end - 1)
        if joined and (_is_hyphen(token.text, words[-1]) or (words[-1][-1] in _HYPHENS and len(words[-1]) > 1)):
            words[-1] += token.text
            spaces[-1] = bool(token.whitespace_)
            continue
        opening = len(words) if token.i == start else opening
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
    return Doc(doc.vocab, words=words, spaces=spaces), opening


def _is_hyphen(text: str, before: str) -> bool:
    return text in _HYPHENS and before[-1].isalnum()


def _brackets(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the token ranges from "(" to ")", by their ends, the shortest first."""
    words = doc.to_array(ORTH)
    opening, closing = (doc.vocab.strings[mark] for mark in "()")
    opened: list[int] = []
    for at in np.flatnonzero((words == opening) | (words == closing)).tolist():
        if words[at] == opening:
            opened.append(at)
            continue
        opened = [start for start in opened if at - start <= _MOST_WORDS + 1]
        yield from ((start, at + 1) for start in reversed(opened) if at - start > 1)
