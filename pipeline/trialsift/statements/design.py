"""Design facts in running words: "Individually randomised, double-blind, parallel groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from trialsift.vocab import table

_SENTENCE = re.compile(r"[^.;\n]+")
_OWN_DESIGN = re.compile(
    r"\b(?:this|our)\b.{0,160}\b(?:study|trial)\b"
    r"|\bthe (?:present|current|proposed)\b.{0,160}\b(?:study|trial)\b"
    r"|\b(?:it|this) (?:is|was|will be) an?\s.{0,120}\b(?:study|trial)\b"
    r"|^\s*(?:the study design is )?an?\s.{0,120}\b(?:study|trial)\b"
    r"|^\s*purpose:.{0,120}\b(?:study|trial)\b"
    r"|\b(?:study|trial) (?:is|will be) .{0,160}"
    r"|\b(?:participants|patients|subjects|volunteers|you|people|women|men|children|adults) (?:will be|are) "
    r"(?:randomly (?:assigned|allocated)|randomi[sz]ed)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:previous|earlier|prior|another|other|recent|published|these|those|several|many|in a|first)\b", re.IGNORECASE
)


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = table("design_phrases")
    return tuple((row["field"], re.compile(row["pattern"], re.IGNORECASE), row["value"]) for row in rows)


def find_design(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield (field, start, end, value) of the design facts in a text; each field once, by its first pattern."""
    found: set[str] = set()
    for field, pattern, value in _phrases():
        match = None if field in found else pattern.search(text)
        if match:
            found.add(field)
            yield field, match.start(), match.end(), value


def own_design(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open places where sentences of a text say what kind of trial this one is."""
    for sentence in _SENTENCE.finditer(text):
        match = _OWN_DESIGN.search(sentence[0])
        if match and not _ANOTHER.search(match[0]):
            yield sentence.start() + match.start(), sentence.start() + match.end()
