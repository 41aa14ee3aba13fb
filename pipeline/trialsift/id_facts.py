"""Numbers of a trial: those of registries, and its sponsor's or an ethics board's own beside them."""

from __future__ import annotations

import re
from collections import Counter

from trialsift.page import Page, Passage
from trialsift.placed_facts import add_facts
from trialsift.record import Fact, Trial
from trialsift.registry_ids import find_ids
from trialsift.rules.fields import entries
from trialsift.values.phase import find_phases

SHORTEST_NUMBER, LONGEST_NUMBER = 3, 60  # code points of an identifier
_LABELLED_NUMBER = re.compile(r"\b(?:nct|isrctn|drks)\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{8}")  # of these registries, where the label has their letters


def read_ids(trial: Trial, page: Page, passage: Passage) -> None:
    """Read a field of numbers."""
    text = page.text_of(passage)
    registered = list(find_ids(text))
    prefix = _LABELLED_NUMBER.search(passage.heading)
    if prefix and _BARE_NUMBER.fullmatch(text):
        found = [(0, len(text), prefix[0].upper() + text)]
        add_facts(trial.ids, page, passage, found)
        return
    if registered:
        # beside registry numbers, what has a digit is the sponsor's or an ethics board's own number
        parts = _slashed(text) if " / " in text else entries(text)
        others = [(start, end) for start, end in parts if _is_own_number(text[start:end])]
        others = [(s, e) for s, e in others if not any(start < e and s < end for start, end, _ in registered)]
    else:
        others = [(start, end) for start, end in entries(text) if _may_be_number(text[start:end])]
    found = sorted(registered + [(start, end, text[start:end]) for start, end in others])
    add_facts(trial.ids, page, passage, found)


def _slashed(text: str) -> list[tuple[int, int]]:
    """Return the parts of "HZ-5 / NCT09990909"."""
    return [match.span() for match in re.finditer(r"[^\s/,;](?:[^,;/]|/(?! ))*[^\s/,;]", text)]


def _may_be_number(text: str) -> bool:
    if not SHORTEST_NUMBER <= len(text) <= LONGEST_NUMBER or any(find_phases(text)):
        return False
    return any(map(str.isdigit, text)) or not any(map(str.islower, text))


def _is_own_number(text: str) -> bool:
    return len(text) <= 40 and any(map(str.isdigit, text)) and len(text.split()) <= 2


def read_ids_anywhere(trial: Trial, page: Page) -> None:
    """Take the registry number that stands first in the content of a page without an identifier field.

    Where the content has none, the one that the source repeats: a page of search results names many.
    """
    for start, end, value in find_ids(page.text):
        trial.ids.append(Fact(value, *page.offsets.to_source(start, end)))
        return
    found = list(find_ids(page.source.text))
    counts = Counter(value for _, _, value in found)
    if counts and (len(counts) == 1 or counts.most_common(2)[0][1] > 2 * counts.most_common(2)[1][1]):
        best = counts.most_common(1)[0][0]
        start, end = next((start, end) for start, end, value in found if value == best)
        trial.ids.append(Fact(best, start, end))
