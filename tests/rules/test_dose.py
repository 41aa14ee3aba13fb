"""Doses of a page: the section and the words around a text decide what is a dose. Spans in ⟦ ⟧."""

from __future__ import annotations

import re

import pytest

from trialsift.rules import dose
from trialsift.vocab import table

_SPAN = re.compile(r"⟦([^⟦⟧]*)⟧")

GIVEN = [
    ("arms", "arm.description", "Patients receive drug X ⟦IV over 30 minutes weekly⟧, then placebo."),
    ("arms", "arm.description", "Given ⟦IV⟧"),
    ("arms", "arm.description", "Given ⟦PO⟧"),
    ("arms", "arm.description", "Courses repeat ⟦every 28 days⟧."),
    ("arms", "arm.description", "Placebo for ⟦12 weeks⟧"),
    ("arms", "arm.description", "Stimulation ⟦4 mA at 40 Hz for 20 minutes⟧"),
    ("arms", "arm.description", "then ⟦8 mL⟧ of saline"),
    ("arms", "arm.description", "⟦50 mg tablet⟧ taken ⟦once a day⟧"),
    ("arms", "arm.label", "Pioglitazone ⟦15 mg⟧"),
    ("interventions", "interventions", "Drug: ketoprofen ⟦2.5% gel⟧"),
    ("interventions", "intervention.name", "⟦High-dose⟧ vitamin D"),
    ("interventions", "intervention.description", "Administered ⟦intravenously⟧"),
    ("interventions", "intervention.route", "⟦Intravenous use⟧"),
    ("title", "title", "⟦Low-Dose⟧ Aspirin in Stroke"),
    ("title", "official_title", "Effects of ⟦Single Dose⟧ Ketamine"),
    ("title", "official_title", "A ⟦12-Week⟧ Treatment With Exenatide"),
    ("title", "official_title", "Exenatide ⟦Once Weekly⟧ in Diabetes"),
    ("summary", None, "All take metformin ⟦500 mg twice daily for 24 weeks⟧."),
    ("summary", None, "Treatment continues for ⟦6 courses⟧ in the absence of progression."),
    ("summary", None, "They will receive ⟦8 weeks⟧ of radiation therapy."),
    ("summary", None, "Subjects are treated ⟦orally⟧ with the drug."),
    ("summary", None, "the safety of ⟦oral administration⟧ of the drug"),
    ("description", None, "Cohorts receive escalating doses until the ⟦maximum tolerated dose⟧ (⟦MTD⟧) is found."),
    ("description", None, "Carboplatin ⟦AUC 5⟧ is given with paclitaxel ⟦175 mg/m2⟧."),
    ("description", None, "walking training, ⟦three sessions a week⟧"),
    ("eligibility.exclusion", None, "Prednisone ⟦> 10 mg/day⟧ or equivalent"),
    ("eligibility.exclusion", None, "treatment with steroids for ⟦more than 2 weeks⟧"),
    ("eligibility.exclusion", None, "⟦high-dose inhaled⟧ steroids"),
    ("eligibility.inclusion", None, "Metformin ⟦at least 1500 mg daily for 8 weeks⟧"),
    ("eligibility.inclusion", None, "on hemodialysis ⟦3 times a week⟧"),
    ("outcomes.primary", "outcome.measure", "Response to ⟦50 mg⟧ of the drug"),
]
NOT_GIVEN = [
    ("summary", None, "Patients are followed every 3 months for 2 years."),
    ("summary", None, "MRI scans are performed every 8 weeks."),
    ("summary", None, "Visits are weekly for 4 weeks."),
    ("summary", None, "Blood samples are collected monthly."),
    ("summary", None, "A questionnaire on daily living"),
    ("summary", None, "infants with a birth weight of 501 g to 1000 g"),
    ("summary", None, "children of 6 to 11 years"),
    ("summary", None, "The study lasts 3 years."),
    ("summary", None, "survival at 5 years"),
    ("summary", None, "a sample of 10 mL of blood is drawn"),
    ("summary", None, "given after a washout of 4 weeks"),
    ("summary", None, "PCO2 above 52 mm Hg"),
    ("summary", None, "using IV fentanyl before the procedure"),
    ("summary", None, "one cell releases a transmitter"),
    ("title", "official_title", "A 12-Month, Randomized, Double-Blind Study of Exenatide"),
    ("title", "title", "Glaucoma in Both Eyes"),
    ("title", "title", "Daily Life After Stroke"),
    ("arms", "arm.description", "Week 1-4: dose finding"),
    ("arms", "arm.description", "followed by 2 weeks of rest"),
    ("arms", "arm.description", "single agent, until progression"),
    ("eligibility.inclusion", None, "At least 4 weeks since prior chemotherapy (6 weeks for nitrosoureas)"),
    ("eligibility.inclusion", None, "No chemotherapy within 28 days"),
    ("eligibility.inclusion", None, "effective contraception for 3 months after treatment"),
    ("eligibility.inclusion", None, "on a stable dose for at least 4 weeks"),
    ("eligibility.inclusion", None, "urine protein of 500 mg/24 h or more"),
    ("eligibility.inclusion", None, "serum creatinine 1.5 mg/dL or less"),
    ("eligibility.inclusion", None, "Proteinuria above 500 mg per day"),
    ("eligibility.inclusion", None, "creatinine clearance of 60 mL/min"),
    ("eligibility.inclusion", None, "birth weight < 1500 g"),
    ("eligibility.inclusion", None, "weighing at least 40 kg"),
    ("eligibility.inclusion", None, "diabetes for at least 6 months"),
    ("eligibility.inclusion", None, "Age 18 years or older"),
    ("eligibility.inclusion", None, "life expectancy of at least 12 weeks"),
    ("eligibility.exclusion", None, "alcohol above 20 g per day"),
    ("eligibility.exclusion", None, "donation of 500 mL of blood within 8 weeks"),
    ("eligibility.exclusion", None, "NYHA class III or IV heart failure"),
    ("eligibility.exclusion", None, "smoking more than 10 cigarettes a day"),
    ("eligibility.exclusion", None, "surgery less than 3 months before entry"),
    ("outcomes.primary", "outcome", "Overall survival [Time Frame: every 3 months for 2 years]"),
    ("outcomes.primary", "outcome.time_frame", "weekly for 4 weeks"),
    ("outcomes.primary", "outcome.measure", "Pain at 6 months"),
    ("design", "enrollment", "120"),
    ("eligibility", "ages", "18 Years to 65 Years"),
    ("conditions", "conditions", "Stage IV Lung Cancer"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "field", "marked"), GIVEN)
def test_doses_of_a_passage(make_page, section, field, marked):
    page = make_page((section, field, _SPAN.sub(r"\1", marked)))
    assert [page.text[m.start : m.end] for m in dose.find(page)] == _SPAN.findall(marked)


@pytest.mark.parametrize(("section", "field", "text"), NOT_GIVEN)
def test_what_is_no_dose(make_page, section, field, text):
    page = make_page((section, field, text))
    assert [page.text[m.start : m.end] for m in dose.find(page)] == []


@pytest.mark.parametrize("row", table("dose_cues"), ids=lambda row: row["example"])
def test_cue_row(make_page, row):
    page = make_page(("summary", None, f"{row['example']} weekly."))
    assert bool(dose.find(page)) == (row["meaning"] == "given")


def test_a_name_of_the_page_tells_what_is_given(make_page):
    page = make_page(
        ("interventions", "interventions", "Drug: zelovastat"),
        ("summary", None, "We compare zelovastat weekly with zelovastat for 6 months."),
    )
    assert [page.text[m.start : m.end] for m in dose.find(page)] == ["weekly", "6 months"]


def test_mentions_carry_the_value_and_its_attributes(make_page):
    page = make_page(
        ("arms", "arm.description", "X"), ("arms", "arm.description", "Drug 5 mg/kg IV on day 1 of each 21-day cycle")
    )
    (mention,) = dose.find(page)
    assert (mention.start, mention.end, mention.label, mention.by, mention.score) == (7, 47, "DOSE", "rule:dose", 0.92)
    assert mention.attrs == {
        "amount": 5,
        "unit": "mg",
        "per": "kg",
        "frequency": {"times": 1, "period": 21, "unit": "d"},
        "route": "intravenous",
    }
    assert mention.value.schedule == {"cycle": {"value": 21, "unit": "d"}, "days": [1]}
