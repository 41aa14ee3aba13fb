"""Age limits: fields and criteria → both bounds with UCUM units."""

from __future__ import annotations

import pytest

from trialsift.values.age import Age, Ages, parse_age
from trialsift.values.age_statement import find_age_limits


def _ages(low, high, unit="a", high_unit=None):
    return Ages(Age(low, unit) if low is not None else None, Age(high, high_unit or unit) if high is not None else None)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("18 Years to 75 Years", _ages(18, 75)),
        ("18-80 years", _ages(18, 80)),
        ("18 Years and older (Adult, Older Adult)", _ages(18, None)),
        ("Up to 48 Hours", _ages(None, 48, "h")),
        ("to 20 years old", _ages(None, 20)),
        ("3 Months - 6 Years", _ages(3, 6, "mo", "a")),
        ("5 to 36 months", _ages(5, 36, "mo")),
        ("6 to 17", _ages(6, 17)),
        ("65+", _ages(65, None)),
        ("under 18", _ages(None, 18)),
        ("Minimum age: 18", _ages(18, None)),
        ("Maximum age: 65 years", _ages(None, 65)),
        ("Not more than 65 years", _ages(None, 65)),
        (">=18 to <=65", _ages(18, 65)),
        ("18 Years - N/A", _ages(18, None)),
        ("1 Day to 28 Days", _ages(1, 28, "d")),
        ("N/A", None),
        ("Maximum age: No limit", None),
        ("+ years", None),
        ("Child, Adult", None),
        ("Mixed", None),
    ],
)
def test_fields(text, ages):
    assert parse_age(text) == ages


@pytest.mark.parametrize(
    ("text", "place", "ages"),
    [
        ("Age ≥ 18 years", "≥ 18 years", _ages(18, None)),
        ("Aged 18-70 years.", "18-70 years", _ages(18, 70)),
        ("Aged between 18 and 65", "between 18 and 65", _ages(18, 65)),
        ("Age more than 18", "more than 18", _ages(18, None)),
        ("18-80 years old", "18-80 years old", _ages(18, 80)),
        ("18 to 75 years (inclusive)", "18 to 75 years", _ages(18, 75)),
        ("Men and women aged 18 to 70 years", "18 to 70 years", _ages(18, 70)),
        ("Adults (18+)", "18+", _ages(18, None)),
        ("Adults over 40", "over 40", _ages(40, None)),
        ("Patient is 18 years of age or older", "18 years of age or older", _ages(18, None)),
        ("Must be at least 21 years old", "at least 21 years old", _ages(21, None)),
        ("You are 18 or older", "18 or older", _ages(18, None)),
        ("Subjects between 18 and 65 years of age", "between 18 and 65 years of age", _ages(18, 65)),
        ("Women, 18 years and older, after menopause", "18 years and older", _ages(18, None)),
        ("Children 6 to 11 years old", "6 to 11 years old", _ages(6, 11)),
        ("Patients with chronic gout aged 18 to 65 years", "18 to 65 years", _ages(18, 65)),
    ],
)
def test_criteria_about_age(text, place, ages):
    found = find_age_limits(text)
    assert found is not None
    assert (text[found[0] : found[1]], found[2]) == (place, ages)


@pytest.mark.parametrize(
    "text",
    [
        "Asthma diagnosed before age 12",
        "Smoking for 20 years",
        "Women of childbearing potential",
        "At least 5 years since menopause",
        "2 years of education",
        "Patients over 40 kg",
        "Women between 24 and 28 weeks of gestation",
        "Women 12 to 20 weeks pregnant",
        "Age-related macular degeneration",
        "Parents of children aged 6 to 11",
        "Patients with children aged 2-5 years",
        "Age of onset before 40 years",
        "Patients who are 2 years post transplant",
        "Patients with at least 3 prior therapies",
        "Life expectancy > 3 months",
        "Within 30 days",
        "",
    ],
)
def test_criteria_about_other_times(text):
    assert find_age_limits(text) is None
