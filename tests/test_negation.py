"""Negation: what the words before a name in its clause deny."""

from __future__ import annotations

import pytest

from trialsift.negation import is_negated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No evidence of |metastases", True),
        ("Patients must not have |asthma", True),
        ("free of |infection", True),
        ("negative for |HIV", True),
        ("History of |asthma", False),
        ("No smoking; known |asthma", False),
        ("not only |asthma", False),
        ("no more than mild |asthma", False),
        ("nothing but |asthma", False),
    ],
)
def test_denial_reaches_the_name(text: str, expected: bool):
    before, _, name = text.partition("|")
    assert is_negated(before + name, len(before)) is expected
