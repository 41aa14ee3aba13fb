"""Rules that find mentions, a module for each label and one for allergies: `find(page) -> list[Mention]`."""

from __future__ import annotations

from collections.abc import Callable

from trialsift.mention import Mention
from trialsift.page import Page
from trialsift.rules import allergy, condition, dose, intervention, lab_threshold, outcome

RULES: tuple[Callable[[Page], list[Mention]], ...] = (
    condition.find,
    allergy.find,
    intervention.find,
    dose.find,
    lab_threshold.find,
    outcome.find,
)
