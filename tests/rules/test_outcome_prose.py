"""Outcome sections written out in sentences, and lines among outcomes that are none."""

import pytest

from trialsift.rules import outcome


def _found(make_page, *texts: str, section: str = "outcomes.other", heading: str = ""):
    page = make_page(*((section, "outcome", text, heading, number) for number, text in enumerate(texts, 1)))
    found = sorted(outcome.find(page), key=lambda m: m.start)
    return [(page.text[m.start : m.end], m.attrs.get("type"), m.attrs.get("time_frame")) for m in found]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Our main outcome is wet nights at week 8. We will also look at mood, school days missed and cost.", [
            ("wet nights", "primary", "week 8"), ("mood", "secondary", None), ("school days missed", "secondary", None),
            ("cost", "secondary", None),
        ]),
        ("Mainly: the share of people who sleep well. As well as that: naps and, after one year, weight.", [
            ("share of people who sleep well", "primary", None), ("naps", "secondary", None),
            ("weight", "secondary", "after one year"),
        ]),
        ("First of all, we count falls up to day 30. Then we measure how much tea is in the blood.", [
            ("falls", "primary", "up to day 30"), ("how much tea is in the blood", "secondary", None),
        ]),
        ("The two main things we look at, both at week 6, are how many people walk and how many work.", [
            ("how many people walk", "primary", "week 6"), ("how many work", "primary", "week 6"),
        ]),
        ("Main question: how many falls did people have in months 3 to 6?", [
            ("how many falls did people have", "primary", "in months 3 to 6"),
        ]),
        ("The most important thing: grip force, 3 months on.", [("grip force", "primary", "3 months on")]),
        ("They also measure: walking and balance, daily living (PDQ-39), nail length.", [
            ("walking", "secondary", None), ("balance", "secondary", None),
            ("daily living (PDQ-39)", "secondary", None), ("nail length", "secondary", None),
        ]),
        ("We also ask about itch, score the Itch Life Index (ILI) and look at nails.", [
            ("itch", "secondary", None), ("Itch Life Index (ILI)", "secondary", None), ("nails", "secondary", None),
        ]),
        ("The endpoint is relapse. Side effects such as rash, fever and cough will be recorded until week 9.", [
            ("relapse", "secondary", None), ("Side effects such as rash, fever and cough", None, "until week 9"),
        ]),
        ("The most important thing is falls. After that we look at naps. We also ask nurses about itch.", [
            ("falls", "primary", None), ("naps", "secondary", None), ("itch", "secondary", None),
        ]),
        ("Safety: falls and itch will be monitored throughout.", [("falls", None, None), ("itch", None, None)]),
        ("Wet nights within 90 days. Secondary: naps, itch.", [
            ("Wet nights within 90 days", None, None), ("naps", "secondary", None), ("itch", "secondary", None),
        ]),
        ("We thank everybody for their help.", []),
    ],
)  # fmt: skip
def test_written_out(make_page, text, measures):
    assert _found(make_page, text) == measures


def test_second_label_within_a_paragraph(make_page):
    text = "Grip strength six weeks after surgery. Secondary endpoints: pain, swelling and length of stay."
    assert _found(make_page, text, section="outcomes.primary", heading="Primary endpoint") == [
        ("Grip strength", "primary", "six weeks after surgery"), ("pain", "secondary", None),
        ("swelling", "secondary", None), ("length of stay", "secondary", None),
    ]  # fmt: skip


def test_line_that_names_the_side(make_page):
    assert _found(make_page, "First and foremost", "Falls", "Also", "Mood (week 2)") == [
        ("Falls", "primary", None), ("Mood", "secondary", "week 2"),
    ]  # fmt: skip


def test_note_of_time_holds_for_all_without_one(make_page):
    found = _found(make_page, "(6 months unless stated)", "Falls", "Mood, 2 weeks", heading="Secondary endpoints")
    assert [(text, frame) for text, _, frame in found] == [("Falls", "6 months"), ("Mood", "2 weeks")]


@pytest.mark.parametrize(
    "text",
    [
        "Mail tea@example.org or write below",
        "#tea #trial #sleep",
        "More?",
        "You may have fewer naps.",
        "dr. Vera Moss, 0800-555 0166",
        "See more at www.example.org",
        "- 3 -",
        "Caution: investigational device.",
    ],
)
def test_line_that_is_no_outcome(make_page, text):
    assert _found(make_page, text) == []


def test_question_of_the_page_ends_its_outcomes(make_page):
    lines = "Do you nap more?", "Falls", "Is it safe?", "Tea has been drunk for years.", "Mood"
    assert [text for text, _, _ in _found(make_page, *lines)] == ["Falls"]


def test_sentence_below_a_name_describes_it(make_page):
    lines = (
        "Nap Score",
        "More naps are better.",
        "Falls",
        "All falls of the last week, counted with a diary by the nurse in charge.",
    )
    assert [text for text, _, _ in _found(make_page, *lines)] == ["Nap Score", "Falls"]
    assert [text for text, _, _ in _found(make_page, "Naps.", "Falls per week.")] == ["Naps", "Falls per week"]


def test_line_that_opens_others_is_no_outcome(make_page):
    assert [text for text, _, _ in _found(make_page, "Safety endpoints:", "Falls")] == ["Falls"]


@pytest.mark.parametrize("text", ["I-QOL", "Share of children who sleep well", "Note-taking speed", "Top grip force"])
def test_line_that_is_one(make_page, text):
    assert [found for found, _, _ in _found(make_page, text)] == [text]
