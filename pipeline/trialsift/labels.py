"""Labels: one row for each layer of mentions, in the order in which layers are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A layer of mentions. `mark` is its letter in inline marks; `colour` its background in reports."""

    name: str
    mark: str
    meaning: str
    colour: str


LABELS = (
    Label("CONDITION", "C", "a disease, symptom, sign or physiological state that a person can have", "#ffd9d6"),
    Label(
        "INTERVENTION",
        "I",
        "what is done or given to a person to treat, prevent, diagnose or care",
        "#cfe8ff",
    ),
    Label("DOSE", "D", "how much, how often, how long or by which route an intervention is given", "#ffe9b8"),
    Label("LAB_THRESHOLD", "L", "a bound, range, category or normality that a measurement must meet", "#d5f2d0"),
    Label("OUTCOME", "O", "what the study measures to judge the intervention", "#e4dbff"),
)

LABEL_NAMES = tuple(label.name for label in LABELS)
