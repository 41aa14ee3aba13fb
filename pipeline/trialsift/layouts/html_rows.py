"""Rows of tables of an HTML page: labels beside values, values under the names of columns, numbered entries.

Read in this order: `_row`, which says what a row is, then `_pairs` and `_fill`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from trialsift.layouts.arms import ARM_COLUMN
from trialsift.layouts.cues import Found, shaped
from trialsift.layouts.html_elements import INNERMOST, ElementWalker
from trialsift.layouts.html_labels import (
    has_label_class,
    is_field_code,
    is_th,
    says_nothing,
    table_of,
)  # fmt: skip
from trialsift.layouts.inner_tables import Outer, is_neutral
from trialsift.layouts.layout import Layout
from trialsift.layouts.outcome_sides import outcome_side
from trialsift.layouts.sorter import FREE_TEXT
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.runs import join_runs
from trialsift.sections import heading_hint

LONGEST_EMPTY = 12  # words of a label in a table of labels that has no value
LONGEST_SHAPE = 400  # code points of a table row that is read as a line
_NUMBERING = re.compile(r"[A-Z]{0,2}\d{1,2}[.)]?")


class RowWalker(ElementWalker):
    """Sorts the rows of tables, and elements outside of them."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self._label_tables: frozenset[str] = frozenset()

    def _row(self, lines: Sequence[Line]) -> None:
        """Read the lines of one row."""
        table = table_of(lines[0])
        self._outer = self._outer if self._outer and self._outer.holds(table) else None
        if self._read_inner(lines) or self._skip_row(lines, table):
            return
        cells = [list(cell) for _, cell in groupby(lines, key=lambda line: line.block.column)]
        if self.columns and table != self._columns_of:
            self.columns = ()
        if self._read_numbered(cells):
            return
        coded = len(cells) > 1 and len(cells[0]) == 1 and is_field_code(cells[0][0].text)
        if coded:
            if self._read_as_line(cells):
                return
            self._leave_out(cells[0][0].run, "heading")
            cells = cells[1:]
        if len(cells) == 1 and coded and len(cells[0]) == 1:
            self._label(cells[0][0], self._label_cue(cells[0][0]), known=True)
        elif len(cells) == 1 and not self.columns:
            self._single(cells[0], table, first=not lines[0].block.column)
        elif self._is_header(cells, table):
            self._open_header(cells, table)
        elif self.columns:
            self._fill(cells)
        else:
            self._pairs(cells, labelled=coded or table in self._label_tables)

    def _skip_row(self, lines: Sequence[Line], table: str) -> bool:
        """Leave a row out that stands in furniture."""
        in_furniture = bool(self._skips_element or (self.reach and self._reach_level is not None))
        skipped = in_furniture and not self._ends_furniture(lines, table)
        for line in lines if skipped else ():
            self._leave_out(line.run, "boilerplate")
        return skipped

    def _read_numbered(self, cells: list[list[Line]]) -> bool:
        """Read a criterion or an outcome beside its number: "I1 | Gout", "12. | Pain"."""
        numbered = len(cells) == 2 and len(cells[0]) == 1 and _NUMBERING.fullmatch(cells[0][0].text) is not None
        listed = self.chunk.field is None and self.chunk.section.startswith(("eligibility", "outcomes"))
        if not numbered or not listed or self.reach:
            return False
        self._leave_out(cells[0][0].run, "heading")
        for line in cells[1]:
            self._read(line)
        return True

    def _ends_furniture(self, lines: Sequence[Line], table: str) -> bool:
        """Whether a row goes on with content after furniture under a heading: a title in a table, a table of labels."""
        if self._reach_level == INNERMOST:
            return len(lines) == 1 and is_th(lines[0])
        return table in self._label_tables

    def _read_as_line(self, cells: list[list[Line]]) -> bool:
        """Read "E.8.1.1 | Randomised | Yes" by the layout's shapes of lines, as if it were one."""
        if not self.layout.shapes or any(len(cell) > 1 for cell in cells):
            return False
        line = cells[0][0].with_run(join_runs([cell[0].run for cell in cells]))
        found = shaped(line, self.layout, self.chunk, "") if len(line.text) < LONGEST_SHAPE else None
        if found is None:
            return False
        if found.cue.furniture:
            self._leave_out(line.run, "boilerplate")
        else:
            self._follow(line, found)
        return True

    def _read_inner(self, lines: Sequence[Line]) -> bool:
        """Read a row of a table that is itself a label's value: of furniture, or the names of its columns."""
        outer = self._outer
        if outer is None:
            return False
        first, outer.rows = not outer.rows, outer.rows + 1
        targets = outer.columns([line.text for line in lines]) if first else []
        for line in lines if targets or outer.furniture else ():
            self._leave_out(line.run, "boilerplate" if outer.furniture else "heading")
        if targets:
            self._columns_of = table_of(lines[0])
            self.open_columns([line.text for line in lines], targets)
        return bool(targets) or outer.furniture

    def _is_inner_label(self, text: str) -> bool:
        return self._outer is not None and is_neutral(text)

    def _single(self, cell: list[Line], table: str, *, first: bool) -> None:
        if len(cell) == 1 and first and is_th(cell[0]):
            self._heading(cell[0], INNERMOST)
            return
        found = self._cue(cell[0]) if first and len(cell) == 1 else None
        if found is None and first and table in self._label_tables and _may_be_label(cell):
            self._label(cell[0], None, known=True)  # its value is empty
            return
        for line in cell:
            if first:
                self._read(line)
            else:
                self._value(line)
        if _is_whole(found):
            self._outer = Outer(table_of(cell[0]), self.chunk.state, bool(self.reach))

    def _is_header(self, cells: list[list[Line]], table: str) -> bool:
        if any(len(cell) > 1 for cell in cells) or len(cells) < 2:
            return False
        lines = [cell[0] for cell in cells]
        if all(map(is_th, lines)):
            return True
        if table in self._label_tables or has_label_class(lines[0]):
            return False
        cues = [look_up(line.text, self.layout) for line in lines]
        return all(cue and not cue.furniture and line.text[-1] != ":" for cue, line in zip(cues, lines, strict=True))

    def _open_header(self, cells: list[list[Line]], table: str) -> None:
        self.reach = ""
        lines = [cell[0] for cell in cells]
        for line in lines:
            self._leave_out(line.run, "heading")
        cues = [look_up(line.text, self.layout) or heading_hint(line.text) for line in lines]
        targets = ["" if cue is None or cue.furniture else cue.target for cue in cues]
        if any(target.startswith("field:arm") for target in targets) or ARM_COLUMN.fullmatch(lines[0].text):
            targets = ["arms"]  # cells come one by one there, and say themselves what they are
        self._columns_of = table
        if any(targets) or self.base.startswith("outcomes"):
            self.open_columns([line.text for line in lines], targets)
        elif self.chunk.field:  # what stands below is no more of the field before
            self._go_to(self.base if self.base in FREE_TEXT else "other")

    def _fill(self, cells: list[list[Line]]) -> None:
        """Read a row under a header."""
        if len(cells) == 1 and not cells[0][0].block.column:
            side = outcome_side(cells[0][0].text)
            if side and self.base.startswith("outcomes"):
                self._leave_out(cells[0][0].run, "heading")
                self.base = side
                return
        in_outcomes = self.base.startswith("outcomes")
        sides = [outcome_side(cell[0].text) if in_outcomes and len(cell) == 1 else "" for cell in cells]
        self.base = next(filter(None, sides), self.base)  # "Primary", in a column of types
        for cell, side in zip(cells, sides, strict=True):
            if side:
                self._leave_out(cell[0].run, "heading")
            else:
                self.fill_column(cell[0].block.column or 0, cell, f"row {cell[0].block.row}")

    def _pairs(self, cells: list[list[Line]], *, labelled: bool) -> None:
        """Read a row of labels and values, or of plain text."""
        expects_label, self._skips_value = True, False
        for index, cell in enumerate(cells):
            line = cell[0]
            may_be = len(cell) == 1 and expects_label and index + 1 < len(cells)
            sure = may_be and (is_th(line) or labelled or has_label_class(line) or self._is_inner_label(line.text))
            value = cells[index + 1][0].text if may_be else ""
            cue = self._label_cue(line, value) if sure else self._cue(line) if may_be else None
            is_label = sure or _is_whole(cue)
            if is_label and cue is None and all(map(says_nothing, cells[index + 1])):
                self._leave_out(line.run, "boilerplate")
                self._skips_value, expects_label = True, False
                continue
            if is_label:
                self._label(line, cue, known=labelled)
                expects_label = index + 2 < len(cells) and is_th(cells[index + 1][0])
                continue
            for value in cell:
                if expects_label:
                    self._read(value)
                else:
                    self._value(value)
            another = not expects_label and not self._skips_value
            expects_label = index + 1 < len(cells) and (is_th(cells[index + 1][0]) or another)
        self._skips_value = False


def _may_be_label(cell: list[Line]) -> bool:
    text = cell[0].text
    return len(cell) == 1 and len(text.split()) <= LONGEST_EMPTY and text[-1] not in ".;"


def _is_whole(found: Found | None) -> bool:
    return found is not None and found.label is not None and found.value is None
