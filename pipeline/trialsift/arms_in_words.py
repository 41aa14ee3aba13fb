"""Arms that a sentence names: "will be randomised to receive ginger or placebo", "one of two groups: tea or honey".

Each part of such a list must name an intervention or a group; otherwise the sentence gives no arms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Places = Sequence[tuple[int, int]]

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
COUNT = "two|three|four|five|six|[2-6]"
_GROUPS = r"(?:groups|arms|cohorts|treatments|regimens|interventions|conditions|sequences)"
_LONGEST, _MOST = 90, 6  # code points of a label; arms
_SENTENCE = 600  # code points of a sentence that are read from its verb on
_ALLOCATED = re.compile(
    r"\b(?:randomi[sz](?:ed?|ing)|assign(?:ed)?|allocated?|allotted|divided|split|chosen|put)\b"
    r"(?P<way>(?:(?!\b(?:study|studying|trial)\b)[^.;:]|\d:\d){0,60}?)\s(?P<to>to|into|between)\s(?=\S)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?P<count>{COUNT}) (?:[\w-]+ ){{0,3}}{_GROUPS}(?: of (?:the )?(?:treatment|study))?"
    r"(?:\s?:|\s[-–—]|,? (?:namely|i\.e\.),?|,? as follows:?)\s(?=\S)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?:(?:{COUNT}) (?:[\w-]+ ){{0,3}}{_GROUPS}\s?[:,]\s|(?:be )?(?:receiv(?:e|ing)|undergo(?:ing)?|tak(?:e|ing)|get|"
    r"start|initiate|continue|treat(?:ed|ment) with|given|therapy with|use)\s|(?:also|then|first|either|both)\s|"
    r"one of the following:?\s|either of\s|the\s|an?\s|with\s)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\bvs)[.!?;](?=\s|$)|\n|\s(?=[A-Z][a-z]+ (?:will|are|is)\b)")
# what stands behind the names and is about all of them
_ABOUT_ALL = re.compile(
    r",? (?:for (?:a|an|up|the|\d+|one|two|three|four|six|eight|ten|twelve)\b|during|using|orally|intravenously|"
    r"subcutaneously|intramuscularly|in combination|according|based|every|once|twice|"
    r"three times|daily|weekly|in addition|in (?:a|an|the|this|order)\b|with (?:a )?(?:stratif|follow|block|equal)|"
    r"at (?:an?|the|\d+|week|baseline|random|increasing)\b|on (?:day|a)\b|prior|before|after|until|via|while|"
    r"where|who|which|when|and "
    r"(?:will|are|is|then|be|follow\w*|evaluat\w+|observ\w+)\b|over|within|by\b|"
    r"to (?:evaluate|assess|determine|compare|see|be|test)|as (?:well|described|a\b|their|adjuvant)|through|"
    r"from|given|administered)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*,\s*(?:or|and|versus|vs\.?)\s+|\s+(?:or|versus|vs\.?)(?:\s+to)?\s+|\s*,\s+", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"(?:\s*,)?\s+(?:or|versus|vs\.?)(?:\s+to)?\s+", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_JOINT_OF_GROUPS = re.compile(rf"{_JOINT.pattern}|\s+(?:and|&)\s+", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*")
_NUMBERED = re.compile(r"(?:^|(?<=[\s,;]))\(?(?:[1-6]|[a-fA-F]|i{1,3}|iv)[).]\s+")
_EDGE = re.compile(
    r"(?:[^,;(]{0,60}\breceiv(?:e|ing)\s|(?:half|\d+(?: (?:patients|participants|subjects|people))?) (?:to|into)\s)?"
    r"(?:(?:either|to|the|an?|and|or|with|receiv(?:e|ing)|treatment with|into|of|doses of)\s+)*(?=\S)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:are|is|were|was|will|had|have|has|who|must|may|can|if|in|at|on|by)\b", re.IGNORECASE)
_VERB = re.compile(r"\s(?:are|is|were|was|will|had|has|have)\s", re.IGNORECASE)
_SIZE = re.compile(r"\s*\((?:[nN]\s?=\s?\d+|\d+(?: (?:people|patients|participants|subjects|cases))?)\)$")
_IS_GROUP = re.compile(r"\b(?:groups?|arms?|cohorts?)$", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?:groups|arms|cohorts)$", re.IGNORECASE)
_NOTHING = re.compile(
    r"\b(?:placebo|controls?|sham|no (?:\w+ )?(?:treatment|intervention|therapy|change)|observation|usual care|"
    r"standard (?:of )?care|(?:standard|usual|conventional) \w+|wait(?:ing)?[- ]?list|delayed \w+|immediate \w+)\b",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(
    r"\bwith (?:or|vs\.?|versus) without\b|\b(?:\d|one|two|three|four) of (?:the )?(?:\d|two|three|four|five|six)\b|"
    r"\b(?:sites?|clinics?|hospitals?|villages?|schools?|men|women|sex|age)\b",
    re.IGNORECASE,
)


def number_of(word: str) -> int:
    """Return the number that a word or a digit of `COUNT` says."""
    return _NUMBERS.get(word.lower()) or int(word)


def arms_in_words(text: str, names: Places) -> list[tuple[int, int]]:
    """Return the half-open places of the arms that the first sentence of a text names which names any.

    names: places of interventions in the text.
    """
    for match in _COUNTED.finditer(text):
        found = _items(text, match.end()) or _listed(text, match.end(), names, grouped=True)
        if len(found) == number_of(match["count"]):
            return found
    for match in _ALLOCATED.finditer(text):
        found = _listed(text, match.end(), names, grouped=match["to"].lower() in ("into", "between"))
        if found:
            return found
    return []


def _items(text: str, at: int) -> list[tuple[int, int]]:
    """Return the parts of the sentence from a place on that semicolons divide."""
    end = re.compile(r"\.(?=\s|$)|\n").search(text, at, at + _SENTENCE)
    stop = end.start() if end else min(len(text), at + _SENTENCE)
    parts = [_trimmed(text, *part) for part in _divided(text, at, stop, _SEMICOLON)]
    fit = 2 <= len(parts) <= _MOST and all(1 < end - start <= _LONGEST for start, end in parts)
    return parts if fit else []


def _listed(text: str, at: int, names: Places, *, grouped: bool) -> list[tuple[int, int]]:
    """Return the names of arms in a list that begins at a place, none where a part of it is no arm."""
    end = _SENTENCE_END.search(text, at, at + _SENTENCE)
    stop = end.start() if end else min(len(text), at + _SENTENCE)
    hidden = _without_brackets(text[:stop], at)
    numbers = list(_NUMBERED.finditer(text, at, stop))
    if len(numbers) > 1:
        starts = [number.end() for number in numbers]
        ends = [number.start() for number in numbers[1:]] + [stop]
        parts = [_clause(hidden, *place) for place in zip(starts, ends, strict=True)]
    else:
        opening = _OPENING.match(hidden, at, stop)
        at = opening.end() if opening else at
        about_all = _ABOUT_ALL.search(hidden, at, stop)
        stop = about_all.start() if about_all else stop
        if _UNCLEAR.search(hidden, at, stop):
            return []
        parts = _divided(hidden, at, stop, _joint(hidden[at:stop].rstrip(), grouped=grouped))
    arms = [_trimmed(text, start, end) for start, end in parts]
    shared = bool(arms) and _PLURAL.search(text, *arms[-1]) is not None
    if not 2 <= len(arms) <= _MOST or not all(_is_arm(text, *arm, names) or shared for arm in arms):
        return []
    return arms if all(1 < end - start <= _LONGEST for start, end in arms) else []


def _without_brackets(text: str, at: int) -> str:
    """Return a text with what stands in brackets from a place on as underscores, so that no joint is seen there."""
    hide: Callable[[re.Match[str]], str] = lambda match: "_" * len(match[0])  # noqa: E731
    return text[:at] + re.sub(r"\([^()]{0,200}\)", hide, text[at:])


def _joint(part: str, *, grouped: bool) -> re.Pattern[str]:
    """Return what stands between the arms of a list: "and" joins groups, but drugs that are given together."""
    if (
        grouped
        or _PLURAL.search(part)
        or all(map(_IS_GROUP.search, (p.rstrip("_ ") for p in _JOINT_OF_GROUPS.split(part))))
    ):
        return _JOINT_OF_GROUPS
    return _ALTERNATIVE if _AND.search(part) else _JOINT


def _divided(text: str, at: int, stop: int, joint: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [match.span() for match in joint.finditer(text, at, stop)]
    starts = [at, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), stop]
    return list(zip(starts, ends, strict=True))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the first clause of a numbered item, where it is long."""
    clause = re.compile(r"[,:]\s").search(text, start + 10, end) if end - start > _LONGEST else None
    return start, clause.start() if clause else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end].rstrip(" ,;:.")
    part = re.sub(r"[\s,;]+(?:or|and|versus|vs)$", "", part)
    size = _SIZE.search(part)
    end = start + (size.start() if size else len(part))
    edge = _EDGE.match(text, start, end)
    return edge.end() if edge else start, end


def _is_arm(text: str, start: int, end: int, names: Places) -> bool:
    part = text[start:end]
    if _GOES_ON.match(part) or _VERB.search(part):
        return False
    if any(start < stop and begin < end for begin, stop in names):
        return True
    return bool(_IS_GROUP.search(part) or _NOTHING.search(part))


_SUBJECT = re.compile(
    r"(?:^|(?<=[.;:] )|(?<=\n))(?:[Tt]he |(?:Patients|Participants|Subjects|Volunteers|People|Women|Men|"
    r"Children|Those) "
    r"(?:\w+ ){0,3}?(?:in|on|to) (?:the )?)?"
    r"(?P<label>(?:[Aa]rm|[Gg]roup|[Cc]ohort)s? (?:[A-H]|\d|I{1,3}V?|IV|one|two|three|four)\b"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Oo]ther|One) (?:group|arm|half)"
    r"|(?!(?:[Ee]ach|[Bb]oth|[Tt]h(?:is|at|ese|e)|[Ee]very|[Aa]ll|[Oo]ne|[Aa]nother|[Oo]ther|[Ss]ame|[Aa]ge|"
    r"[Nn]either|[Ee]ither|"
    r"[Aa]n?|[Oo]ur|[Ii]n|[Ww]ithin|[Tt]reatment|[Ss]tudy)\b)"
    r"[A-Za-z][\w-]*(?: (?!(?:th(?:is|at)|each|every|both|same|in|of|to)\b)[\w-]+){0,2}? (?:arm|"
    r"group))(?: \([^()]{1,40}\))?,? "
    r"(?=(?:will|receiv\w+|is|are|consists?|gets?|takes?|undergoe?s?|patients|participants|subjects|starts?|"
    r"continues?|was|were)\b)"
)


_PLACE = re.compile(r"(?:^|(?<=[.;] ))In the (?P<label>(?:[\w-]+ ){1,2}(?:group|arm)), (?=[a-z])")


def arms_as_subjects(text: str) -> Iterator[re.Match[str]]:
    """Yield the labels that sentences of a text begin with: "Group 1 will receive tea", "In the tea group, …"."""
    return iter(sorted((*_SUBJECT.finditer(text), *_PLACE.finditer(text)), key=lambda match: match.start("label")))
