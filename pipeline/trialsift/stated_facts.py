"""Facts that a page states in titles, criteria and sentences, for what no field of it has said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from trialsift.page import Page, Passage
from trialsift.placed_facts import add_facts, fact_at, place_of
from trialsift.record import EnrollmentFact, Trial
from trialsift.registry_terms import registry_term
from trialsift.statements.acronym import find_acronym
from trialsift.statements.dates import find_dates
from trialsift.statements.design import find_design, own_design
from trialsift.statements.enrollment import count_alone, find_count
from trialsift.statements.sponsor import find_sponsor
from trialsift.statements.status import find_status
from trialsift.values.phase import find_phases

_TITLES = ("title", "official_title")
_DESIGN_FIELDS = ("study_type", "allocation", "intervention_model", "masking")
_BADGE = re.compile(r"recruit|enrol", re.IGNORECASE)
_FIRST_PASSAGES = 12  # a status that stands alone is at the top of a page
_HOW_MANY = re.compile(r"participants|how many|size|number|enrol|patients|volunteers", re.IGNORECASE)


def _of(page: Page, *sections: str, fields: tuple[str | None, ...] = (None,)) -> Iterator[tuple[Passage, str]]:
    """Yield the passages of sections that are of one of the fields, with their text."""
    for passage in page.passages:
        if passage.section in sections and passage.field in fields:
            yield passage, page.text_of(passage)


def _acronym_of_title(trial: Trial, page: Page) -> None:
    for passage, text in _of(page, "title", fields=_TITLES):
        place = find_acronym(text) if trial.acronym is None else None
        if place:
            trial.acronym = fact_at(page, passage, text[slice(*place)], *place)


def _status_alone(trial: Trial, page: Page) -> None:
    for passage in page.passages[:_FIRST_PASSAGES] if trial.status is None else ():
        text = page.text_of(passage)
        value = registry_term("status", text) if passage.field is None and _BADGE.search(text) else None
        if value and len(text) <= 40:
            trial.status = fact_at(page, passage, value)
            return


def _status_in_words(trial: Trial, page: Page) -> None:
    for passage, text in _of(page, "summary", "eligibility.inclusion", "eligibility", "description", "other"):
        found = find_status(text) if trial.status is None else None
        if found:
            trial.status = fact_at(page, passage, found[2], *found[:2])


def _sponsor_in_words(trial: Trial, page: Page) -> None:
    for passage, text in _of(page, "summary", "description", "other", "design"):
        found = find_sponsor(text) if trial.sponsor is None else None
        if found:
            trial.sponsor = fact_at(page, passage, text[slice(*found)], *found)


def _phases_in_words(trial: Trial, page: Page) -> None:
    for passage, text in _of(page, "title", fields=_TITLES):
        if not trial.phases:
            add_facts(trial.phases, page, passage, _stated_phases(text))
    for passage, text in _of(page, "summary", "description"):
        for start, end in own_design(text) if not trial.phases else ():
            found = _stated_phases(text[start:end])
            add_facts(trial.phases, page, passage, [(start + s, start + e, value) for s, e, value in found])


def _stated_phases(text: str) -> list[tuple[int, int, str]]:
    return [phase for phase in find_phases(text) if phase[2] != "NA"]


def _design_in_words(trial: Trial, page: Page) -> None:
    for passage, text in (
        *_of(page, "design", fields=(None, "design", "study_type")),
        *_of(page, "title", fields=("official_title", "title")),
    ):
        for name, start, end, value in find_design(text):
            if getattr(trial, name) is None and (name != "study_type" or passage.section == "design"):
                setattr(trial, name, fact_at(page, passage, value, start, end))
    if all(getattr(trial, name) is not None for name in _DESIGN_FIELDS):
        return
    for passage, text in _of(page, "summary", "description"):
        for sentence_start, sentence_end in own_design(text):
            for name, start, end, value in find_design(text[sentence_start:sentence_end]):
                if getattr(trial, name) is None and name != "study_type":
                    place = (sentence_start + start, sentence_start + end)
                    setattr(trial, name, fact_at(page, passage, value, *place))


def _dates_in_words(trial: Trial, page: Page) -> None:
    for passage, text in _of(page, "summary", "description", "design", "other"):
        for name, start, end, value in find_dates(text):
            if getattr(trial, name) is None:
                setattr(trial, name, fact_at(page, passage, value, start, end))


def _enrollment_in_words(trial: Trial, page: Page) -> None:
    if trial.enrollment is not None:
        return
    for passage, text in _of(page, "eligibility", "design", "summary", "other", "description"):
        labelled = passage.heading and _HOW_MANY.search(passage.heading) and passage.polarity is None
        count = count_alone(text) if labelled else None
        count = count or (find_count(text) if passage.section != "other" else None)
        if count:
            place = place_of(page, passage, count.start, count.end)
            kind = "actual" if count.kind == "actual" else "estimated" if count.kind else None
            trial.enrollment = EnrollmentFact(count.number, kind, *place)
            return


_FROM_STATEMENTS: tuple[Callable[[Trial, Page], None], ...] = (
    _acronym_of_title,
    _status_alone,
    _status_in_words,
    _sponsor_in_words,
    _phases_in_words,
    _design_in_words,
    _dates_in_words,
    _enrollment_in_words,
)


def add_stated_facts(trial: Trial, page: Page) -> None:
    """Fill in what the fields of a page left open."""
    for read in _FROM_STATEMENTS:
        read(trial, page)
