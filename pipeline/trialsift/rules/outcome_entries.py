"""Entries of outcome lists: the measure's title, its time frame, and the type where the entry says so itself.

A time frame is labelled ("[ Time Frame: 1 year ]", ";Timepoint: week 4"), or it stands at the end in brackets or after
a comma ("Event-free survival (5 years)", "Preferred treatment, week 30").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trialsift.values.time_words import time_words

# "[ Time Frame: 1 year ]", "(time frame: week 12)", "Timepoint: 6 months"; the closing bracket may be missing.
_TIME_FRAME = re.compile(
    r"(?:\bmeasure time|\btime|(?<=[a-z)\d])(?-i:T)ime)(?:\s?-?(?:frame|point)s?(?:\(s\))?(?: of evaluation)?"
    r"(?: of (?:(?:this|the) end point|outcome))?)"
    r"\s{0,3}[:=：]\s*(?P<text>[^\]\n}]{1,400})[\]}]?",
    re.IGNORECASE,
)
_BEFORE_LABEL = " \t\n-–;,.[({|"
_LEADING = re.compile(r"(?:\s+|\d{1,2}[.)](?:\s|(?=[A-Z]))|[-•*]\s)+")
_TYPED = re.compile(
    r"\s*(?:co-|key )?(?P<type>primary|main|secondary|further|other|exploratory|tertiary|also|as well|besides)"
    r"(?: (?:outcome|endpoint|end point|measure|result)s?(?: measures?)?)?\s*[:–-]\s+|"
    r"\s*\[(?P<numbered>primary|secondary|other) \d{1,2}\]\s+",
    re.IGNORECASE,
)
# "Type: Secondary indicator", behind the title in rows of the Chinese register that lost their cells
_TYPE_COLUMN = re.compile(
    r"\sType\s?[:：]\s?(?P<type>primary|secondary|additional|adverse)\s(?:indicator|event)s?\b", re.IGNORECASE
)
_CELL = re.compile(r"\s\|\s(?:\|\s)*")
# "Safety: adverse events"
_GROUP = re.compile(
    r"\s*(?:safety|efficacy|tolerability|pharmacokinetics?|pk|immunogenicity)(?: (?:outcome|endpoint|measure)s?)?"
    r"\s*:\s+",
    re.IGNORECASE,
)
_TYPES = {"primary": "primary", "main": "primary"} | dict.fromkeys(
    ("secondary", "further", "also", "as well", "besides"), "secondary"
)
_TRAILING = " \t.;:,|-–"
_DESCRIPTION_AFTER = re.compile(
    r":\s+(?=[A-Z][^:]{40,})|\.\s+(?=[A-Z])|\s+[-–]\s+(?=[A-Z][a-z]+ (?:is|was|are|were|will)\b)"
)
_DEFINED = re.compile(r"(?<=\w)(?<!\n),\s(?:which is )?(?:defined as|meaning)\s", re.IGNORECASE)
_LONG_MEASURE = 150
_PERIOD = time_words("unit")
_COUNT = rf"(?:\d[\d.,]*|{time_words('count')})"
# What starts so is a time by itself …
_TIME = re.compile(
    # no "6-minute walk", "28 day mortality"
    rf"(?!{_COUNT}[\s-](?:second|minute|hour|day|week|month|year)\s(?!follow|visit|period|treatment|post|after|of|"
    rf"to|and|"
    r"or|from|prior|before|study|interval|assess|time))"
    rf"(?:(?:day|week|month|year|visit|cycle)s? \d|{_COUNT}(?:(?:\s?(?:,|and|to|or|-|–|"
    rf"/)\s?)+{_COUNT}){{0,6}}[\s-]?{_PERIOD}\b|"
    rf"baseline\b|(?:yearly|monthly|weekly|daily)(?=$|[,;]|\s(?:for|until|to|up|during|over|from|and|after|"
    rf"throughout|diary)\b)|"
    rf"throughout\b|first {_COUNT} {_PERIOD}|(?:each|"
    rf"every) (?:{_PERIOD}|\d)|to {_COUNT} {_PERIOD}\b|"
    r"end of (?:the )?(?:each |every )?(?:study|treatment|trial|season|period|follow-up|\d|week|month))",
    re.IGNORECASE,
)
# … and after such a word it needs a word of time
_LED = re.compile(rf"{time_words('lead')}\b", re.IGNORECASE)
_TIME_WORD = re.compile(rf"\b{time_words('unit', 'event')}\b", re.IGNORECASE)
_LONGEST_TIME = 110
# "Pain, sleep and mood; all at 6 weeks", "Pain and sleep. Measured at weeks 6 and 12."
_TIME_OF_ALL = re.compile(
    r"[;.,]\s+(?:(?:all|each|both|these|everything)\s)?(?:(?:will be |are |were )?(?:measured|assessed|evaluated|"
    r"recorded|collected)\s)?"
    r"(?<![;.,]\s)(?<![;.,]\s\s)(?P<text>(?:at|on|after|before|between|over|between|during)\s[^;]{2,100})$",
    re.IGNORECASE,
)
_FEW_WORDS = 9
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|counts?|means?|defined|if|then|not|no|higher|lower|better|worse|score[sd])\b|[=<>]",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"^\s*(?:all|each|both|these)\s", re.IGNORECASE)
_SHORTEST_MEASURE = 4
_AS_UNIT = re.compile(
    r"in (?!the (?:first|last)|first|last|\d|(?:months?|weeks?|days?|years?) \d|one|two|three|four|six)", re.IGNORECASE
)
_NEXT_COMMA = re.compile(r",(?!\s?(?:\d|and\b|or\b))")
_MEASURED_LONG = 40  # characters of "measured: " and of marks around a time
_MEASURED = re.compile(r"^(?:measured|assessed|evaluated|recorded|determined)\b:?\s*", re.IGNORECASE)
_COUNTING = re.compile(rf"\b(?:at|{_PERIOD}) \d+(?:, \d+)*$", re.IGNORECASE)  # "at 1, 3 and 6 months"
_BEFORE_TIME = re.compile(r",\s|\s[–—-]\s")
_BRACKET_AT_END = re.compile(r"\s*[(\[](?P<text>[^()\[\]]{1,110})[)\]]\s*[.;,]?$")
_BREAK = r"\s?<br\s?/?\s?>\s?(?:-\s|\d{1,2}[.)]\s?)?"
# "GAD-7 (weeks 6 and 12), PHQ-9 (week 12), app use"
_TIMED_ITEM = re.compile(
    r"\((?=[^()]*\d)(?:at |up to |after )?(?:day|week|month|year|baseline)s?\b[^()]{0,60}\)(?=,)|"
    r"\(\d[^()]{0,40}(?:days?|weeks?|months?|years?)\)(?=,)",
    re.IGNORECASE,
)
_COMMA_AFTER_TIME = re.compile(r"(?P<semicolon>(?P<mark>(?P<number>,(?<=\),)\s)))", re.IGNORECASE)
_BROKEN = re.compile(r"<br\s?/?\s?>")
_JOINT = re.compile(rf"(?P<semicolon>;\s*)|(?P<mark>\s[•●▪·]\s+|{_BREAK})|\s(?P<number>\d{{1,2}})[.)]\s+(?=[A-Z])")
# "Blood loss, by weighing", "Satisfaction, Birth Questionnaire": how it is measured, before its time
_METHOD = re.compile(
    r",\s(?:(?:as )?(?:measured|assessed|recorded|evaluated|rated|scored|collected|determined)\b|(?:by|from|using|"
    r"via) )[^,]{2,120}$|"
    r",\s[^,]{2,60}\b(?:questionnaire|survey|device|interviews?|diary|records?|notes)$",
    re.IGNORECASE,
)
# a number of days after such a word is part of the title: "survival within 14 days", "free of pain for 2 weeks"
_PART_OF_TITLE = (
    "within|over|in|at|first|for|every|each|last|past|next|previous|prior|than|of|to|least|most|and|or|by|after|before|"
    "about|until|from|around|approximately|during|between|per|on|with|any|only|under|exceeding|beyond"
)
_AFTER_TITLE = "".join(rf"(?<!\b{word}\s)" for word in _PART_OF_TITLE.split("|"))
_TIME_AT_END = re.compile(
    r"(?<!\bwithin)(?<!\bover)(?<!\bin)(?<!\bat)(?<!\bfirst)\s"
    r"(?P<text>(?:at|after|by|before|until|up to|on(?=\sthe\sday))\s(?:the\s)?[^,;:]{0,60}|"
    rf"(?:at|after)\s(?:{_COUNT}(?:, | and | & ))+[^;:]{{0,60}}|"
    rf"{_COUNT}\s{_PERIOD}\s(?:after|following|post)\b[^,;:]{{2,60}}|"
    # a capital begins the next cell of a row
    r"(?-i:Through(?:out)?|Up\sto|From|Baseline|Approximately|Weeks?|Months?|Days?|Years?|Within|During|At|After|Before|"
    rf"Until)\s[^;:|]{{1,80}}|(?<=[a-z)%]\s){_AFTER_TITLE}{_COUNT}\s{_PERIOD})$",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"{_COUNT}[\s-]?{_PERIOD}\b|\b{_PERIOD}\s\d|\bbaseline\b|\bdischarge\b|\bend of\b|\bday of\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure at `[start, end)` of a list entry's text; time_frame as written, type only where the entry names it."""

    start: int
    end: int
    time_frame: str | None = None
    type: str | None = None


def read_entries(text: str, *, timed: bool = False) -> Iterator[Entry]:
    """Yield the measures of a list entry: one, or several parted by ";" where each has its own time or title.

    timed: whether the page says the time elsewhere, so that "at week 4" in the title is part of it.
    """
    entries = list(_entries(text, timed))
    if _BROKEN.search(text):  # a time at the end of what <br> divides is that of all before it
        for number in range(len(entries) - 2, -1, -1):
            frame = entries[number].time_frame or entries[number + 1].time_frame
            entries[number] = replace(entries[number], time_frame=frame)
    yield from entries


def _entries(text: str, timed: bool) -> Iterator[Entry]:
    kind = None
    for start, end in _parts(text, 0):
        typed = _TYPED.match(text, start, end)
        if typed:
            kind, start = _TYPES.get((typed["type"] or typed["numbered"]).lower(), "other"), typed.end()
        group = _GROUP.match(text, start, end)
        entry = _entry(text, group.end() if group else start, end, kind, timed)
        if entry is not None:
            yield entry


def _parts(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Cut at ";", bullets and counted numbers before a further measure.

    A part that only says when belongs to the one before it; ";" parts sure entries only: each with a time or type.
    """
    cuts = _cuts(text, at)
    parts = [(at, cuts[0].start() if cuts else len(text))]
    for number, cut in enumerate(cuts):
        end = cuts[number + 1].start() if number + 1 < len(cuts) else len(text)
        if (
            end - cut.end() < 2
            or _starts_with_label(text, cut.end(), end)
            or is_time(_OF_ALL.sub("", text[cut.end() : end]))
        ):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((cut.end(), end))
    sure = sum(_timed(text, *part) for part in parts) > 1 or any(_TYPED.match(text, *part) for part in parts[1:])
    sure = sure or all(_is_bare(text[slice(*part)]) for part in parts)
    sure = sure or len(parts) > 2 or any(cut["semicolon"] is None for cut in cuts)
    yield from parts if sure else [(at, len(text))]


def _is_bare(part: str) -> bool:
    """Say whether a part is a short name without a verb: "serum VEGF" of "Dermal backflow; serum VEGF"."""
    return len(part.split()) <= _FEW_WORDS and not _VERB.search(part)


def _cuts(text: str, at: int) -> list[re.Match[str]]:
    """Return the joints outside of brackets; numbers only where they count on from the first."""
    found: list[re.Match[str]] = []
    due, depth, seen = 2, 0, at
    for match in _JOINT.finditer(text, at):
        depth, seen = depth + _depth(text, seen, match.start()), match.start()
        if depth != 0 or (match["number"] and int(match["number"]) != due):
            continue
        due += bool(match["number"])
        found.append(match)
    return found or list(_COMMA_AFTER_TIME.finditer(text, at) if len(_TIMED_ITEM.findall(text)) > 1 else ())


def _depth(text: str, start: int, at: int) -> int:
    return (
        text.count("(", start, at)
        + text.count("[", start, at)
        - text.count(")", start, at)
        - text.count("]", start, at)
    )


def _starts_with_label(text: str, start: int, end: int) -> bool:
    while start < end and text[start] in _BEFORE_LABEL:
        start += 1
    return _TIME_FRAME.match(text, start, end) is not None


def _back(text: str, at: int, start: int) -> int:
    """Return where the marks before a label begin."""
    while at > start and text[at - 1] in _BEFORE_LABEL:
        at -= 1
    return at


def _timed(text: str, start: int, end: int) -> bool:
    bracket = _BRACKET_AT_END.search(text[max(start, end - _LONGEST_TIME - 4) : end])
    comma = text.rfind(", ", max(start, end - _LONGEST_TIME), end)
    after_comma = comma >= 0 and is_time(text[comma + 2 : end])
    at_end = _TIME_AT_END.search(text[start:end])
    after_comma = after_comma or (at_end and _DATED.search(at_end["text"]))
    return bool(after_comma or _TIME_FRAME.search(text, start, end) or (bracket and is_time(bracket["text"])))


def is_time(text: str) -> bool:
    """Say whether a short text does nothing but say when something is measured."""
    text = _MEASURED.sub("", text.strip(), count=1)
    if len(text) > _LONGEST_TIME:
        return False
    if _TIME.match(text):
        return True
    led = None if _AS_UNIT.match(text) else _LED.match(text)
    return bool(led and _TIME_WORD.search(_NEXT_COMMA.split(text[led.end() :], maxsplit=1)[0]))


def _entry(text: str, start: int, end: int, kind: str | None, timed: bool) -> Entry | None:
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    end, kind, cell = _without_cells(text, start, end, kind)
    stop, frame = (end, cell) if cell else _without_time(text, start, end)
    if frame or not timed:
        stop, frame = _without_method(text, start, stop, frame)
    defined = _DEFINED.search(text, start, stop)
    if defined:
        stop, frame = (defined.start(), frame) if frame else _without_time(text, start, defined.start())
    if stop - start > _LONG_MEASURE:
        after = _DESCRIPTION_AFTER.search(text, start + 8, stop)
        stop = after.start() if after else stop
    while stop > start and text[stop - 1] in _TRAILING:
        stop -= 1
    while start < stop and text[start] in " \t\"'([-–" and not _is_closed(text, start, stop):
        start += 1
    return Entry(start, stop, frame, kind) if stop - start > 1 else None


def _without_cells(text: str, start: int, end: int, kind: str | None) -> tuple[int, str | None, str | None]:
    """Return where the title ends in a row that lost its table, and the type and time frame of the cells after it."""
    column = _TYPE_COLUMN.search(text, start + 1, end)
    if column:
        return column.start(), _TYPES.get(column["type"].lower(), "other"), _without_time(text, column.start(), end)[1]
    bar = _CELL.search(text, start + 1, end)
    if bar is None or _TIME_FRAME.search(text, bar.end(), end):
        return end, kind, None
    cells = _CELL.split(text[bar.end() : end])
    return bar.start(), kind, next((cell for cell in reversed(cells) if is_time(cell) or _LED.match(cell)), None)


def _is_closed(text: str, start: int, stop: int) -> bool:
    """Say whether a bracket at `start` belongs to the words: "[Part A] response rate", "(S)-form level"."""
    return text[start] in "([" and {"(": ")", "[": "]"}[text[start]] in text[start:stop]


def _without_time(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Return where the measure ends, and the time frame after it."""
    frame = _TIME_FRAME.search(text, start, end)
    label = _back(text, frame.start(), start) if frame else start
    if frame and label > start:
        return label, _closed(frame["text"].strip(" .;,"))
    tail = max(start, end - _LONGEST_TIME - 4)
    bracket = _BRACKET_AT_END.search(text[tail:end])
    if bracket and tail + bracket.start() > start and is_time(bracket["text"]):
        return tail + bracket.start(), bracket["text"].strip()
    of_all = _TIME_OF_ALL.search(text, max(start, tail - _LONGEST_TIME), end)
    if of_all and of_all.start() > start and is_time(of_all["text"]):
        return of_all.start(), of_all["text"].rstrip(" .;")
    depth, seen = 0, start
    for joint in _BEFORE_TIME.finditer(text, start + 1, end):
        depth, seen = depth + _depth(text, seen, joint.start()), joint.start()
        if joint.end() < tail - _MEASURED_LONG:
            continue
        frame = text[joint.end() : end].rstrip(" .;")
        counts = _COUNTING.search(text, max(start, joint.start() - 20), joint.start())
        if not counts and depth == 0 and is_time(frame):
            return joint.start(), frame
    return end, None


def _without_method(text: str, start: int, stop: int, frame: str | None) -> tuple[int, str | None]:
    """Leave out how a measure is taken where its time is known, and a time that no mark sets off."""
    measure = text[start:stop].rstrip(_TRAILING)
    if frame is None:
        timed = _TIME_AT_END.search(measure)
        if timed is None or not _DATED.search(timed["text"]) or timed.start() < _SHORTEST_MEASURE:
            return stop, None
        frame, measure = re.sub(r"^at\s", "", timed["text"], flags=re.IGNORECASE), measure[: timed.start()]
    method = _METHOD.search(measure)
    return start + (method.start() if method else len(measure)), frame


def _closed(text: str) -> str:
    """Leave out a bracket at the end that opened before the text."""
    return text[:-1].rstrip() if text.endswith(")") and text.count(")") > text.count("(") else text
