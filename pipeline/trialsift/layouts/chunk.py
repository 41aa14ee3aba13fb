"""Chunks: lines in a row that belong to one section or field."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute

from trialsift.criteria import LEAST_SEMICOLONS
from trialsift.lines import Line

MANY = frozenset(  # fields whose value may take several lines
    ("conditions", "keywords", "mesh_terms", "interventions", "countries", "collaborators", "ids", "status", "outcome",
     "intervention.name", "intervention.other_name", "intervention.description", "intervention.route", "phases")
)  # fmt: skip
PARTIES = ("sponsor", "collaborators")
# what stands in a list over the criteria, before the side of any is said
OF_PEOPLE = frozenset(("field:sex", "field:healthy_volunteers"))


@dataclass(slots=True)
class Chunk:
    """Lines in a row that belong to one section or field.

    inline: a value on its label's own line. group: name of the entry, row or object whose values belong together.
    flattened: whether it is a table of outcomes whose cells stand below each other: measure, description, time frame.
    number: the number before its heading, "8.1." or "". level: of its heading in HTML, 1 the outermost; 0 for none.
    """

    section: str
    field: str | None
    heading: str
    lines: list[Line] = attribute(default_factory=list)
    inline: bool = False
    group: str | None = None
    flattened: bool = False
    number: str = ""
    level: int = 0

    @property
    def state(self) -> str:
        """Key of the chunk in a layout's tables: its section or "field:<field>"."""
        return f"field:{self.field}" if self.field else self.section

    @property
    def holds_criteria(self) -> bool:
        """Whether criteria are read here."""
        return self.field is None and self.section.startswith("eligibility")

    @property
    def holds_paragraph(self) -> bool:
        """Whether all there is so far is criteria behind their label, as one paragraph divided by semicolons."""
        alone = self.holds_criteria and self.inline and len(self.lines) == 1 and not self.lines[0].marker
        return alone and self.lines[0].text.count("; ") >= LEAST_SEMICOLONS

    @property
    def awaits_value(self) -> bool:
        """Whether it is a field of one value that has none yet."""
        return bool(self.field) and not self.lines and self.field not in MANY
