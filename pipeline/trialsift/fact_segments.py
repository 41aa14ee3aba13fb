"""Facts that stand by themselves between dividers anywhere on a page: "NCT09990001 | Elm Hospital | Recruiting".

A part that has the form of a fact counts where another fact stands beside it, or its label before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from trialsift.organisations import is_organisation
from trialsift.registry_ids import find_ids
from trialsift.registry_terms import registry_term
from trialsift.values.phase import find_phases

LONGEST = 90  # code points of a part that is a fact
_DIVIDER = re.compile(
    r"\s*[|·•●\t\n]\s*|(?<=NCT\d{8})\s+(?=[A-Z])|\s+(?:[*/–—-]|::|>>?|\.\.+|»)\s+|\s{2,}|;\s+|(?<![A-Z])(?<!\bSt)(?<!\bDr)[.!?]\s+(?=[A-Z\d(*])"
)
_EDGES = " \t.!*[](){}_"
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z /]{1,30}?)\s?(?::|\.{3,})\s*")
_STATUS_LABEL = re.compile(r"status|recruit\w*|enrol\w*|open\??", re.IGNORECASE)
_PHASE_LABEL = re.compile(r"(?:study |trial |development )?(?:phase|stage)", re.IGNORECASE)
_PHASE = re.compile(
    r"(?:clinical )?(?:early )?phase[ -]?(?:[0-4]|I{1,3}|IV)[ab]?(?: ?[/–-] ?(?:phase )?(?:[1-4]|I{1,3}|IV)[ab]?)?"
    r"(?: (?:study|trial))?",
    re.IGNORECASE,
)
_NO_PHASE = re.compile(r"(?:phase:? )?(?:N/A|not applicable)(?: phase)?|(?:.{0,30}\b)?no phase", re.IGNORECASE)
_VAGUE_STATUS = frozenset(
    ("follow up", "planned", "pending", "stopped", "ended", "finished", "paused", "halted", "has results")
)
_OTHER_FACT = re.compile(  # facts of people, which show that a status beside them is one
    r"(?:about |aged? |ages |size |target )?\d[\d,]*(?:\s?(?:[-–]|to)\s?\d+)?\+?\s?(?:years|yrs|people|participants|"
    r"patients|adults|children|men|women|kids|places|wanted|needed|planned|intensive|players|families|couples)?\b.{0,25}"
    r"|(?:adults|children|women|men|all|any|both|either|girls|boys|everyone|males?|females?)\b.{0,30}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a page's lines at `[start, end)`. kind: the fact that its form shows, "" for other words.

    value: in the registries' words. labelled: whether its own label stands before it.
    """

    start: int
    end: int
    kind: str
    value: str
    labelled: bool = False


def segments_of(text: str) -> list[Segment]:
    """Return the parts of a text between its dividers; a label before a colon is no part of its value."""
    return [
        _segment(text, *part)
        for start, end in _parts(text)
        if start < end
        for part in (_by_commas(text, start, end) if end - start <= LONGEST else [(start, end)])
    ]


def _by_commas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part "Elm Hospital, NCT09990001, Recruiting" at its commas; other words stay together."""
    commas = [match.span() for match in re.finditer(r", ", text[start:end])]
    edges = [start, *(start + at for comma in commas for at in comma), end]
    parts = [_trimmed(text, *pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    kinds = [_segment(text, *part).kind for part in parts]
    return parts if commas and {"ids", "phases", "status"} & set(kinds) and "" not in kinds[:1] else [(start, end)]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _DIVIDER.finditer(text):
        yield _trimmed(text, at, match.start())
        at = match.end()
    yield _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _segment(text: str, start: int, end: int) -> Segment:
    if end - start > LONGEST:
        return Segment(start, end, "", "")
    label = _LABEL.match(text, start, end)
    if label and label.end() < end:
        if _STATUS_LABEL.fullmatch(label["label"]) and (status := status_of(text[label.end() : end])):
            return Segment(label.end(), end, "status", status, labelled=True)
        if _PHASE_LABEL.fullmatch(label["label"]):
            return Segment(label.end(), end, "phases", "", labelled=True)
    kind, value = _fact_of(text[start:end])
    return Segment(start, end, kind, value)


@lru_cache(maxsize=4096)  # pages of a site share most of their short lines
def _fact_of(part: str) -> tuple[str, str]:
    ids = list(find_ids(part))
    if ids and len(part) <= 40:
        return "ids", ids[0][2]
    if _PHASE.fullmatch(part) or _NO_PHASE.fullmatch(part):
        return "phases", part
    status = status_of(part)
    if status:
        return "status", status
    if is_organisation(part):
        return "sponsor", part
    return ("people", "") if len(part) <= 60 and _OTHER_FACT.fullmatch(part) else ("", "")


def status_of(part: str) -> str | None:
    """Return the status that a short text states, alone or before a place, a time or a number of people."""
    if len(part) > 60 or part.lower() in _VAGUE_STATUS:
        return None
    head = re.split(r":\s+(?=\d)|\s(?=in \d)|,\s(?=recruit)", part, maxsplit=1)
    return registry_term("status", head[-1] if part.lower().startswith("yes") else head[0])


def phases_of(part: str) -> list[tuple[int, int, str]]:
    """Return (start, end, value) of the phases in a part that is one."""
    if _NO_PHASE.fullmatch(part):
        return [(0, len(part), "NA")]
    return list(find_phases(part))


def beside(parts: list[Segment], at: int, *kinds: str, reach: int = 1) -> bool:
    """Say whether a part of one of the kinds stands within reach of the part at an index."""
    near = parts[max(0, at - reach) : at] + parts[at + 1 : at + 1 + reach]
    return any(part.kind in kinds for part in near)
