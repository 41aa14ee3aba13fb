"""Time frames: (text, latest value, unit, anchor, kind); None where there is no time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.time_frame import Point, parse_time_frame

ROWS = [
    ("12 weeks", 12, "wk", None, "at"),
    ("12-week", 12, "wk", None, "at"),
    ("Week 12", 12, "wk", None, "at"),
    ("week 12", 12, "wk", None, "at"),
    ("At Week 12", 12, "wk", None, "at"),
    ("one year", 1, "a", None, "at"),
    ("Twelve months", 12, "mo", None, "at"),
    ("6 Months", 6, "mo", None, "at"),
    ("24h", 24, "h", None, "at"),
    ("3 hr", 3, "h", None, "at"),
    ("90 min", 90, "min", None, "at"),
    ("D28", 28, "d", None, "at"),
    ("Day 0", 0, "d", "baseline", "at"),
    ("Baseline", 0, "d", "baseline", "at"),
    ("4±1 months", 4, "mo", None, "at"),
    ("2.5 years", 2.5, "a", None, "at"),
    ("1 cycle", 1, "{cycle}", None, "at"),
    # several points: the latest
    ("Baseline, Week 12 and Week 24", 24, "wk", None, "at"),
    ("Baseline and 6 weeks", 6, "wk", None, "at"),
    ("3, 6 and 12 months", 12, "mo", None, "at"),
    ("Months 1, 2, 3, 6", 6, "mo", None, "at"),
    ("Weeks 2 and 12", 12, "wk", None, "at"),
    ("1 month, 3 months, 1 year", 1, "a", None, "at"),
    ("12 weeks and 6 months", 6, "mo", None, "at"),
    ("48 hours and 7 days", 7, "d", None, "at"),
    ("weeks 0 (baseline), 2, 24 and 48 weeks", 48, "wk", None, "at"),
    ("D1, D8 and D15", 15, "d", None, "at"),
    # limits
    ("up to 2 years", 2, "a", None, "up_to"),
    ("Up to approximately 5 years", 5, "a", None, "up_to"),
    ("within 30 days", 30, "d", None, "up_to"),
    ("maximum of 6 months", 6, "mo", None, "up_to"),
    ("up to Day 90", 90, "d", None, "up_to"),
    ("Up to 3 years 5 months", 41, "mo", None, "up_to"),
    ("Within 6 weeks of treatment", 6, "wk", "treatment", "up_to"),
    # stretches
    ("Day 1 to Day 85", 85, "d", None, "span"),
    ("At week 2 and week 10.", 10, "wk", None, "at"),
    ("Up to ~12 months", 12, "mo", None, "up_to"),
    ("Cycle 1 Day 1 and Cycle 3 Day 15", 15, "d", None, "at"),
    ("C1D1, C2D1 and C2D15", 15, "d", None, "at"),
    ("Day 1 up to Day 21 of Cycle 1", 21, "d", None, "up_to"),
    ("First year", 1, "a", None, "up_to"),
    ("Intraoperatively", None, None, "surgery", "span"),
    ("During the operation", None, None, "surgery", "span"),
    ("up to the end of the pollen season", None, None, "end of the pollen season", "span"),
    ("weekly", None, None, None, "span"),
    ("Baseline to Week 12", 12, "wk", None, "span"),
    ("from baseline to 6 months", 6, "mo", "baseline", "span"),
    ("over 52 weeks", 52, "wk", None, "span"),
    ("during the 9-month study period", 9, "mo", None, "span"),
    # anchors
    ("28 days after last dose", 28, "d", "last dose", "at"),
    ("28 days after the last dose", 28, "d", "last dose", "at"),
    ("6 months after surgery", 6, "mo", "surgery", "at"),
    ("12 months post-operative", 12, "mo", "surgery", "at"),
    ("6 months postoperatively", 6, "mo", "surgery", "at"),
    ("2 hours post-dose", 2, "h", "dose", "at"),
    ("9 weeks post-randomization", 9, "wk", "randomization", "at"),
    ("12 weeks following randomization", 12, "wk", "randomization", "at"),
    ("3 months after delivery", 3, "mo", "delivery", "at"),
    ("4-6 years from baseline", 6, "a", "baseline", "span"),
    ("7-14 days after vaccination", 14, "d", "vaccination", "at"),
    ("through study completion, an average of 1 year", 1, "a", "study completion", "span"),
    ("From randomization until death, assessed up to 60 months", 60, "mo", "randomization", "up_to"),
    # how often is not how long
    ("every 3 months for 2 years", 2, "a", None, "span"),
    ("Every 8 weeks, up to 24 months", 24, "mo", None, "up_to"),
    ("Day 1 of each cycle (each cycle is 21 days)", 1, "d", None, "at"),
    # events without a time
    ("through study completion", None, None, "study completion", "span"),
    ("Until disease progression", None, None, "disease progression", "span"),
    ("Every 12 weeks", None, None, None, "span"),
    ("until hospital discharge", None, None, "hospital discharge", "span"),
]


@pytest.mark.parametrize(("text", "value", "unit", "anchor", "kind"), ROWS)
def test_time_frame(text, value, unit, anchor, kind):
    frame = parse_time_frame(text)
    assert frame is not None
    assert (frame.value, frame.unit, frame.anchor, frame.kind, frame.text) == (value, unit, anchor, kind, text)


NOTHING = [
    "", "N/A", "at each visit", "March 2008", "Visit 3", "not specified", "2019-2022", "as needed", "see description",
    "aged 18 years", "Phase 2", "4 visits", "T0", "Stage 3", "100 mg", "grade 2", "NCT01234567", "final analysis",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_no_time_frame(text):
    assert parse_time_frame(text) is None


def test_all_points_are_kept():
    frame = parse_time_frame("Baseline, Week 12 and 28 days after last dose")
    assert frame is not None
    assert frame.points == (Point(0, "d"), Point(12, "wk"), Point(28, "d", "last dose"))


def test_a_time_before_its_anchor_is_negative_and_not_the_latest():
    frame = parse_time_frame("60 minutes before surgery and 24 hours after surgery")
    assert frame is not None
    assert (frame.value, frame.unit, frame.points) == (
        24,
        "h",
        (Point(-60, "min", "surgery"), Point(24, "h", "surgery")),
    )


def test_an_interval_is_kept_apart():
    frame = parse_time_frame("every 6 weeks up to 2 years")
    assert frame is not None
    assert (frame.value, frame.unit, frame.every) == (2, "a", (6, "wk"))


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("daily for 4 weeks", (1, "d")),
        ("Once each week during treatment", (1, "wk")),
        ("quarterly up to 2 years", (3, "mo")),
        ("each visit until week 4", None),
        ("a year", None),
    ],
)
def test_how_often_in_a_word(text, every):
    frame = parse_time_frame(text)
    assert (frame.every if frame else None) == every


_UNITS = {"days": "d", "weeks": "wk", "months": "mo", "years": "a", "hours": "h"}


@given(
    value=st.integers(1, 400),
    unit=st.sampled_from(sorted(_UNITS)),
    form=st.sampled_from(
        ["{v} {u}", "up to {v} {u}", "{v} {u} after surgery", "{u} {v}", "Baseline, {v} {u}", "{v}-{u}"]
    ),
)
def test_a_printed_time_reads_back(value, unit, form):
    frame = parse_time_frame(form.format(v=value, u=unit))
    assert frame is not None
    assert (frame.value, frame.unit) == (value, _UNITS[unit])


@given(st.text(max_size=120))
def test_no_text_raises(text):
    frame = parse_time_frame(text)
    assert frame is None or frame.text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "Week",
                "12",
                "-",
                "to",
                "and",
                ",",
                "weeks",
                "up",
                "0",
                "(",
                ")",
                "every",
                "days",
                "after",
                "from",
                "baseline",
                "1/2",
            ]
        ),
        max_size=20,
    )
)
def test_no_sequence_of_time_words_raises(words):
    parse_time_frame(" ".join(words))
