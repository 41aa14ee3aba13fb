"""Age limits in a criterion: "Adults aged 18 to 65 years", "Must be at least 18 years old" → place and limits.

Only a criterion that is about the person's own age is read: it opens with the people or with the age, and what
follows the numbers lets it end there. "Asthma diagnosed before age 12", "smoking for 20 years" give nothing.
"""

from __future__ import annotations

import re

from trialsift.values.age import Ages, parse_age

_PERSON = (
    r"(?:(?:all|any|eligible|healthy|adult|adolescent|elderly|older|young|male|female|ambulatory|consenting|premenopausal|"
    r"postmenopausal|non-pregnant|hospitali[sz]ed)\s){0,4}"
    r"(?:males?|females?|men|man|women|woman|boys?|girls?|adults?|child(?:ren)?|infants?|adolescents?|teenagers?|people|"
    r"persons?|patients?|participants?|subjects?|volunteers?|individuals|candidates?|you|he or she|he|she|they|"
    r"your child)"
)
_PEOPLE = (
    rf"{_PERSON}(?:\s?(?:,|/|,? and|,? or|,? and/or)\s?{_PERSON}){{0,3}}"
    r"(?:\sof (?:either|any|both) (?:sex|sexes|gender|genders))?"
)
_VERB = (
    r"(?:(?:who|that)\s)?(?:(?:must|should|will|has to|have to|needs? to)\s)?"
    r"(?:(?:be|been|are|is|have reached|has reached|have|has)\b)?(?:\s(?:an|the)\b)?"
)
_AGE = (
    r"(?:(?:in the |['’]s?\s|within the |with |minimum |chronologic(?:al)? )?(?:patient |subject |participant )?ages?\b"
    r"(?:[ -](?:range|group|limits?))?|aged|"
    r"between the ages)"
    r"(?:\s(?:of|is|must be|should be|from|in years|in))?\s?[:=–-]?"
)
_NUMBER = r"(?:\d{1,3}(?:[.,]\d)?(?:\s?\((?:[a-z]{3,9})\))?|(?:one|two|three|six|nine|twelve|eighteen|twenty[ -]one)\b)"
_UNIT = r"(?:[ -]?(?:completed )?(?:years?|yrs?\.?|y\.?o\.?|y/o|months?|weeks?|days?)\b(?:[ -](?:of age|old)\b)?)"
_BOUND = (
    r"(?:\\?[<>≤≥⩽⩾≦≧](?:\s?/?\s?\\?=|\sor equal to)?|=\\?[<>]|(?:is |are |with )?"
    r"(?:at least|at most|a minimum of|minimum(?: of)?|over|above|"
    r"under|below|up to|"
    r"from|between|(?:no |not )?(?:older|younger|more|greater|less|higher|lower) (?:than(?: or equal to)?|or equal to))"
    r"(?: the ages? of| ages?)?)"
)
_TO = r"(?:\s?[-–—−~]\s?|\s(?:to|and|through|thru|up to|until|but)\s)(?:including )?"
_POST = (
    r"(?:\s?\+|\s?,?\s?(?:of age |old )?(?:and|or|of) (?:older|over|above|up|more|greater|younger|under|below|less)\b"
    r"(?! the\b))"
)
_LIMITS = re.compile(
    rf"(?P<bound>{_BOUND}\s?)?(?P<first>{_NUMBER})(?P<unit>{_UNIT})?"
    rf"(?:{_TO}(?P<second_bound>{_BOUND}\s?)?(?P<second>{_NUMBER})(?P<second_unit>{_UNIT})?)?(?P<post>{_POST})?",
    re.IGNORECASE,
)
_START = re.compile(
    rf"(?:-\s|the\s|each\s)?(?:(?P<people>{_PEOPLE})(?P<gap>\sof(?=\s\d)|\s?[,:;(–-]?\s?))?(?P<verb>{_VERB})\s?(?P<age>{_AGE})?\s?",
    re.IGNORECASE,
)
_AGED = re.compile(r"(?P<age>\baged|,\s?ages?)\s", re.IGNORECASE)  # behind the people and what they have
_OPENING_PEOPLE = re.compile(rf"{_PEOPLE}\b", re.IGNORECASE)
_OTHERS_AGE = re.compile(
    r"\b(?:child(?:ren)?|sons?|daughters?|siblings?|partners?|donors?|parents?|mothers?|caregivers?|diagnos\w+|onset|before|since)\b",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    rf"{_OTHERS_AGE.pattern}|\b(?:relatives?|family|history|death|menopaus\w*|menarche|infarction|cancers?|sib|father|brother|"
    r"sisters?|illness|symptoms?|first|prior|smok\w+|until|after|when|if|unless|manifest\w*|starting|started|began|occur\w*|"
    r"partners?|guardian|factors?|following|defined|"
    r"for (?:those|patients|subjects|participants|women|men)|consent|"
    r"maternal|paternal|bone|gestational|fetal|foetal|post-?menstrual|corrected)\b",
    re.IGNORECASE,
)
_LONGEST = 2000  # code points of a criterion that are read
_OWN_UNIT = re.compile(r"old\b|of age\b|y\.?o\b|y/o", re.IGNORECASE)
_OLDER = re.compile(r"older|younger|over|under", re.IGNORECASE)
_END = re.compile(
    r"\s?(?:$|[.,;()\[\]/\n–-]|(?<=\s)(?-i:[A-Z])|(?:and|or|with|who|at|on|when|as|by|inclusive|inclusively|upon|living|able|capable|males?|"
    r"females?|men|women|of either|of any|of both|regardless|diagnosed|undergoing|scheduled|presenting|attending|"
    r"admitted|in good|meeting|having|old|of age|willing|requiring|that|affected|suffering|hospitali[sz]ed|treated)\b)",
    re.IGNORECASE,
)
# an age that stands within a criterion: "diabetics between the ages of 18 and 60", "healthy and at least 21 years old"
_WITHIN = re.compile(
    r"(?P<age>\b(?:(?:between|of|in) the ages? (?:of )?|ages\s|(?-i:Age):?\s|(?:,|and|whose)\sage[ds]?\s|"
    r"minimum age (?:of )?))"
    rf"(?={_BOUND}|\d)|"
    rf"(?P<own>(?<![\w.])(?={_BOUND}\s?\d{{1,3}}(?:{_TO}{_BOUND}\s?\d{{1,3}})?{_UNIT}|\d{{1,3}}{_TO}\d{{1,3}}{_UNIT}))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;]\s")
_REACH = 120  # code points between the people who open a criterion and their age


def find_age_limits(text: str) -> tuple[int, int, Ages] | None:
    """Return the half-open place of the age limits that a criterion states, and the limits; None without any."""
    opening = _START.match(text)
    if opening is not None:
        found = _limits_at(text, opening.end(), opening)
        if found:
            return found
    people = _OPENING_PEOPLE.match(text)
    for aged in _AGED.finditer(text, people.end(), people.end() + _REACH) if people else ():
        if not _OTHERS_AGE.search(text, people.end() if people else 0, aged.start()):
            return _limits_at(text, aged.end(), aged)
    return _limits_within(text)


def _limits_within(text: str) -> tuple[int, int, Ages] | None:
    """Read an age behind other words of a criterion, which speak of no other person's age and of no other time."""
    for place in _WITHIN.finditer(text, 0, _LONGEST):
        before = _SENTENCE.split(text[max(0, place.start() - _REACH) : place.start()])[-1]
        sure = (place["age"] or "").lower().startswith("minimum")
        found = None if not sure and _OTHER_TIME.search(before) else _limits_at(text, place.end(), place)
        if found:
            return found
    return None


def _limits_at(text: str, at: int, opening: re.Match[str]) -> tuple[int, int, Ages] | None:
    limits = _LIMITS.match(text, at)
    if limits is None or not _END.match(text, limits.end()) or not _is_of_age(text, limits, opening.groupdict()):
        return None
    ages = parse_age(f"Age: {limits[0]}")
    if ages is None or not in_order(ages):
        return None
    return limits.start(), limits.end(), ages


def _is_of_age(text: str, limits: re.Match[str], opening: dict[str, str | None]) -> bool:
    """Say whether numbers are ages: by a word for age, or people before and years behind them."""
    unit = f"{limits['unit'] or ''} {limits['second_unit'] or ''}"
    if opening.get("age") or _OWN_UNIT.search(unit) or (limits["post"] and "er" in limits["post"]):
        return True
    people = (opening.get("people") or "").lower()
    if people == "you" and "are" in (opening.get("verb") or "") and not unit.strip() and limits["second"]:
        return True  # "you are between 18 and 65"
    if people:
        return "y" in unit.lower() or bool(_OLDER.search(limits["bound"] or "")) or bool(limits["post"])
    # a criterion that is nothing but the numbers
    return "year" in unit.lower() and limits.start() == 0 and _nothing_follows(text, limits.end())


def _nothing_follows(text: str, at: int) -> bool:
    return text[at:].strip(" .;,()").lower() in ("", "inclusive")


def in_order(ages: Ages) -> bool:
    """Say whether age limits can be those of people: the lower one lower than the upper, neither beyond any life."""
    low, high = ages.min_age, ages.max_age
    if low and high and low.unit == high.unit:
        return low.value < high.value
    return all(age is None or age.value <= 130 for age in (low, high))
