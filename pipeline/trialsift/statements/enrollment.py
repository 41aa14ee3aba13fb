"""The number of participants in words: "about 180 people will take part", "4,200 children enrolled"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.values.number import number_pattern, read_number


@dataclass(frozen=True, slots=True)
class Count:
    """A number of participants at `[start, end)`; kind: "actual", "estimated", or None where the words do not say."""

    start: int
    end: int
    number: int
    kind: str | None


_COUNTED = (
    r"(?:participants?|patients?|subjects?|volunteers?|people|persons?|individuals|adults|children|infants|newborns|"
    r"neonates|women|men|boys|girls|adolescents|teenagers|mothers|couples|families|students|pairs|eyes|cases)"
)
_ABOUT = (
    r"(?:(?:about|around|approximately|roughly|some|an? (?:estimated|expected|maximum)(?: total)?(?: of)?|"
    r"up to|at least|a total of|in total)\s)?"
)
_COUNT = (
    rf"(?P<number>(?i:{number_pattern()}))(?!\s?(?:-|–|to)\s?\d)"
    r"(?!\s(?:types|kinds|groups|sites|arms|cohorts|phases|or|and|of)\b)"
    rf"(?:\s[^\W\d][\w-]*){{0,5}}?(?:\s\([^()]{{1,60}}\))?\s{_COUNTED}\b"
)
_TAKEN = r"(?:enrolled|enroled|recruited|included|randomi[sz]ed|accrued|entered|studied|invited)"
_PLANNED = (
    rf"(?:will (?:take part|participate|join|be {_TAKEN})|(?:are|is) (?:planned|expected|needed|to be)|"
    rf"to be {_TAKEN})"
)
_PLANS = (
    r"(?:we need|will (?:put|divide|assign|allocate)|(?:will|"
    r"(?:plan|aim|hope|expect|intend|want)(?:s|ed| is)? to) (?:enrol+|recruit|include|accrue|"
    r"randomi[sz]e|invite|"
    r"study)|enrolling|recruiting|looking for)"
)
_PATTERNS = (
    # "about 60 adults with gout will be recruited", "the trial plans to enrol 60 adults"
    (
        re.compile(
            rf"(?<![\w.,/–-])(?:(?<=\bup to )|(?<!\bto ))(?<!\band )(?<!\bthe ){_COUNT}[^.;]{{0,160}}?\b{_PLANNED}",
            re.IGNORECASE,
        ),
        "estimated",
    ),
    (re.compile(rf"\b{_PLANS}\s{_ABOUT}{_COUNT}", re.IGNORECASE), "estimated"),
    (
        re.compile(
            rf"\b(?:this|the) (?:[\w-]+ ){{0,2}}(?:study|trial) (?:enrol+s|recruits)\s{_ABOUT}{_COUNT}", re.IGNORECASE
        ),
        "estimated",
    ),
    # "the study population will be 60 adults", "there will be 60 adults", "this study includes 60 adults"
    (
        re.compile(
            r"\b(?:population|sample(?: size)?|this (?:study|trial)) (?:will (?:be|include|consist of|involve)|"
            rf"includes|involves)\s{_ABOUT}{_COUNT}",
            re.IGNORECASE,
        ),
        "estimated",
    ),
)
_PART_OF_THEM = re.compile(
    r"\b(?:each|per|every|both|group|groups of|arm|cohort|sites?|cent(?:re|er)s?|dose level|already|previous|"
    r"earlier|additional|"
    r"another|further|first|more|control)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]{0,80}\)")  # "60 adults (30 in each group) will be enrolled"
_ALONE = re.compile(
    rf"{_ABOUT}(?P<number>\d{{1,3}}(?:[,\u00a0 ]\d{{3}})+|\d{{1,6}})(?:\s(?:[\w-]+\s){{0,3}}{_COUNTED})?"
    r"(?:,?\s\(?(?P<kind>enrolled|recruited|included|planned|expected|actual|estimated|anticipated|needed|"
    r"in total)\)?)?\.?",
    re.IGNORECASE,
)
_KINDS = {
    "enrolled": "actual", "recruited": "actual", "included": "actual", "actual": "actual", "planned": "estimated",
    "expected": "estimated", "estimated": "estimated", "anticipated": "estimated", "needed": "estimated",
}  # fmt: skip


def find_count(text: str) -> Count | None:
    """Return the number of participants that the sentences of a text plan for; None where they plan for several."""
    found: dict[int, Count] = {}
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            value = read_number(match["number"], 0, len(match["number"])).value
            if value == int(value) and value > 1 and not _PART_OF_THEM.search(_sentence(text, match)):
                found.setdefault(int(value), Count(*match.span("number"), int(value), kind))
    return found.popitem()[1] if len(found) == 1 else None


def count_alone(text: str) -> Count | None:
    """Return the number of a text that holds nothing else: "4,200 children enrolled", "164 planned"."""
    match = _ALONE.fullmatch(text)
    if match is None:
        return None
    number = int(re.sub(r"\D", "", match["number"]))
    return Count(*match.span("number"), number, _KINDS.get((match["kind"] or "").lower()))


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in ".;\n")
    stop = min((at for mark in ".;\n" if (at := text.find(mark, match.end())) >= 0), default=len(text))
    return _BRACKETS.sub("", text[start + 1 : stop])
