"""Outcomes: entries of outcome lists with type and time frame, and endpoints named in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules.outcome_entries import is_time, read_entries
from trialsift.values.time_frame import parse_time_frame
from trialsift.vocab import table

LABEL = "OUTCOME"

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
# "Secondary endpoints: A, B", "and as secondary endpoints A, B"
_NAMED = re.compile(
    r"\b(?:as (?:the |its )?)?(?P<type>primary|secondary) (?:end-?\s?points?|outcomes?(?: measures?)?)(?:\s*:|"
    r"(?<=s))\s+"
    r"(?!(?:is|are|was|were|will|include|includes|included|being|of|in|at|and|or|for|to|"
    r"measures?)\b)(?P<list>[^.;\n]{3,400})",
    re.IGNORECASE,
)
_OBSERVE = re.compile(
    r"\b(?:investigators?|researchers?|we|it|study|trial|team|doctors) (?:will )?(?:also )?"
    r"(?:observe|measure|record|look at|looks at)s?(?: the)?\s+"
    r"(?P<list>[^.;\n]{3,400})",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(
    r"(?: in (?:all |both |the )?(?:patients|participants|subjects|groups|arms))?,?\s+"
    r"(?P<text>(?:at|after|over|within|up to|during|by|from)\s[^.,;()\n]{2,60})"
)
_TIME_BEFORE = re.compile(r"(?:^|[.;]\s+)(?P<text>(?:At|After|Over|Within|During)\s[^.,;\n]{2,50}),\s[^.;,]{0,20}$")
# "To assess exacerbations, growth and safety", "II. Determine the response rate and toxicity of …"; of objectives alone
_OBJECTIVE = re.compile(
    r"(?:^|[.;:•-]\s+|\b[IVX]{1,4}\.\s+|\bto )(?:to )?(?:further )?(?:assess|compare|evaluate|explore|determine|"
    r"describe|"
    r"measure|investigate|estimate|characteri[sz]e|examine)\s+(?:the\s+)?(?P<list>[^.;\n]{3,300})",
    re.IGNORECASE,
)
_OBJECTIVE_END = re.compile(
    r"\s+(?:of|in|with|among|when|on|associated|achieved|after|given|for|to|from|that|who|which|at|by|versus|vs|"
    r"than|as|"
    r"using|via|following|during|under|and to|between)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SURE_LIST = 3  # one or two names after "to assess" are as often what is tested: "assess X as a marker"
_LIST_SPLIT = re.compile(r",\s*(?:and\s+|or\s+)?|\s+and\s+|\s+as well as\s+", re.IGNORECASE)
_LIST_END = re.compile(
    r"\s+(?:in (?:patients|subjects|participants|the|both|all|children|adults|women|men|each)|at (?:weeks?|"
    r"months?|days?|baseline|\d)|"
    r"(?:over|during|after|within|for|between|through|until|by) (?:the|\d|a|an|each|all|treatment|weeks?|months?|"
    r"baseline)|"
    r"(?:measured|assessed|evaluated|defined|determined|as (?:measured|assessed|determined|defined)|using|"
    r"with the|by means|"
    r"will be|compared|as (?:the |a |its )?(?:primary|secondary|main)|from baseline|when|who|which|that)\b).*$",
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
    frames = _time_frames(page)
    for number, passage in enumerate(page.passages):
        if not _is_entry(passage):
            continue
        text = page.text_of(passage)
        if _ENDPOINT.search(text):
            yield from _sentences(text, passage)
            continue
        for entry in read_entries(text):
            attrs = {"type": entry.type} if entry.type else _type_attrs(passage)
            frame = entry.time_frame or frames.get(number)
            if frame:
                attrs["time_frame"] = frame
            value = parse_time_frame(frame) if frame else None
            start, end = passage.start + entry.start, passage.start + entry.end
            yield Mention(start, end, LABEL, "rule:outcome.list", 0.95, attrs, value)


def _sentences(text: str, passage: Passage) -> Iterator[Mention]:
    """Yield the endpoints of a list entry that is written out: "The primary endpoint is time to relapse."."""
    for mention in _named(text, passage):
        yield replace(mention, by="rule:outcome.list", score=0.92, attrs=_type_attrs(passage) | mention.attrs)


def _is_entry(passage: Passage) -> bool:
    return passage.section.startswith("outcomes.") and passage.field in ("outcome", "outcome.measure")


def _time_frames(page: Page) -> dict[int, str]:
    """Return the time frames that stand in passages of their own, by the number of the outcome's passage.

    One belongs to the outcome of its group; one without such (the EU register prints a time point below its list)
    to all outcomes of its section before it.
    """
    found: dict[int, str] = {}
    of_group: dict[int, int] = {}
    waiting: list[int] = []
    for number, passage in enumerate(page.passages):
        if _is_entry(passage):
            if waiting and page.passages[waiting[-1]].section != passage.section:
                waiting.clear()
            waiting.append(number)
            if passage.group is not None:
                of_group[passage.group] = number
        elif passage.field == "outcome.time_frame":
            owner = of_group.get(passage.group) if passage.group is not None else None
            for outcome in waiting if owner is None else [owner]:
                found.setdefault(outcome, page.text_of(passage))
            waiting.clear()
    return found


def _type_attrs(passage: Passage) -> dict[str, Any]:
    # A list without a heading (classic ClinicalTrials.gov dumps) does not say which type it is.
    if not passage.heading and passage.section == "outcomes.other":
        return {}
    return {"type": _TYPE_OF_SECTION[passage.section]}


def _states_objectives(passage: Passage) -> bool:
    return "objective" in passage.heading.lower()


def _in_text(text: str, passage: Passage) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for mention in _named(text, passage):
        taken.append((mention.start - passage.start, mention.end - passage.start))
        yield mention
    is_title = passage.section == "title"
    for match in _GOALS.finditer(text):
        if not is_title and not _AIM.search(text, max(0, match.start() - 120), match.start()):
            continue
        for goal in _GOAL.finditer(text, match.start(), match.end()):
            if not any(start < goal.end() and goal.start() < end for start, end in taken):
                taken.append(goal.span())
                yield Mention(passage.start + goal.start(), passage.start + goal.end(), LABEL, "rule:outcome.goal", 0.8)
    if _states_objectives(passage):
        yield from _objectives(text, passage, taken)


def _named(text: str, passage: Passage) -> Iterator[Mention]:
    """Yield the endpoints that a text lists, with the type and the time frame of their sentence."""
    for pattern, name in ((_ENDPOINT, "endpoint"), (_NAMED, "endpoint"), (_OBSERVE, "observe")):
        for match in pattern.finditer(text):
            items = list(_list_items(match["list"], match.start("list")))
            if not items:
                continue
            attrs = _type_named(match.groupdict().get("type"))
            frame = _time_around(text, match.start(), items[-1][1])
            value = parse_time_frame(frame) if frame else None
            attrs |= {"time_frame": frame} if frame else {}
            for start, end in items:
                place = passage.start + start, passage.start + end
                yield Mention(*place, LABEL, f"rule:outcome.{name}", 0.7, dict(attrs), value)


def _type_named(word: str | None) -> dict[str, Any]:
    kind = (word or "").lower()
    if "primary" in kind or kind == "main":
        return {"type": "primary"}
    return {"type": "secondary"} if "secondary" in kind else {}


def _time_around(text: str, start: int, end: int) -> str | None:
    """Return when a list of endpoints is measured, as said directly after it or at the start of its sentence."""
    for match in (_TIME_AFTER.match(text, end), _TIME_BEFORE.search(text, max(0, start - 80), start)):
        if match and is_time(match["text"]):
            return match["text"].removeprefix("at ").removeprefix("At ").strip()
    return None


def _objectives(text: str, passage: Passage, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Yield what the objectives name beside the goals found already."""
    for match in _OBJECTIVE.finditer(text):
        items = list(_list_items(match["list"], match.start("list"), _OBJECTIVE_END))
        for start, end in items if len(items) >= _SURE_LIST else ():
            if not any(s < end and start < e for s, e in taken):
                yield Mention(passage.start + start, passage.start + end, LABEL, "rule:outcome.objective", 0.65)


def _list_items(items: str, offset: int, ending: re.Pattern[str] = _LIST_END) -> Iterator[tuple[int, int]]:
    end = ending.search(items)
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
        while stop > start and items[stop - 1] in " \t.;:,-–)":
            stop -= 1
        if 2 < stop - start < 120:
            yield offset + start, offset + stop
