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
from trialsift.rules.endpoint_list import Endpoint, is_endpoint, is_generic, names_measure, read_list, time_after
from trialsift.rules.outcome_entries import is_time, read_entries
from trialsift.rules.outcome_type import heads_aims, sentence_before, type_after, type_in_text, type_of_word
from trialsift.values.time_frame import parse_time_frame
from trialsift.vocab import table

LABEL = "OUTCOME"
_FEW_WORDS = 4
_MANY_WORDS = 6
_SURE = 2  # measures in a list that make its other items measures
_LONGEST_JOINT = 7  # characters of ", and "
_SENTENCE = 240  # characters before a cue that are looked at for the aim of its sentence

# Words that may stand before a goal and belong to it: "long-term safety", "preliminary efficacy"
_BEFORE_GOAL = (
    r"(?:(?:long(?:er)?|short)[- ]term |acute and long[- ]term |preliminary |potential |clinical |overall |relative |"
    r"comparative |antiviral |anti-?tumou?r |"
    r"therapeutic |single[- ]dose |acute |median |hematologic |qualitative and quantitative )?"
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
    r"(?! (?:variable|parameter|data|concern|reason|issue|monitoring|board|analysis|follow|run|reporting|information|"
    r"evaluable|endpoint)s?\b)",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:evaluat|assess|determin|investigat|examin|compar|test|study|studies|studying|explor|measur|establish|"
    r"demonstrat|designed to|describ|monitor|character|estimat|objective|purpose|aim|goal|find out|hypothes|whether|"
    r"(?<!most )effective|superior|inferior|hope that)\w*|\bmore about\b|^(?:if|whether)\b[^,]*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:hypothes\w+|expect|whether|if|find out|see|suppose|hope|assume)\b|"
    r"(?:^|,\sand\s)(?:does|do|did|can|could|will|would)\b",
    re.IGNORECASE,
)
# What earlier work found, and events that decide on treatment
_BACKGROUND = re.compile(
    r"\b(?:previous|prior|earlier|recent|several|many|other|few|some|longitudinal|published) (?:\w+ )?"
    r"(?:studies|trials|reports?|work|research)\b|\b(?:has|have|had) (?:not )?been\b"
    r"(?! (?:dosed|enrolled|treated|randomi[sz]ed|opened|initiated|started|launched|registered|designed))|"
    r"\b(?:was|were) (?:shown|found|reported|demonstrated)|\breport(?:s|ed)?\b|literature|\bpreviously\b|"
    r"pre-?clinical|in vitro|\b(?:animal|mouse|murine|rat) (?:\w+ )?(?:models?|studies)\b|\bis known\b|"
    r"\b(?:showed|shows|found that|demonstrated that)\b|\b(?:unacceptable|experiences?|experienced|absence of|"
    r"because of|due to|in case of)\b[^.]{0,30}$|\buntil (?:the )?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:it|them|this|that|these|those|each|one|all|some|any|both|him|her|people|over|other|given|lives|would|will|can|thereby|then|used|"
    r"\w+s (?:the|its|their))\b|\W|\d|.*\s(?:to|of|by|and|outcomes?|end-?points?)$",
    re.IGNORECASE,
)
_CHANGES = re.compile(rf"\s(?:{_wordings('verb')})(?<=s)\s", re.IGNORECASE)  # "lower dose preserves mood"
_PREVENTED = re.compile(r"\bprevent\w*\s+$", re.IGNORECASE)  # what is prevented is the disease itself
_SHORT_JOINT = re.compile(rf"(?:,|,? (?:and|or)) (?:on |the |(?:{_wordings('verb')}) )*(?:(?<=\W))")
_STUDY = r"(?:investigators?|researchers?|we(?:['’]ll)?|it|study|trial|team|doctors)"


@dataclass(frozen=True, slots=True)
class _Cue:
    """A wording after which endpoints stand.

    listed: the wording announces endpoints, which may be any phrase; otherwise each must name a measure by itself.
    free: it need not where it is a short name, as it is what something has an effect on.
    aim: the wording counts only in a title or where the sentence says that something is studied.
    title: only in a title. supposed: only where the sentence says what is hoped or asked.
    """

    name: str
    pattern: re.Pattern[str]
    listed: bool = False
    free: bool = False
    aim: bool = False
    title: bool = False
    supposed: bool = False
    score: float = 0.7


def _cue(name: str, pattern: str, **how: Any) -> _Cue:
    return _Cue(name, re.compile(pattern, re.IGNORECASE), **how)


_TO_JUDGE = r"(?:assess|evaluat|explor|determin|describ|investigat|estimat|examin|compar|measur|stud)(?:e|ing|y|ying)?"
# a character of a sentence that does not go on with people
_NO_PEOPLE = r"(?:(?!\s(?:patients|people|subjects|participants|who|whose|that)\b)(?:[^.;:\n]|\.(?=\d)))"
_CUES = (
    _cue(
        "endpoint",
        r"\b(?:(?P<type>primary|secondary|main|key secondary|exploratory|co-primary) )?"
        r"(?:study |efficacy |safety |clinical |trial )?(?:end-?\s?points?|outcomes?(?: measures?| variables?)?)"
        r"(?: of (?:this|the) (?:study|trial))? (?:is|are|was|were|will be|"
        r"(?:will )?(?:include[sd]?|comprise[sd]?|consist(?:s|ed)? of)|being)"
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
        rf"\b{_STUDY} (?:will )?(?:also )?(?:observe|measure|record|count|ask about|looks?(?: also)? at|looks? into)s?"
        r"(?: the)?\s+",
        listed=True),
    _cue("observe", r"\b(?:nurses|midwives|therapists) will (?:also )?(?:measure|record|count|ask about)\s+",
        listed=True),
    # "It compares two doses and looks at falls and sleep"
    _cue("observe", r"\band (?:also )?look(?:s|ed)? (?:at|into)(?: the)?\s+", listed=True),
    # "efficacy endpoint: blood pressure"
    _cue("endpoint",
        r"\b(?:efficacy|safety) (?:end-?\s?points?|outcomes?(?: measures?)?|variables?|parameters?)\s*:\s+",
        listed=True),
    # "whether sleep gets better", "We suppose that the relapse rate will be lower"
    _cue(
        "asks",
        rf"\b(?:whether|(?:see|learn|know|find out|test|check) if|hypothes\w+ that)\s"
        rf"(?=(?P<what>[^.,;:\n]{{2,80}}?)\s(?:{_wordings('moves')})\b)",
    ),
    # "The main thing that we will measure is pain", "We also want to know how well you sleep"
    _cue(
        "endpoint",
        rf"\b(?P<type>main|first|primary|other)? ?(?:things?|results?|points?|questions?|"
        rf"measures?(?: of (?:success|effect|outcome))?)(?: (?:that )?{_STUDY} (?:will |want to )?"
        r"(?:also )?(?:measure|look at|count|compare|record|observe|check|learn|"
        r"(?:are )?(?:most )?interested in))?(?:, [^.,;]{3,40},)? (?:is|"
        r"are)(?: the)?\s+",
        listed=True,
    ),
    _cue(
        "observe",
        rf"\b(?:{_STUDY}|they) (?:will |would )?(?:also )?(?:(?:want|wants|like|hope|hopes|aim|"
        rf"plan) (?:also )?to (?:know|learn|see|find out)|"
        r"compare|note|track|check|monitor|look for|look(?:s)? at)s?(?: (?:the|about))?\s+",
    ),
    _cue("objective", r"\bto learn (?:more )?about\s+", aim=True),
    _cue("observe", r"\b(?:are|is) (?:also )?interested in\s+"),
    _cue("terms", r"\b(?:in terms of|with (?:respect|regard) to|in regard to)\s+"),
    _cue(
        "observe",
        rf"{_goal_words()} (?:will be|is|was|are) (?:measured|assessed|determined|evaluated|judged|defined|examined) "
        r"(?:by|as|with|using|through)\s+",
    ),
    _cue("observe", r"\b(?:(?:followed|monitored|observed)(?: \w+){0,4}?|watch(?:ed)?) for\s+"),
    _cue("observe", r"\b(?:collect|gather|obtain)\w* (?:\w+ ){0,2}(?:data|information) (?:on|about)\s+"),
    _cue(
        "observe",
        r"\b(?:parameters|measures|variables|outcomes)(?: (?:to be )?\w+ed(?: \w+){0,4}?)? (?:will )?"
        r"include[sd]?:?\s+",
    ),
    _cue("terms", r"\bregarding(?: the)?\s+", aim=True),
    _cue("measured",
        r"(?<!\(),?\s(?:as |which (?:is|will be) )?(?:measured|assessed|determined|evaluated) (?:by|"
        r"by measuring)\s+", aim=True),
    # "to assess the effect of tea on drowsiness": anything is a measure that the aim names so
    _cue(
        "effect",
        rf"\b(?:{_TO_JUDGE}|(?:trial|study) (?:on|of))"
        rf"(?: (?:for|the|and|its|their|an?|possible|potential|long-term|short-term|clinical|\w+ive|"
        r"\w+al)){0,3} "
        rf"(?:effects?|impact|influence)\b{_NO_PEOPLE}{{0,120}}?\s(?:up)?on\s(?=\w)",
        free=True,
    ),
    _cue(
        "effect",
        r"(?<!adverse )(?<!side )\b(?:effects?|impact|influence|efficacy|effectiveness|benefits?|role|"
        r"actions?)\b[^.;:\n]{0,160}?\s(?:up)?on\s(?=\w)",
        aim=True,
    ),
    _cue(
        "effect",
        rf"^(?:\w+ ){{0,5}}(?:effects?|impact|influence)\b{_NO_PEOPLE}{{0,160}}?\s(?:up)?on\s(?=\w)",
        title=True,
        free=True,
    ),
    # "We expect that they will have fewer falls and a better gait"
    _cue(
        "compared",
        r"\b(?:have|has|gives?|shows?|with|to|in|causes?|and|or|than|preserves?|keeps?|brings?|"
        r"achieves?|feels?|needs?|suffers?|uses?|gets?)\s(?:an? )?(?:less|fewer|more|better|lower|"
        r"higher|greater|"
        r"longer|shorter|improved|reduced|increased)\s",
        supposed=True,
        free=True,
    ),
    _cue("endpoint", r"\b(?:outcomes?|end-?\s?points?)(?: measures?)?\s?:\s(?P<type>primary)\s?[:-]\s", listed=True),
    _cue("endpoint", r"[;.]\s(?P<type>secondary|primary)\s?:\s", listed=True),
    _cue("changed",
        rf"(?:^|[.?:•*]\s)(?:does|do|did|can|could|will|"
        rf"would)\b(?=[^.?]{{0,300}}\?)[^.?]{{0,200}}?\s(?:{_wordings('verb')})\s+",
        free=True),
    _cue(
        "changed",
        rf"\b(?:whether|if|that|how|"
        rf"hypothes\w+)\b[^.;:\n]{{0,200}}?(?<!that)(?<!which)(?<!who)(?<!\sa(?=\slower))\s(?:{_wordings('verb')})\s+"
        rf"(?:(?:or|and) (?:{_wordings('verb')}) )?",
        aim=True,
        free=True,
    ),
    _cue(
        "changed",
        rf"\b(?:in|at|by|for|and|while)\s(?:(?:{_wordings('verb')})(?<=ing)|achieving|bringing about|maintaining)\s+",
        aim=True,
    ),
    _cue("title", r"\b(?:(?:to|in|for) (?:improv|enhanc|increas)(?:e|ing))\s+", title=True),
    _cue(
        "objective",
        r"(?:\b(?:to|will|and|also|of|at|by|then)\s|(?:^|[.;:•-]\s+|\b[IVX]{1,4}\.\s+))"
        r"(?:further |also |better |and |\w+ly )?"
        r"(?:(?:assess|evaluat|explor|determin|describ|measur|investigat|estimat|examin|monitor|"
        r"document|record|compar|look|observ)(?:e|ing)?|study|"
        r"characteri[sz](?:e|ing)|establish|quantify|demonstrate|define|test|find out|analy[sz]e)"
        r"(?: (?:for|at))?(?: \w+ly)?\s+",
    ),
    _cue("title", r"\b(?:evaluation|assessment|comparison|measurement) of\s+", title=True),
)  # fmt: skip
_JUDGED = re.compile(
    r"\s(?:will(?: also)? be|is|are|were|was)(?: also| \w+ly)?\s(?:measured|assessed|evaluated|recorded|monitored|"
    r"compared|analy[sz]ed|examined|tested|determined|studied|observed|calculated|quantified|documented|estimated|"
    r"tracked|followed|looked at)\b|"
    # "pain is the primary endpoint"
    r"\s(?:will be|is|are|was|were)\s(?=(?:considered as )?(?:the |our |an? |its )?(?:co-|key )?(?:primary|main|"
    r"secondary|exploratory|tertiary)\s(?:\w+ )?(?:end-?\s?point|outcome|criteri|variable|measure))",
    re.IGNORECASE,
)
# "a safety and tolerability trial"
_OF_TRIAL = re.compile(r"(?<=y) (?:trial|study)\b|(?<=s) (?:trial|study)\b", re.IGNORECASE)
# "a test to measure the heart rate"
_TOOL = re.compile(
    r"\b(?:tests?|methods?|tools?|scans?|techniques?|modality|modalities|questionnaires?|devices?|instruments?|systems?|"
    r"samples?|exams?|examinations?)\s$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:receives?|undergo|undergoes|gets?|takes?|given|patients who|differences? (?:between|within))\b",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.;?!]\s+|\n")
_OF_BACKGROUND = re.compile(r"(?:rationale|background|introduction)\b(?!.*\baims?\b)", re.IGNORECASE)
_ASKS_OF_CHANGE = re.compile(rf"(?:whether|if)\b.{{0,120}}\s(?:{_wordings('verb')})\s(?!in\b)", re.IGNORECASE)
_LONGEST_ENTRY = 25  # words
# a line that opens others, a sentence, or an aim that begins with its verb
_NO_ENTRY = re.compile(
    r":$|\?$|\b(?:is|are|was|were|will|we|has|have)\b|^\W*(?:to|[a-z]{4,14}(?:e|ing|ate|ify|ize|ise)\s(?:the|a|an|if|whether|how))\b|"
    r"^\W*(?:assess|evaluate|explore|determine|describe|investigate|estimate|examine|compare|measure|study|correlate|test|"
    r"identify|develop|establish|define|characteri[sz]e|find|collect|obtain|show|demonstrate|confirm|none|not|n/?a)\b",
    re.IGNORECASE,
)
_AS_OUTCOMES = re.compile(
    r"(?:as|for) (?:the )?(?:primary|secondary|main|further) (?:outcomes?|end-?\s?points?)[^,]{0,20},\s", re.IGNORECASE
)
_TIME_BEFORE = re.compile(r"(?:^|[.;]\s+)(?P<text>(?:At|After|Over|Within|During)\s[^.,;\n]{2,50}),\s[^.;,]{0,20}$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands: its passage, the type that a line before it opened, and whether one opened a list."""

    passage: Passage
    side: str | None
    opened: bool

    @property
    def is_title(self) -> bool:
        return self.passage.section == "title"

    @property
    def is_background(self) -> bool:
        return _OF_BACKGROUND.match(self.passage.heading) is not None


def find_in_text(text: str, passage: Passage, side: str | None = None, *, opened: bool = False) -> list[Mention]:
    """Return the endpoints that a text names, none overlapping another; the surest cue comes first.

    side: the type that a line before the text opened: "Secondary". opened: whether the text is an item below a line
    that breaks off before what is measured: "The study is designed to determine:".
    """
    place = _Place(passage, side, opened)
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for mention in [*_announced(text, place), *_judged(text, place), *_goals(text, place), *_listed(text, place)]:
        at = bisect_left(taken, (mention.start, mention.end))
        clashes = at < len(taken) and taken[at][0] < mention.end
        if not clashes and (at == 0 or taken[at - 1][1] <= mention.start):
            insort(taken, (mention.start, mention.end))
            found.append(mention)
    return found


def _announced(text: str, place: _Place) -> Iterator[Mention]:
    for cue in _CUES:
        for match in cue.pattern.finditer(text):
            if not _counts(cue, match, text, place):
                continue
            until = match.end("what") if "what" in cue.pattern.groupindex else None
            items = read_list(text, match.end(), until, listed=cue.listed, whole=cue.free)
            attrs = _type_attrs(match.groupdict().get("type") if cue.listed else None, text, match.end(), place)
            if items and (said := type_after(text, items[-1].end)):
                attrs = {"type": said}
            for item in _measures(cue, match, text, items):
                frame = item.time_frame or _frame_of(items, text, match.start(), listed=cue.listed)
                yield _mention(place, item, cue.name, cue.score, attrs, frame)


def _counts(cue: _Cue, match: re.Match[str], text: str, place: _Place) -> bool:
    """Say whether a wording announces endpoints where it stands."""
    before = sentence_before(text, match.start())
    if (cue.title and not place.is_title) or (cue.supposed and not _is_supposed(text, match.start(), place)):
        return False
    if cue.aim and not (place.is_title or place.opened) and not _AIM.search(before + match.group()):
        return False
    if match.group().lower().startswith("to ") and _TOOL.search(before):
        return False
    return cue.listed or not (place.is_background or _BACKGROUND.search(before))


# A line that breaks off before what is measured: "This study is designed to determine:"
_OPENS = re.compile(
    r"\b(?:to|will|also|we|and) (?:also )?(?:assess|evaluate|determine|compare|measure|record|examine|"
    r"investigate|estimate|explore|find out|learn|know|"
    r"(?:look|looking) (?:at|into)|check|describe|count|monitor|ask about)s?(?: (?:the following|these|this|about|if|"
    r"whether|things?|outcomes?|measures?|aspects?|questions?))*\s?:?$",
    re.IGNORECASE,
)
_HEADS_VARIABLES = re.compile(
    r"(?:(?:main|key|other|primary|secondary) )?(?:efficacy|safety|outcome|study) (?:variables?|parameters?)\s?:?$",
    re.IGNORECASE,
)
_OF_METHOD = re.compile(
    r"\b(?:considerations?|methods?|design|population|analys[ie]s|procedures?|criteria|size)$", re.IGNORECASE
)


def opens_list(text: str) -> bool:
    """Say whether a line breaks off before what is measured, so that the lines below it name it."""
    return _OPENS.search(text, max(0, len(text) - 80)) is not None or _HEADS_VARIABLES.match(text) is not None


def closes_list(text: str) -> bool:
    """Say whether a line is a sentence of its own and no item below an opening line."""
    if len(text.split()) > _LONGEST_ENTRY or _OF_METHOD.search(text):
        return True
    return text[0].isupper() and text[-1] in ".?!:" and text.count(" ") > _FEW_WORDS


def _is_supposed(text: str, at: int, place: _Place) -> bool:
    """Say whether a sentence says what is hoped or asked; "Hypothesis 1:" is part of it."""
    start = max([max(0, at - _SENTENCE), *(end.end() for end in _FULL_STOP.finditer(text, max(0, at - _SENTENCE), at))])
    return place.opened or _SUPPOSED.search(text[start:at]) is not None or "hypothes" in place.passage.heading.lower()


def _measures(cue: _Cue, match: re.Match[str], text: str, items: list[Endpoint]) -> Iterator[Endpoint]:
    """Yield the items behind a cue that are endpoints."""
    named = [is_endpoint(text[item.start : item.end]) for item in items]
    if cue.free and not _PREVENTED.search(match.group()):
        named = _with_short_names(text, items, named)
    alike = not cue.free and sum(named) >= (1 if cue.name in ("effect", "terms") else _SURE)
    for number, (item, is_named) in enumerate(zip(items, named, strict=True)):
        asks = _ASKS_OF_CHANGE.match(text, item.start, item.end)  # the cue of what is changed finds it
        phrase = text[item.start : item.end]
        asks = asks or (not cue.listed and (" how " in phrase or _CHANGES.search(phrase)))
        if not asks and (cue.listed or is_named or (alike and _is_of_list(text, items, number))):
            yield item


def _with_short_names(text: str, items: list[Endpoint], named: list[bool]) -> list[bool]:
    """Count in what something has an effect on, up to the first that is no name: "drowsiness", not "older people"."""
    named = list(named)
    for number, item in enumerate(items):
        phrase = text[item.start : item.end]
        joint = text[items[number - 1].end : item.start] if number else ", "
        is_name = phrase.count(" ") < _MANY_WORDS and not is_generic(phrase) and _NO_NAME.match(phrase) is None
        named[number] = named[number] or (is_name and _SHORT_JOINT.fullmatch(joint) is not None)
        if not named[number]:
            break
    return named


def _is_of_list(text: str, items: list[Endpoint], number: int) -> bool:
    """Say whether an item is a short one that only a joint parts from the one before or after it, up to the first."""
    item = items[number]
    joined = all(len(text[a.end : b.start]) < _LONGEST_JOINT for a, b in pairwise(items[: number + 1]))
    joined = joined and (number > 0 or len(text[item.end : items[1].start]) < _LONGEST_JOINT)
    return joined and text.count(" ", item.start, item.end) < _FEW_WORDS


def _judged(text: str, place: _Place) -> Iterator[Mention]:
    """Yield what a sentence says is measured: "Pain and sleep will be recorded daily"."""
    for match in _JUDGED.finditer(text):
        before = sentence_before(text, match.start())
        if place.is_title or place.is_background or _BACKGROUND.search(before):
            continue
        said = _AS_OUTCOMES.match(before)
        start = match.start() - len(before) + (said.end() if said else 0)
        attrs = _type_attrs(None, text, match.start(), place)
        after = time_after(text, match.end())
        items = read_list(text, start, match.start(), listed=True)
        kind = type_after(text, match.start()) or type_after(text, match.end())
        named = [names_measure(text[item.start : item.end]) for item in items]
        for number, (item, is_named) in enumerate(zip(items, named, strict=True)):
            sure = is_named or kind or (sum(named) >= _SURE and _is_of_list(text, items, number))
            sure = sure and not is_generic(text[item.start : item.end])
            if sure and not _ACTS.search(text, item.start, item.end):
                yield _mention(place, item, "judged", 0.65, {"type": kind} if kind else attrs, item.time_frame or after)


def _goals(text: str, place: _Place) -> Iterator[Mention]:
    for match in _GOALS.finditer(text):
        before = sentence_before(text, match.start())
        aimed = place.is_title or heads_aims(place.passage.heading) or _AIM.search(before)
        aimed = aimed or (" " in match.group() and _OF_TRIAL.match(text, match.end()))
        if not aimed or (not place.is_title and (place.is_background or _BACKGROUND.search(before))):
            continue
        attrs = _type_attrs(None, text, match.start(), place)
        for goal in _GOAL.finditer(text, match.start(), match.end()):
            yield _mention(place, Endpoint(*goal.span()), "goal", 0.8, attrs, None)


def _listed(text: str, place: _Place) -> Iterator[Mention]:
    """Yield an entry below an opened line or a heading of aims that no verb leads: "Secondary objectives: - Pain"."""
    heading = place.passage.heading
    aimed = heads_aims(heading) and (place.side or type_in_text("", 0, "", heading, None))
    if place.is_title or not (place.opened or aimed):
        return
    if len(text.split()) > _LONGEST_ENTRY or _NO_ENTRY.search(text):
        return
    for entry in read_entries(text):
        item = Endpoint(entry.start, entry.end, entry.time_frame)
        if entry.start == 0 and not is_generic(text[entry.start : entry.end]):
            yield _mention(place, item, "listed", 0.7, _type_attrs(None, text, entry.start, place), entry.time_frame)


def _mention(of: _Place, item: Endpoint, name: str, score: float, attrs: dict[str, Any], frame: str | None) -> Mention:
    place = of.passage.start + item.start, of.passage.start + item.end
    value = parse_time_frame(frame) if frame else None
    return Mention(
        *place, LABEL, f"rule:outcome.{name}", score, attrs | ({"time_frame": frame} if frame else {}), value
    )


def _frame_of(items: list[Endpoint], text: str, start: int, *, listed: bool) -> str | None:
    """Return when a list of endpoints is measured: as said after the last of them, or at the start of the sentence."""
    if not listed:
        return None
    if items[-1].time_frame and sum(item.time_frame is not None for item in items) == 1:
        return items[-1].time_frame
    match = _TIME_BEFORE.search(text, max(0, start - 80), start)
    return re.sub(r"^at\s", "", match["text"], flags=re.IGNORECASE) if match and is_time(match["text"]) else None


def _type_attrs(named: str | None, text: str, at: int, place: _Place) -> dict[str, Any]:
    """Return the type of endpoints whose cue ends at a place."""
    kind = type_of_word(named) if named else None
    sentence = sentence_before(text, at)
    kind = kind or type_in_text(text, at, sentence, place.passage.heading, place.side)
    return {"type": kind} if kind else {}
