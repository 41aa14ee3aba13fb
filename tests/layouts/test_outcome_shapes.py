"""Outcome lists in the shapes of registries and sites: measure, type and time frame of each, and nothing beside."""

from __future__ import annotations

import pytest

from trialsift.join import join
from trialsift.layouts import read_page
from trialsift.page import Source
from trialsift.rules import outcome

SHAPES = {
    "numbers of an entry and of the registry behind each label": (
        """Low-salt bread for sailors

Primary outcome [1] 333602 0
Office blood pressure
Assessment method [1] 333602 0
Automated cuff, mean of three readings
Timepoint [1] 333602 0
Weeks 6 and 12
Secondary outcome [1] 416801 0
Urinary sodium excretion
Assessment method [1] 416801 0
24-hour urine collection
Timepoint [1] 416801 0
Week 12
""",
        [("Office blood pressure", "primary", "Weeks 6 and 12"), ("Urinary sodium excretion", "secondary", "Week 12")],
    ),
    "labels apart by spaces, the type below its measure": (
        """Study title: Heat packs for stiff knees

Outcomes:
Outcome: WOMAC pain subscale    Type: Primary indicator
Measure time point of outcome: Weeks 4 and 8    Measure method: Scale
Outcome: Range of motion    Type: Secondary indicator
Measure time point of outcome: Week 8    Measure method: Goniometer
""",
        [("WOMAC pain subscale", "primary", "Weeks 4 and 8"), ("Range of motion", "secondary", "Week 8")],
    ),
    "a measure's block of labels": (
        """Study of ginger lozenges for sore throat

OUTCOMES

Measure: Pain on swallowing
Description: Visual analogue scale, mean over the day
Time frame: Days 1 and 3
Type: Primary

Measure: Use of rescue tablets
Description: Tablets taken, from the diary
Time frame: Through day 7
Type: Secondary
""",
        [("Pain on swallowing", "primary", "Days 1 and 3"), ("Use of rescue tablets", "secondary", "Through day 7")],
    ),
    "columns apart by tabs": (
        "Title: Yoga for migraine\nPrimary Outcome\nOutcome\tTimePoints\nMigraine days per month\t4 weeks, 8 weeks\n"
        "Secondary Outcome\nOutcome\tTimePoints\nMIDAS score\t12 weeks\n",
        [("Migraine days per month", "primary", "4 weeks, 8 weeks"), ("MIDAS score", "secondary", "12 weeks")],
    ),
    "columns apart by bars, one of types": (
        "Weekly shots for gout\n\n| Endpoint | Level | Timing |\n|---|---|---|\n| Flares | Primary | Week 26 |\n"
        "| Body weight | Secondary | Weeks 26, 52 |\n",
        [("Flares", "primary", "Week 26"), ("Body weight", "secondary", "Weeks 26, 52")],
    ),
    "a column of types first, a text after the table": (
        "Iron for mothers\nOUTCOMES\nType of outcome\tOutcome\tTimepoint(s) at which outcome measured\n"
        "Primary Outcome\tHaemoglobin\tat 36 weeks\nSecondary Outcome\tBirth weight\tat birth\n",
        [("Haemoglobin", "primary", "at 36 weeks"), ("Birth weight", "secondary", "at birth")],
    ),
    "a description of the study after its outcomes": (
        "Iron for mothers\n\nPrimary outcome\nSerum ferritin [Time Frame: Week 12]\n\nDescription\nIron is taken.\n",
        [("Serum ferritin", "primary", "Week 12")],
    ),
    "columns among outcomes that no table knows": (
        "Steps for health\n\nOutcomes\nType      | What        | When\nPrimary   | Weight loss | 12 months\n"
        "Secondary | Waist       | 6, 12 months\n",
        [("Weight loss", "primary", "12 months"), ("Waist", "secondary", "6, 12 months")],
    ),
    "text after a table": (
        "Iron for mothers\n\n| Endpoint | Level | Timing |\n|---|---|---|\n| Flares | Primary | Week 26 |\n\n"
        "Tablets taken with juice\n",
        [("Flares", "primary", "Week 26")],
    ),
    'the measure under "Description"': (
        """Iron for mothers

Primary outcomes
1
Description
Serum ferritin
Timepoint
Week 12
Method of measurement
ELISA
Secondary outcomes
1
Description
Fatigue score
Timepoint
Weeks 6 and 12
Method of measurement
Fatigue Severity Scale
2
Description
Haemoglobin
Timepoint
Week 12
Method of measurement
Cell counter
""",
        [
            ("Serum ferritin", "primary", "Week 12"),
            ("Fatigue score", "secondary", "Weeks 6 and 12"),
            ("Haemoglobin", "secondary", "Week 12"),
        ],
    ),
    "numbered in one paragraph": (
        "Stents for infarcts\n\nPrimary outcomes: 1. Infarct size (day 5) 2. Obstruction (day 5). Secondary outcomes: "
        "1. Ejection fraction (6 months) 2. Death from any cause (12 months)\n",
        [
            ("Infarct size", "primary", "day 5"),
            ("Obstruction", "primary", "day 5"),
            ("Ejection fraction", "secondary", "6 months"),
            ("Death from any cause", "secondary", "12 months"),
        ],
    ),
    "numbered headings": (
        """Research Title: Yoghurt for constipation

Primary Outcome(s) 1
Outcome: Bowel movements per week
Timepoint: Baseline, week 4
Secondary Outcome(s) 1
Outcome: Stool form
Timepoint: Week 4
""",
        [("Bowel movements per week", "primary", "Baseline, week 4"), ("Stool form", "secondary", "Week 4")],
    ),
}


def _outcomes(text: str, media: str) -> list[tuple[str, str | None, str | None]]:
    page = read_page(Source("page", text, "0" * 64, 1, "utf-8", media))  # type: ignore[arg-type]
    found = join(outcome.find(page))
    return [(page.text[m.start : m.end], m.attrs.get("type"), m.attrs.get("time_frame")) for m in found]


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_of_text(shape: str):
    text, outcomes = SHAPES[shape]
    assert _outcomes(text, "text/plain") == outcomes


@pytest.mark.parametrize(
    "header",
    ["<th>Outcome</th><th>Type</th><th>Method</th><th>Time point</th>"],
)
def test_type_in_a_column_behind_the_measure(header: str):
    rows = "<tr><td>Blood pressure</td><td>Primary</td><td>Cuff</td><td>Week 12</td></tr>" + (
        "<tr><td>Taste</td><td>Secondary</td><td>Scale</td><td>Week 2</td></tr>"
    )
    body = f"<h1>Low-salt bread</h1><h2>Outcome measures</h2><table><tr>{header}</tr>{rows}</table>"
    assert _outcomes(f"<html><body>{body}</body></html>", "text/html") == [
        ("Blood pressure", "primary", "Week 12"), ("Taste", "secondary", "Week 2"),
    ]  # fmt: skip


def test_type_in_the_first_column():
    header = "<th>Type</th><th>Title</th><th>Time frame</th><th>Safety issue?</th>"
    rows = "<tr><td>Primary</td><td>Leg severity score</td><td>Week 4</td><td>No</td></tr>" + (
        "<tr><td>Secondary</td><td>Nights with discomfort</td><td>4 weeks</td><td>No</td></tr>"
    )
    body = f"<h1>Leg bands</h1><h2>Outcome measures</h2><table><tr>{header}</tr>{rows}</table>"
    assert _outcomes(f"<html><body>{body}</body></html>", "text/html") == [
        ("Leg severity score", "primary", "Week 4"), ("Nights with discomfort", "secondary", "4 weeks"),
    ]  # fmt: skip


def test_lists_within_a_list():
    items = "<li>Attack score – 6 and 12 months</li><li>Days off school – 12 months</li>"
    body = "<h1>Nurse-led reviews</h1><h2>Outcomes</h2><ol><li><b>Primary:</b> Attacks (12 months)</li>" + (
        f"<li><b>Secondary:</b><ul>{items}</ul></li><li><b>Exploratory:</b> Cost per attack</li></ol>"
    )
    assert _outcomes(f"<html><body>{body}</body></html>", "text/html") == [
        ("Attacks", "primary", "12 months"), ("Attack score", "secondary", "6 and 12 months"),
        ("Days off school", "secondary", "12 months"), ("Cost per attack", "other", None),
    ]  # fmt: skip


def test_heading_in_plain_words():
    body = "<h1>Daily walks</h1><h3>What we'll measure</h3><ul><li>steps a day, at 3 months</li></ul>" + (
        "<h3>What else is measured?</h3><p>breathlessness</p>"
    )
    assert _outcomes(f"<html><body>{body}</body></html>", "text/html") == [
        ("steps a day", None, "at 3 months"), ("breathlessness", "secondary", None),
    ]  # fmt: skip
