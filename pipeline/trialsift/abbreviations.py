"""Abbreviations that a page defines: "hepatitis B virus (HBV)", by scispaCy's reading of Schwartz & Hearst (2003).

scispaCy's `AbbreviationDetector` looks for brackets, and for each abbreviation again, with spaCy's matcher: an object
for every token of a page, and time that grows with the square of the brackets. What it then does with the brackets
is taken from it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.attrs import ORTH

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_WORDS = 8  # of what stands in the brackets: scispaCy passes over longer ones


def find_long_forms(doc: Doc) -> dict[str, str]:
    """Return the long form of each abbreviation that a doc defines; the first definition counts."""
    found: dict[str, str] = {}
    brackets = [(0, start + 1, end - 1) for start, end in _brackets(doc)]
    for long_candidate, short_candidate in filter_matches(brackets, doc):
        short, long = find_abbreviation(long_candidate, short_candidate)
        if long is not None and short.text not in found and long.text not in found.values():
            found[short.text] = long.text
    return found


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
