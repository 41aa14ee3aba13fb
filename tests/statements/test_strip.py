"""Who takes part, in strips, in parts of lines and behind labels: what is read, and what is left open."""

from __future__ import annotations

import pytest

from trialsift.statements.strip import find_in_strip, find_labelled


def _values(text, found):
    values = []
    for said in found:
        value = said.value
        if said.name == "ages":
            value = tuple(age and f"{age.value:g} {age.unit}" for age in (value.min_age, value.max_age))
        values.append((said.name, text[said.start : said.end], value))
    return values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Recruiting  -  45 to 70 years  -  women and men  -  Phase II",
            [("ages", "45 to 70 years", ("45 a", "70 a")), ("sex", "women and men", "ALL")],
        ),
        (
            "Phase 2 | 21–64 | all | n = 48",
            [("ages", "21–64", ("21 a", "64 a")), ("sex", "all", "ALL"), ("enrollment", "48", 48)],
        ),
        (
            "16 to 30 / any gender / 75 places / recruiting",
            [("ages", "16 to 30", ("16 a", "30 a")), ("sex", "any gender", "ALL"), ("enrollment", "75", 75)],
        ),
        (
            "Men, 50 and older, with gout",
            [("sex", "Men", "MALE"), ("ages", "50 and older", ("50 a", None))],
        ),
        ("Adults (18+)", [("ages", "18+", ("18 a", None))]),
        ("88 women. 20 mg of ginger", [("enrollment", "88", 88), ("sex", "women", "FEMALE")]),
        (
            "Healthy volunteers: no    1,240 participants",
            [("healthy_volunteers", "Healthy volunteers: no", False), ("enrollment", "1,240", 1240)],
        ),
        # neither ages, nor people who take part, nor a sex
        ("21–64", []),
        ("The pain lasted 3 to 5 years. Women. Adults.", []),
        ("20 mg of ginger. 5 to 10 years", []),
        ("Phase 3 • recruiting • 2026-500999-88-00", []),
        ("31 hospitals | 4 weeks | recruiting", []),
        ("In 40 women gout came back", []),
    ],
)
def test_strip(text, found):
    assert _values(text, find_in_strip(text, certain=False)) == found


def test_prose_holds_no_numbers_that_do_not_say_what_they_are():
    assert find_in_strip("Recruiting. 20 to 30. Phase 2.", certain=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "brain metastases Ages 18 Years and older. Sexes: All. Healthy Volunteers: No",
            [
                ("ages", "18 Years and older", ("18 a", None)),
                ("sex", "Sexes: All", "ALL"),
                ("healthy_volunteers", "Healthy Volunteers: No", False),
            ],
        ),
        (
            "Minimum age 6 Years / Maximum age 14 Years",
            [("ages", "6 Years", ("6 a", None)), ("ages", "14 Years", (None, "14 a"))],
        ),
        ("no warfarin Enrollment (Actual) 132", [("enrollment", "132", 132)]),
        ("Sample size 90; Gender|Both", [("enrollment", "90", 90), ("sex", "Gender|Both", "ALL")]),
        ("Accepts Healthy Volunteers", [("healthy_volunteers", "Accepts Healthy Volunteers", True)]),
        ("Not for healthy volunteers", [("healthy_volunteers", "Not for healthy volunteers", False)]),
        ("compared with healthy volunteers of the same ages", []),
        ("sex all over the place at the age of 40", []),
        ("a larger sample size is needed", []),
    ],
)
def test_labelled(text, found):
    assert _values(text, find_labelled(text)) == found
