"""What printing leaves in a text: numbers and heads of pages, titles that go on in the next line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from trialsift.lines import Line

LONGEST_FOOT = 110  # code points
SHORTEST_BROKEN = 50  # code points of a title's line that may have been broken at the page's edge
_PAGE_NUMBER = re.compile(
    r"\bpage \d{1,4} ?(?:of|/) ?\d{1,4}\W*$|^page \d{1,4}$|^[-–—] ?\d{1,4} ?[-–—]$|^\d{1,4} ?(?:of|/) ?\d{1,4}$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\b(?:confidential|draft|version \d|printed|final|amendment)\b", re.IGNORECASE)
_DASHES = "-–—"
_SMALL = r"(?:and|or|of|the|a|an|to|in|with|by|for|at|from|than|as|on|versus|vs|plus|after|during|followed)"
_BREAKS_AFTER = re.compile(rf"(?:[,&/-]|\b{_SMALL})$", re.IGNORECASE)
# a capital makes a word more often the first of a sentence, an article nearly always
_BREAKS_BEFORE = re.compile(rf"(?!(?:The|An?)\b){_SMALL}\b(?!.*\.$)", re.IGNORECASE)


def is_page_number(text: str) -> bool:
    """Say whether a line is the foot of a printed page: "CONFIDENTIAL   Page 2 of 9"."""
    may_be = len(text) <= LONGEST_FOOT and (text[:1] in _DASHES or text[:1].isdecimal() or "page" in text.lower())
    return may_be and _PAGE_NUMBER.search(text) is not None


def running_heads(lines: Sequence[Line]) -> frozenset[str]:
    """Return the lines behind page numbers that stand elsewhere too: heads that a printed page repeats."""
    heads = {after.text for before, after in pairwise(lines) if is_page_number(before.text)}
    count = Counter(line.text for line in lines) if heads else Counter[str]()
    return frozenset(head for head in heads if count[head] > 1)


def is_stamp(head: str) -> bool:
    """Say whether a running head is of the document: "Confidential, version 2"; any other may be its title."""
    return _STAMP.search(head) is not None


def is_broken_title(title: str, rest: str) -> bool:
    """Say whether a title goes on in the next line, by the words at the break."""
    if len(title) < SHORTEST_BROKEN or title[-1] in ".:?!":
        return False
    return rest[0].islower() or bool(_BREAKS_AFTER.search(title) or _BREAKS_BEFORE.match(rest))
