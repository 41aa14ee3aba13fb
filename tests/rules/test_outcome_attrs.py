"""Type and time frame of endpoints whose place a model found."""

from __future__ import annotations

import pytest

from trialsift.rules.outcome_attrs import read_attrs


@pytest.mark.parametrize(
    ("text", "section", "heading", "attrs"),
    [
        ("The primary endpoint is ⟦snoring⟧ at week 4.", "summary", "", {"type": "primary", "time_frame": "week 4"}),
        ("Secondary outcomes: ⟦sleep⟧ (PSQI), after 8 weeks", "summary", "", {
            "type": "secondary", "time_frame": "after 8 weeks",
        }),
        ("We look at ⟦snoring⟧; that is the main outcome.", "summary", "", {}),
        ("⟦snoring⟧ is the primary outcome", "summary", "", {"type": "primary"}),
        ("The main outcome is mood. We also count ⟦falls⟧", "summary", "", {"type": "secondary"}),
        ("We count ⟦falls⟧ in the ward", "summary", "", {}),
        ("⟦Falls⟧, within 30 days of surgery", "outcomes.secondary", "Secondary", {
            "type": "secondary", "time_frame": "within 30 days of surgery",
        }),
        ("⟦Falls⟧ as the primary outcome", "outcomes.other", "What we measure", {"type": "primary"}),
        ("⟦Falls⟧", "outcomes.other", "", {}),
        ("⟦Falls⟧", "outcomes.other", "Further outcomes", {"type": "other"}),
        ("We measure ⟦pain⟧ after surgery", "summary", "", {}),
    ],
)  # fmt: skip
def test_attrs(make_page, text, section, heading, attrs):
    start, end = text.index("⟦"), text.index("⟧") - 1
    page = make_page((section, None, text.replace("⟦", "").replace("⟧", ""), heading))
    [passage] = page.passages
    assert read_attrs(page.text_of(passage), start, end, passage) == attrs
