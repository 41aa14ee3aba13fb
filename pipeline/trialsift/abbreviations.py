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
_MOST_SHORT = 3  # words in brackets that may be a short form; more are a long form
_SHORT = range(2, 10)  # letters of each word of a short form


def find_long_forms(doc: Doc) -> dict[str, str]:
    """Return the long form of each abbreviation that a doc defines; the first definition counts."""
    found: dict[str, str] = {}
    for start, end in _brackets(doc):
        inside = _words(doc, start + 1, end - 1)
        if len(inside) <= _MOST_SHORT and not all(len(word) in _SHORT for word, _ in inside):
            continue  # scispaCy passes over it too, but wants a doc to do so
        before = _words(doc, max(0, start - _WORDS_BEFORE), start)
        words, spaces = zip(*before, ("(", False), *inside, (")", False), strict=True)
        window = Doc(doc.vocab, words=list(words), spaces=list(spaces))
        for long_candidate, short_candidate in filter_matches([(0, len(before) + 1, len(window) - 1)], window):
            short, long = find_abbreviation(long_candidate, short_candidate)
            known = long is None or short.text in found or long.text in found.values()
            if long is not None and not known and "\n" not in long.text:  # which is of two paragraphs
                found[short.text] = long.text
    return found


def _words(doc: Doc, start: int, end: int) -> list[tuple[str, bool]]:
    """Return the words of a range of tokens, each with whether a space follows.

    Words joined by hyphens are one, as scispaCy reads them; this package's tokenizer parts "HBV-LF".
    """
    words: list[tuple[str, bool]] = []
    for token in doc[start:end]:
        word, space = words[-1] if words else ("", True)
        if not space and (_is_hyphen(token.text, word) or (word[-1] in _HYPHENS and len(word) > 1)):
            words[-1] = word + token.text, bool(token.whitespace_)
        else:
            words.append((token.text, bool(token.whitespace_)))
    return words


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
