"""Tables within the cell beside a label: "Inclusion Criteria" beside rows of "Age From", "Gender" and "Details"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trialsift.sections import Cue, key_of, label_wordings

LONGEST_COLUMN = 4  # words of a column's name
_NEUTRAL = frozenset(("name", "names", "detail", "details", "description", "text", "title", "value", "free text"))
_DETAIL = frozenset(("detail", "details", "description"))
_LISTED = ("conditions", "interventions", "outcomes", "arms", "field:conditions", "field:interventions")


@dataclass(slots=True)
class Outer:
    """A label alone in its row, whose value is a table. target: what it opened. rows: of the inner table so far."""

    table: str
    target: str
    furniture: bool
    rows: int = 0

    def holds(self, table: str) -> bool:
        """Whether a table stands in the one of the label."""
        return table.startswith(f"{self.table} > ")

    def target_of(self, label: str) -> str:
        """Return what a label in the inner table opens that no table of words knows; "" where it is not said."""
        if self.target.startswith("field:"):
            return self.target if is_neutral(label) else ""
        return self.target

    def columns(self, names: Sequence[str]) -> list[str]:
        """Return the targets of the inner table's columns; none where its first row is no row of names."""
        if self.furniture or len(names) < 2 or not self.target.startswith(_LISTED) or not all(map(_may_name, names)):
            return []
        keys = list(map(key_of, names))
        known = all(key in _NEUTRAL or label_wordings().find(key) for key in keys)
        return list(map(self._column, keys)) if known or any(map(self._same, keys)) else []

    def _same(self, key: str) -> Cue | None:
        """Return what a column opens that is called as the label is: "Condition" beside "Conditions"."""
        cue = label_wordings().find(key)
        kind, of_label = ((target.removeprefix("field:")[:5]) for target in (cue.target if cue else "", self.target))
        return cue if kind == of_label else None

    def _column(self, key: str) -> str:
        if key in _DETAIL and self.target == "field:interventions":
            return "field:intervention.description"
        same = self._same(key)
        return same.target if same else self.target if key in _NEUTRAL else ""


def is_neutral(label: str) -> bool:
    """Whether a label says no more than its table's own label does: "Name", "Details"."""
    return key_of(label) in _NEUTRAL


def _may_name(text: str) -> bool:
    return len(text.split()) <= LONGEST_COLUMN and text[-1] != ":" and not any(map(str.isdigit, text))
