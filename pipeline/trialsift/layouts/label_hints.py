"""Labels that no table lists, by a word in them and by the form of their value: "Blinding level: Double-blind".

A label is believed only where its value can be read as what the word announces, so that a wider net of words is safe:
"Recruitment: Recruiting" is a status, "Recruitment: by letter" is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from trialsift.countries import find_countries
from trialsift.registry_ids import find_ids
from trialsift.registry_terms import registry_term
from trialsift.sections import Cue, key_of
from trialsift.values.age import parse_age
from trialsift.values.date import date_range, parse_date
from trialsift.values.phase import find_phases
from trialsift.vocab import table

LONGEST_LABEL, LONGEST_FREE_LABEL = 12, 4  # words; of a label that no word is asked of
LONGEST_NAME = 120  # code points of a name or an address
SHORTEST_SENTENCE = 3  # words of a line that goes on with no list of single words
LONGEST_PHASE = 5  # words
SHORTEST_TITLE = 4  # words
LONGEST_ARM = 400  # code points of a text that says what an arm gets
LONGEST_VALUE = 60  # code points of a value that is no name
_COUNT = re.compile(
    r"(?:(?:about|approximately|approx\.?|around|up to|n\s?=|~)\s?)?\d{1,3}(?:[, ]?\d{3})*\b"
    r"(?!\s?(?:%|weeks?|months?|years?|days?|[-/:]))",
    re.IGNORECASE,
)
_SHORT_CODE = re.compile(r"(?=[^(]*\d)[\w./#-]{2,30}(?: [\w./-]{1,20})?(?: \([^()]{1,60}\))?")
_NAME = re.compile(r"(?=.*[^\W\d_]{2})[^.:;?!]*(?:\.[^.:;?!]+)*\.?")
# labels that say no more than that the value of the label above comes now
_SUB_LABEL = re.compile(
    r"(?:(?:full )?name(?: of (?:the )?(?:organi[sz]ation|sponsor|institution|company|entity)(?: ?/ ?\w+)?)?|"
    r"institut(?:e|ion)|organi[sz]ation(?: name)?|company|"
    r"anticipated|actual|planned|estimated|target|final|description|details?|text|value|"
    r"en|english|es|fr|de|pt(?:-br)?|address)\s?[:：]?",
    re.IGNORECASE,
)
_BADGE = re.compile(r"recruit|enroll?(?:ing|ment)|accrual", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:related|parent|previous|earlier|similar|see|extension|other|linked|hospitals?|clinic|centre|center|university|institute|klinikum)\b"
)
_QUALIFIER = re.compile(r"(?:anticipated|actual|planned|estimated|target|final)\s?[:：]?", re.IGNORECASE)
_ARM = re.compile(r"(?:(?:intervention|treatment|study) )?(?:arm|group|cohort|interventions?(?: / controls?)?) ?\d")
_OF_SPONSORS = re.compile(r"\b(?:category|type|level|sponsor)\b", re.IGNORECASE)
_ENTRY = re.compile(r"\d{1,2}\.?|\d{5,7}")  # numbers of a registry's own, before the text of an entry
_STRICT = ("status", "phases", "countries")
_OF_WORDS = ("sponsor", "collaborators", "conditions", "outcome.", "interventions", "title", "official_title")
_TERMS = ("status", "study_type", "allocation", "intervention_model", "masking", "primary_purpose", "sex",
          "healthy_volunteers")  # fmt: skip


@cache
def _hints() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...]:
    return tuple(
        (re.compile(row["pattern"]), re.compile(row["unless"]) if row["unless"] else None, row["target"])
        for row in table("label_hints")
    )


def label_hint(label: str, value: str, *, inline: bool = True) -> Cue | None:
    """Return what a label opens by a word in it, where the value has the form of such a fact.

    inline: whether the value stands beside the label; beside it some values say all, whatever the label is.
    """
    key = key_of(label)
    if not key or not value or ";" in label or len(key.split()) > LONGEST_LABEL:
        return None
    alone = (
        _says_all(value) if inline and len(key.split()) <= LONGEST_FREE_LABEL and not _OF_OTHERS.search(key) else None
    )
    if alone:
        return alone
    for pattern, unless, target in _hints():
        named = pattern.search(key) and not (unless and unless.search(key))
        if named and fits(target.removeprefix("field:"), value):
            return Cue(target)
    return None


def _says_all(value: str) -> Cue | None:
    """Return what a value is whatever its label says: "Where things stand: Recruitment is paused"."""
    if len(value) > LONGEST_VALUE:
        return None
    if _BADGE.search(value) and registry_term("status", value):
        return Cue("field:status")
    number = next(find_ids(value), None)
    return Cue("field:ids") if number and number[:2] == (0, len(value)) else None


def is_sub_label(text: str) -> bool:
    """Say whether a line between a label and its value says no more than that it comes: "Name", "en", "Actual"."""
    return _SUB_LABEL.fullmatch(text) is not None


def is_qualifier(text: str) -> bool:
    """Say whether a line only says what kind of value comes: "Anticipated"."""
    return _QUALIFIER.fullmatch(text) is not None


def is_entry_number(text: str, field: str | None, heading: str, below: str) -> bool:
    """Say whether a line between a label and its value is a registry's own number of the entry."""
    if _ENTRY.fullmatch(text) is None:
        return False
    return heading.endswith("]") or is_sub_label(below) or (field or "").startswith(_OF_WORDS)


def names_arm(text: str) -> bool:
    """Say whether a line is the label of one of several arms: "Interventions/Control_2"."""
    return _ARM.fullmatch(key_of(text)) is not None


def has_form(field: str | None, value: str) -> bool:
    """Say whether a text may be a further value of a field that has several; of those whose values have a form."""
    return field not in _STRICT or len(value.split()) < SHORTEST_SENTENCE or fits(field, value)


def is_value_of(field: str | None, value: str) -> bool:
    """Say whether a text is a value of a field whose values have a form of their own."""
    return (field in _TERMS or field in _FORMS) and fits(field, value)


def fits(field: str, value: str) -> bool:
    """Say whether a text has the form of a field's value."""
    return _FORMS.get(field, _is_name)(value) if field not in _TERMS else registry_term(field, value) is not None


def _is_name(value: str) -> bool:
    return len(value) <= LONGEST_NAME and _NAME.fullmatch(value) is not None


def _is_sponsor(value: str) -> bool:
    named = _is_name(value) and "\t" not in value and not _OF_SPONSORS.search(value)
    return named and (value[:1].isupper() or bool(_SUB_LABEL.fullmatch(value)))


def _is_number(value: str) -> bool:
    if next(find_ids(value), None) is not None:
        return True
    return _SHORT_CODE.fullmatch(value) is not None and parse_date(value) is None


def _is_count(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and _COUNT.match(value) is not None and parse_date(value) is None


def _is_date(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and parse_date(value) is not None


def _is_age(prefix: str) -> Callable[[str], bool]:
    return lambda value: len(value) <= LONGEST_VALUE and parse_age(prefix + value) is not None


def _are_countries(value: str) -> bool:
    return len(value) <= LONGEST_NAME and bool(find_countries(value))


_FORMS: dict[str, Callable[[str], bool]] = {
    "title": lambda value: len(value.split()) >= SHORTEST_TITLE,
    "official_title": lambda value: len(value.split()) >= SHORTEST_TITLE,
    "phases": lambda value: len(value.split()) <= LONGEST_PHASE and next(find_phases(value), None) is not None,
    "enrollment": _is_count,
    "start_date": _is_date,
    "completion_date": _is_date,
    "primary_completion_date": _is_date,
    "dates": lambda value: len(value) <= LONGEST_VALUE and date_range(value) is not None,
    "ages": _is_age("Age: "),
    "min_age": _is_age("Minimum age: "),
    "max_age": _is_age("Maximum age: "),
    "ids": _is_number,
    "sponsor": _is_sponsor,
    "countries": _are_countries,
    "arms": lambda value: len(value) <= LONGEST_ARM and value[:1].isupper() and label_hint(value, "Tea") is None,
    "arm.type": lambda value: registry_term("arm_type", value) is not None,
}
