"""Outcome sections that are written out in sentences: "The main result is pain at week 8. We also look at sleep."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trialsift.rules.endpoint_list import Endpoint, read_list, time_after
from trialsift.rules.outcome_entries import Entry, read_entries

_WHO = (
    r"(?:we|it|they|you|the (?:study|trial|team|doctors?|researchers?|investigators?|nurses?)|researchers?|"
    r"doctors?|investigators?)"
)
_VERB = (
    r"(?:measure|look at|look for|count|compare|record|observe|check|note|track|monitor|ask (?:\w+ )?(?:about|for)|"
    r"score|"
    r"test|study|see|tell|learn|know|find out|watch|follow)(?:s|es)?"
)
# What stands before the endpoints of a sentence; `first` says that they are the primary ones.
_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<first>(?:the )?(?:primary|main|principal|most important)(?: \w+){0,2}|mainly|most of all|above all|"
        r"first of all|first)"
        r"\s*:\s*",
        r"(?:(?:key )?(?:secondary|other|further|additional|exploratory)(?: \w+){0,2}|as well as that|also|besides|"
        r"in addition|beyond that|after that|second|then|next)\s*:\s*",
        r"(?:our |the )?(?:\w+ ){0,2}(?P<first>primary|main|principal|most important|first)(?: \w+){0,2}?"
        rf"(?: (?:that )?{_WHO} (?:will |want to )?(?:also )?{_VERB})?(?P<aside>, [^.,;]{{3,40}},)? (?:is|are|was|"
        rf"were|will be)\s+",
        r"(?:our |the )?(?:\w+ ){0,2}(?:secondary|other|further|additional|exploratory|second|end-?\s?point|"
        r"outcome|result)"
        r"(?:s|(?: \w+){1,3}?)?"
        rf"(?: (?:that )?{_WHO} (?:will |want to )?(?:also )?{_VERB})?(?P<aside>, [^.,;]{{3,40}},)? (?:is|are|was|"
        rf"were|will be)\s+",
        rf"(?:(?P<first>first|first of all|mainly|above all|most of all),? )?(?:(?:and|then|also|besides|in addition|"
        rf"second|secondly|after that|next|finally|lastly|further|furthermore|at (?:each|every) \w+),? )?"
        rf"{_WHO} (?:will |would |want to |wants to |hope to )?(?:then |also |like to )?{_VERB}(?:\s*:)?\s+",
    )
)
_JUDGED = re.compile(
    r"\s(?:will be|are|is|were|was)(?: also)? (?:measured|assessed|recorded|written down|noted|asked for|counted|"
    r"compared|"
    r"checked|looked at|followed|monitored|watched)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:and )?(?:how|which|do|does|did|are|is|will)\b(?P<what>[^?]{4,200})\?", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z]|\s*$)\s*")
_WRITTEN = re.compile(
    rf"\b{_WHO} (?:will |would |also |want to |wants to )*{_VERB}\b|"
    r"\b(?:endpoints?|end points?|outcomes?(?: measures?| variables?)?|results?|things?|question)(?: of (?:this|"
    r"the) (?:study|trial))?"
    r"[^.:]{0,40} (?:is|are|was|were|will be|include[sd]?)\b|"
    r"\.\s(?:additional|other|further|secondary) measures? (?:are|were)\b|"
    r"^(?:mainly|most of all|above all|first of all|main question|other questions?)\s?[:,]|"
    r"^(?:(?:the )?most important(?: \w+)?|first|then|after that)\s?:|"
    r"\.\s(?:key )?(?:secondary|other)(?: (?:endpoints?|end points?|outcomes?(?: measures?)?))?:",
    re.IGNORECASE,
)


def is_written_out(text: str) -> bool:
    """Say whether an entry among outcomes is made of sentences that name them."""
    return _WRITTEN.search(text) is not None or _WATCHED.search(text) is not None


# "Safety: falls and itch will be monitored throughout."
_WATCHED = re.compile(
    r"\b(?:will be|are|is) (?:measured|assessed|recorded|monitored|evaluated|watched|counted)\b(?: [\w-]+){0,5}\.$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\w+(?: \w+)?:\s")
_SIDE_LABEL = re.compile(
    r"(?:^|[.;]\s+)(?P<label>(?:key )?(?:primary|main|secondary|other|exploratory) (?:endpoints?|end points?|"
    r"outcomes?(?: measures?)?))\s?:\s",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s?1[.)]\s")


def _numbered_sides(text: str) -> Iterator[tuple[Entry, str | None, bool]]:
    """Yield the measures of "Primary outcomes: 1. Pain 2. Sleep. Secondary outcomes: 1. Falls"."""
    labels = list(_SIDE_LABEL.finditer(text))
    places = [0, *(label.end() for label in labels)]
    ends = [*(label.start() for label in labels), len(text)]
    for number, (start, end) in enumerate(zip(places, ends, strict=True)):
        kind = ("secondary" if "secondary" in labels[number - 1]["label"].lower() else None) if number else None
        kind = "primary" if number and re.search("primary|main", labels[number - 1]["label"], re.IGNORECASE) else kind
        for entry in read_entries(text[start:end]):
            yield replace(entry, start=entry.start + start, end=entry.end + start), kind, kind is not None


def read_prose(text: str) -> Iterator[tuple[Endpoint | Entry, str | None, bool]]:
    """Yield the endpoints of written-out outcomes, each with its type and whether the words themselves say it."""
    second = _SIDE_LABEL.search(text, 1)
    if _NUMBERED.match(text) or (second and _NUMBERED.match(text, second.end())):
        yield from _numbered_sides(text)
        return
    at, known = 0, False
    for stop in [*_SENTENCE.finditer(text), None]:
        end = stop.start() + 1 if stop else len(text)
        kind, items = _read_sentence(text, at, end)
        if at == 0 and not items and stop:
            items = list(read_entries(text[: stop.start()]))
        for item in items:
            yield item, kind or ("secondary" if known else None), kind is not None
        known = known or kind == "primary"
        at = stop.end() if stop else end


def _read_sentence(text: str, at: int, end: int) -> tuple[str | None, list[Endpoint] | list[Entry]]:
    for cue in _CUES:
        match = cue.match(text, at, end)
        if match:
            first = "first" in cue.groupindex and match["first"]
            items = read_list(text, match.end(), end, listed=True)
            aside = match.groupdict().get("aside")
            frame = time_after(aside.strip(","), aside.find("at") - 2) if aside and " at " in aside else None
            items = [replace(item, time_frame=item.time_frame or frame) for item in items]
            return "primary" if first else "secondary", items
    judged = _JUDGED.search(text, at, end)
    if judged:
        label = _LABEL.match(text, at, judged.start())
        frame = time_after(text, judged.end())
        return None, [
            replace(item, time_frame=frame)
            for item in read_list(text, label.end() if label else at, judged.start(), listed=True)
        ]
    if _ASKED.match(text, at, end):
        return None, read_list(text, at, end, listed=True)
    return None, []
