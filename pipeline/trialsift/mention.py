"""Mention: a span that a rule or a model found in a page's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled span of `Page.text`, `[start, end)` in code points.

    by: "rule:<name>" or "model:<name>"; score: 0-1. attrs: as in the annotation guidelines, plus parsed detail.
    value: the parsed value that `attrs` was made from (a `Threshold`, a `Dose`, …), where there is one.
    """

    start: int
    end: int
    label: str
    by: str
    score: float
    attrs: dict[str, Any] = field(default_factory=dict)
    value: Any = None
    negated: bool = False
