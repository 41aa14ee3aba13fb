"""Doses anywhere in the content of a page."""

from __future__ import annotations

from trialsift.mention import Mention
from trialsift.page import Page
from trialsift.values.dose import find_doses

LABEL = "DOSE"


def find(page: Page) -> list[Mention]:
    """Return the doses of a page."""
    return [
        Mention(passage.start + dose.start, passage.start + dose.end, LABEL, "rule:dose", 0.9, dose.attrs(), dose)
        for passage in page.passages
        for dose in find_doses(page.text_of(passage))
    ]
