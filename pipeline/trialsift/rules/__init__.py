"""Rules that find mentions, one module for each label: `find(page) -> list[Mention]`."""

from __future__ import annotations

from collections.abc import Callable

from trialsift.mention import Mention
from trialsift.page import Page
from trialsift.rules import condition, dose, intervention, lab_threshold, outcome

RULES: tuple[Callable[[Page], list[Mention]], ...] = (
    condition.find,
    intervention.find,
    dose.find,
    lab_threshold.find,
    outcome.find,
)
