"""Entries of name lists in fields: conditions, keywords, MeSH lines, interventions; also lists without separators."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from trialsift.rules.phrases import Word, words_of

_SEPARATOR = re.compile(r"\s*[;|•·\n\t]\s*|\s*,\s+(?=[A-Z0-9])")
_COMMA_INVERTED = re.compile(
    # MeSH headings turn names round: "Leukemia, Myeloid, Acute" is one name.
    r", (?:acute|chronic|myeloid|lymphoid|lymphocytic|lymphoblastic|myelogenous|non-|type|squamous|bronchogenic|"
    r"newborn|congenital|viral|bacterial|human|stress|urge|secondary|idiopathic|autoimmune|rheumatoid|juvenile|"
    r"systemic|hereditary|familial|senile|experimental|major|diabetic|primary|t-cell|b-cell|mantle-cell|follicular|"
    r"large|hairy|basal|renal|non-small-cell|hepatocellular|ductal|transitional|cutaneous|unspecified|adult|child|"
    r"islamic|bcr-abl|philadelphia|insulin|noninsulin|gestational|end-?stage|female|male|postmenopausal|kidney|lung|"
    r"liver|skin|brain|infectious|reactive|drug|chemically|pulmonary|intestinal|essential|malignant|cerebral)",
    re.IGNORECASE,
)
_TRIM = " \t.;:,|•·*\"'"

Score = Callable[[str], float]


def entries(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open places of the entries of a field, split at its written separators."""
    at = 0
    for separator in _SEPARATOR.finditer(text):
        if "," in separator.group() and _COMMA_INVERTED.match(text, separator.start()):
            continue
        yield from _trimmed(text, at, separator.start())
        at = separator.end()
    yield from _trimmed(text, at, len(text))


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


def _possible_starts(text: str, words: list[Word]) -> list[bool]:
    starts = [True]
    for before, word in itertools.pairwise(words):
        gap = text[before.end : word.start]
        starts.append(gap == " " and not _inside_brackets(text, word.start))
    return starts


def _inside_brackets(text: str, at: int) -> bool:
    opened = text.rfind("(", max(0, at - 120), at)
    return opened >= 0 and ")" not in text[opened:at]
