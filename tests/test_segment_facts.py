"""Facts between dividers, in headers and footers: what is read, and what is left open."""

from __future__ import annotations

import pytest

from trialsift.facts import trial_facts
from trialsift.organisations import is_organisation, name_at, name_before


def _facts(page):
    trial = trial_facts(page)
    values = {
        "ids": [fact.value for fact in trial.ids],
        "status": trial.status and trial.status.value,
        "phases": [fact.value for fact in trial.phases],
        "sponsor": trial.sponsor and trial.sponsor.value,
    }
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "NCT09990001 | ELM-SEA-7 | Elm Hospital Trust | Recruiting",
            {"ids": ["NCT09990001", "ELM-SEA-7"], "status": "RECRUITING", "sponsor": "Elm Hospital Trust"},
        ),
        (
            "Elm Hospital Trust, NCT09990001, Completed",
            {"ids": ["NCT09990001"], "status": "COMPLETED", "sponsor": "Elm Hospital Trust"},
        ),
        ("OPEN / Phase 2/3 / 18 to 60 years", {"status": "RECRUITING", "phases": ["PHASE2", "PHASE3"]}),
        ("All sexes - N/A - NCT09990001", {"ids": ["NCT09990001"], "phases": ["NA"]}),
        (
            "NCT09990001. ISRCTN09990002. Sponsor: University of Elmfield. Ask for Ada.",
            {"ids": ["NCT09990001", "ISRCTN09990002"], "sponsor": "University of Elmfield"},
        ),
        (
            "Numbers: NCT09990001; EU CT 2025-500001-12-00.",
            {"ids": ["NCT09990001", "2025-500001-12-00"]},
        ),
        ("SEALEGS-2 (NCT09990001) is here", {"ids": ["NCT09990001"]}),
        ("NCT09990001. ABC-114 helps sailors.", {"ids": ["NCT09990001"]}),
        ("Sailors with gout, planned, and others", {}),
        ("More studies: gout (phase 2), ginger at sea", {}),
    ],
)
def test_facts_side_by_side(make_page, text, facts):
    assert _facts(make_page(("outcomes.other", "outcome", text))) == facts


def test_number_of_another_trial_lends_no_status(make_page):
    page = make_page(
        ("design", "ids", "NCT09990001"), ("outcomes.other", "outcome", "Ginger at sea | NCT09990002 | Completed")
    )
    assert _facts(page) == {"ids": ["NCT09990001"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Elm Institute of Rehabilitation. We need 60 people", "Elm Institute of Rehabilitation"),
        ("Elm Heart Center, Dept. of Anesthesia", "Elm Heart Center"),
        ("Dental School, University of Elmfield.", "Dental School, University of Elmfield"),
        ("Institute for Food, Elmfield", "Institute for Food, Elmfield"),
        ("Elm Hospital, Iceland", "Elm Hospital"),
        ("Elm Biologics Co., Ltd.", "Elm Biologics Co., Ltd."),
        ("St. Elm Hospital. Yes", "St. Elm Hospital"),
        ("Elm Fertility Trust In one sentence", "Elm Fertility Trust"),
        ("Prof. Ada Elm", None),
        ("Foundation, which", None),
        ("two nurses", None),
    ],
)
def test_name_of_organisation(text, name):
    place = name_at(text)
    assert (place and text[slice(*place)]) == name


def test_name_before_its_role():
    text = "It is NCT09990001. The Elm-Ash Institute is the sponsor."
    place = name_before(text, text.index(" is the sponsor"))
    assert place and text[slice(*place)] == "Elm-Ash Institute"


@pytest.mark.parametrize(
    ("text", "says"),
    [("Elm & Ash Pharmaceuticals", True), ("Elm and ash", False), ("LX-BV-002", False), ("Ada Elm", False)],
)
def test_organisation(text, says):
    assert is_organisation(text) is says


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Recruiting", "Ginger tea against sea sickness"),
        ("Home | Trials | Gout", "Ginger tea against sea sickness"),
        ("Elm Hospital Trust", "Ginger tea against sea sickness"),
        ("Tea for sailors", "Tea for sailors"),
        ("Group Care for Sailors With Gout at Sea", "Group Care for Sailors With Gout at Sea"),
    ],
)
def test_title_is_no_status_trail_or_owner(make_page, first, title):
    page = make_page(("title", "title", first), ("summary", None, "Ginger tea against sea sickness"))
    assert trial_facts(page).title.value == title
