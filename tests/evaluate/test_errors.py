"""Differences sorted into kinds. The text is "word word …": word n is [5n, 5n + 4)."""

from __future__ import annotations

import pytest

from trialsift.evaluate.attrs import compare_attrs
from trialsift.evaluate.errors import confuse, count_kinds, find_errors

THRESHOLD = {"analyte": ["inr"], "comparator": ">=", "value": 1.5}


def _kinds(case) -> list[tuple[str, str, str]]:
    return [(error.kind, error.label, error.detail) for error in find_errors(case)]


@pytest.mark.parametrize(
    ("gold", "found", "kinds"),
    [
        ([], [], []),
        ([("C", 0, 9)], [("C", 0, 9)], []),
        ([("C", 0, 9)], [], [("missed", "CONDITION", "")]),
        ([], [("C", 0, 9)], [("spurious", "CONDITION", "")]),
        ([("C", 0, 9)], [("C", 5, 9)], [("boundary", "CONDITION", "start: lacks “word”")]),
        ([("C", 5, 9)], [("C", 0, 9)], [("boundary", "CONDITION", "start: has too much “word”")]),
        (
            [("C", 0, 9)],
            [("C", 5, 14)],
            [("boundary", "CONDITION", "start: lacks “word”; end: has too much “word”")],
        ),
        # one gold span in two pieces: a boundary that is wrong, and a span too many
        (
            [("C", 0, 14)],
            [("C", 0, 4), ("C", 10, 14)],
            [("boundary", "CONDITION", "end: lacks “word word”"), ("spurious", "CONDITION", "")],
        ),
        ([("C", 0, 9)], [("I", 0, 9)], [("wrong label", "CONDITION", "found as INTERVENTION")]),
        # a label that is nested inside another one is no wrong label
        (
            [("O", 0, 24)],
            [("C", 0, 4)],
            [("spurious", "CONDITION", ""), ("missed", "OUTCOME", "")],
        ),
        ([("C", 0, 9, "boilerplate")], [], [("in boilerplate", "CONDITION", "read as markup")]),
    ],
)
def test_kinds(make_case, gold, found, kinds):
    assert _kinds(make_case(gold, found)) == kinds


def test_wrong_attributes_of_an_exact_span(make_case):
    gold = [("L", 0, 9, "other", "gold", 1.0, THRESHOLD)]
    found = [("L", 0, 9, "other", "rule:x", 0.9, {**THRESHOLD, "value": 2})]
    assert _kinds(make_case(gold, found)) == [("wrong attr", "LAB_THRESHOLD", "value: 1.5 → 2")]


def test_right_attributes_with_further_detail(make_case):
    gold = [("L", 0, 9, "other", "gold", 1.0, THRESHOLD)]
    found = [("L", 0, 9, "other", "rule:x", 0.9, {**THRESHOLD, "condition": "in men", "unit": None})]
    assert find_errors(make_case(gold, found)) == []


@pytest.mark.parametrize(
    ("label", "gold", "found", "same"),
    [
        ("DOSE", {"amount": 50, "unit": "mg"}, {"amount": 50.0, "unit": "mg"}, {"amount": True, "unit": True}),
        ("DOSE", {"amount": 50, "unit": "mg"}, {"amount": 50, "unit": "ug"}, {"amount": True, "unit": False}),
        ("DOSE", {"amount": [5, 10]}, {"amount": (5.0, 10.0)}, {"amount": True}),
        ("DOSE", {"amount": 5}, {}, {"amount": False}),
        ("DOSE", {}, {"route": "oral"}, {"route": False}),
        ("DOSE", {}, {"route": None, "amount": None}, {}),
        (
            "DOSE",
            {"frequency": {"times": 2, "period": 1, "unit": "d"}},
            {"frequency": {"unit": "d", "times": 2.0, "period": 1, "count": None}},
            {"frequency": True},
        ),
        (
            "DOSE",
            {"duration": {"value": 2, "unit": "wk"}},
            {"duration": {"value": 14, "unit": "d"}},
            {"duration": False},
        ),
        ("LAB_THRESHOLD", {"analyte": ["AST", "alt"]}, {"analyte": ["alt", "ast"]}, {"analyte": True}),
        ("LAB_THRESHOLD", {"analyte": ["inr"]}, {"analyte": ["inr", "pt"]}, {"analyte": False}),
        ("LAB_THRESHOLD", {"value": "B or C"}, {"value": "b or  c"}, {"value": True}),
        ("LAB_THRESHOLD", {"value": "III–IV"}, {"value": "III - IV"}, {"value": True}),
        ("LAB_THRESHOLD", {"value": "positive"}, {"value": "negative"}, {"value": False}),
        ("LAB_THRESHOLD", {"unit": "[IU]/L"}, {"unit": "[iU]/L"}, {"unit": True}),
        ("LAB_THRESHOLD", {"analyte": ["serum bilirubin"]}, {"analyte": ["total bilirubin"]}, {"analyte": True}),
        ("LAB_THRESHOLD", {"unit": "U/L"}, {"unit": "u/L"}, {"unit": False}),
        # inclusive is known for ranges only
        ("LAB_THRESHOLD", {"comparator": ">="}, {"comparator": ">=", "inclusive": [True, True]}, {"comparator": True}),
        (
            "LAB_THRESHOLD",
            {"comparator": "range", "value": [1, 2], "inclusive": [True, True]},
            {"comparator": "range", "value": [1, 2], "inclusive": [True, False]},
            {"comparator": True, "value": True, "inclusive": False},
        ),
        ("OUTCOME", {"time_frame": "Up to 12 months."}, {"time_frame": "up to 12  months"}, {"time_frame": True}),
        ("OUTCOME", {"type": "primary"}, {}, {"type": False}),
        ("CONDITION", {"note": 1}, {"note": 2}, {}),
    ],
)
def test_attributes_compare_as_values(label, gold, found, same):
    assert compare_attrs(label, gold, found) == same


def test_counts_and_confusion(make_case):
    """Found: 0-4 right; 10-19 one word too long at the end; 25-29 as INTERVENTION; 40-44 too much."""
    gold = [("C", 0, 4), ("C", 10, 14), ("C", 25, 29), ("C", 50, 54)]
    found = [("C", 0, 4), ("C", 10, 19), ("I", 25, 29), ("C", 40, 44)]
    case = make_case(gold, found)
    errors = find_errors(case)
    assert {kind: count for kind, count in count_kinds(errors)["CONDITION"].items() if count} == {
        "missed": 1,
        "spurious": 1,
        "boundary": 1,
        "wrong label": 1,
    }
    confusion = confuse([case, case], [*errors, *errors])
    filled = {(g, f): count for g, row in confusion.labels.items() for f, count in row.items() if count}
    assert filled == {
        ("CONDITION", "CONDITION"): 4,
        ("CONDITION", "INTERVENTION"): 2,
        ("CONDITION", "none"): 2,
        ("none", "CONDITION"): 2,
    }
    assert confusion.edges["CONDITION"] == {"start exact, end too late": 2}
    assert confusion.words["CONDITION"]["too much at end"] == [("word", 2)]
