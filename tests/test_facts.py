"""Facts of a trial: fields as sites write them → the registries' own vocabulary, each with its place."""

from __future__ import annotations

import msgspec
import pytest

from trialsift.facts import trial_facts
from trialsift.registry_ids import find_ids
from trialsift.registry_terms import registry_term


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("status", "Recruiting", "RECRUITING"),
        ("status", "Active, not recruiting", "ACTIVE_NOT_RECRUITING"),
        ("status", "Prematurely Ended", "TERMINATED"),
        ("status", "See the sponsor's page", None),
        ("status", "Open to recruitment", "RECRUITING"),
        ("status", "This study is currently recruiting", "RECRUITING"),
        ("status", "Recruiting since May 2024", "RECRUITING"),
        ("status", "No longer recruiting", "ACTIVE_NOT_RECRUITING"),
        ("status", "Results pending review", None),
        ("sex", "Men and women", "ALL"),
        ("sex", "Both males and females", "ALL"),
        ("sex", "Boys and girls", "ALL"),
        ("sex", "Healthy people", None),
        ("masking", "Double-blind", "DOUBLE"),
        ("masking", "Blinded (masking used)", None),
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
        ("Phase II a", ["PHASE2"]),
        ("Phase IIa", ["PHASE2"]),
        ("III", ["PHASE3"]),
        ("Phase One/Two", ["PHASE1", "PHASE2"]),
        ("Phase 1b/2a", ["PHASE1", "PHASE2"]),
        ("Phase 2, 3 arms", ["PHASE2"]),
        ("Therapeutic exploratory (Phase II)", ["PHASE2"]),
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
        ("4,200 children enrolled", 4200, "actual"),
        ("A total of 34 patients will be accrued", 34, "estimated"),
        ("Group A:72;Group B:72;Group C:72;", 216, None),
    ],
)
def test_enrollment(make_page, text, value, kind):
    found = trial_facts(make_page(("design", "enrollment", text))).enrollment
    assert (found.value, found.kind) == (value, kind)


@pytest.mark.parametrize("text", ["16 to 45. Sex: all", "18 or older", "six sessions of 50 minutes"])
def test_ages_and_times_are_no_enrollment(make_page, text):
    assert trial_facts(make_page(("design", "enrollment", text))).enrollment is None


def test_the_status_tells_whether_people_were_counted_or_planned(make_page):
    def kind(status):
        page = make_page(("design", "status", status), ("design", "enrollment", "60 patients"))
        return trial_facts(page).enrollment.kind

    assert [kind(status) for status in ("Recruiting", "Completed", "See below")] == ["estimated", "actual", None]


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


def _values(page):
    trial = trial_facts(page)
    facts = {name: getattr(trial, name) for name in trial.__struct_fields__}
    return {
        name: [item.value for item in fact] if isinstance(fact, list) else fact.value
        for name, fact in facts.items()
        if fact
    }


def test_own_numbers_beside_registry_numbers(make_page):
    page = make_page(("design", "ids", "NCT01234567; LRC-2207; see the protocol"), ("design", "ids", "IRB 22-101"))
    assert _values(page) == {"ids": ["NCT01234567", "LRC-2207", "IRB 22-101"]}


def test_numeric_dates_follow_the_order_of_the_page(make_page):
    page = make_page(
        ("design", "start_date", "03/04/2024"), ("design", "completion_date", "25/12/2026"), ("other", None, "-")
    )
    assert _values(page) == {"start_date": "2024-04-03", "completion_date": "2026-12-25"}
    assert _values(make_page(("design", "start_date", "03/04/2024"))) == {"start_date": "2024"}


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Iceland, Norway and Chile", ["Iceland", "Norway", "Chile"]),
        ("Sweden - MPA", ["Sweden"]),
        ("Iran, Islamic Republic of", ["Iran"]),
        ("Korea, Republic of; USA", ["South Korea", "United States"]),
        ("United States, Georgia", ["United States"]),
        ("United States, Germany, Georgia", ["United States", "Germany", "Georgia"]),
        ("Malta\tMali", ["Malta", "Mali"]),
        ("FRANCE", ["France"]),
        ("Iran University Hospital", []),
        ("several sites", []),
    ],
)
def test_countries(make_page, text, countries):
    assert [fact.value for fact in trial_facts(make_page(("design", "countries", text))).countries] == countries


@pytest.mark.parametrize(
    ("heading", "text", "sponsor"),
    [
        ("Sponsor", "Alder Hospital", "Alder Hospital"),
        ("Sponsor information", "Alder University, University/education", "Alder University"),
        ("Responsible Party", "Alder Hospital", "Alder Hospital"),
        ("Responsible Party", "Ada Elm, MD, Alder Hospital", None),
        ("Responsible Party", "Sponsor", None),
        ("Sponsor", "Not provided", None),
    ],
)
def test_sponsor(make_page, heading, text, sponsor):
    found = trial_facts(make_page(("design", "sponsor", text, heading))).sponsor
    assert (found and found.value) == sponsor


def test_sex_of_two_fields(make_page):
    page = make_page(("eligibility", "sex", "Female"), ("eligibility", "sex", "Male"))
    assert _values(page) == {"sex": "ALL"}


def test_title_of_generic_words_is_none(make_page):
    page = make_page(
        ("title", "title", "Clinical trial 2020-123456-12"), ("title", "official_title", "Ginger for sea sickness")
    )
    assert _values(page) == {
        "ids": ["2020-123456-12"], "title": "Ginger for sea sickness", "official_title": "Ginger for sea sickness",
    }  # fmt: skip


def test_facts_of_titles_and_criteria_where_no_field_states_them(make_page):
    page = make_page(
        ("title", "title", "A Randomised Open-label Phase II Trial of Ginger Tea for Sea Sickness (SEALEGS)"),
        ("summary", None, "About 60 sailors and 20 other people will take part in it."),
        ("eligibility.inclusion", None, "Men and women aged 18 to 60 years"),
        ("eligibility.inclusion", None, "Sea sick at least 3 years in a row"),
    )
    found = _values(page)
    found.pop("title")
    assert found == {
        "acronym": "SEALEGS", "phases": ["PHASE2"], "allocation": "RANDOMIZED", "masking": "NONE",
        "min_age": 18, "max_age": 60, "sex": "ALL",
    }  # fmt: skip


def test_fields_come_before_statements(make_page):
    page = make_page(
        ("title", "title", "A Double-blind Trial of Ginger Tea"),
        ("design", "masking", "Quadruple"),
        ("eligibility", "ages", "18 Years and older"),
        ("eligibility.inclusion", None, "Aged 21 to 60 years"),
    )
    found = _values(page)
    found.pop("title")
    assert found == {"masking": "QUADRUPLE", "min_age": 18}


def test_criteria_that_differ_state_no_age(make_page):
    page = make_page(
        ("eligibility.inclusion", None, "Adults aged 18 to 60 years"),
        ("eligibility.inclusion", None, "Children aged 6 to 12 years"),
        ("eligibility.exclusion", None, "Aged 90 or older"),
    )
    assert _values(page) == {}


def test_what_a_label_says_of_its_value(make_page):
    page = make_page(
        ("design", "start_date", "2022-12-01", "Planned study start date"),
        ("design", "start_date", "2022-12-08", "Actual study start date"),
        ("design", "dates", "May 2021 - June 2026", "Study dates"),
        ("design", "enrollment", "60", "Sample size"),
        ("design", "enrollment", "120", "Total sample size"),
        ("design", "sponsor", "University", "Primary sponsor type"),
        ("design", "sponsor", "ELM UNIVERSITY and is in collaboration with Gout Charity.", "sponsored by"),
        ("design", "ids", "HZ-5 / NCT09990909 / 2021-004444-11", "Study identifiers"),
        ("design", "countries", "Germany · Poland", "Countries"),
        ("title", "acronym", "NIL", "Acronym"),
    )
    trial = trial_facts(page)
    assert (trial.start_date.value, trial.completion_date.value) == ("2022-12-08", "2026-06")
    assert trial.enrollment.value == 120
    assert (trial.sponsor.value, [fact.value for fact in trial.collaborators]) == ("ELM UNIVERSITY", ["Gout Charity"])
    assert [fact.value for fact in trial.ids] == ["HZ-5", "NCT09990909", "2021-004444-11"]
    assert [fact.value for fact in trial.countries] == ["Germany", "Poland"]
    assert trial.acronym is None
