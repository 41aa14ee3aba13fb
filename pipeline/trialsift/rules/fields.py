"""Entries of name lists in fields: conditions, keywords, MeSH lines, interventions; also lists without separators."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from trialsift.rules.phrases import Word, words_of

# "Health Condition 1: O14- Pre-eclampsia Health Condition 2: …"
_NUMBERED = r"(?:\s+|^)(?:Health )?Condition \d{1,2}:\s*(?:[A-Z]\d{2,3}[A-Z\d.]*\s?-\s?)?"
_SEPARATOR = re.compile(rf"{_NUMBERED}|\s*[;|•·\n\t]\s*|\s*,\s+(?=\S)")
_TRIM = " \t.;:,|•·*\"'"

Score = Callable[[str], float]


def entries(text: str, inverted: Callable[[str], bool] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open places of the entries of a field, split at its written separators.

    inverted: says whether the part after a comma belongs to the name before it, as MeSH headings turn names
    round ("Leukemia, Myeloid, Acute"); None where no name is turned round.
    """
    separators = list(_SEPARATOR.finditer(text))
    at = 0
    for number, separator in enumerate(separators):
        if inverted and "," in separator.group():
            stop = separators[number + 1].start() if number + 1 < len(separators) else len(text)
            if inverted(text[separator.end() : stop]):
                continue
        yield from _trimmed(text, at, separator.start())
        at = separator.end()
    yield from _trimmed(text, at, len(text))


def is_separated(text: str) -> bool:
    """Say whether a list has separators other than commas."""
    return any(separator.group().strip() != "," for separator in _SEPARATOR.finditer(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if start < end:
        yield start, end


def split_unseparated(text: str, score: Score, *, longest: int = 9) -> list[tuple[int, int]]:
    """Split a list written without separators ("Liver Failure Cirrhosis") where the parts score best.

    `score` says how good a part is as a name of its own (below 0: bad); the sum over parts is made largest,
    over parts that start where a name may start: at an upper-case word, or anywhere in a text of lower case.
    Returns half-open places; linear in the number of words.
    """
    words = words_of(text)
    if not words:
        return []
    starts = _possible_starts(text, words)
    best: list[float] = [0.0] + [float("-inf")] * len(words)
    back = [0] * (len(words) + 1)
    for stop in range(1, len(words) + 1):
        for start in range(max(0, stop - longest), stop):
            if not starts[start] or (stop < len(words) and not starts[stop]):
                continue
            total = best[start] + score(text[words[start].start : words[stop - 1].end])
            if total > best[stop]:
                best[stop], back[stop] = total, start
    if best[-1] == float("-inf"):
        return list(_trimmed(text, 0, len(text)))
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    cuts.reverse()
    spans = []
    for first, stop in itertools.pairwise(cuts):
        end = words[stop].start if stop < len(words) else len(text)
        spans.extend(_trimmed(text, words[first].start, end))
    return spans


def _possible_starts(text: str, words: Sequence[Word]) -> list[bool]:
    starts = [True]
    for before, word in itertools.pairwise(words):
        gap = text[before.end : word.start]
        starts.append(gap == " " and not _inside_brackets(text, word.start))
    return starts


def _inside_brackets(text: str, at: int) -> bool:
    opened = text.rfind("(", max(0, at - 120), at)
    return opened >= 0 and ")" not in text[opened:at]
