"""The arms of a page, and which of them a place belongs to."""

from __future__ import annotations

import pytest

from trialsift.arms import Arms


def _read(page):
    """Return (label, type, texts that belong to it) for each arm of a page."""
    arms = Arms(page)
    texts = [[page.text_of(p) for p in page.passages if arms.at(p.start) == number] for number in range(len(arms.arms))]
    return [(arm.label, arm.type, held) for arm, held in zip(arms.arms, texts, strict=True)]


def test_arms_of_the_layout(make_page):
    page = make_page(
        ("arms", "arm", "Experimental: Tea", "", 1),
        ("arms", "arm.description", "three cups", "", 1),
        ("interventions", "intervention.other_name", "Zingiber", "", 1),
        ("arms", "arm.label", "Usual care", "", 2),
        ("arms", "arm.type", "No Intervention group", "", 2),
        ("arms", None, "Everyone may rest."),
        ("summary", None, "Tea is hot."),
    )
    assert _read(page) == [
        ("Tea", "EXPERIMENTAL", ["Experimental: Tea", "three cups", "Zingiber"]),
        ("Usual care", "NO_INTERVENTION", ["Usual care", "No Intervention group"]),
    ]
    first = Arms(page).arms[0]
    assert page.source.text[first.start : first.end] == "Tea"


def test_arms_without_groups_go_on_to_the_next(make_page):
    page = make_page(
        ("arms", "arm.label", "Tea"), ("arms", "arm.description", "three cups"), ("arms", "arm.label", "Rest"),
        ("summary", None, "Tea is hot."),
    )  # fmt: skip
    assert _read(page) == [("Tea", None, ["Tea", "three cups"]), ("Rest", None, ["Rest"])]


def test_labels_in_running_text(make_page):
    text = "Group A: ginger tea; Group B (control): black tea"
    page = make_page(("description", None, text), ("description", None, "Group A: three cups a day."))
    arms = Arms(page)
    assert [arm.label for arm in arms.arms] == ["Group A", "Group B (control)"]
    places = [text.index("ginger"), text.index("black"), page.text.index("three")]
    assert [arms.at(place) for place in places] == [0, 1, 0]


def test_sentences_behind_the_groups_are_of_none(make_page):
    page = make_page(("summary", None, "Group A: ginger tea. Group B: black tea, hot. All groups rest."))
    arms = Arms(page)
    assert [arms.at(page.text.index(word)) for word in ("ginger", "hot", "rest")] == [0, 1, None]


@pytest.mark.parametrize(
    "text",
    [
        "Group A: ginger tea",  # one group alone is no comparison
        "The control group was asked to rest.",
        "A group of sailors: many.",
    ],
)
def test_no_arms_in_running_text(make_page, text):
    assert Arms(make_page(("description", None, text))).arms == []


def test_arms_of_criteria_are_none(make_page):
    page = make_page(("eligibility.inclusion", None, "Group A: sailors; Group B: fishers"))
    assert Arms(page).arms == []


def test_announced_groups(make_page):
    page = make_page(
        ("description", None, "A coin puts you into one of two groups:"),
        ("description", None, "ginger tea 200 ml"),
        ("description", None, "black tea"),
        ("description", None, "All of it is free."),
    )
    assert _read(page) == [("ginger tea 200 ml", None, ["ginger tea 200 ml"]), ("black tea", None, ["black tea"])]


def test_a_list_behind_an_open_sentence(make_page):
    page = make_page(
        ("design", None, "Sailors are assigned by chance (1:1) to"),
        ("design", None, "ginger tea, or"),
        ("design", None, "black tea."),
        ("design", None, "Both groups rest."),
    )
    assert _read(page) == [("ginger tea", None, ["ginger tea, or"]), ("black tea", None, ["black tea."])]


def test_numbers_in_words(make_page):
    page = make_page(("summary", None, "Group one: tea at night."), ("summary", None, "Group two: rest."))
    assert [arm.label for arm in Arms(page).arms] == ["Group one", "Group two"]


@pytest.mark.parametrize(
    "text", ["Sailors are assigned by chance to", "Tea comes to", "The hospital is assigned to a port."]
)
def test_no_list_behind_a_sentence(make_page, text):
    page = make_page(("design", None, text), ("design", None, "Tea is hot."), ("design", None, "Rest is free."))
    assert Arms(page).arms == []


def test_arms_that_an_intervention_lists(make_page):
    page = make_page(
        ("arms", "arm.label", "Tea", "", 1),
        ("interventions", "intervention.name", "ginger", "", 2),
        ("interventions", "intervention.description", "200 ml", "", 2),
        ("interventions", None, "Tea"),
        ("interventions", "intervention.name", "bread", "", 3),
    )
    arms = Arms(page)
    assert [list(arms.named_with(number)) for number in range(5)] == [[], [0], [], [], []]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Tea:three cups a day;Water:three cups a day;", ["Tea", "Water"]),
        ("Homes are drawn by lot. Intervention: footbath. Control: usual care.", ["Intervention", "Control"]),
        ("Drug: Ginger;Drug: Placebo;", []),
        ("Control: water", []),
    ],
)
def test_arms_of_an_interventions_field(make_page, text, labels):
    assert [arm.label for arm in Arms(make_page(("interventions", "interventions", text))).arms] == labels
