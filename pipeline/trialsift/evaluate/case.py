"""Case: a page with its gold spans and with what was found in it, all that scoring needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trialsift.page import Page
from trialsift.record import Record

BOILERPLATE = "boilerplate"  # section of a gold span that the reader took for no content


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled span, `[start, end)` in code points of the source. by: "gold", "rule:<name>" or "model:<name>"."""

    start: int
    end: int
    label: str
    text: str
    section: str
    by: str
    score: float = 1.0
    attrs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Who found it, without the name: "rule" or "model"."""
        return self.by.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Case:
    """A page to score: `text` is its decoded source, `gold` and `found` are sorted.

    rules, model: what each side finds alone, None where that was not measured. record: None where the page gave
    none, `problem` then says why. expected: facts of `trial` stated by hand, None where they were not. page: how the
    page was read.
    """

    id: str
    trial: str
    layout: str
    part: str | None
    sha256: str
    text: str
    gold: tuple[Span, ...]
    found: tuple[Span, ...]
    rules: tuple[Span, ...] | None = None
    model: tuple[Span, ...] | None = None
    record: Record | None = None
    expected: Mapping[str, Any] | None = None
    page: Page | None = None
    problem: str = ""

    def clean(self, start: int, end: int) -> str:
        """Return what a range of the source reads as: without tags, entities and line ends where it is content."""
        place = self.page.offsets.to_text(start, end) if self.page and start < end else None
        text = self.page.text[slice(*place)] if self.page and place else self.text[start:end]
        return " ".join(text.split())


def layers(case: Case, label: str) -> tuple[list[Span], list[Span]]:
    """Return the gold and the found spans of a label."""
    return [span for span in case.gold if span.label == label], [span for span in case.found if span.label == label]
