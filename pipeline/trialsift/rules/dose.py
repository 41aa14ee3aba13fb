"""Doses anywhere in the content of a page.

Read in this order: `find` takes the candidates of each passage; those that state an amount or a whole regimen
stand unless what stands around them says that it is something else (`dose_amounts.py`); the others ("weekly",
"6 months", "IV") stand only where something is given (`dose_given.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules import intervention
from trialsift.rules.dose_amounts import is_given_amount, is_measured
from trialsift.rules.dose_context import Around, arounds
from trialsift.rules.dose_given import is_given
from trialsift.values.dose import Dose, find_candidates, is_strong, parse_dose
from trialsift.values.quantity import quantity_at

LABEL = "DOSE"
_OR = re.compile(r",?\s(?:or|versus|vs\.?|compared (?:to|with)|then)\s", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:given|gets?|receiv\w+|tak(?:e|en|es|ing)|treated with)\s(?:an?\s|the\s)?$", re.IGNORECASE)
_APART = re.compile(r"\s(?:intervals?|apart|follow)", re.IGNORECASE)  # "a 4 or 8 week interval"
_OF_A_SCAN = re.compile(r"[\s-](?:chest\s|spiral\s|helical\s)?(?:CT|PET|X-?rays?)\b", re.IGNORECASE)
_SOUGHT = re.compile(r"recommended|RP2D", re.IGNORECASE)
_TO_FIND = re.compile(r"\b(?:determine|identify|find|establish|define)\b[^.;]{0,80}$", re.IGNORECASE)
_PER = re.compile(r"(?:per|an?)\s|/", re.IGNORECASE)
_COMPARED = frozenset({"frequency", "duration", "infusion", "route"})
# "Concentration unit: mg milligram(s)", "Concentration unit: vector genomes (vg)/mL"
_UNIT_FIELD = re.compile(r"Concentration unit\s{0,9}:?\s{0,9}(?P<unit>\S[^\n]{0,60})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>|&nbsp;")
_UNIT_REACH = 400  # code points of the source between a strength and its unit
_SURE, _LIKELY = 0.92, 0.75
_SKIPPED_FIELDS = frozenset(
    {
        "outcome.time_frame", "ages", "min_age", "max_age", "ids", "phases", "enrollment", "start_date", "sponsor",
        "primary_completion_date", "completion_date", "collaborators", "sex", "countries", "status", "masking",
        "allocation", "study_type", "primary_purpose", "intervention_model", "healthy_volunteers", "acronym", "design",
        "arm.type", "intervention.type",
    }
)  # fmt: skip


def find(page: Page) -> list[Mention]:
    """Return the doses of a page."""
    names: list[tuple[int, int]] | None = None
    found: list[Mention] = []
    for passage in page.passages:
        if passage.field in _SKIPPED_FIELDS:
            continue
        text = page.text_of(passage)
        candidates = find_candidates(text)
        if passage.field == "intervention.strength" and not candidates:
            found += _strength(page, passage, text)
        if not candidates:
            continue
        if names is None:
            names = sorted((mention.start, mention.end) for mention in intervention.found_on(page))
        for around in _doses(list(arounds(text, passage, candidates, names))):
            dose = around.candidate.dose
            found.append(_mention(passage, around, dose.start, dose.end))
    return found


def _doses(around: Sequence[Around]) -> list[Around]:
    """Return those that are doses: by themselves, or as an alternative to one: "daily or weekly X"."""
    told = [_is_dose(each) for each in around]
    for at, (one, two) in enumerate(pairwise(around)):
        if (told[at] != told[at + 1] or one.passage.section == "title") and _alternatives(one, two):
            told[at] = told[at + 1] = True
        elif _PER.match(two.words):
            told[at + 1] = told[at] and _is_amount_or_count(one)  # "10 mg of X per day", "2 sessions of X per week"
    return [each for each, is_dose in zip(around, told, strict=True) if is_dose]


def _is_amount_or_count(around: Around) -> bool:
    last = around.candidate.parts[-1]
    return around.candidate.amount is not None or (last.kind == "frequency" and "period" not in last.value)


def _alternatives(one: Around, two: Around) -> bool:
    alike = two.candidate.kinds == {one.candidate.parts[-1].kind} and one.candidate.kinds <= _COMPARED
    return (
        alike
        and not _APART.match(two.after)
        and _OR.fullmatch(one.text, one.candidate.dose.end, two.candidate.dose.start) is not None
    )


def _strength(page: Page, passage: Passage, text: str) -> list[Mention]:
    """Return the number or range that a field for a product's strength holds; its unit stands in a field before."""
    quantity = quantity_at(text, 0)
    if quantity is None or quantity.end != len(text):
        return []
    start, _ = page.offsets.to_source(passage.start, passage.end)
    unit = _UNIT_FIELD.search(_TAG.sub(" ", page.source.text[max(0, start - _UNIT_REACH) : start]))
    read = parse_dose(f"1 {unit['unit']}") if unit else None
    dose = Dose(0, quantity.end, quantity.value, read.unit if read else None, read.per if read else None)
    return [Mention(passage.start, passage.end, LABEL, "rule:dose", _SURE, dose.attrs(), dose)]


def _mention(passage: Passage, around: Around, start: int, end: int) -> Mention:
    dose = around.candidate.dose
    strong = is_strong(around.candidate)
    return Mention(
        passage.start + start, passage.start + end, LABEL, "rule:dose", _SURE if strong else _LIKELY, dose.attrs(), dose
    )


def _is_dose(around: Around) -> bool:
    candidate = around.candidate
    if around.passage.field == "intervention.strength":
        return True
    if candidate.amount is not None:
        return not is_measured(around) and (is_strong(candidate) or is_given_amount(around))
    if "level" in candidate.kinds:
        if _OF_A_SCAN.match(around.after) or (_SOUGHT.match(around.words) and _TO_FIND.search(around.before)):
            return False  # "low-dose CT", "to find the recommended phase 2 dose"
        if around.words.lower().startswith("treatment"):
            return around.near_name  # "heparin at treatment dose", not "prior to the treatment dose"
        given = _GIVEN.search(around.before) is not None
        of_name = around.of_name and around.words.lower().endswith("dose")  # not "may allow higher doses of X"
        told = given or of_name or around.before_name or around.passage.section == "title"
        return told or not around.words.lower().startswith(("higher", "lower"))
    return is_given(around)
