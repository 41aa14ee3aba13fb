"""`trialsift parse` prints what a text is read as."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from trialsift.cli.parse import parse

ROWS = [
    (
        ["dose", "75 mg/m2 IV on days 1, 8 and 15 of a 28-day cycle"],
        [
            {
                "text": "75 mg/m2 IV on days 1, 8 and 15 of a 28-day cycle",
                "start": 0,
                "end": 49,
                "amount": 75,
                "unit": "mg",
                "per": "m2",
                "frequency": {"times": 3, "period": 28, "unit": "d"},
                "route": "intravenous",
                "schedule": {"cycle": {"value": 28, "unit": "d"}, "days": [1, 8, 15]},
            }
        ],
    ),
    (
        ["dose", "take 5 mg or 10 mg", "weekly"],
        [
            {"text": "5 mg", "start": 5, "end": 9, "amount": 5, "unit": "mg"},
            {"text": "10 mg", "start": 13, "end": 18, "amount": 10, "unit": "mg"},
            {"text": "weekly", "start": 0, "end": 6, "frequency": {"times": 1, "period": 1, "unit": "wk"}},
        ],
    ),
    (
        ["time", "28 days after last dose"],
        [
            {
                "value": 28,
                "unit": "d",
                "anchor": "last dose",
                "points": [{"value": 28, "unit": "d", "anchor": "last dose"}],
                "kind": "at",
            }
        ],
    ),
    (["age", "over 65"], [{"min_age": {"value": 65, "unit": "a"}}]),
    (
        ["age", "6 months to 5 years"],
        [{"min_age": {"value": 6, "unit": "mo"}, "max_age": {"value": 5, "unit": "a"}}],
    ),
]


@pytest.mark.parametrize(("arguments", "printed"), ROWS, ids=lambda value: " ".join(map(str, value))[:40])
def test_a_value_a_line(arguments, printed):
    result = CliRunner().invoke(parse, arguments)
    assert result.exit_code == 0, result.output
    assert [json.loads(line) for line in result.stdout.splitlines()] == printed


def test_an_alternative_is_printed_once():
    result = CliRunner().invoke(parse, ["threshold", "AST ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases)"])
    (line,) = result.output.splitlines()
    assert [bound["value"] for bound in json.loads(line)["alternatives"]] == [5]


def test_thresholds_and_the_bounds_of_an_eligible_person():
    result = CliRunner().invoke(parse, ["threshold", "INR ≥ 1.5", "--polarity", "exclusion"])
    assert result.exit_code == 0, result.output
    (value,) = [json.loads(line) for line in result.stdout.splitlines()]
    eligible = value.pop("eligible")
    assert value == {"text": "INR ≥ 1.5", "start": 0, "end": 9, "analyte": ["inr"], "comparator": ">=", "value": 1.5}
    assert (eligible["low"], eligible["high"], eligible["high_inclusive"]) == (None, 1.5, False)


@pytest.mark.parametrize("kind", ["dose", "time", "age", "threshold"])
def test_a_text_without_a_value_is_said_and_exits_1(kind):
    result = CliRunner().invoke(parse, [kind, "nothing here"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing found in 'nothing here'" in result.output


@pytest.mark.parametrize("kind", ["dose", "time", "age", "threshold"])
def test_the_help_shows_an_example(kind):
    result = CliRunner().invoke(parse, [kind, "--help"])
    assert result.exit_code == 0, result.output
    assert f"trialsift parse {kind}" in result.output
