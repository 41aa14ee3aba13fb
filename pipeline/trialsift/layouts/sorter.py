"""Where the lines of a page go: the open section or field, the columns of an open table, or none of the content.

What a line is, and so where it goes, the walkers say (walk.py for text, html_walk.py for HTML).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialsift.layouts.chunk import OF_PEOPLE, Chunk
from trialsift.layouts.columns import outcome_column
from trialsift.layouts.layout import Layout
from trialsift.lines import Line
from trialsift.page import Region, RegionKind
from trialsift.runs import Run
from trialsift.sections import section_of_field

FREE_TEXT = ("summary", "description", "other")
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=[A-Z])")
_FOLD = re.compile(r"\W+")


class Sorter:
    """Puts lines where they go; `chunks` and `regions` hold them, in order.

    start, heading: target and heading of the first lines; None takes the layout's.
    """

    def __init__(self, layout: Layout, *, start: str | None = None, heading: str = "") -> None:
        self.layout = layout
        self.chunks: list[Chunk] = []
        self.regions: list[Region] = []
        self.warnings: list[str] = []
        self.base = "summary"  # section that content goes to when a field is over
        self.reach = ""  # furniture that the page is in: "block", "end" or none
        self.title = ""
        self.columns: tuple[str, ...] = ()  # targets of a table's columns
        self.headers: tuple[str, ...] = ()
        self._outside = self.base  # section that a table stands in
        self._criteria = ""  # section of the criteria that were opened last
        self.chunk = Chunk("other", None, "")
        self._go_to(start or layout.start, heading)

    def _go_to(self, target: str, heading: str = "") -> None:
        """Open a target that no line of the page names."""
        self.reach = target if target in ("line", "block", "end") else ""
        if not self.reach:
            self._open(target, heading)

    def _open(self, target: str, heading: str) -> None:
        """Begin a chunk of a section or field."""
        if target.startswith("field:"):
            if self.chunk.holds_criteria and not (self.chunk.section == "eligibility" and target in OF_PEOPLE):
                self.base = "other"
            name = target.removeprefix("field:")
            of_arm = name == "interventions" and (self.chunk.field or "").startswith("arm.")
            self.chunk = Chunk("arms" if of_arm else section_of_field(name, self.base), name, heading)
        else:
            mixed = target == "outcomes"
            self.base = "outcomes.other" if mixed else target
            self.chunk = Chunk(self.base, None, "" if mixed else heading)
        self.chunks.append(self.chunk)
        self._criteria = self.chunk.section if self.chunk.holds_criteria else self._criteria

    def _append(self, line: Line) -> None:
        """Add a line to the open chunk."""
        if self.chunk.field == "title" and not self.title:
            self.title = fold_title(line.text)
        above = self.chunk.lines[-1].run.end if self.chunk.lines else line.run.start
        line = self._without_number(line)
        if self.regions and above <= self.regions[-1].start < line.run.start:
            line = replace(line, gap=True)  # what was left out between two lines parts them
        self.chunk.lines.append(line)

    def _without_number(self, line: Line) -> Line:
        """Take a number without any sign off an entry that counts on: "1 Adults", "2 Gout"."""
        listed = self.chunk.field is None and self.chunk.section.startswith(("eligibility", "outcomes"))
        match = _BARE_NUMBER.match(line.text) if listed and not line.marker and line.block.kind == "line" else None
        last = self.chunk.lines[-1].marker if self.chunk.lines else "0"
        if not match or not last.isdecimal() or int(match[1]) != int(last) + 1:
            return line
        return replace(line, run=line.run.cut(match.end()), marker=match[1])

    def _leave_out(self, run: Run, kind: RegionKind) -> None:
        self.regions.append(Region(kind, run.start, run.end))

    # Tables

    def open_columns(self, names: Sequence[str], targets: Sequence[str]) -> None:
        """Let a table's header say what the cells of its rows are; a target of "" is none that is known."""
        self.reach = ""
        self.columns = ()
        self._outside = self.base
        if "arms" in targets:
            self._open("arms", "")
            return
        of_outcomes = any(target.startswith(("outcomes", "field:outcome")) for target in targets)
        if of_outcomes or self.base.startswith("outcomes"):
            targets = self._outcome_columns(names, targets)
        self.columns, self.headers = tuple(targets), tuple(name.rstrip(" :") for name in names)

    def _outcome_columns(self, names: Sequence[str], targets: Sequence[str]) -> list[str]:
        found: list[str] = []
        for name, target in zip(names, targets, strict=True):
            if target.startswith("outcomes"):
                if target != "outcomes" or not self.base.startswith("outcomes"):
                    self.base = "outcomes.other" if target == "outcomes" else target
                found.append("field:outcome.measure")
            elif target.startswith("field:outcome"):
                found.append(target)
            else:
                found.append(outcome_column(name, first="field:outcome.measure" not in found))
        return found

    def fill_column(self, column: int, lines: list[Line], group: str) -> None:
        """Take what stands in a column of a row under a header."""
        target = self.columns[column] if column < len(self.columns) else ""
        heading = self.headers[column] if column < len(self.headers) else ""
        self._open(target or (self.base if self.base in FREE_TEXT else "other"), heading)
        self.chunk.group = group
        self.chunk.lines += lines
        self.chunk.inline = True


def fold_title(text: str) -> str:
    """Return a title in the form that titles are compared in."""
    return _FOLD.sub(" ", text.casefold()).strip()
