"""Conditions and interventions by rule: one row a case, marks as in annotations, unmarked rows are negatives."""

from __future__ import annotations

import pytest

from trialsift.annotate.marks import parse_marks
from trialsift.join import join
from trialsift.rules import condition, intervention

FREE_TEXT = """
Known ⟦C:severe renal insufficiency⟧ or ⟦C:hepatic failure⟧
History of ⟦C:myocardial infarction⟧, ⟦C:stroke⟧ or ⟦C:unstable angina⟧ within six months
⟦C:Non-small-cell lung cancer⟧ that has spread
⟦C:Cancer of the cervix⟧ treated before
⟦C:COVID-19⟧ confirmed by a swab
⟦C:Hepatic, cardiac or renal failure⟧ of any cause
⟦C:Locally advanced or metastatic breast cancer⟧
⟦C:Stage I, II, or III colorectal cancer⟧
⟦C:Psychiatric/neurological disease⟧ or ⟦C:gout⟧
No ⟦C:gout⟧ or ⟦C:renal failure⟧, ⟦C:stroke⟧ and ⟦C:severe asthma⟧
Women who are ⟦C:pregnant⟧ or ⟦C:breastfeeding⟧
Able to read and write
Any other disease or condition
Adequate organ function
A clinically significant illness
Beck Depression Inventory at baseline
The diagnosis was made by a physician
"""

TREATMENTS = """
Prior ⟦I:chemotherapy⟧ or ⟦I:radiotherapy⟧ within four weeks
Use of ⟦I:inhaled corticosteroids⟧ or ⟦I:rituximab⟧
⟦I:Hysterectomy⟧ before the age of forty
Patients receive ⟦I:placebo⟧ once
⟦I:ABX1234⟧ or ⟦I:QRS 12-3456⟧ is given
Amended on 11 FEB 2026 under ANRS 2004
Treatment as decided by the physician
A placebo-controlled study
Any other medication
Able to swallow
The gene was sequenced
"""


def _cases(block: str) -> list[str]:
    return [line for line in block.strip().splitlines()]


def _found(make_page, find, marked: str):
    text, spans = parse_marks(marked)
    page = make_page(("eligibility", None, text))
    found = [(m.start, m.end, text[m.start : m.end]) for m in join(find(page))]
    return found, [(s.start, s.end, s.text) for s in spans]


@pytest.mark.parametrize("marked", _cases(FREE_TEXT))
def test_conditions_in_free_text(make_page, marked: str):
    found, expected = _found(make_page, condition.find, marked)
    assert found == expected


@pytest.mark.parametrize("marked", _cases(TREATMENTS))
def test_interventions_in_free_text(make_page, marked: str):
    found, expected = _found(make_page, intervention.find, marked)
    assert found == expected


@pytest.mark.parametrize(
    ("field", "text", "names"),
    [
        ("conditions", "Asthma; Chronic Cough", ["Asthma", "Chronic Cough"]),
        ("conditions", "Leukemia, Myeloid, Acute", ["Leukemia, Myeloid, Acute"]),
        ("conditions", "Anemia, Gout", ["Anemia", "Gout"]),
        ("conditions", "Renal Cell Carcinoma, Kidney", ["Renal Cell Carcinoma"]),
        ("conditions", "Hepatic Failure Cirrhosis", ["Hepatic Failure", "Cirrhosis"]),
        ("conditions", "Chronic Hepatitis B", ["Chronic Hepatitis B"]),
        (
            "conditions",
            "Atrial Fibrillation, Persistent Obesity Sleep Apnea, Obstructive",
            ["Atrial Fibrillation, Persistent", "Obesity", "Sleep Apnea, Obstructive"],
        ),
        ("conditions", "HIV Infections Latent Tuberculosis", ["HIV Infections", "Latent Tuberculosis"]),
        (
            "conditions",
            "Renal Cell Carcinoma, Renal Cancer, Chronic Pain",
            ["Renal Cell Carcinoma", "Renal Cancer", "Chronic Pain"],
        ),
        (
            "conditions",
            "Spinocerebellar Ataxia Type 1, Spinocerebellar Ataxia Type 2",
            ["Spinocerebellar Ataxia Type 1", "Spinocerebellar Ataxia Type 2"],
        ),
        ("conditions", "Gout 328871 0", ["Gout"]),
        ("conditions", "Factor 5 deficiency type 2", ["Factor 5 deficiency type 2"]),
        (
            "conditions",
            "Health Condition 1: O14- Pre-eclampsia Health Condition 2: M10.1- Gout",
            ["Pre-eclampsia", "Gout"],
        ),
        ("conditions", "Gout, Brain and Nervous System", ["Gout"]),
        ("conditions", "GOUT 19", ["GOUT 19"]),
        ("conditions", "Gout, Tea-Associated; Gout, Asthma", ["Gout, Tea-Associated", "Gout", "Asthma"]),
        ("conditions", "Lasting Gout in Women and Men", ["Lasting Gout"]),
        ("conditions", "Gout, Larynx, Lip, Corpus Uteri, Esophagus", ["Gout"]),
        ("conditions", "Gouty Adult Solid Tumor; Gout Adults", ["Gouty Adult Solid Tumor", "Gout"]),
        (
            "conditions",
            "Unspecified Childhood Solid Tumor, Protocol Specific",
            ["Unspecified Childhood Solid Tumor, Protocol Specific"],
        ),
        ("conditions", "Gout of sailors who may take ginger, honey or tea", ["Gout of sailors"]),
        ("conditions", "Gout; The aim of the study is to learn about ginger, honey and tea", ["Gout"]),
        ("conditions", "May 4, 2011", []),
        ("conditions", "Yes", []),
        ("conditions", "Healthy Volunteers", []),
        ("keywords", "asthma, spirometry, quality of life", ["asthma"]),
        ("keywords", "cell sheet, scaffold", []),
    ],
)
def test_condition_fields(make_page, field: str, text: str, names: list[str]):
    page = make_page(("keywords" if field == "keywords" else "conditions", field, text))
    assert [text[m.start : m.end] for m in join(condition.find(page))] == names


def test_a_word_that_says_which_is_no_name(make_page):
    page = make_page(
        ("title", "title", "Waves for erectile dysfunction"),
        ("conditions", "conditions", "Vasculogenic Erectile Dysfunction"),
        ("summary", None, "Vasculogenic erectile dysfunction has become common."),
    )
    found = [page.text[m.start : m.end] for m in condition.find(page) if m.by == "rule:condition.conditions"]
    assert found == ["Vasculogenic Erectile Dysfunction"]


def test_what_says_which_one_is_no_entry_of_a_list(make_page):
    page = make_page(
        ("conditions", "conditions", "Diffuse Large B-Cell Lymphoma (DLBCL)"),
        ("summary", None, "Diffuse Large B-cell lymphoma, a lymphoma"),
    )
    found = [page.text[m.start : m.end] for m in join(condition.find(page)) if m.by.endswith("conditions")]
    assert found == ["Diffuse Large B-Cell Lymphoma"]


def test_unseparated_list_is_split_where_the_page_names_the_parts(make_page):
    page = make_page(
        ("conditions", "conditions", "Dry Eye Meibomian Gland Loss Blepharitis"),
        ("summary", None, "Dry eye and meibomian gland loss often come together, and blepharitis too."),
    )
    found = [page.text[m.start : m.end] for m in join(condition.find(page)) if m.by.endswith("conditions")]
    assert found == ["Dry Eye", "Meibomian Gland Loss", "Blepharitis"]


@pytest.mark.parametrize(
    ("conditions", "summary", "names"),
    [
        ("Crohn Disease Perianal Fistula", "Crohn disease often makes a perianal fistula.",
         ["Crohn Disease", "Perianal Fistula"]),
        ("Osteoarthritis, Knee Chronic Postsurgical Pain", "Chronic postsurgical pain follows knee osteoarthritis.",
         ["Osteoarthritis, Knee", "Chronic Postsurgical Pain"]),
    ],
)  # fmt: skip
def test_what_the_page_says_divides_a_list(make_page, conditions, summary, names):
    page = make_page(("conditions", "conditions", conditions), ("summary", None, summary))
    found = [page.text[m.start : m.end] for m in join(condition.find(page)) if m.by.endswith("conditions")]
    assert found == names


def test_short_name_in_brackets_names_its_repeats(make_page):
    page = make_page(
        ("summary", None, "Liver cirrhosis (LC) is common."),
        ("summary", None, "All with LC may join; all others may not."),
    )
    assert [page.text[m.start : m.end] for m in join(condition.find(page))] == ["Liver cirrhosis", "LC", "LC"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drug: Tamoxifen Drug: Letrozole", [("Tamoxifen", "drug"), ("Letrozole", "drug")]),
        (
            "Biological: tetanus vaccine;Device: needle-free injector",
            [("tetanus vaccine", "biological"), ("needle-free injector", "device")],
        ),
        ("DRUG: Cisplatin, RADIATION: Proton therapy", [("Cisplatin", "drug"), ("Proton therapy", "radiation")]),
        ("Drug: Comparator: cisplatin (+) gemcitabine", [("cisplatin", "drug"), ("gemcitabine", "drug")]),
        ("Drug: cisplatin (ABC-12-003-S1)", [("cisplatin", "drug")]),
        ("Biological: Grassivac Depot, Mitex", [("Grassivac Depot", "biological"), ("Mitex", "biological")]),
        ("Device: Standard dose, low flux dialysis", [("low flux dialysis", "device")]),
        ("Drug: active comparator", []),
        ("Behavioral: Control: Health Education Class", [("Health Education Class", "behavioral")]),
        ("Biological: Flu (inactivated) Vaccine", [("Flu (inactivated) Vaccine", "biological")]),
        ("Drug: cisplatin plus gemcitabine", [("cisplatin", "drug"), ("gemcitabine", "drug")]),
        ("Behavioral: pain and symptom management", [("pain and symptom management", "behavioral")]),
        ("Drug: KW-1234 (zelomab)", [("KW-1234", "drug"), ("zelomab", "drug")]),
        ("Aspirin", [("Aspirin", None)]),
        ("Drug: treatment", []),
        ("Gingerol capsules first; then ginger tea; from week 4 onwards; in all groups, every 3 months",
         [("Gingerol", None), ("ginger tea", None)]),
        ("Intervention1", []),
        ("No. of arms 4", []),
        ("Description", []),
        ("Biological: conventional therapy plus mesecel", [("conventional therapy", None), ("mesecel", "biological")]),
        ("Biological: Conventional plus mesecel treatment", [("mesecel treatment", "biological")]),
        ("Drug: conventional therapy", [("conventional therapy", "drug")]),
    ],
)  # fmt: skip
def test_intervention_field(make_page, text: str, names: list):
    page = make_page(("interventions", "interventions", text))
    found = [m for m in join(intervention.find(page)) if m.by == "rule:intervention.field"]
    assert [(text[m.start : m.end], m.attrs.get("type")) for m in found] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("gout; hip surgery; Metformin; quality of life", ["hip surgery", "Metformin"]),
        ("sailors, harbours, tea ceremony", []),
    ],
)
def test_interventions_of_keywords(make_page, text, names):
    page = make_page(("keywords", "keywords", text))
    found = [m for m in join(intervention.find(page)) if m.by == "rule:intervention.keywords"]
    assert [page.text[m.start : m.end] for m in found] == names


def test_the_number_of_a_study_in_brackets_is_no_short_name(make_page):
    page = make_page(("title", "title", "Azacitidine (AZA), part two: azacitidine (LEUK-16-001-S2)"))
    found = {page.text[m.start : m.end] for m in intervention.find(page)}
    assert found == {"Azacitidine", "AZA", "azacitidine"}


def test_an_amount_in_brackets_is_no_short_name(make_page):
    page = make_page(("title", "title", "Azacitidine (100mcg) and azacitidine (75mg/m2)"))
    assert {page.text[m.start : m.end] for m in intervention.find(page)} == {"Azacitidine", "azacitidine"}
