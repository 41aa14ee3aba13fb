"""What a criterion asks of a threshold in it, by the side it stands on and by the words around it."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.read import decode
from trialsift.requirement import asked_of
from trialsift.rules.lab_threshold import find

INCLUSION = [
    # as the side says
    ("ALT ≤ 3 x ULN", ["met"]),
    ("Patients with HbA1c ≥ 7%", ["met"]),
    ("Patients are eligible if HbA1c ≥ 7%", ["met"]),
    ("ANC must be at least 1500/mm3", ["met"]),
    ("Able to walk without aid, LVEF ≥ 40%", ["met"]),
    ("No transfusion within 7 days and hemoglobin ≥ 9 g/dL", ["met"]),
    ("No more than 2 prior regimens, platelets ≥ 100,000/mm3", ["met"]),
    ("Hemoglobin ≥ 9 g/dL (transfusions are allowed)", ["met"]),
    # denied
    ("No prior HAMA titer > 1,000 U/mL", ["unmet"]),
    ("No creatinine > 2 mg/dL", ["unmet"]),
    ("Must not have a serum creatinine > 2 mg/dL", ["unmet"]),
    ("Free of HIV RNA > 50 copies/mL", ["unmet"]),
    # excluded in words
    ("Patients with ALT > 5 x ULN are excluded", ["unmet"]),
    ("A person with an AST > 3 x ULN concurrent with a total bilirubin > 2 x ULN will be excluded", ["unmet", "unmet"]),
    ("Adults; those with LVEF < 50% are not eligible", ["unmet"]),
    ("Patients are excluded if creatinine > 2 mg/dL", ["unmet"]),
    # nothing that can be told
    ("No renal impairment (creatinine > 2 mg/dL)", [None]),
    ("Patients with creatinine > 2 mg/dL are allowed", [None]),
    ("Patients with a total bilirubin > 1.5 x ULN and direct bilirubin ≤ 1.5 x ULN will be permitted", [None, None]),
    (
        "Bilirubin ≤ 1.5 x ULN, or direct bilirubin ≤ ULN for patients with total bilirubin > 1.5 x ULN",
        ["met", "met", None],
    ),
    ("Biopsy if PSA > 4 ng/mL", [None]),
    ("In patients with creatinine > 2 mg/dL, a clearance is measured", [None]),
    ("Colony stimulating factor for patients with ANC < 1000/mm3", [None]),
    ("Two drugs to achieve systolic blood pressure < 140 mmHg", [None]),
    ("ALT ≤ 2.5 x ULN in the absence of metastases or up to 5 x ULN with metastases", ["met", "met"]),
    ("Stable dose unless potassium < 3.5 mmol/L", [None]),
]
EXCLUSION = [
    ("ALT > 3 x ULN", ["unmet"]),
    ("Hypertension if systolic blood pressure > 160 mmHg", ["unmet"]),
    ("Inadequate organ function with platelets ≤ 100,000/mm3", ["unmet"]),
    ("Patients must not have creatinine > 2 mg/dL", ["unmet"]),
    ("BMI > 40 kg/m2 is not allowed", ["unmet"]),
    # what is asked for among what excludes
    ("Hemoglobin must be at least 9 g/dL", ["met"]),
    ("Inability to maintain systolic blood pressure < 140 mmHg", ["met"]),
    ("Does not meet: WBC > 3000/mm3", ["met"]),
    ("Does not have a creatinine clearance ≥ 60 mL/min", ["met"]),
    # nothing that can be told
    ("No QTc > 450 ms", [None]),
    ("Transfusions given to maintain hemoglobin > 9 g/dL", [None]),
    ("Hepatitis even if ALT ≤ 5 x ULN", [None]),
    ("Tea, until ALT has returned to ≤ 1 x ULN", [None]),
    ("Warfarin, provided that INR ≤ 1.5", [None]),
    ("Heart failure with or without LVEF < 40%", [None]),
    ("Fatty liver; such people are eligible only if ALT ≤ 3 x ULN", [None]),
    ("eGFR < 30 mL/min (patients with eGFR ≥ 30 mL/min are eligible)", ["unmet", None]),
    ("ALT > 3 x ULN unless bilirubin < 1 mg/dL", ["unmet", None]),
]
LISTS = [
    (["Inclusion Criteria:", "- None of the following:", "  - ALT > 3 x ULN"], ["unmet"]),
    (["Inclusion Criteria:", "- All of the following:", "  - ALT < 3 x ULN"], ["met"]),
    (["Inclusion Criteria:", "- No liver disease:", "  - ALT > 3 x ULN"], [None]),
    (["Inclusion Criteria:", "- No prior cancer except the following:", "  - PSA < 1 ng/mL"], [None]),
    (["Inclusion Criteria:", "- Patients with any of the following are excluded:", "- ALT > 3 x ULN"], ["unmet"]),
    (["Exclusion Criteria:", "- Any of the following:", "  - ALT > 3 x ULN"], ["unmet"]),
    (["Exclusion Criteria:", "- Patients may not have any of the following:", "  - ALT > 3 x ULN"], ["unmet"]),
    (["Exclusion Criteria:", "- Does not meet all of the following:", "  - ALT < 3 x ULN"], ["met"]),
    (["Exclusion Criteria:", "- None of the following:", "  - ALT > 3 x ULN"], [None]),
    (["Eligibility:", "- ALT < 3 x ULN"], [None]),
    (["Inclusion Criteria:", "- Clinical Exclusion Criteria", "  - ALT > 3 x ULN"], ["unmet"]),
    (["Exclusion Criteria:", "- Inclusion criteria for step 2:", "  - ALT < 3 x ULN"], ["met"]),
]


def _asked(lines: list[str]) -> list[str | None]:
    page = read_page(decode("\n\n".join(["A Study of Tea", *lines]).encode(), path="page.txt"))
    numbers = {place: n for n, p in enumerate(page.passages) for place in range(p.start, p.end)}
    return [asked_of(page, numbers[found.start], found.start, found.end, denied=found.negated) for found in find(page)]


@pytest.mark.parametrize(("text", "asked"), INCLUSION)
def test_inclusion(text: str, asked: list[str | None]):
    assert _asked(["Inclusion Criteria:", f"- {text}"]) == asked


@pytest.mark.parametrize(("text", "asked"), EXCLUSION)
def test_exclusion(text: str, asked: list[str | None]):
    assert _asked(["Exclusion Criteria:", f"- {text}"]) == asked


@pytest.mark.parametrize(("lines", "asked"), LISTS)
def test_lists(lines: list[str], asked: list[str | None]):
    assert _asked(lines) == asked
