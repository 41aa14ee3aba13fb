"""Count what an annotated folder holds: pages, trials and spans, over all, by split and by layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from trialsift.annotate.folder import PARTS, GoldPage
from trialsift.labels import LABEL_NAMES


@dataclass(slots=True)
class Count:
    """Pages, trials and spans by label of some pages; `attrs` counts the spans that have attributes."""

    pages: int = 0
    trials: set[str] = field(default_factory=set)
    spans: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LABEL_NAMES, 0))
    attrs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LABEL_NAMES, 0))

    def add(self, page: GoldPage) -> None:
        """Count one page."""
        self.pages += 1
        self.trials.add(page.trial)
        for span in page.spans:
            self.spans[span.label] = self.spans.get(span.label, 0) + 1
            self.attrs[span.label] = self.attrs.get(span.label, 0) + bool(span.attrs)

    def as_json(self) -> dict[str, object]:
        """Return the counts as JSON-ready values."""
        return {"pages": self.pages, "trials": len(self.trials), "spans": self.spans, "with_attrs": self.attrs}


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over all pages, by split (in the order of PARTS) and by layout (sorted)."""

    all: Count
    by_part: dict[str, Count]
    by_layout: dict[str, Count]

    def as_json(self) -> dict[str, object]:
        """Return the counts as JSON-ready values."""
        return {
            "all": self.all.as_json(),
            "by_split": {name: count.as_json() for name, count in self.by_part.items()},
            "by_layout": {name: count.as_json() for name, count in self.by_layout.items()},
        }


def count(pages: Iterable[GoldPage]) -> Counts:
    """Count annotated pages."""
    total = Count()
    by_part: dict[str, Count] = {}
    by_layout: dict[str, Count] = {}
    for page in pages:
        total.add(page)
        by_part.setdefault(page.part or "none", Count()).add(page)
        by_layout.setdefault(page.layout or "none", Count()).add(page)
    parts = {name: by_part[name] for name in (*PARTS, "none") if name in by_part}
    return Counts(total, parts, dict(sorted(by_layout.items())))
