"""Build cases by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from trialsift.evaluate.case import Case, Span
from trialsift.labels import LABELS

_NAMES = {label.mark: label.name for label in LABELS}


@pytest.fixture
def make_case() -> Callable[..., Case]:
    """Build a case from rows (mark, start, end[, section[, by[, score[, attrs]]]]); mark is a label's letter."""

    def spans(rows: Sequence[tuple], text: str, finder: str) -> tuple[Span, ...]:
        made = []
        for mark, start, end, *rest in rows:
            section, by, score, attrs = [*rest, *("other", finder, 1.0, {})[len(rest) :]]
            made.append(Span(start, end, _NAMES[mark], text[start:end], section, by, score, attrs))
        return tuple(sorted(made, key=lambda span: (span.start, span.end, span.label)))

    def make(gold: Sequence[tuple] = (), found: Sequence[tuple] = (), text: str = "", **more: object) -> Case:
        text = text or "word " * 40
        settings: dict = {
            "id": "page-site",
            "trial": "page",
            "layout": "site",
            "part": "dev",
            "sha256": "0" * 64,
        } | more
        return Case(text=text, gold=spans(gold, text, "gold"), found=spans(found, text, "rule:test"), **settings)

    return make
