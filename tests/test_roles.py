"""The part of a condition or an intervention by the sentence that names it."""

from __future__ import annotations

import time

import pytest

from trialsift.mention import Mention
from trialsift.roles import condition_role, intervention_role, place_of


def _place(make_page, section, text, label, name):
    page = make_page((section, None, text))
    start = text.index(name)
    return place_of(page, page.passages[0], Mention(start, start + len(name), label, "rule:test", 0.9))


@pytest.mark.parametrize(
    "text",
    [
        "This study looks at ginger in adults with gout.",
        "The purpose of this trial is to test ginger for the treatment of gout.",
        "PURPOSE: This phase II trial studies how well ginger works in treating patients with gout",
        "To evaluate the safety of ginger in gout patients",
        "We aim to compare ginger and rest in people who have painful gout",
        "We will assess ginger in preventing gout among sailors.",
        "This will be an open label, multicenter study of ginger therapy of patients with gout who sail.",
        "Gout hurts. The study tests ginger in sailors with recurrent gout.",
    ],
)
def test_condition_that_is_studied(make_page, text):
    assert _place(make_page, "summary", text, "CONDITION", "gout") == "studied"


@pytest.mark.parametrize(
    "text",
    [
        "Many sailors have gout.",
        "Ginger has long been taken by patients with gout.",
        "Among sailors, gout is frequent. This study looks at ginger in adults with vertigo.",
        "This study looks at ginger in adults without gout.",
        "The study counts sailors with vertigo and other diseases such as gout",
    ],
)
def test_condition_in_the_background(make_page, text):
    assert _place(make_page, "summary", text, "CONDITION", "gout") == "summary"


def test_the_course_of_a_disease_is_not_what_people_have(make_page):
    text = "This study tests ginger in patients with disease progression"
    assert _place(make_page, "summary", text, "CONDITION", "disease progression") == "summary"


@pytest.mark.parametrize(
    "text",
    [
        "Patients will receive ginger twice daily.",
        "Participants are randomly assigned to rest or ginger.",
        "This study tests whether ginger eases gout.",
        "To evaluate the efficacy of hot ginger in gout",
        "Arm I: Patients receive honey IV on days 1 and 8 and ginger on day 2.",
        "In this trial ginger will be given with breakfast.",
        "The investigational drug will be ginger.",
        "Determine the toxicity of honey in combination with ginger in these patients.",
        "What is the effect of ginger?",
        "Sailors who can take part will receive ginger.",
        "After honey, ginger is given IV on days 1 and 8.",
        "Patients with gout of the foot receive honey followed by ginger.",
    ],
)
def test_intervention_that_is_studied(make_page, text):
    assert _place(make_page, "description", text, "INTERVENTION", "ginger") == "studied"


@pytest.mark.parametrize(
    "text",
    [
        "Sailors have long been given ginger.",
        "In many harbours ginger is given to sailors.",
        "Ginger is a root. Some take ginger for pain.",
        "This study tests honey in patients treated with ginger.",
        "This study tests honey in patients who failed ginger",
        "The study tests honey after prior ginger",
        "Patients will receive honey during the weeks before ginger",
    ],
)
def test_intervention_in_the_background(make_page, text):
    assert _place(make_page, "description", text, "INTERVENTION", "ginger") == "description"


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("summary", "The study will compare honey with ginger in gout"),
        ("summary", "This trial tests honey versus ginger"),
        ("title", "Honey compared to ginger for gout"),
    ],
)
def test_intervention_that_is_compared_with(make_page, section, text):
    assert _place(make_page, section, text, "INTERVENTION", "ginger") == "compared"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sailors with gout cannot join.", "eligibility.exclusion"),
        ("They may not take part if they have gout.", "eligibility.exclusion"),
        ("Not eligible: gout, vertigo", "eligibility.exclusion"),
        ("Adults may take part if they have had gout for a year", "eligibility.inclusion"),
        ("Eligible: adults with gout", "eligibility.inclusion"),
        ("Adults may take part if they have gout. They may not take part if they sail.", "eligibility.inclusion"),
        ("Vertigo excludes. Many sailors have gout.", "other"),
    ],
)
def test_sentence_about_who_may_take_part(make_page, text, place):
    assert _place(make_page, "other", text, "CONDITION", "gout") == place


@pytest.mark.parametrize(
    ("places", "role"),
    [
        ({"studied", "eligibility.exclusion"}, "studied"),
        ({"summary", "eligibility.inclusion"}, "inclusion"),
        ({"summary"}, "background"),
        ({"compared"}, "background"),
    ],
)
def test_condition_role(places, role):
    assert condition_role(places) == role


@pytest.mark.parametrize(
    ("name", "places", "arm_types", "role"),
    [
        ("ginger", {"studied", "eligibility.exclusion"}, [], "studied"),
        ("ginger", {"keywords"}, [], "studied"),
        ("ginger", {"description"}, [None], "studied"),
        ("ginger", {"compared", "summary"}, [], "comparator"),
        ("ginger", {"compared", "studied"}, [], "studied"),
        ("placebo", {"studied"}, [], "comparator"),
        ("ginger", {"arms"}, ["ACTIVE_COMPARATOR"], "comparator"),
        ("ginger", {"arms"}, ["ACTIVE_COMPARATOR", "EXPERIMENTAL"], "studied"),
        ("ginger", {"eligibility.inclusion", "summary"}, [], "required"),
        ("ginger", {"eligibility.exclusion"}, [], "prohibited"),
        ("ginger", {"description", "outcomes.primary"}, [], "background"),
    ],
)
def test_intervention_role(name, places, arm_types, role):
    assert intervention_role(name, places, arm_types) == role


def test_a_long_title_takes_no_longer(make_page):
    def took(words: int) -> float:
        text = "tea compared to " * words
        page = make_page(("title", "title", text))
        mention = Mention(len(text) - 16, len(text) - 13, "INTERVENTION", "model:m", 0.9)
        start = time.process_time()
        for _ in range(100):
            place_of(page, page.passages[0], mention)
        return time.process_time() - start

    assert any(took(8_000) < 0.02 + 4 * took(500) for _ in range(3))  # a busy machine may spoil a measurement
