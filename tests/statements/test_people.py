"""Who takes part in sentences: numbers, ages and sex that are the trial's, and those that are not."""

from __future__ import annotations

import pytest

from trialsift.statements.people import find_ages, find_counts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Half of the 84 sailors get tea. All 84 participants walk.", [("enrollment", 84, None)]),
        ("96 women drink ginger tea.", [("enrollment", 96, None), ("sex", "FEMALE", None)]),
        ("A phase 3 study in 1,150 adults with gout", [("enrollment", 1150, None)]),
        ("118 men and women took part.", [("enrollment", 118, "actual"), ("sex", "ALL", None)]),
        ("40 adults with gout will be enrolled.", [("enrollment", 40, "estimated")]),
        # a part of them, others, or nobody
        ("30 people in each group get tea.", []),
        ("A small study in 40 people came before.", []),
        ("They still need 60 people.", []),
        ("38 men: ginger, 30 minutes a day.", []),
        ("134 people, mostly women", [("enrollment", 134, None)]),
        ("12 weeks of tea for people with gout", []),
        ("Gout troubles one in 40 people.", []),
    ],
)
def test_counts(text, found):
    assert [(said.name, said.value, said.kind) for said in find_counts(text)] == found


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("The study invites people aged 16 to 30 with gout.", [("16 a", "30 a")]),
        ("For babies of 2 to 10 weeks.", [("2 wk", "10 wk")]),
        ("Who is it for? Grown-ups of 18 or more", [("18 a", None)]),
        ("60 adults (18+) take part.", [("18 a", None)]),
        ("Ginger for Sea Sickness in Adults Aged 60 Years and Above", [("60 a", None)]),
        ("One in two women of 50 and over breaks a bone.", []),
        ("Gout is common in people aged 60 and over.", []),
        ("Adults (18-64): Yes", []),
        ("For children of 8-11 and 12-15 there is a sheet.", []),
        ("She saw people from 12 hospitals.", []),
    ],
)
def test_ages(text, ages):
    found = [said.value for said in find_ages(text) if said.name == "ages"]
    assert [
        tuple(age and f"{age.value:g} {age.unit}" for age in (limits.min_age, limits.max_age)) for limits in found
    ] == ages
