"""Facts of a trial: fields of a page → `Trial`, each value normalised to the registries' own vocabulary.

What no field of a page says is looked for in its titles, criteria and sentences (`stated_facts`), at the end of
`trial_facts`. A fact is right and has its place, or it is absent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from trialsift.countries import find_countries
from trialsift.id_facts import read_ids, read_ids_anywhere
from trialsift.name_lists import names_in_list
from trialsift.organisations import is_organisation
from trialsift.page import Page, Passage
from trialsift.people_facts import add_people_facts
from trialsift.placed_facts import NOTHING, add_facts, fact_at, place_of, set_ages
from trialsift.record import EnrollmentFact, Fact, Trial, YesNoFact
from trialsift.registry_ids import find_ids
from trialsift.registry_terms import registry_term
from trialsift.rules.fields import entries
from trialsift.segment_facts import add_line_facts, add_neighbouring_ids, add_segment_facts, first_title
from trialsift.sponsor_facts import read_sponsor
from trialsift.stated_facts import add_stated_facts
from trialsift.values.age import parse_age
from trialsift.values.date import date_range, parse_date, writes_day_first
from trialsift.values.phase import find_phases

_Reader = Callable[[Trial, Page, Passage], None]

_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|(?<![\d.])\d{1,9}")
_KIND = re.compile(
    # the EU register's "In the whole clinical trial" and "In the EEA" are planned numbers
    r"\b(?:(?P<actual>actual|final|enrolled|recruited)|estimated|anticipated|target|planned|projected|will be|"
    r"sample size|needed|wanted|"
    r"to be (?:included|enrolled|recruited))\b|in the (?:whole clinical trial|eea)\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(r"\s?(?:[-–±]|to)\s?\d|\s?(?:years|(?:and|or) older|minutes|hours|weeks)\b", re.IGNORECASE)
_GROUP_COUNT = re.compile(r"[^;:]{1,60}:\s*(\d{1,6})\s*(?:;|$)")  # "Group A:72;Group B:72;"
_DESIGN_PART = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z ]{2,30}):\s*(?P<value>[^.;:\n]{1,120}?)\s*(?=[.;\n]|$|,\s*[A-Z][a-z]+ ?[A-Za-z]*:)"
)
_DESIGN_NAMES = {
    "allocation": "allocation",
    "intervention model": "intervention_model",
    "interventional model": "intervention_model",
    "interventional study model": "intervention_model",
    "assignment": "intervention_model",
    "intervention assignment": "intervention_model",
    "masking": "masking",
    "blinding": "masking",
    "primary purpose": "primary_purpose",
    "purpose": "primary_purpose",
}
_GENERIC_TITLE = re.compile(
    r"(?:\W|\d|\b(?:clinical|trials?|study|studies|results?|protocol|details?|record|summary|for|of|the|nct|id|"
    r"register|registry|eudract|number|isrctn|eu|ctr|view|info|information)\b)*",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\||::|\s[>»]\s")  # between the parts of a site's navigation
SHORTEST_TITLE = 3  # words
LONGEST_TITLE = 600  # code points
LONGEST_OWNER = 5  # words; longer ones with an organisation's word are titles
LONGEST_ACRONYM = 40  # code points; longer ones are titles that give the acronym in brackets


def trial_facts(page: Page) -> Trial:
    """Return the facts of a page; what it does not say stays None or empty."""
    trial = Trial()
    titled = any(passage.field == "title" and _says_title(page, passage) for passage in page.passages)
    for passage in page.passages:
        if titled and passage.field == "title" and not passage.heading:
            continue  # the first line of a page whose own title stands behind a label
        if passage.field in _READERS:
            _READERS[passage.field](trial, page, passage)
    for passage in page.passages if trial.ids else ():
        if passage.field in ("title", "official_title"):
            add_facts(trial.ids, page, passage, find_ids(page.text_of(passage)))
    if not any(any(find_ids(fact.value)) for fact in trial.ids):
        read_ids_anywhere(trial, page)
    if trial.title is None:
        trial.title = trial.official_title
    add_neighbouring_ids(trial, page)
    add_segment_facts(trial, page)
    add_stated_facts(trial, page)
    add_people_facts(trial, page)
    add_line_facts(trial, page)
    if trial.title is None:
        trial.title = first_title(page, _title)
    return trial


# Readers of fields


def _once(name: str, value: Callable[[str], str | None]) -> _Reader:
    """Make a reader that sets a fact that a trial has once; the first readable value on the page counts."""

    def read(trial: Trial, page: Page, passage: Passage) -> None:
        if getattr(trial, name) is None:
            found = value(page.text_of(passage))
            if found is not None:
                setattr(trial, name, fact_at(page, passage, found))

    return read


def _several(name: str, inverted: Callable[[str], bool] | None = None) -> _Reader:
    """Make a reader of a list. inverted: as in `fields.entries`, which parts belong to the name before their comma."""

    def read(trial: Trial, page: Page, passage: Passage) -> None:
        text = page.text_of(passage)
        add_facts(
            getattr(trial, name),
            page,
            passage,
            ((start, end, text[start:end]) for start, end in entries(text, inverted)),
        )

    return read


_LISTS = ("conditions", "keywords", "mesh_terms")


@lru_cache(maxsize=1)
def _fields_of(page: Page) -> Counter[str | None]:
    return Counter(passage.field for passage in page.passages)


def _names(trial: Trial, page: Page, passage: Passage) -> None:
    """Read keywords or MeSH terms; one or two lines of a text file may be lists that lost their separators."""
    text = page.text_of(passage)
    others = None
    if page.source.media_type == "text/plain" and _fields_of(page)[passage.field] <= 2:
        others = [page.text_of(other) for other in page.passages if other.field not in _LISTS]
    found = (
        (start, end, text[start:end])
        for start, end in names_in_list(text, others, headings=passage.field == "mesh_terms")
    )
    add_facts(getattr(trial, passage.field or ""), page, passage, found)


def _text(text: str) -> str | None:
    return " ".join(text.split()) or None


def _says_title(page: Page, passage: Passage) -> bool:
    """Say whether a passage is a title behind a label that calls it one."""
    heading = passage.heading.lower()
    named = "title" in heading or heading in ("study", "trial")
    return named and len(page.text_of(passage).split()) >= SHORTEST_TITLE and _title(page.text_of(passage)) is not None


def _title(text: str) -> str | None:
    """Return a title; "Clinical trial 2020-123456-12", "Recruiting" and "Home | Trials | Gout" are none."""
    no_title = _GENERIC_TITLE.fullmatch(text) or len(_TRAIL.findall(text)) > 1 or len(text) > LONGEST_TITLE
    return None if no_title or registry_term("status", text) or _is_owner(text) else _text(text)


def _is_owner(text: str) -> bool:
    return len(text.split()) <= LONGEST_OWNER and is_organisation(text)


def _acronym(trial: Trial, page: Page, passage: Passage) -> None:
    if NOTHING.fullmatch(page.text_of(passage)):
        return
    name = "acronym" if len(page.text_of(passage)) <= LONGEST_ACRONYM else "official_title"
    _once(name, _text)(trial, page, passage)


def _term(field: str) -> Callable[[str], str | None]:
    return lambda text: registry_term(field, text)


def _date(name: str) -> _Reader:
    def read(trial: Trial, page: Page, passage: Passage) -> None:
        if getattr(trial, name) is None or "actual" in passage.heading.lower():  # it stands below the planned one
            text = page.text_of(passage)
            found = parse_date(text)
            if found and len(found) == len("2006") and any(mark in text for mark in "/-"):
                found = parse_date(text, day_first=writes_day_first(page.source.text))
            if found:
                setattr(trial, name, fact_at(page, passage, found))

    return read


def _dates(trial: Trial, page: Page, passage: Passage) -> None:
    """Read both ends of a trial that one text gives: "May 2024 - June 2026"."""
    found = date_range(page.text_of(passage), day_first=writes_day_first(page.source.text))
    for name, (start, end, value) in zip(("start_date", "completion_date"), found or (), strict=False):
        if getattr(trial, name) is None:
            setattr(trial, name, fact_at(page, passage, value, start, end))


def _phases(trial: Trial, page: Page, passage: Passage) -> None:
    found = list(find_phases(page.text_of(passage)))
    if any(value != "NA" for _, _, value in found):
        found = [phase for phase in found if phase[2] != "NA"]
    add_facts(trial.phases, page, passage, found)


def _enrollment(trial: Trial, page: Page, passage: Passage) -> None:
    text = page.text_of(passage)
    number = _NUMBER.search(text)
    # the EU register gives the numbers of its countries before, others those of the arms
    whole = re.search(r"\b(?:whole|total)\b", passage.heading.lower()) is not None
    if number is None or _NO_COUNT.match(text, number.end()) or (trial.enrollment is not None and not whole):
        return
    match = _KIND.search(text) or _KIND.search(passage.heading)
    kind = None if match is None else "actual" if match["actual"] else "estimated"
    groups = [int(count) for count in _GROUP_COUNT.findall(text)]
    if len(groups) > 1:
        trial.enrollment = EnrollmentFact(sum(groups), kind, *place_of(page, passage))
        return
    place = place_of(page, passage, number.start(), number.end())
    trial.enrollment = EnrollmentFact(int(re.sub(r"\D", "", number[0])), kind, *place)


def _age(trial: Trial, page: Page, passage: Passage) -> None:
    prefix = {"min_age": "Minimum age: ", "max_age": "Maximum age: "}.get(passage.field or "", "")
    ages = parse_age(prefix + page.text_of(passage))
    if ages is not None:
        names = ("min_age", "max_age") if passage.field == "ages" else (passage.field or "",)
        set_ages(trial, ages, place_of(page, passage), names)


def _sex(trial: Trial, page: Page, passage: Passage) -> None:
    """Read the sex; a page that says yes to females and to males in two fields means all."""
    value = registry_term("sex", page.text_of(passage))
    if value is None:
        return
    if trial.sex is None:
        trial.sex = fact_at(page, passage, value)
    elif {trial.sex.value, value} == {"FEMALE", "MALE"}:
        trial.sex = Fact("ALL", trial.sex.start, place_of(page, passage)[1])


def _healthy(trial: Trial, page: Page, passage: Passage) -> None:
    value = registry_term("healthy_volunteers", page.text_of(passage))
    if trial.healthy_volunteers is None and value is not None:
        trial.healthy_volunteers = YesNoFact(value == "yes", *place_of(page, passage))


def _countries(trial: Trial, page: Page, passage: Passage) -> None:
    """Read the countries that a field names."""
    add_facts(trial.countries, page, passage, find_countries(page.text_of(passage)))


def _design(trial: Trial, page: Page, passage: Passage) -> None:
    """Read several design facts out of one string: "Allocation: Randomized. Masking: Double", or running words."""
    text = page.text_of(passage)
    for part in _DESIGN_PART.finditer(text):
        name = _DESIGN_NAMES.get(part["name"].strip().lower())
        value = registry_term(name, part["value"]) if name else None
        if name and value and getattr(trial, name) is None:
            setattr(trial, name, fact_at(page, passage, value, part.start("value"), part.end("value")))


def _study_type(trial: Trial, page: Page, passage: Passage) -> None:
    """Read the type of study; the ISRCTN register's "Study type(s): Prevention" is the purpose."""
    text = page.text_of(passage)
    for name in ("study_type", "primary_purpose"):
        value = registry_term(name, text)
        if value and getattr(trial, name) is None:
            setattr(trial, name, fact_at(page, passage, value))
            return


def _whole_name(part: str) -> bool:
    return True


_READERS: dict[str | None, _Reader] = {
    "ids": read_ids,
    "title": _once("title", _title),
    "official_title": _once("official_title", _title),
    "acronym": _acronym,
    "status": _once("status", _term("status")),
    "phases": _phases,
    "study_type": _study_type,
    "allocation": _once("allocation", _term("allocation")),
    "intervention_model": _once("intervention_model", _term("intervention_model")),
    "masking": _once("masking", _term("masking")),
    "primary_purpose": _once("primary_purpose", _term("primary_purpose")),
    "design": _design,
    "enrollment": _enrollment,
    "start_date": _date("start_date"),
    "primary_completion_date": _date("primary_completion_date"),
    "completion_date": _date("completion_date"),
    "dates": _dates,
    "sponsor": read_sponsor,
    "collaborators": _several("collaborators", _whole_name),
    "ages": _age,
    "min_age": _age,
    "max_age": _age,
    "sex": _sex,
    "healthy_volunteers": _healthy,
    "countries": _countries,
    "keywords": _names,
    "mesh_terms": _names,
}
