"""Outcomes: entries of outcome lists with type and time frame, and endpoints named in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.values.time_frame import parse_time_frame
from trialsift.vocab import table

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

# Words that may stand before a goal and belong to it: "long-term safety", "preliminary efficacy"
_BEFORE_GOAL = (
    r"(?:(?:long(?:er)?|short)[- ]term |acute and long[- ]term |preliminary |potential |clinical |overall |relative |"
    r"comparative |therapeutic |single[- ]dose |acute |median |hematologic |qualitative and quantitative )?"
)


def _goal_words() -> str:
    words = sorted((row["wording"] for row in table("outcome_goals")), key=len, reverse=True)
    return _BEFORE_GOAL + "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[ \n]") for word in words) + ")"


_GOAL = re.compile(rf"(?<![\w-]){_goal_words()}(?![\w-])", re.IGNORECASE)
_GOALS = re.compile(
    rf"(?<![\w-]){_goal_words()}(?:(?:, and | and |/|, | & | or ){_goal_words()}){{0,5}}(?![\w-])"
    r"(?! (?:data|concern|reason|issue|monitoring|board|analysis|follow|run|reporting|information|evaluable|"
    r"endpoint)s?\b)",
    re.IGNORECASE,
)
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
    r"\b(?:investigators?|researchers?|we|study|doctors) will (?:observe|measure|record)(?: the)?\s+"
    r"(?P<list>[^.;\n]{3,400})",
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


# "to compare the …", "defined as the …"
_ITEM_LEAD = re.compile(
    r"(?:\s+|[&(]|\d\)|(?:the|a|an|to|compare|assess|evaluate|determine|measure|characteri[sz]e|defined as|both)\b)+",
    re.IGNORECASE,
)
# "outcomes were monitored until discharge" says what was done, not what was measured
_NO_ITEM = re.compile(r"(?:[a-z]+ed|whether|how|if|that|which|not|available|similar|better|worse)\b", re.IGNORECASE)


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
            attrs["time_frame"] = _closed(frame["text"].strip(" .;,"))
        elif passage.group in frames:
            attrs["time_frame"] = page.text_of(frames[passage.group])
        value = parse_time_frame(attrs["time_frame"]) if "time_frame" in attrs else None
        yield Mention(passage.start + span[0], passage.start + span[1], LABEL, "rule:outcome.list", 0.95, attrs, value)


def _closed(text: str) -> str:
    """Leave out a bracket at the end that opened before the text."""
    return text[:-1].rstrip() if text.endswith(")") and text.count(")") > text.count("(") else text


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
        lead = _ITEM_LEAD.match(piece)
        start += lead.end() if lead else 0
        if _NO_ITEM.match(items, start):
            continue
        while stop > start and items[stop - 1] in _TRAILING + ")":
            stop -= 1
        if 2 < stop - start < 120:
            yield offset + start, offset + stop
