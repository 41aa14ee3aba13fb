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
        ("Minimum : 18 Years Maximum : 70 Years", _ages(18, 70)),
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
        ("you are between 18 and 65, woman or man", "between 18 and 65", _ages(18, 65)),
        ("Subjects between 18 and 65 years of age", "between 18 and 65 years of age", _ages(18, 65)),
        ("Women, 18 years and older, after menopause", "18 years and older", _ages(18, None)),
        ("Children 6 to 11 years old", "6 to 11 years old", _ages(6, 11)),
        ("Patients with chronic gout aged 18 to 65 years", "18 to 65 years", _ages(18, 65)),
        ("Subject must be male ≥ 35 and ≤ 70 years old", "≥ 35 and ≤ 70 years old", _ages(35, 70)),
        ("Age \\>3 and \\<7 years", "\\>3 and \\<7 years", _ages(3, 7)),
        ("Gout patients with tophi between the ages of 18 and 60", "18 and 60", _ages(18, 60)),
        ("Age 45 years of older", "45 years of older", _ages(45, None)),
        ("Ready to attend Must have minimum age of 18 Years", "18 Years", _ages(18, None)),
        ("Patient is skeletally mature and at least 21 years of age.", "at least 21 years of age", _ages(21, None)),
        ("Are 18 (eighteen) years of age or older", "18 (eighteen) years of age or older", _ages(18, None)),
        ("Men and women, under age 75", "under age 75", _ages(None, 75)),
        ("Must be ≥18 years of age or over the legal age of consent", "≥18 years of age", _ages(18, None)),
        ("The volunteer is between 18 and 50 years old", "between 18 and 50 years old", _ages(18, 50)),
        ("Chronological age of <6 months", "<6 months", _ages(None, 6, "mo")),
        ("Patients of 50-80 years of age", "50-80 years of age", _ages(50, 80)),
        ("Age - six months to 18 years", "six months to 18 years", _ages(6, 18, "mo", "a")),
        ("Children 6 months through 5 years", "6 months through 5 years", _ages(6, 5, "mo", "a")),
        ("PATIENT CHARACTERISTICS: Age: 18 and over Performance status: ECOG 0-2", "18 and over", _ages(18, None)),
        ("Adults, >/= 18 years of age", ">/= 18 years of age", _ages(18, None)),
        ("Age greater or equal to 18 years", "greater or equal to 18 years", _ages(18, None)),
        ("Of either sex and aged 18 years or more", "18 years or more", _ages(18, None)),
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
        "you have between 3 and 6 attacks a month",
        "you have had between 3 and 6",
        "Diagnosis of migraine at ≤ 50 years of age",
        "Breast cancer at age 50 or higher",
        "First-degree relative with sudden death under 40 years of age",
        "Consent of a parent or guardian if less than 18 years of age",
        "Advanced maternal age >= 40 years",
        "Karnofsky 50-100% if over 10 years of age",
        "At least one of the following risk factors: Age >70 years",
        "Age 5 years and under: creatinine below 1.2 mg/dL",
        "Lansky score above 50 for patients below 16 years of age",
        "Age: Adult Performance status: 0-2",
        "",
    ],
)
def test_criteria_about_other_times(text):
    assert find_age_limits(text) is None
