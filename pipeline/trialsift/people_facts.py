"""Who takes part and how many, where no field of a page says it: from labels, strips, criteria and sentences.

Each fact is taken from the surest of them that states it; where one of them states two values, the fact stays absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from trialsift.page import Page, Passage
from trialsift.placed_facts import fact_at, place_of, set_ages
from trialsift.record import EnrollmentFact, Trial, YesNoFact
from trialsift.statements.people import find_ages, find_counts
from trialsift.statements.sex import find_sex
from trialsift.statements.strip import Said, find_in_strip, find_labelled
from trialsift.values.age import Ages
from trialsift.values.age_statement import find_age_limits

_Told = tuple[Passage, Said]
_CERTAIN = 240  # code points; a longer passage is no strip
_OTHERS = (
    "outcomes.primary", "outcomes.secondary", "outcomes.other", "arms", "interventions", "keywords", "conditions",
)  # fmt: skip


def add_people_facts(trial: Trial, page: Page) -> None:
    """Fill in ages, sex, healthy volunteers and the number of participants where they are open."""
    in_field = trial.enrollment is not None
    for read, names in _READERS:
        if read is not _labelled and all(_is_known(trial, name) for name in names):
            continue
        told = read(page)
        # what stated one limit and no other left the other out; a label says its own
        if read is not _labelled and _is_known(trial, "ages"):
            told = (one for one in told if one[1].name != "ages")
        _add(trial, page, list(told))
    # ClinicalTrials.gov prints the kind itself where it knows it
    if trial.enrollment and trial.enrollment.kind is None and trial.status and not page.layout.startswith("ctgov"):
        trial.enrollment.kind = _KINDS.get(trial.status.value)
    if trial.enrollment and trial.enrollment.kind is None and not in_field:
        trial.enrollment.kind = "estimated"  # told in no words of the past


def _is_known(trial: Trial, name: str) -> bool:
    return bool(trial.min_age or trial.max_age) if name == "ages" else getattr(trial, name) is not None


_Kind = Literal["actual", "estimated"]
_KINDS: dict[str, _Kind] = {
    # a trial that still takes people has planned its number, one that has ended has counted it
    **dict.fromkeys(("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "SUSPENDED"), "estimated"),
    **dict.fromkeys(("COMPLETED", "TERMINATED", "WITHDRAWN", "ACTIVE_NOT_RECRUITING"), "actual"),
}  # fmt: skip


def _add(trial: Trial, page: Page, told: list[_Told]) -> None:
    for name in _ALL:
        agreed = _agreed([(passage, said) for passage, said in told if said.name == name])
        for passage, said in agreed:
            _set(trial, page, passage, said)


def _agreed(told: list[_Told]) -> list[_Told]:
    """Return what says one value; limits of age may come in two ("at least 18 years", "no older than 75")."""
    if not told or told[0][1].name != "ages":
        return told[:1] if len({said.value for _, said in told}) == 1 else []
    limits = [cast("Ages", said.value) for _, said in told]
    lowest = {ages.min_age for ages in limits if ages.min_age}
    highest = {ages.max_age for ages in limits if ages.max_age}
    return told if len(lowest) <= 1 and len(highest) <= 1 else []


def _set(trial: Trial, page: Page, passage: Passage, said: Said) -> None:
    place = place_of(page, passage, said.start, said.end)
    match said.name:
        case "ages":
            set_ages(trial, cast("Ages", said.value), place)
        case "sex" if trial.sex is None:
            trial.sex = fact_at(page, passage, str(said.value), said.start, said.end)
        case "healthy_volunteers" if trial.healthy_volunteers is None:
            trial.healthy_volunteers = YesNoFact(bool(said.value), *place)
        case "enrollment" if trial.enrollment is None:
            trial.enrollment = EnrollmentFact(cast("int", said.value), cast("_Kind | None", said.kind), *place)
        case _:
            pass


def _labelled(page: Page) -> Iterator[_Told]:
    for passage in page.passages:
        for said in find_labelled(page.text_of(passage)):
            yield passage, said


def _strips(page: Page) -> Iterator[_Told]:
    for passage in page.passages:
        if passage.section in _OTHERS:
            continue
        text = page.text_of(passage)
        exclusion = passage.polarity == "exclusion" or passage.section == "eligibility.exclusion"
        found = find_in_strip(text, certain=len(text) > _CERTAIN)
        if not exclusion or len({said.name for said in found}) > 1:
            for said in found:
                yield passage, said


def _criteria(page: Page) -> Iterator[_Told]:
    for passage in page.passages:
        if passage.field is not None or passage.section not in ("eligibility.inclusion", "eligibility"):
            continue
        text = page.text_of(passage)
        limits, sex = find_age_limits(text), find_sex(text)
        if limits:
            yield passage, Said("ages", *limits)
        if sex:
            yield passage, Said("sex", *sex)


def _sentences(page: Page) -> Iterator[_Told]:
    for passage in page.passages:
        exclusion = passage.polarity == "exclusion" or passage.section == "eligibility.exclusion"
        if passage.section in _OTHERS or exclusion or passage.field not in (None, "title", "official_title"):
            continue
        text = page.text_of(passage)
        for said in (*find_ages(text), *find_counts(text)):
            yield passage, said


_ALL = ("ages", "sex", "healthy_volunteers", "enrollment")
# what each can tell, the surest first
_READERS = (
    (_labelled, _ALL),
    (_strips, _ALL),
    (_criteria, ("ages", "sex")),
    (_sentences, ("ages", "sex", "enrollment")),
)
