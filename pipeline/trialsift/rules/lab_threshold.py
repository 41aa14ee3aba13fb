"""Lab thresholds: what the value parser finds in the content of a page."""

from __future__ import annotations

from trialsift.mention import Mention
from trialsift.page import Page
from trialsift.values.threshold import find_thresholds

LABEL = "LAB_THRESHOLD"

# Fields whose text says nothing of a person's measurements.
_NO_FIELDS = frozenset(
    ("ids", "status", "phases", "study_type", "enrollment", "start_date", "primary_completion_date", "completion_date",
     "sponsor", "collaborators", "ages", "min_age", "max_age", "sex", "healthy_volunteers", "countries", "allocation",
     "masking", "acronym")
)  # fmt: skip
_SCORES = {
    "chain": 0.9,
    "measured": 0.9,
    "limit": 0.85,
    "category": 0.85,
    "bound": 0.8,
    "inherited": 0.8, "marker": 0.75,
    "unnamed": 0.6,
}


def find(page: Page) -> list[Mention]:
    """Return the thresholds of a page, each with its parsed value."""
    mentions: list[Mention] = []
    for passage in page.passages:
        if passage.field in _NO_FIELDS:
            continue
        for found in find_thresholds(page.text_of(passage)):
            mentions.append(
                Mention(
                    passage.start + found.start,
                    passage.start + found.end,
                    LABEL,
                    f"rule:lab_threshold.{found.rule}",
                    _SCORES[found.rule],
                    found.attrs(),
                    found,
                    found.negated,
                )
            )
    return mentions
