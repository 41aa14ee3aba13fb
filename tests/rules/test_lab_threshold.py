"""Thresholds of a page: the field and the section around a text decide what is a requirement. Spans in ⟦ ⟧."""

from __future__ import annotations

import re

import pytest

from trialsift.page import Page
from trialsift.rules import lab_threshold

_SPAN = re.compile(r"⟦([^⟦⟧]*)⟧")

REQUIRED = [
    ("eligibility.inclusion", None, "⟦Haemoglobin ≥ 9 g/dL⟧ and ⟦platelets ≥ 75 x 10^9/L⟧"),
    ("eligibility.exclusion", None, "⟦HBsAg positive⟧ or ⟦ALT > 3 x ULN⟧"),
    ("eligibility.inclusion", None, "⟦ER-positive⟧, ⟦HER2-negative⟧ disease"),
    ("eligibility.inclusion", None, "⟦Body weight ≥ 40 kg⟧"),
    ("eligibility", None, "⟦ECOG 0-1⟧"),
    ("eligibility.inclusion", None, "⟦MADRS total score ranging from 20 to 40⟧"),
    ("summary", None, "Patients with ⟦HbA1c between 7 and 10%⟧ take part."),
    ("description", None, "Kidney failure is an ⟦eGFR below 15 mL/min/1.73 m2⟧."),
    ("outcomes.primary", "outcome.measure", "Patients who reach ⟦HbA1c < 7%⟧"),
    ("title", "title", "Insulin in adults with ⟦HbA1c > 9%⟧"),
    ("title", "title", "A drug for ⟦HER2-positive⟧ breast cancer"),
    ("arms", "arm.description", "Oxygen is given until ⟦SpO2 is above 92%⟧."),
]
NOT_REQUIRED = [
    ("arms", "arm.description", "5 mg if the weight is below 30 kg, 10 mg if the weight is above 30 kg"),
    ("interventions", "intervention.description", "Dose by body weight: 50 mg for body weight < 60 kg"),
    ("description", None, "Tablets of 65 mg, three if the body weight is below 50 kg"),
    ("interventions", "intervention.description", "Split grafts with a thickness of 0.2-0.25 mm"),
    ("eligibility.inclusion", None, "The IIEF (its score ranges from 0 to 5)"),
    ("interventions", "intervention.description", "An antibody for HER2-positive cells"),
    ("conditions", "conditions", "JAK2V617F-positive polycythaemia"),
    ("summary", None, "Adults with Philadelphia chromosome-positive leukaemia take part."),
    ("other", "enrollment", "120"),
    ("other", "min_age", "18 Years"),
    ("other", "phases", "Phase 2"),
    ("other", "ids", "ALT > 3"),
    ("eligibility.inclusion", None, "Age 18 years or older, life expectancy > 3 months"),
    ("outcomes.secondary", None, "The MADRS total score ranges from 0 to 60."),
    ("outcomes.primary", "outcome.measure", "Change from baseline in HbA1c at week 24"),
]


@pytest.mark.parametrize(("section", "field", "marked"), REQUIRED)
def test_a_requirement_is_found(make_page, section, field, marked):
    text = _SPAN.sub(r"\1", marked)
    page: Page = make_page((section, field, text))
    found = lab_threshold.find(page)
    assert [page.text[mention.start : mention.end] for mention in found] == _SPAN.findall(marked)
    assert {mention.label for mention in found} == {"LAB_THRESHOLD"}
    assert all(0 < mention.score <= 1 and mention.by.startswith("rule:lab_threshold.") for mention in found)
    assert [mention.attrs for mention in found] == [mention.value.attrs() for mention in found]


@pytest.mark.parametrize(("section", "field", "text"), NOT_REQUIRED)
def test_what_is_no_requirement_is_not(make_page, section, field, text):
    assert lab_threshold.find(make_page((section, field, text))) == []


def test_places_are_of_the_page(make_page):
    page = make_page(
        ("title", None, "A trial"),
        ("eligibility.inclusion", None, "INR ≤ 1.5"),
        ("eligibility.exclusion", None, "No QTc > 480 ms"),
    )
    found = lab_threshold.find(page)
    assert [page.text[mention.start : mention.end] for mention in found] == ["INR ≤ 1.5", "QTc > 480 ms"]
    assert [mention.negated for mention in found] == [False, True]


def test_every_form_has_a_score(make_page):
    texts = (
        "17≤MELD≤30", "ALT > 40 U/L", "heart rate outside 50-100 bpm", "negative pregnancy test", "at least 5% blasts",
        "calcium < 8 or > 11 mg/dL", "HER2+", "stoma size > 15 mm",
    )  # fmt: skip
    found = [mention for text in texts for mention in lab_threshold.find(make_page(("eligibility", None, text)))]
    assert {mention.by.rpartition(".")[2] for mention in found} == {
        "chain", "measured", "outside", "category", "bound", "inherited", "marker", "unnamed",
    }  # fmt: skip
