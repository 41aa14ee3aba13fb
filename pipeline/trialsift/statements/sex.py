"""The sex of the participants, as a criterion opens: "Men and women aged 18 to 70 years", "Women, 18 and older"."""

from __future__ import annotations

import re

_MALE, _FEMALE = r"(?:males?|men|man|boys?)", r"(?:females?|women|woman|girls?)"
_AND = r"\s?(?:,|/|&|and/or|and|or)(?: an?)?\s?"
_KIND = (
    r"(?:(?:all|eligible|healthy|adult|adolescent|post-?menopausal|pre-?menopausal|pregnant|non-pregnant|nulliparous|older|"
    r"elderly|ambulatory|hospitali[sz]ed)\s){0,3}"
)
_PEOPLE = r"(?:patients|participants|subjects|adults|children|people|persons|volunteers|individuals)"
_WHO = re.compile(
    rf"{_KIND}(?:(?P<both>{_MALE}{_AND}{_FEMALE}|{_FEMALE}{_AND}{_MALE}|"
    rf"(?:{_PEOPLE} of )?(?:either|any|both) (?:sex|sexes|gender|genders))|(?P<female>{_FEMALE})|(?P<male>{_MALE}))\b",
    re.IGNORECASE,
)
_AGE_OR_END = re.compile(
    rf"(?:\s{_PEOPLE})?\s?(?:$|[.;]|,?\s(?:aged?\b|between the ages|only\b|"
    r"(?:who are |must be )?(?:at least |over |older than |≥ ?|>=? ?)?\d{1,3}\b))",
    re.IGNORECASE,
)


def find_sex(text: str) -> tuple[int, int, str] | None:
    """Return the half-open place and value of the sex that a criterion opens with.

    One sex alone is read only where an age or the end follows: "women of childbearing potential must use
    contraception" is about some of the participants.
    """
    match = _WHO.match(text)
    if match is None:
        return None
    if match["both"]:
        return *match.span("both"), "ALL"
    if not _AGE_OR_END.match(text, match.end()):
        return None
    return (*match.span("female"), "FEMALE") if match["female"] else (*match.span("male"), "MALE")
