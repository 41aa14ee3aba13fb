"""Lists of names: with separators, turned round at commas, or without any separator."""

from __future__ import annotations

import pytest

from trialsift.name_lists import names_in_list, turns_round


def _names(text, others=None, **options):
    return [text[start:end] for start, end in names_in_list(text, others, **options)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("gout; ginger tea", ["gout", "ginger tea"]),
        ("gout, ginger tea, sea sickness", ["gout", "ginger tea", "sea sickness"]),
        ("Gout", ["Gout"]),
        ("", []),
    ],
)
def test_keywords(text, names):
    assert _names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Osteoarthritis, Knee", ["Osteoarthritis, Knee"]),
        ("Lymphoma, Large B-Cell, Diffuse", ["Lymphoma, Large B-Cell, Diffuse"]),
        ("Anemia, Gout", ["Anemia", "Gout"]),
        ("Arthritis; Osteoarthritis, Knee", ["Arthritis", "Osteoarthritis, Knee"]),
    ],
)
def test_headings_of_a_thesaurus(text, names):
    assert _names(text, headings=True) == names


def test_lists_without_separators():
    others = ["Ginger tea against motion sickness of sailors. Deck games are allowed."]
    assert _names("motion sickness ginger tea vertigo", others) == ["motion sickness", "ginger tea", "vertigo"]
    assert _names("Gout, Acute Heart Diseases Kidney Diseases", [], headings=True) == [
        "Gout, Acute", "Heart Diseases", "Kidney Diseases",
    ]  # fmt: skip


def test_list_that_nothing_explains_stays_whole():
    assert _names("quiet harbour yellow lamp wooden bench", [""]) == ["quiet harbour yellow lamp wooden bench"]


@pytest.mark.parametrize(("part", "turned"), [("Knee", True), ("Squamous Cell", True), ("Gout", False), ("", False)])
def test_parts_that_turn_a_name_round(part, turned):
    assert turns_round(part) is turned
