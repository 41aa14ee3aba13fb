"""Outcomes by rule: list entries with type and time frame, and endpoints in free text."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.read import read_source
from trialsift.rules import outcome


@pytest.mark.parametrize(
    ("text", "measure", "frame"),
    [
        ("Overall Survival (OS) [ Time Frame: 2 years ]", "Overall Survival (OS)", "2 years"),
        ("Pain score [Time Frame: Week 12]Mean change on a scale of 0-10.", "Pain score", "Week 12"),
        ("1. Rate of relapse (time frame: day 28)", "Rate of relapse", "day 28"),
        ("The number of falls", "The number of falls", None),
        ("How many people fall before week 20", "How many people fall", "before week 20"),
        ("Another operation within two years", "Another operation within two years", None),
        ("Falls by night", "Falls by night", None),
        ("Growth within the normal range", "Growth within the normal range", None),
        ("Time to healing [ Time Frame: until the wound has closed", "Time to healing", "until the wound has closed"),
    ],
)
def test_list_entry(make_page, text: str, measure: str, frame: str | None):
    page = make_page(("outcomes.primary", "outcome", text, "Primary outcomes"))
    expected = {"type": "primary"} | ({"time_frame": frame} if frame else {})
    assert [(text[m.start : m.end], m.attrs) for m in outcome.find(page)] == [(measure, expected)]


def test_list_without_a_heading_has_no_type(make_page):
    page = make_page(("outcomes.other", "outcome", "Length of stay", ""))
    assert [m.attrs for m in outcome.find(page)] == [{}]


def test_time_frame_of_its_own_column(make_page):
    page = make_page(
        ("outcomes.secondary", "outcome.measure", "Blood loss", "Secondary", 4),
        ("outcomes.secondary", "outcome.time_frame", "24 hours", "Secondary", 4),
        ("outcomes.secondary", "outcome.measure", "Fever", "Secondary", 5),
    )
    found = [(page.text[m.start : m.end], m.attrs) for m in outcome.find(page)]
    assert found == [("Blood loss", {"type": "secondary", "time_frame": "24 hours"}), ("Fever", {"type": "secondary"})]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("We aim to evaluate the safety and efficacy of the patch.", ["safety", "efficacy"]),
        ("The primary endpoint is time to relapse.", ["time to relapse"]),
        (
            "The investigators will observe albumin, bilirubin, and Child-Pugh score in all patients.",
            ["albumin", "bilirubin", "Child-Pugh score"],
        ),
        ("Earlier work showed good safety.", []),
        ("A data and safety monitoring board will assess the safety data.", []),
        ("Call us to learn about efficacy.", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("section", ["summary", "arms", "interventions", "other"])
def test_free_text(make_page, text: str, measures: list[str], section: str):
    page = make_page((section, None, text))
    found = sorted((m.start, text[m.start : m.end]) for m in outcome.find(page))
    assert [name for _, name in found] == measures


@pytest.mark.parametrize(("section", "field"), [("eligibility.inclusion", None), ("arms", "arm.label")])
def test_no_endpoint_in_criteria_and_fields(make_page, section, field):
    assert outcome.find(make_page((section, field, "The primary endpoint is time to relapse."))) == []


def test_time_point_below_a_list_is_that_of_all_its_outcomes(make_page):
    page = make_page(
        ("outcomes.primary", "outcome", "Relapse", "Primary end points", 1),
        ("outcomes.secondary", "outcome", "Pain score", "Secondary end points", 2),
        ("outcomes.secondary", "outcome", "Walking distance (week 4)", "Secondary end points", 3),
        ("outcomes.secondary", "outcome.time_frame", "Weeks 8 and 16", "Timepoint(s)", 4),
    )
    assert [(page.text[m.start : m.end], m.attrs.get("time_frame")) for m in outcome.find(page)] == [
        ("Relapse", None), ("Pain score", "Weeks 8 and 16"), ("Walking distance", "week 4"),
    ]  # fmt: skip


def test_time_frame_of_a_group_belongs_to_its_outcome_alone(make_page):
    page = make_page(
        ("outcomes.primary", "outcome", "Relapse", "Primary", 1),
        ("outcomes.primary", "outcome.measure", "Pain score", "Primary", 2),
        ("outcomes.primary", "outcome.time_frame", "Week 8", "Primary", 2),
    )
    assert [(page.text[m.start : m.end], m.attrs.get("time_frame")) for m in outcome.find(page)] == [
        ("Relapse", None), ("Pain score", "Week 8"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("The primary endpoint is body weight at 12 months.", ["12 months"]),
        ("Researchers will record pain and sleep in all patients at week 8.", ["week 8", "week 8"]),
        ("The primary endpoint is time to relapse, judged by two readers.", [None]),
    ],
)
def test_time_frame_of_endpoints_in_text(make_page, text, frames):
    page = make_page(("summary", None, text))
    assert [m.attrs.get("time_frame") for m in outcome.find(page)] == frames


def test_entry_that_is_written_out_gives_what_it_names(make_page):
    text = "The primary endpoint is time to relapse. We also look at pain, mood and falls."
    page = make_page(("outcomes.other", "outcome", text, "What we measure", 1))
    assert [page.text[m.start : m.end] for m in outcome.find(page)] == ["time to relapse", "pain", "mood", "falls"]


@pytest.mark.parametrize(
    ("page", "measures"),
    [
        ("Oat tea trial\n\nWhat we measure: daily pain, hours of sleep, use of painkillers and mood\n", [
            "daily pain", "hours of sleep", "use of painkillers", "mood",
        ]),
        ("Oat tea trial\n\nPrimary outcome: daily pain, hours of sleep, use of painkillers and mood\n", [
            "daily pain, hours of sleep, use of painkillers and mood",
        ]),
    ],
)  # fmt: skip
def test_label_to_readers_parts_its_line(page, measures, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(page)
    page = read_page(read_source(path))
    assert [page.text[m.start : m.end] for m in outcome.find(page)] == measures
