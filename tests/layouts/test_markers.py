"""The literal that stands for a marker before its pattern is tried."""

from __future__ import annotations

import pytest

from trialsift.layouts import LAYOUTS
from trialsift.layouts.layout import literal_of


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"^Main ID:", "Main ID:"),
        (r"^Study Type ?: ?\|", "Study Type"),
        (r"\bSponsor\.org \(EU\)$", "Sponsor.org (EU)"),
        (r"^Type: (?:A|B)", "Type: "),
        (r"\bKX\d{7}\b", "KX"),
        (r"Lines?: x", "Line"),
        (r"^(?:- )?Summary$", "Summary"),
        (r"^\d{1,2}/\d{1,2}$", ""),
        (r"\"a\"\s*:|<a[\s>]", ""),
        (r"left|right", ""),
        (r"(?:left|right) side", ""),
    ],
)
def test_literal(pattern, literal):
    assert literal_of(pattern) == literal


def test_most_markers_have_one():
    literals = [literal_of(pattern) for layout in LAYOUTS for pattern, _ in layout.markers]
    assert sum(len(literal) > 1 for literal in literals) > 0.8 * len(literals)
