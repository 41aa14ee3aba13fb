"""Outcomes: entries of outcome lists with type and time frame, and endpoints named in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.values.time_frame import parse_time_frame

LABEL = "OUTCOME"

# "[ Time Frame: 1 year ]", "(time frame: week 12)", "Timepoint: 6 months"; the closing bracket may be missing.
_TIME_FRAME = re.compile(
    r"\s*[-–;,.]?\s*[\[({]?\s*\b(?:time\s?-?(?:frame|point)s?(?:\(s\))?(?: of evaluation)?(?: of (?:this|"
    r"the) end point)?)"
    r"\s*[:=]\s*(?P<text>[^\]\n}]{1,400})[\]}]?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\s*(?:\d{1,2}[.)]\s+|[-•*]\s+|(?:primary|secondary|co-primary) (?:outcome|endpoint)s?\s*[:\-–]\s*)+",
    re.IGNORECASE,
)
_TRAILING = " \t.;:,-–"
_DESCRIPTION_AFTER = re.compile(
    r":\s+(?=[A-Z][^:]{40,})|\.\s+(?=[A-Z])|\s+[-–]\s+(?=[A-Z][a-z]+ (?:is|was|are|were|will)\b)"
)
_LONG_MEASURE = 150

_TYPE_OF_SECTION = {
    "outcomes.primary": "primary",
    "outcomes.secondary": "secondary",
    "outcomes.other": "other",
}

_GOAL_WORDS = (
    r"(?:long[- ]term |short[- ]term |preliminary |clinical |overall |relative |comparative |therapeutic )?"
    r"(?:safety|efficacy|effectiveness|tolerability|feasibility|acceptability|immunogenicity|"
    r"pharmacokinetics|pharmacodynamics|toxicity|bioavailability|cost[- ]effectiveness)"
)
_GOALS = re.compile(
    rf"\b(?P<first>{_GOAL_WORDS})(?P<rest>(?:(?:, and | and |/|, | & | or ){_GOAL_WORDS}){{0,5}})"
    r"(?! (?:data|profile|concern|reason|issue|monitoring|board|analysis|follow|run|reporting|information|"
    r"evaluable)s?\b)",
    re.IGNORECASE,
)
_GOAL = re.compile(_GOAL_WORDS, re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:evaluat|assess|determin|investigat|examin|compar|test|study|studies|studying|explor|measur|establish|"
    r"demonstrat|describ|monitor|character|estimat|objective|purpose|aim|goal)\w*",
    re.IGNORECASE,
)
_ENDPOINT = re.compile(
    r"\b(?:(?P<type>primary|secondary|main|key secondary|exploratory|co-primary) )?"
    r"(?:study |efficacy |safety |clinical |trial )?(?:end-?\s?points?|outcomes?(?: measures?| variables?)?)"
    r"(?: of (?:this|the) (?:study|trial))? (?:is|are|was|were|will be|include[sd]?|being)(?: the)?\s*:?\s+"
    r"(?P<list>[^.;\n]{3,300})",
    re.IGNORECASE,
)
_OBSERVE = re.compile(
    r"\b(?:investigators?|researchers?|we|study|doctors) will (?:observe|measure|record|assess|"
    r"evaluate)(?: the)?\s+(?P<list>[^.;\n]{3,400})",
    re.IGNORECASE,
)
_LIST_SPLIT = re.compile(r",\s*(?:and\s+|or\s+)?|\s+and\s+|\s+as well as\s+", re.IGNORECASE)
_LIST_END = re.compile(
    r"\s+(?:in (?:patients|subjects|participants|the|both|all|children|adults|women|men|each)|at (?:weeks?|"
    r"months?|days?|baseline|\d)|"
    r"(?:over|during|after|within|for|between|through|until|by) (?:the|\d|a|an|each|all|treatment|weeks?|months?|"
    r"baseline)|"
    r"(?:measured|assessed|evaluated|defined|determined|as (?:measured|assessed|determined|defined)|using|"
    r"with the|by means|"
    r"will be|compared|from baseline|when|who|which|that)\b).*$",
    re.IGNORECASE | re.DOTALL,
)


def find(page: Page) -> list[Mention]:
    """Return the outcomes of a page: list entries first, then endpoints in titles and free text."""
    mentions = list(_listed(page))
    for passage in page.passages:
        if passage.section in ("title", "summary", "description", "other") and passage.field in (
            None,
            "title",
            "official_title",
        ):
            mentions.extend(_in_text(page.text_of(passage), passage))
    return mentions


def _listed(page: Page) -> Iterator[Mention]:
    frames = {p.group: p for p in page.passages if p.field == "outcome.time_frame" and p.group is not None}
    for passage in page.passages:
        if not passage.section.startswith("outcomes.") or passage.field not in ("outcome", "outcome.measure"):
            continue
        text = page.text_of(passage)
        frame = _TIME_FRAME.search(text)
        span = measure_span(text, frame)
        if span is None:
            continue
        attrs = _type_attrs(passage)
        if frame:
            attrs["time_frame"] = frame["text"].strip(" .;,")
        elif passage.group in frames:
            attrs["time_frame"] = page.text_of(frames[passage.group])
        value = parse_time_frame(attrs["time_frame"]) if "time_frame" in attrs else None
        yield Mention(passage.start + span[0], passage.start + span[1], LABEL, "rule:outcome.list", 0.95, attrs, value)


def measure_span(text: str, frame: re.Match[str] | None) -> tuple[int, int] | None:
    """Return the half-open place of the measure's title in a list entry, without time frame, number and description."""
    lead = _LEADING.match(text)
    start = lead.end() if lead else 0
    end = frame.start() if frame and frame.start() > start else len(text)
    if end - start > _LONG_MEASURE:
        after = _DESCRIPTION_AFTER.search(text, start + 8, end)
        if after:
            end = after.start()
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    while start < end and text[start] in " \t\"'([-–" and not (text[start] == "(" and ")" in text[start:end]):
        start += 1
    return (start, end) if end - start > 1 else None


def _type_attrs(passage: Passage) -> dict[str, Any]:
    # A list without a heading (classic ClinicalTrials.gov dumps) does not say which type it is.
    if not passage.heading and passage.section == "outcomes.other":
        return {}
    return {"type": _TYPE_OF_SECTION[passage.section]}


def _in_text(text: str, passage: Passage) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for pattern, name in ((_ENDPOINT, "endpoint"), (_OBSERVE, "observe")):
        for match in pattern.finditer(text):
            kind = (match.groupdict().get("type") or "").lower()
            attrs = (
                {"type": "primary"}
                if "primary" in kind or kind == "main"
                else {"type": "secondary"}
                if "secondary" in kind
                else {}
            )
            for start, end in _list_items(match["list"], match.start("list")):
                taken.append((start, end))
                yield Mention(
                    passage.start + start,
                    passage.start + end,
                    LABEL,
                    f"rule:outcome.{name}",
                    0.7,
                    dict(attrs),
                )
    is_title = passage.section == "title"
    for match in _GOALS.finditer(text):
        if not is_title and not _AIM.search(text, max(0, match.start() - 120), match.start()):
            continue
        for goal in _GOAL.finditer(text, match.start(), match.end()):
            if not any(start < goal.end() and goal.start() < end for start, end in taken):
                yield Mention(passage.start + goal.start(), passage.start + goal.end(), LABEL, "rule:outcome.goal", 0.8)


def _list_items(items: str, offset: int) -> Iterator[tuple[int, int]]:
    end = _LIST_END.search(items)
    if end:
        items = items[: end.start()]
    at = 0
    for separator in [*_LIST_SPLIT.finditer(items), None]:
        stop = separator.start() if separator else len(items)
        start = at
        at = separator.end() if separator else stop
        piece = items[start:stop]
        lead = re.match(r"(?:\s|the\b|a\b|an\b|to\b)+", piece)
        start += lead.end() if lead else 0
        while stop > start and items[stop - 1] in _TRAILING + ")":
            stop -= 1
        if 2 < stop - start < 120:
            yield offset + start, offset + stop
