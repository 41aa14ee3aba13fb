"""Facts of a trial: fields as sites write them → the registries' own vocabulary, each with its place."""

from __future__ import annotations

import msgspec
import pytest

from trialsift.facts import registry_term, trial_facts
from trialsift.registry_ids import find_ids


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("status", "Recruiting", "RECRUITING"),
        ("status", "Active, not recruiting", "ACTIVE_NOT_RECRUITING"),
        ("status", "Prematurely Ended", "TERMINATED"),
        ("status", "See the sponsor's page", None),
        ("masking", "Double (Participant, Investigator)", "DOUBLE"),
        ("masking", "Open label", "NONE"),
        ("allocation", "Randomised", "RANDOMIZED"),
        ("allocation", "by centre", None),
        ("sex", "Female", "FEMALE"),
        ("sex", "Both", "ALL"),
        ("study_type", "Interventional (Clinical Trial)", "INTERVENTIONAL"),
        ("primary_purpose", "Treatment", "TREATMENT"),
        ("intervention_model", "Parallel Assignment", "PARALLEL"),
    ],
)
def test_terms_of_the_registries(field, text, value):
    assert registry_term(field, text) == value


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("NCT01234567", ["NCT01234567"]),
        ("see NCT 01234567 and nct07654321", ["NCT01234567", "NCT07654321"]),
        ("EudraCT 2012-001234-56", ["2012-001234-56"]),
        ("EU CT 2023-501234-12-00", ["2023-501234-12-00"]),
        ("ISRCTN 12345678; ACTRN12612000123456p", ["ISRCTN12345678", "ACTRN12612000123456p"]),
        (
            "ChiCTR-TRC-12001234, DRKS00001234, jRCT1031200123",
            ["ChiCTR-TRC-12001234", "DRKS00001234", "jRCT1031200123"],
        ),
        ("UMIN000012345 CTRI/2019/05/019012 KCT0001234", ["UMIN000012345", "CTRI/2019/05/019012", "KCT0001234"]),
        ("NCT0123456", []),
        ("call 2012-001234-567", []),
        ("grant R01-123456", []),
    ],
)
def test_registry_numbers(text, ids):
    assert [value for _, _, value in find_ids(text)] == ids


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("Phase 2", ["PHASE2"]),
        ("Phase II/III", ["PHASE2", "PHASE3"]),
        ("Phase 1 Phase 2", ["PHASE1", "PHASE2"]),
        ("Phase1|Phase2", ["PHASE1", "PHASE2"]),
        ("PHASE2, PHASE3", ["PHASE2", "PHASE3"]),
        ("Early Phase 1", ["EARLY_PHASE1"]),
        ("Phase 0", ["EARLY_PHASE1"]),
        ("N/A", ["NA"]),
        ("Not Applicable", ["NA"]),
        ("IV", ["PHASE4"]),
        ("Phase 2b", ["PHASE2"]),
        ("Human pharmacology", []),
    ],
)
def test_phases(make_page, text, phases):
    page = make_page(("design", "phases", text))
    assert [fact.value for fact in trial_facts(page).phases] == phases


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("120 participants", 120, None),
        ("1,240 (Actual)", 1240, "actual"),
        ("Estimated: 60", 60, "estimated"),
        ("Target sample size 88", 88, "estimated"),
        ("12 000 anticipated", 12000, "estimated"),
    ],
)
def test_enrollment(make_page, text, value, kind):
    found = trial_facts(make_page(("design", "enrollment", text))).enrollment
    assert (found.value, found.kind) == (value, kind)


def test_design_string_is_taken_apart(make_page):
    page = make_page(("design", "design", "Allocation: Randomized. Intervention model: Crossover. Masking: Single."))
    trial = trial_facts(page)
    assert (trial.allocation.value, trial.intervention_model.value, trial.masking.value) == (
        "RANDOMIZED", "CROSSOVER", "SINGLE",
    )  # fmt: skip


def test_every_fact_stands_where_it_says(make_page):
    page = make_page(
        ("title", "title", "Ginger for sea sickness"),
        ("design", "ids", "NCT01234567"),
        ("design", "status", "Recruiting"),
        ("design", "countries", "Iceland, Norway"),
        ("eligibility", "healthy_volunteers", "No"),
    )
    trial = trial_facts(page)
    text = page.source.text
    facts = [trial.title, *trial.ids, trial.status, *trial.countries, trial.healthy_volunteers]
    assert [text[fact.start : fact.end] for fact in facts] == [
        "Ginger for sea sickness", "NCT01234567", "Recruiting", "Iceland", "Norway", "No",
    ]  # fmt: skip
    assert trial.healthy_volunteers.value is False


def test_page_that_says_nothing_gives_no_fact(make_page):
    trial = trial_facts(make_page(("summary", None, "Some words about a walk in the woods.")))
    assert not any(msgspec.structs.astuple(trial))


def test_first_value_on_the_page_counts(make_page):
    page = make_page(("design", "status", "Completed"), ("design", "status", "Recruiting"))
    assert trial_facts(page).status.value == "COMPLETED"
