"""Age limits: (text, lower limit, upper limit) as value and UCUM unit; None for no limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.age import Age, Ages, parse_age

ROWS = [
    ("18 Years and older", (18, "a"), None),
    ("18 Years to 75 Years", (18, "a"), (75, "a")),
    ("18 Years - 75 Years", (18, "a"), (75, "a")),
    ("18 Years and older   (Adult, Older Adult)", (18, "a"), None),
    ("18 Years to 65 Years   (Adult, Older Adult)", (18, "a"), (65, "a")),
    ("up to 17 Years   (Child)", None, (17, "a")),
    ("6 Months to 5 Years", (6, "mo"), (5, "a")),
    ("6 months - 5 years", (6, "mo"), (5, "a")),
    ("0 Years to 17 Years", (0, "a"), (17, "a")),
    ("2 Weeks to 12 Months", (2, "wk"), (12, "mo")),
    ("up to 28 Days", None, (28, "d")),
    ("72 hours to 14 days", (72, "h"), (14, "d")),
    ("18-65", (18, "a"), (65, "a")),
    ("18 - 65", (18, "a"), (65, "a")),
    ("18–65 years old", (18, "a"), (65, "a")),
    ("18 to 65", (18, "a"), (65, "a")),
    ("aged 18 to 75 (inclusive)", (18, "a"), (75, "a")),
    ("adults aged 18 to 75 (inclusive)", (18, "a"), (75, "a")),
    ("Adults between 18 and 65 years of age", (18, "a"), (65, "a")),
    ("between the ages of 12 and 17", (12, "a"), (17, "a")),
    ("from 40 to 80 years", (40, "a"), (80, "a")),
    ("over 65", (65, "a"), None),
    ("over 65 years", (65, "a"), None),
    ("65 and over", (65, "a"), None),
    ("65+", (65, "a"), None),
    ("65 years or older", (65, "a"), None),
    ("at least 18 years", (18, "a"), None),
    ("≥ 18 years", (18, "a"), None),
    (">= 18", (18, "a"), None),
    ("> 18 yrs", (18, "a"), None),
    ("no younger than 18", (18, "a"), None),
    ("not less than 18 years", (18, "a"), None),
    ("under 18", None, (18, "a")),
    ("under 18 years", None, (18, "a")),
    ("younger than 18 years", None, (18, "a")),
    ("< 5 years", None, (5, "a")),
    ("≤ 75 years", None, (75, "a")),
    ("not older than 75 years", None, (75, "a")),
    ("75 years or younger", None, (75, "a")),
    ("no more than 70 years old", None, (70, "a")),
    ("≥18 and ≤65 years", (18, "a"), (65, "a")),
    (">= 12 Years and <= 17 Years", (12, "a"), (17, "a")),
    ("12 Years to under 18 Years", (12, "a"), (18, "a")),
    ("eighteen years", (18, "a"), None),
    ("Eighteen to sixty-five years", (18, "a"), (65, "a")),
    ("Minimum age: 18 Years", (18, "a"), None),
    ("Maximum age: 75 Years", None, (75, "a")),
    ("Age minimum: 18 Years Age maximum: 65 Years", (18, "a"), (65, "a")),
    ("Minimum age 18 years, maximum age 65 years", (18, "a"), (65, "a")),
    ("21 Years to N/A", (21, "a"), None),
    ("21 Year(s)", (21, "a"), None),
    ("18Y", (18, "a"), None),
    ("18", (18, "a"), None),
    ("18.5 years", (18.5, "a"), None),
    ("18 years", (18, "a"), None),
]
NOTHING = [
    "", "N/A", "No limit", "All ages", "Child, Adult, Older Adult", "Minimum age: N/A", "Maximum age: None", "both", "adults",
    "BMI 18-30 kg/m2", "3 prior therapies", "18%", "2 to 4 lesions", "not specified", "newborns", "100 patients", "over 20 mg",
    "24 weeks of gestation", "up to 10 cigarettes", "1,500 participants",
]  # fmt: skip


def _age(pair):
    return Age(*pair) if pair else None


@pytest.mark.parametrize(("text", "low", "high"), ROWS)
def test_age_limits(text, low, high):
    assert parse_age(text) == Ages(_age(low), _age(high))


@pytest.mark.parametrize("text", NOTHING)
def test_no_age_limit(text):
    assert parse_age(text) is None


@given(
    low=st.integers(0, 60),
    more=st.integers(1, 40),
    unit=st.sampled_from(["Years", "years", "yrs", "Months", "Weeks", "Days"]),
    form=st.sampled_from(
        ["{l} {u} to {h} {u}", "{l}-{h} {u}", "{l} to {h} {u}", "from {l} {u} to {h} {u}", "≥{l} {u} and ≤{h} {u}"]
    ),
)
def test_printed_limits_read_back(low, more, unit, form):
    code = {"y": "a", "m": "mo", "w": "wk", "d": "d"}[unit[0].lower()]
    ages = parse_age(form.format(l=low, h=low + more, u=unit))
    assert ages == Ages(Age(low, code), Age(low + more, code))


@given(st.text(max_size=80))
def test_no_text_raises(text):
    ages = parse_age(text)
    assert ages is None or ages != Ages(None, None)
