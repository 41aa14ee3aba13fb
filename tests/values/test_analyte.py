"""Names of what is measured, found in text and told apart; every row of the tables proves itself by its example."""

from __future__ import annotations

from collections import defaultdict
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.analyte import analyte_key, analyte_named, analytes, find_analytes, same_analyte
from trialsift.vocab import table

KINDS = ("lab", "vital", "score", "imaging", "function")
MARKS = "~!=^"


def _found(text):
    return [(text[match.start : match.end], match.analyte.name) for match in find_analytes(text)]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_found_in_their_examples(kind):
    rows = [row for row in table("analytes") if row["kind"] == kind]
    assert rows
    found = {row["name"]: [name for _, name in _found(row["example"])] for row in rows}
    assert {name: names for name, names in found.items() if names != [name]} == {}


def test_rows_have_a_known_kind():
    assert {row["kind"] for row in table("analytes")} == set(KINDS)


def test_there_are_enough_rows():
    assert len(analytes()) >= 380


def test_no_name_stands_twice():
    names = [analyte.name for analyte in analytes()]
    assert sorted(set(names)) == sorted(names)


def test_no_synonym_names_two_rows():
    owners = defaultdict(set)
    for analyte in analytes():
        for synonym in (analyte.name, *analyte.synonyms):
            owners[synonym if synonym[0] in MARKS else synonym.lower()].add(analyte.name)
    assert {synonym: names for synonym, names in owners.items() if len(names) > 1} == {}


def test_synonyms_lead_to_their_row():
    wrong = [
        (synonym, analyte.name)
        for analyte in analytes()
        for synonym in (analyte.name, *analyte.synonyms)
        if synonym[0] not in MARKS and analyte_named(synonym) is not analyte
    ]
    assert wrong == []


def test_ranges_of_scores_ascend():
    assert [a.name for a in analytes() if (a.low is None) != (a.high is None)] == []
    assert [a.name for a in analytes() if a.low is not None and a.high is not None and a.low >= a.high] == []


@pytest.mark.parametrize("row", table("analyte_qualifiers"), ids=lambda row: row["words"])
def test_qualifier_belongs_to_the_name_or_says_nothing(row):
    if row["place"] == "aside":
        assert analyte_named(row["example"]) is not None
    else:
        assert [text for text, _ in _found(row["example"])] == [row["example"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # plain names, in any case
        ("alt", [("alt", "alt")]),
        ("ALT and Ast", [("ALT", "alt"), ("Ast", "ast")]),
        ("INR>1.5", [("INR", "inr")]),
        ("wbc under 3", [("wbc", "wbc")]),
        ("Hb ≥ 9 g/dL", [("Hb", "hemoglobin")]),
        # plurals, hyphens, slashes, line breaks
        ("platelets count", [("platelets count", "platelet count")]),
        ("alpha-feto protein", [("alpha-feto protein", "afp")]),
        ("alkaline\n     phosphatase", [("alkaline\n     phosphatase", "alkaline phosphatase")]),
        ("Child- Pugh B", [("Child- Pugh", "child-pugh score")]),
        ("FEV1/FVC ratio", [("FEV1/FVC ratio", "fev1/fvc")]),
        ("AST/ALT", [("AST", "ast"), ("ALT", "alt")]),
        ("HLA-B*5701 negative", [("HLA-B*5701", "hla-b*5701")]),
        ("BCR::ABL1", [("BCR::ABL1", "bcr-abl")]),
        ("t(9;22)(q34;q11) found", [("t(9;22)(q34;q11)", "t(9;22)")]),
        ("P. falciparum parasitaemia", [("P. falciparum parasitaemia", "parasite density")]),
        # British spellings
        ("haemoglobin", [("haemoglobin", "hemoglobin")]),
        ("leucocytes", [("leucocytes", "wbc")]),
        ("oestradiol", [("oestradiol", "estradiol")]),
        ("antinuclear antibody titre", [("antinuclear antibody titre", "ana")]),
        ("glycaemia", [("glycaemia", "glucose")]),
        # slips of one letter
        ("creatinin", [("creatinin", "creatinine")]),
        ("bilrubin", [("bilrubin", "total bilirubin")]),
        ("hemaglobin", [("hemaglobin", "hemoglobin")]),
        ("creatinine clearence", [("creatinine clearence", "creatinine clearance")]),
        ("neutrohpil count", [("neutrohpil count", "absolute neutrophil count")]),
        # qualifiers and what stands in brackets
        ("serum creatinine level", [("serum creatinine level", "creatinine")]),
        ("Mean pre-dialysis Hb concentration", [("Mean pre-dialysis Hb concentration", "hemoglobin")]),
        ("absolute neutrophil count (ANC)", [("absolute neutrophil count (ANC)", "absolute neutrophil count")]),
        ("ALT (SGPT) levels", [("ALT (SGPT) levels", "alt")]),
        (r"white blood cell \[WBC\] count", [(r"white blood cell \[WBC\] count", "wbc")]),
        ("cerebrospinal fluid (CSF) cytology", [("cerebrospinal fluid (CSF) cytology", "csf cytology")]),
        ("SGOT (AST) and SGPT (ALT)", [("SGOT (AST)", "ast"), ("SGPT (ALT)", "alt")]),
        ("ALT/AST (SGPT/SGOT)", [("ALT", "alt"), ("AST (SGPT/SGOT)", "ast")]),
        ("mean SBP (systolic blood pressure)", [("mean SBP (systolic blood pressure)", "systolic blood pressure")]),
        ("PCO(2) target", [("PCO(2)", "pco2")]),
        ("creatinine (mg/dL)", [("creatinine", "creatinine")]),
        ("fasting plasma glucose (FPG)", [("fasting plasma glucose (FPG)", "fasting glucose")]),
        # the longest name wins
        ("urine albumin to creatinine ratio", [("urine albumin to creatinine ratio", "albumin-to-creatinine ratio")]),
        ("direct bilirubin", [("direct bilirubin", "direct bilirubin")]),
        ("HbA1c and Hb", [("HbA1c", "hba1c"), ("Hb", "hemoglobin")]),
        # the same letters for two things
        ("eGFR below 30", [("eGFR", "egfr")]),
        ("EGFR below 30", [("EGFR", "egfr")]),
        ("EGFR-mutant", [("EGFR", "egfr mutation")]),
        ("HR above 100", [("HR", "heart rate")]),
        ("HR-positive", [("HR", "hormone receptor")]),
        ("PR > 240 ms", [("PR", "pr interval")]),
        ("ER/PR negative", [("ER", "estrogen receptor"), ("PR", "progesterone receptor")]),
        ("IgA of 5 g/L", [("IgA", "immunoglobulin a")]),
        ("IGA of 3 or 4", [("IGA", "investigator global assessment")]),
        # short names in a comparison
        ("K > 5.5", [("K", "potassium")]),
        ("Na+ below 130 mmol/L", [("Na", "sodium")]),
        ("PT and PTT normal", [("PT", "prothrombin time"), ("PTT", "aptt")]),
        ("PT/PTT within normal limits", [("PT", "prothrombin time"), ("PTT", "aptt")]),
        ("TB≥171 μmol/L", [("TB", "total bilirubin")]),
        ("EF < 40%", [("EF", "lvef")]),
        ("PS 0-1", [("PS", "performance status")]),
        ("SpO₂ < 90%", [("SpO₂", "spo2")]),
        ("ECGs", [("ECGs", "ecg")]),
        # a text in small letters
        ("anc < 1500 and kps of 70", [("anc", "absolute neutrophil count"), ("kps", "karnofsky performance status")]),
        ("egfr < 30, pt > 15 s", [("egfr", "egfr"), ("pt", "prothrombin time")]),
        ("ph below 7.3", [("ph", "ph")]),
    ],
)
def test_names_are_found(text, found):
    assert _found(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "all patients",
        "as needed",
        "in the past",
        "a lt",
        "k",
        "K",
        "pt",
        "The PT was sent home",
        "na",
        "N/A",
        "had a stroke",
        "well tolerated",
        "Well differentiated",
        "so far",
        "the gold standard",
        "radiation port",
        "with salt",
        "Salt intake",
        "an aspect of care",
        "several aspects",
        "the news",
        "an act of violence",
        "cat allergy",
        "a map",
        "audit of the records",
        "the garden",
        "quick recovery",
        "tuberculosis (TB)",
        "MDR TB since birth",
        "FSGS",
        "LAM",
        "EGFRvIII",
        "ER visit",
        "stable disease",
        "transferring patients",
        "hepatoma",
        "Thymoglobulin",
        "prednisone",
        "age of 18 years",
        "life expectancy of 3 months",
        "pain",
        "tumor",
        "lesion",
        "ulcer disease",
        "PR of the tumour",
        "CO poisoning",
        "Child's name",
        "at least 3 of them",
        "grade 3",
        "stage IV",
        "four times",
        "should be fine",
        "95% CI 1.2 to 3.4",
        "Ca",
        "PD-1",
        "10 mg at least 3 times a day",
        "this is 5 of them",
        "",
    ],
)
def test_other_words_are_no_names(text):
    assert _found(text) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("bilirubin", "total bilirubin"),
        ("Serum Bilirubin", "TBIL"),
        ("sgot", "ast"),
        ("alat", "SGPT"),
        ("platelets", "thrombocyte count"),
        ("wbc", "leukocytes"),
        ("total leucocyte count", "white blood cell"),
        ("hb concentration", "haemoglobin"),
        ("creatinine", "serum creatinine"),
        ("clcr", "creatinine clearance"),
        ("anc", "absolute neutrophil count"),
        ("ecog", "ecog performance status"),
        ("karnofsky score", "karnofsky performance scale"),
        ("qtcf", "QTc Fridericia"),
        ("ejection fraction", "lvef"),
        ("hemoglobin a1c", "hba1c"),
        ("meld", "meld score"),
        ("fasting blood glucose", "fpg"),
        ("urine pregnancy test", "pregnancy test"),
        ("peripheral blast count", "peripheral blood blasts"),
        ("etdrs bcva", "BCVA"),
        ("hads", "HADS-A"),
        ("stool frog count", "the stool frog"),
    ],
)
def test_synonyms_are_the_same(a, b):
    assert same_analyte(a, b)
    assert analyte_key(a) == analyte_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("bilirubin", "direct bilirubin"),
        ("alt", "ast"),
        ("creatinine", "creatinine clearance"),
        ("creatinine", "urine creatinine"),
        ("creatinine", "creatine kinase"),
        ("glucose", "fasting glucose"),
        ("ldl cholesterol", "hdl cholesterol"),
        ("calcium", "ionized calcium"),
        ("systolic blood pressure", "diastolic blood pressure"),
        ("fev1", "fvc"),
        ("qtc", "qt interval"),
        ("hbsag", "anti-hbs"),
        ("transferrin", "transferrin saturation"),
        ("protein c", "crp"),
        ("free t4", "thyroxine"),
        ("karnofsky performance status", "ecog performance status"),
        ("zebra count", "frog count"),
    ],
)
def test_different_things_are_not_the_same(a, b):
    assert not same_analyte(a, b)


def test_unknown_name_has_no_row():
    assert analyte_named("frog count") is None
    assert analyte_named("") is None


@pytest.mark.parametrize(
    ("name", "kind", "low", "high"),
    [
        ("ecog performance status", "score", 0, 5),
        ("karnofsky performance status", "score", 0, 100),
        ("child-pugh score", "score", 5, 15),
        ("meld score", "score", 6, 40),
        ("glasgow coma scale", "score", 3, 15),
        ("nihss", "score", 0, 42),
        ("modified rankin scale", "score", 0, 6),
        ("mmse", "score", 0, 30),
        ("edss", "score", 0, 10),
        ("madrs", "score", 0, 60),
        ("phq-9", "score", 0, 27),
        ("panss", "score", 30, 210),
        ("pasi", "score", 0, 72),
        ("gleason score", "score", 2, 10),
        ("apgar score", "score", 0, 10),
        ("cha2ds2-vasc", "score", 0, 9),
        ("lvef", "imaging", 0, 100),
        ("hemoglobin", "lab", None, None),
        ("systolic blood pressure", "vital", None, None),
        ("fev1", "function", None, None),
    ],
)
def test_kind_and_range(name, kind, low, high):
    analyte = analyte_named(name)
    assert analyte is not None
    assert (analyte.name, analyte.kind, analyte.low, analyte.high) == (name, kind, low, high)


_PIECES = (
    "serum ALT (SGPT) [ANC] K Na+ PT / and or , HR ER PR -positive > 5 mean pre-dialysis Hb levels count hæm ALT/AST "
    "blood pressure P. falciparum creatinine clearance ( ) [ ] \\> EGFR HADS"
)
_WORDS = st.sampled_from([*_PIECES.split(), "\n\n", "white blood cell (WBC) count"])


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=20).map(" ".join), st.lists(_WORDS, max_size=20).map("".join)))
def test_any_text_is_read_in_order_without_overlap(text):
    matches = find_analytes(text)
    places = [place for match in matches for place in (match.start, match.end)]
    assert places == sorted(places)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(text[match.start : match.end].strip() == text[match.start : match.end] for match in matches)


@pytest.mark.parametrize(
    "piece",
    [
        "serum ",
        "ALT (",
        "K, ",
        "PT and ",
        "blood - ",
        "Hb\n",
        "((",
        "A.",
        "creatinine clearance ",
        "no ",
        "bilirubin ((",
    ],
)
def test_time_is_linear_in_the_length(piece):
    find_analytes(piece * 100)  # builds the tables
    started = perf_counter()
    find_analytes(piece * 10_000 + "ALT")
    assert perf_counter() - started < 5
