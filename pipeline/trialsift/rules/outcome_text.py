"""Endpoints named in running text: the cue that announces them, and of which type they are."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Passage
from trialsift.rules.endpoint_list import Endpoint, is_endpoint, names_measure, read_list, time_after
from trialsift.rules.outcome_entries import is_time
from trialsift.values.time_frame import parse_time_frame
from trialsift.vocab import table

LABEL = "OUTCOME"
_FEW_WORDS = 4
_SURE = 2  # measures in a list that make its other items measures
_LONGEST_JOINT = 7  # characters of ", and "
_SENTENCE = 240  # characters before a cue that are looked at for the aim of its sentence

# Words that may stand before a goal and belong to it: "long-term safety", "preliminary efficacy"
_BEFORE_GOAL = (
    r"(?:(?:long(?:er)?|short)[- ]term |acute and long[- ]term |preliminary |potential |clinical |overall |relative |"
    r"comparative |therapeutic |single[- ]dose |acute |median |hematologic |qualitative and quantitative )?"
)


def _wordings(kind: str) -> str:
    words = (row["word"] for row in table("outcome_words") if row["kind"] == kind)
    return "|".join(sorted(words, key=len, reverse=True))


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
    r"demonstrat|describ|monitor|character|estimat|objective|purpose|aim|goal|find out|hypothes|whether|"
    r"effective|superior|inferior)\w*",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:hypothes\w+|expect|whether|if|find out|see|suppose|hope|assume)\b", re.IGNORECASE)
# What earlier work found, and events that decide on treatment
_BACKGROUND = re.compile(
    r"\b(?:previous|prior|earlier|recent|several|many|other|few|some|longitudinal|published) (?:\w+ )?"
    r"(?:studies|trials|reports?|work|research)\b|\b(?:has|have|had) (?:not )?been\b|"
    r"\b(?:was|were) (?:shown|found|reported|demonstrated)|\breport(?:s|ed)?\b|literature|\bpreviously\b|"
    r"pre-?clinical|in vitro|\b(?:animal|mouse|murine|rat) (?:\w+ )?(?:models?|studies)\b|\bis known\b|"
    r"\b(?:showed|shows|found that|demonstrated that)\b|\b(?:unacceptable|experiences?|experienced|absence of|"
    r"because of|due to|in case of)\b[^.]{0,30}$|\buntil (?:the )?$",
    re.IGNORECASE,
)
_STUDY = r"(?:investigators?|researchers?|we(?:['’]ll)?|it|study|trial|team|doctors)"


@dataclass(frozen=True, slots=True)
class _Cue:
    """A wording after which endpoints stand.

    listed: the wording announces endpoints, which may be any phrase; otherwise each must name a measure by itself.
    aim: the wording counts only in a title or where the sentence says that something is studied.
    title: only in a title. supposed: only where the sentence says what is hoped or asked.
    """

    name: str
    pattern: re.Pattern[str]
    listed: bool = False
    aim: bool = False
    title: bool = False
    supposed: bool = False
    score: float = 0.7


def _cue(name: str, pattern: str, **how: Any) -> _Cue:
    return _Cue(name, re.compile(pattern, re.IGNORECASE), **how)


_CUES = (
    _cue(
        "endpoint",
        r"\b(?:(?P<type>primary|secondary|main|key secondary|exploratory|co-primary) )?"
        r"(?:study |efficacy |safety |clinical |trial )?(?:end-?\s?points?|outcomes?(?: measures?| variables?)?)"
        r"(?: of (?:this|the) (?:study|trial))? (?:is|are|was|were|will be|(?:will )?include[sd]?|being)"
        r"(?: defined as| to (?:assess|compare|evaluate|determine|measure|characteri[sz]e|estimate|describe|examine))?"
        r"(?: the)?\s*:?\s+",
        listed=True,
    ),
    # "Secondary endpoints: A, B", "and as secondary endpoints A, B"
    _cue(
        "endpoint",
        r"\b(?:as (?:the |its )?)?(?P<type>primary|secondary) (?:end-?\s?points?|outcomes?(?: measures?)?)(?:\s*:|"
        r"(?<=s))\s+(?!(?:is|are|was|were|will|include|includes|included|being|of|in|at|and|or|for|to|measures?)\b)",
        listed=True,
    ),
    _cue("observe",
        rf"\b{_STUDY} (?:will )?(?:also )?(?:observe|measure|record|look at|looks at)s?(?: the)?\s+", listed=True),
    # "The main thing that we will measure is pain", "We also want to know how well you sleep"
    _cue(
        "endpoint",
        rf"\b(?P<type>main|first|primary|other)? ?(?:things?|results?|points?|questions?|"
        rf"measures?)(?: (?:that )?{_STUDY} (?:will |want to )?"
        r"(?:also )?(?:measure|look at|count|compare|record|observe|check|learn))?(?:, [^.,;]{3,40},)? (?:is|"
        r"are)(?: the)?\s+",
        listed=True,
    ),
    _cue(
        "observe",
        rf"\b(?:{_STUDY}|they) (?:will |would )?(?:also )?(?:(?:want|wants|like|hope|hopes|aim|"
        rf"plan) (?:also )?to (?:know|learn|see|find out)|"
        r"compare|count|note|track|ask about|check|monitor|look for|look(?:s)? at)s?(?: (?:the|about))?\s+",
    ),
    _cue("objective", r"\bto learn (?:more )?about\s+", aim=True),
    _cue("terms", r"\b(?:in terms of|with (?:respect|regard) to|in regard to)\s+"),
    _cue("measured",
        r",?\s(?:as |which (?:is|will be) )?(?:measured|assessed|determined|evaluated) (?:by|"
        r"by measuring)\s+", aim=True),
    _cue(
        "effect",
        r"(?<!adverse )(?<!side )\b(?:effects?|impact|influence|efficacy|effectiveness|benefits?|role|"
        r"actions?)\b[^.;:\n]{0,160}?\s(?:up)?on\s(?=\w)",
        aim=True,
    ),
    # "We expect that they will have fewer falls and a better gait"
    _cue(
        "compared",
        r"\b(?:have|has|gives?|shows?|with|to|in|causes?|and|or|than)\s(?:an? )?(?:less|fewer|more|better|lower|"
        r"higher|greater|"
        r"longer|shorter|improved|reduced|increased)\s",
        supposed=True,
    ),
    _cue("endpoint", r"\b(?:outcomes?|end-?\s?points?)(?: measures?)?\s?:\s(?P<type>primary)\s?[:-]\s", listed=True),
    _cue("endpoint", r"[;.]\s(?P<type>secondary|primary)\s?:\s", listed=True),
    _cue("changed",
        rf"(?:^|[.?:•*]\s)(?:does|do|did|can|could|will|"
        rf"would)\b(?=[^.?]{{0,300}}\?)[^.?]{{0,200}}?\s(?:{_wordings('verb')})\s+"),
    _cue(
        "changed",
        rf"\b(?:whether|if|that|"
        rf"hypothes\w+)\b[^.;:\n]{{0,200}}?\s(?:{_wordings('verb')})\s+(?:or (?:{_wordings('verb')}) )?",
        aim=True,
    ),
    _cue("title", r"\b(?:(?:to|in|for) (?:improv|enhanc|increas)(?:e|ing))\s+", title=True),
    _cue(
        "objective",
        r"(?:\b(?:to|will|and|also|of|at|by|then)\s|(?:^|[.;:•-]\s+|\b[IVX]{1,4}\.\s+))"
        r"(?:further |also |better |prospectively |and )?"
        r"(?:(?:assess|evaluat|explor|determin|describ|measur|investigat|estimat|examin|monitor|"
        r"document|record|compar|look)(?:e|ing)?|study|"
        r"characteri[sz](?:e|ing)|establish|quantify|demonstrate|define|test|find out|analy[sz]e)"
        r"(?: (?:for|at))?\s+",
    ),
)  # fmt: skip
_JUDGED = re.compile(
    r"\s(?:will(?: also)? be|is|are|were|was)(?: also)?\s(?:measured|assessed|evaluated|recorded|monitored|compared|"
    r"analy[sz]ed|examined|tested|determined|studied|observed|calculated|quantified|documented|estimated|tracked|"
    r"followed|looked at)\b",
    re.IGNORECASE,
)
_AS_OUTCOMES = re.compile(
    r"(?:as|for) (?:the )?(?:primary|secondary|main|further) (?:outcomes?|end-?\s?points?)[^,]{0,20},\s", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;?!:]\s+|\n")
_TIME_BEFORE = re.compile(r"(?:^|[.;]\s+)(?P<text>(?:At|After|Over|Within|During)\s[^.,;\n]{2,50}),\s[^.;,]{0,20}$")
_TYPE_BEFORE = re.compile(
    r"\b(?P<type>primary|main|secondary|secondarily|exploratory|tertiary)\b(?: \w+)?(?:\s(?:objective|aim|goal|purpose|"
    r"end-?\s?point|outcome|hypothes[ie]s|question)\w*|,)",
    re.IGNORECASE,
)
_TYPES = {"primary": "primary", "main": "primary", "secondary": "secondary", "secondarily": "secondary"}


def find_in_text(text: str, passage: Passage) -> list[Mention]:
    """Return the endpoints that a text names, none overlapping another; the surest cue comes first."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for mention in [*_announced(text, passage), *_judged(text, passage), *_goals(text, passage)]:
        at = bisect_left(taken, (mention.start, mention.end))
        clashes = at < len(taken) and taken[at][0] < mention.end
        if not clashes and (at == 0 or taken[at - 1][1] <= mention.start):
            insort(taken, (mention.start, mention.end))
            found.append(mention)
    return found


def find_announced(text: str, passage: Passage) -> list[Mention]:
    """Return the endpoints that a text announces as such: "The primary endpoint is time to relapse."."""
    return [
        mention
        for mention in find_in_text(text, passage)
        if mention.by in ("rule:outcome.endpoint", "rule:outcome.observe")
    ]


def _announced(text: str, passage: Passage) -> Iterator[Mention]:
    is_title = passage.section == "title"
    for cue in _CUES:
        for match in cue.pattern.finditer(text):
            before = _sentence_before(text, match.start())
            if (cue.title and not is_title) or (cue.supposed and not _SUPPOSED.search(before)):
                continue
            if cue.aim and not is_title and not _AIM.search(before + text[match.start() : match.end()]):
                continue
            if not cue.listed and _BACKGROUND.search(before):
                continue
            items = read_list(text, match.end(), listed=cue.listed)
            kind = match.groupdict().get("type") if cue.listed else None
            attrs = _type_attrs(kind, before + match.group(), passage)
            named = [is_endpoint(text[item.start : item.end]) for item in items]
            alike = sum(named) >= (1 if cue.name in ("effect", "terms") else _SURE)
            for number, (item, is_named) in enumerate(zip(items, named, strict=True)):
                if cue.listed or is_named or (alike and _is_of_list(text, items, number)):
                    frame = item.time_frame or _frame_of(items, text, match.start(), listed=cue.listed)
                    yield _mention(passage, item, cue.name, cue.score, attrs, frame)


def _is_of_list(text: str, items: list[Endpoint], number: int) -> bool:
    """Say whether an item is a short one that only a joint parts from the one before or after it, up to the first."""
    item = items[number]
    joined = all(len(text[a.end : b.start]) < _LONGEST_JOINT for a, b in pairwise(items[: number + 1]))
    joined = joined and (number > 0 or len(text[item.end : items[1].start]) < _LONGEST_JOINT)
    return joined and text.count(" ", item.start, item.end) < _FEW_WORDS


def _judged(text: str, passage: Passage) -> Iterator[Mention]:
    """Yield what a sentence says is measured: "Pain and sleep will be recorded daily"."""
    for match in _JUDGED.finditer(text):
        before = _sentence_before(text, match.start())
        if passage.section == "title" or _BACKGROUND.search(before):
            continue
        said = _AS_OUTCOMES.match(before)
        start = match.start() - len(before) + (said.end() if said else 0)
        attrs = _type_attrs(None, before, passage)
        after = time_after(text, match.end())
        for item in read_list(text, start, match.start(), listed=True):
            if names_measure(text[item.start : item.end]):
                yield _mention(passage, item, "judged", 0.65, attrs, item.time_frame or after)


def _goals(text: str, passage: Passage) -> Iterator[Mention]:
    for match in _GOALS.finditer(text):
        before = _sentence_before(text, match.start())
        if passage.section != "title" and (not _AIM.search(before) or _BACKGROUND.search(before)):
            continue
        for goal in _GOAL.finditer(text, match.start(), match.end()):
            yield _mention(passage, Endpoint(*goal.span()), "goal", 0.8, _type_attrs(None, before, passage), None)


def _mention(
    passage: Passage, item: Endpoint, name: str, score: float, attrs: dict[str, Any], frame: str | None
) -> Mention:
    place = passage.start + item.start, passage.start + item.end
    value = parse_time_frame(frame) if frame else None
    return Mention(
        *place, LABEL, f"rule:outcome.{name}", score, attrs | ({"time_frame": frame} if frame else {}), value
    )


def _sentence_before(text: str, at: int) -> str:
    """Return the text of a sentence before `at`."""
    start = max(0, at - _SENTENCE)
    for end in _SENTENCE_END.finditer(text, start, at):
        start = end.end()
    return text[start:at]


def _frame_of(items: list[Endpoint], text: str, start: int, *, listed: bool) -> str | None:
    """Return when a list of endpoints is measured: as said after the last of them, or at the start of the sentence."""
    if not listed:
        return None
    if items[-1].time_frame and sum(item.time_frame is not None for item in items) == 1:
        return items[-1].time_frame
    match = _TIME_BEFORE.search(text, max(0, start - 80), start)
    return re.sub(r"^at\s", "", match["text"], flags=re.IGNORECASE) if match and is_time(match["text"]) else None


def _type_attrs(named: str | None, before: str, passage: Passage) -> dict[str, Any]:
    word = (named or "").lower().removeprefix("key ").removeprefix("co-")
    if not word:
        said = [*_TYPE_BEFORE.finditer(passage.heading + ","), *_TYPE_BEFORE.finditer(before)]
        word = said[-1]["type"].lower() if said else ""
    return {"type": _TYPES.get(word, "other")} if word else {}
