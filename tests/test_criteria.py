"""Criteria: one passage each, however they are marked, with side, depth and category."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.criteria import split_criteria
from trialsift.lines import read_lines
from trialsift.read.text import read_text


def _criteria(text: str, section: str = "eligibility") -> list[tuple[str, str, int]]:
    split = split_criteria(read_lines(read_text(text)), section)
    side = {"eligibility.inclusion": "in", "eligibility.exclusion": "ex", "eligibility": "-"}
    return [(side[item.section], item.run.text, item.level) for item in split.criteria]


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        pytest.param(
            "Inclusion Criteria:\n\n- Adults\n- Asthma\n\nExclusion Criteria:\n\n- Smokers\n",
            [("in", "Adults", 0), ("in", "Asthma", 0), ("ex", "Smokers", 0)],
            id="bullets",
        ),
        pytest.param(
            "Inclusion Criteria:\n1. Adults\n2) Asthma\n(3) Able to walk\n",
            [("in", "Adults", 0), ("in", "Asthma", 0), ("in", "Able to walk", 0)],
            id="numbers",
        ),
        pytest.param(
            "Exclusion Criteria:\na) Fever\nb) Cough lasting long\n",
            [("ex", "Fever", 0), ("ex", "Cough lasting long", 0)],
            id="letters",
        ),
        pytest.param(
            "Inclusion Criteria:\n-\n\n  Adults\n\n-\n\n  Asthma\n",
            [("in", "Adults", 0), ("in", "Asthma", 0)],
            id="bullet on a line of its own",
        ),
        pytest.param(
            "Inclusion Criteria:\n* One of:\n    * Asthma\n    * Wheeze\n* Adults\n",
            [("in", "One of:", 0), ("in", "Asthma", 1), ("in", "Wheeze", 1), ("in", "Adults", 0)],
            id="nested",
        ),
        pytest.param(
            "Inclusion Criteria: 1. Adults with asthma; 2. Able to use an inhaler. Exclusion Criteria: 1. Smokers.",
            [("in", "Adults with asthma;", 0), ("in", "Able to use an inhaler.", 0), ("ex", "Smokers.", 0)],
            id="one line",
        ),
        pytest.param(
            "Inclusion Criteria:\n"
            "Adults with gout; urate > 6 mg/dL (360 µmol/L; fasting); able to walk; and no stones.\n",
            [
                ("in", "Adults with gout;", 0),
                ("in", "urate > 6 mg/dL (360 µmol/L; fasting);", 0),
                ("in", "able to walk; and", 0),
                ("in", "no stones.", 0),
            ],
            id="between semicolons",
        ),
        pytest.param(
            "Inclusion Criteria:\n- Gout\n- None of the following:\n    - Asthma\n- Adults\n",
            [("in", "Gout", 0), ("in", "None of the following:", 0), ("ex", "Asthma", 1), ("in", "Adults", 0)],
            id="a list that is denied",
        ),
        pytest.param(
            "Inclusion Criteria:\n- Gout\n- Patients with the following are excluded:\n- Asthma\n",
            [("in", "Gout", 0), ("ex", "Asthma", 0)],
            id="a list that turns",
        ),
        pytest.param(
            "Inclusion Criteria:\n- No gout following surgery of the knee\n- Asthma\n",
            [("in", "No gout following surgery of the knee", 0), ("in", "Asthma", 0)],
            id="following as after",
        ),
        pytest.param(
            "Inclusion Criteria:\n- People with no pain shall meet the following:\n    - Gout\n- Adults\n",
            [("in", "People with no pain shall meet the following:", 0), ("in", "Gout", 1), ("in", "Adults", 0)],
            id="a list of those who are without",
        ),
        pytest.param(
            "Inclusion Criteria:\nGroup 1 (tea-ineligible), any of:\n- Gout\nPatients ineligible for tea if:\n- Old\n",
            [
                ("in", "Group 1 (tea-ineligible), any of:", 0),
                ("in", "Gout", 0),
                ("in", "Patients ineligible for tea if:", 0),
                ("in", "Old", 0),
            ],
            id="ineligible for something else",
        ),
        pytest.param(
            "Inclusion Criteria:\n- Must not be pregnant, or show one of the following:\n    - Hysterectomy\n- Old\n",
            [
                ("in", "Must not be pregnant, or show one of the following:", 0),
                ("in", "Hysterectomy", 1),
                ("in", "Old", 0),
            ],
            id="a list after something that is denied",
        ),
        pytest.param(
            "Exclusion Criteria:\n- Patients may not have the following:\n    - Asthma\n- Not able to:\n    - Walk\n",
            [
                ("ex", "Patients may not have the following:", 0),
                ("ex", "Asthma", 1),
                ("ex", "Not able to:", 0),
                ("ex", "Walk", 1),
            ],
            id="what is denied among exclusions is excluded",
        ),
        pytest.param(
            "Inclusion Criteria:~Adults 18~65 years~Gout, about ~5 stones~Exclusion Criteria:~Asthma~Old",
            [
                ("in", "Adults 18~65 years", 0),
                ("in", "Gout, about ~5 stones", 0),
                ("ex", "Asthma", 0),
                ("ex", "Old", 0),
            ],
            id="line ends of a database",
        ),
        pytest.param(
            "Inclusion Criteria:\n- Gout; hyperuricaemia; stones of the kidney; tophi\n- Adults; women, or men\n",
            [("in", "Gout; hyperuricaemia; stones of the kidney; tophi", 0), ("in", "Adults; women, or men", 0)],
            id="semicolons in items",
        ),
        pytest.param(
            "Exclusion Criteria:\n* ANC \\< 1,000/mm\\^3\n* Creatinine \\> 2 mg/dL\n",
            [("ex", "ANC < 1,000/mm^3", 0), ("ex", "Creatinine > 2 mg/dL", 0)],
            id="escaped signs",
        ),
        pytest.param(
            "Inclusion Criteria:\n"
            "- People whose asthma has been shown by a lung function test in the\n"
            "  past twelve months at a clinic\n"
            "- Adults\n",
            [
                (
                    "in",
                    "People whose asthma has been shown by a lung function test in the past twelve months at a clinic",
                    0,
                ),
                ("in", "Adults", 0),
            ],
            id="hard wrap",
        ),
        pytest.param(
            "Patients aged 18 - 65. Weight 50 - 90 kg.",
            [("-", "Patients aged 18 - 65. Weight 50 - 90 kg.", 0)],
            id="a dash between numbers is no bullet",
        ),
        pytest.param(
            "Infection with E. coli or C. difficile",
            [("-", "Infection with E. coli or C. difficile", 0)],
            id="a species is no letter",
        ),
        pytest.param("", [], id="nothing"),
    ],
)
def test_criteria_are_taken_apart(text, criteria):
    assert _criteria(text) == criteria


@given(st.text(alphabet="Ab1. -*()\n:;•>\\", max_size=200))
def test_no_character_is_lost(text):
    """What is not white space, a marker or an escape is in a criterion or a heading."""
    lines = read_lines(read_text(text))
    split = split_criteria(lines)
    kept = "".join(run.text for run in (*(item.run for item in split.criteria), *split.headings))
    assert sum(char == "A" for char in kept) == sum(line.text.count("A") for line in lines)


@pytest.mark.parametrize("sign", ["✗", "✅", "❌", "★", "❗️", "🍵", "▪️", "➤", "⭐"])
def test_dingbats_and_pictures_mark_items(sign):
    text = f"Inclusion criteria\n{sign} Adults\n{sign} Sea sick\n"
    assert _criteria(text) == [("in", "Adults", 0), ("in", "Sea sick", 0)]


def test_signs_of_sex_mark_none():
    assert _criteria("Inclusion criteria\n♀ over 40\n♂ over 50\n") == [("in", "♀ over 40", 0), ("in", "♂ over 50", 0)]


def test_crosses_among_ticks_exclude():
    text = "✓ Adults\n✓ Asthma\n\n✗ Smokers\n✗ Pregnancy\n"
    expected = [("in", "Adults", 0), ("in", "Asthma", 0), ("ex", "Smokers", 0), ("ex", "Pregnancy", 0)]
    assert _criteria(text) == expected
    assert _criteria(text, "eligibility.inclusion") == expected
    assert _criteria("✗ Smokers\n") == [("ex", "Smokers", 0)]
    assert _criteria("✗ Adults\n✗ Asthma\n", "eligibility.inclusion") == [("in", "Adults", 0), ("in", "Asthma", 0)]
    assert _criteria("✓ Smokers\n✓ Pregnancy\n", "eligibility.exclusion") == [
        ("ex", "Smokers", 0),
        ("ex", "Pregnancy", 0),
    ]
