"""Walk down an HTML page: furniture by its elements, labels by table cells and terms, sections by heading levels.

Read in this order: `HtmlWalker.walk`, then `_heading`, `_term` and `_row`; wordings are looked up as in text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from trialsift.layouts.arms import ARM_COLUMN, is_registry_line
from trialsift.layouts.cues import Chunk, Found, find_cue, hinted_label, look_up, shaped
from trialsift.layouts.html_furniture import furniture_paths
from trialsift.layouts.html_labels import (
    entry_of,
    has_label_class,
    in_cell,
    is_field_code,
    is_generic,
    is_th,
    is_titled,
    label_cue,
    label_elements,
    label_tables,
    names_group,
    same_row,
    says_nothing,
    table_of,
    without_number,
)  # fmt: skip
from trialsift.layouts.inner_tables import Outer, is_neutral
from trialsift.layouts.layout import Layout
from trialsift.layouts.outcome_sides import outcome_side
from trialsift.layouts.strips import fact_of
from trialsift.layouts.walk import FREE_TEXT, Walker
from trialsift.lines import Line
from trialsift.page import Region
from trialsift.runs import join_runs
from trialsift.sections import heading_hint, key_of

LONGEST_LABEL_WORDS = 6  # words of a label that no table knows
LONGEST_EMPTY = 12  # words of a label in a table of labels that has no value
SHORTEST_STATEMENT = 4  # words of a heading that says something of its own
LONGEST_BADGE = 40  # code points of a fact without a label
LONGEST_SHAPE = 400  # code points of a table row that is read as a line
INNERMOST = 7  # level of a heading that is no `<h1>`-`<h6>`
_ENTRY_SECTIONS = ("outcomes", "arms", "interventions")
_NUMBERING = re.compile(r"[A-Z]{0,2}\d{1,2}[.)]?")
_SITE = re.compile(r"\s+[|»–—·-]\s+|\s*\|\s*")


class HtmlWalker(Walker):
    """Sorts the lines of an HTML page; `chunks`, `regions` and `warnings` hold what was found, in order."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout, start="block")
        self.chunks.clear()
        self.base = "summary"
        self._section_level = INNERMOST  # of the heading that opened the section
        self._reach_level: int | None = None  # of the heading that opened the furniture
        self._columns_of = ""  # path of the table that `columns` belong to
        self._label_tables: frozenset[str] = frozenset()
        self._label_elements: frozenset[str] = frozenset()
        self._sites: set[str] = set()  # names of the site, from `<title>`
        self._skips_value = False  # whether the label before was of no interest
        self._skips_element = False  # the same, up to the next label
        self._only_heading: Line | None = None
        self._name_chunk: Chunk | None = None  # of `<title>`
        self._outer: Outer | None = None  # label whose value is a table

    def walk(self, lines: list[Line]) -> None:
        """Read the lines in order."""
        furniture = furniture_paths(lines, self.layout)
        content = [line for line in lines if line.block.path not in furniture]
        self.regions += [_region(line) for line in lines if line.block.path in furniture]
        self._label_tables = label_tables(content, self.layout)
        self._label_elements = label_elements(content, self.layout)
        content = self._start(content)
        index = 0
        while index < len(content):
            line = content[index]
            self.below = content[index + 1].text if index + 1 < len(content) else ""
            if self.reach == "end":
                self._leave_out(line.run, "boilerplate")
                index += 1
            elif line.block.column is None:
                self._element(line)
                index += 1
            else:
                stop = index
                while stop < len(content) and same_row(content[stop], line):
                    stop += 1
                self._row(content[index:stop])
                index = stop
        self._settle_title()

    # The top of the page

    def _start(self, lines: list[Line]) -> list[Line]:
        """Choose the title; what stands before it is furniture. Return the lines that are left to read."""
        names = [line for line in lines if line.block.path.endswith(" > title") or line.block.path == "title"]
        rest = [line for line in lines if line not in names] if names else lines
        self._sites = {part.lower() for line in names for part in _SITE.split(line.text)[1:]}
        top = next((i for i, line in enumerate(rest) if self._is_title(line)), None)
        if top is None and names and not any(map(self._names_page, names)):
            # a heading behind tables of labels is none of the page: all that stands before it would be furniture
            labelled = next((i for i, line in enumerate(rest) if table_of(line) in self._label_tables), len(rest))
            headings = [line for line in rest if line.block.kind == "heading"]
            self._only_heading = headings[0] if len(headings) == 1 else None
            top = next((i for i, line in enumerate(rest[:labelled]) if self._may_be_title(line)), None)
        for line in names:
            self._name(line, as_title=top is None)
        if top is None:
            self.reach = ""
            if not any(chunk.field == "title" for chunk in self.chunks):
                self._go_to("block" if self._label_tables else self.layout.start)
            else:
                self._go_to("summary")
            return rest
        for line in rest[:top]:
            if not self._states_fact(line):
                self._leave_out(line.run, "boilerplate")
        self.reach = ""
        self._open("field:title", "")
        self._append(rest[top])
        self._go_to(self.layout.after.get("field:title", "summary"))
        return rest[top + 1 :]

    def _names_page(self, line: Line) -> bool:
        part = _SITE.split(line.text, maxsplit=1)[0]
        return not is_generic(part) and look_up(part, self.layout) is None

    def _may_be_title(self, line: Line) -> bool:
        """Say whether a heading further down is the title of a page without any of the first level."""
        alone = 1 < line.block.level < INNERMOST - 1
        long = len(line.text.split()) >= SHORTEST_STATEMENT or self._only_heading == line
        return alone and long and heading_hint(line.text) is None and self._is_title(line, line.block.level)

    def _is_title(self, line: Line, level: int = 1) -> bool:
        outer = line.block.kind == "heading" and line.block.level == level
        if not outer or in_cell(line) or line.text.lower() in self._sites:
            return False
        return look_up(line.text, self.layout) is None and not is_generic(line.text)

    def _name(self, line: Line, *, as_title: bool) -> None:
        """Read `<title>`: its first part is the page's, unless that is what every page of the site is called."""
        part = _SITE.split(line.text, maxsplit=1)[0]
        if not self._names_page(line):
            self._leave_out(line.run, "boilerplate")
            return
        self._open("field:title" if as_title else "title", "")
        self.chunk.lines.append(line.with_run(line.run.cut(0, len(part))))
        self._name_chunk = self.chunk
        rest = line.run.cut(len(part))
        if rest.text:
            self._leave_out(rest, "boilerplate")

    def _settle_title(self) -> None:
        """Where the page itself says its title, `<title>` is none, and no content unless it says much the same."""
        name = self._name_chunk
        titles = [chunk for chunk in self.chunks if chunk.field in ("title", "official_title") and chunk is not name]
        if name is None or not any(chunk.lines for chunk in titles):
            return
        name.field = None
        words = set(key_of(name.lines[0].text).split())
        said = {word for chunk in titles for line in chunk.lines for word in key_of(line.text).split()}
        if len(words & said) < min(len(words), 3):
            self.chunks.remove(name)
            self._leave_out(name.lines[0].run, "boilerplate")

    def _states_fact(self, line: Line) -> bool:
        """Read a fact without a label, as badges have it: "Recruiting", "Phase 2", "NCT09990001"."""
        field = fact_of(line.text) if len(line.text) <= LONGEST_BADGE else None
        if field is None:
            return False
        self._open(f"field:{field}", "")
        self._append(line)
        return True

    # Elements

    def _element(self, line: Line) -> None:
        kind = line.block.kind
        if self.columns and self.chunk.field and line.block.path.startswith(f"{self._columns_of} > "):
            self.chunk.lines.append(line)  # a list or paragraph within a cell
            return
        self.columns = ()
        if kind == "heading" and in_cell(line) and self._cue(line) is None:
            self._value(line)
        elif kind == "heading":
            self._heading(line, line.block.level)
        elif self.reach and self._reach_level is not None:
            self._leave_out(line.run, "boilerplate")
        elif self._is_label(line):
            self._label(line, self._label_cue(line))
            self._skips_element = self._skips_value and kind != "term"
        elif self._skips_element:
            self._leave_out(line.run, "boilerplate")
        elif kind == "definition" and not self.reach:
            self._value(line)
        elif not (self.chunk.section == "summary" and not self.chunk.heading and self._states_fact(line)):
            self._read(line)

    def _is_label(self, line: Line) -> bool:
        entry = entry_of(line)
        if line.block.kind != "term" and entry not in self._label_elements and not self._is_title_of_part(line, entry):
            return False
        found = self._label_cue(line) if self.reach else None
        return not self.reach or (found is not None and not found.cue.furniture)

    def _is_title_of_part(self, line: Line, entry: str) -> bool:
        known = is_titled(entry) and line.block.kind == "paragraph" and len(line.text) <= LONGEST_BADGE
        return known and look_up(line.text, self.layout) is not None

    def _cue(self, line: Line) -> Found | None:
        return find_cue(line, self.layout, self.chunk, self.reach, self.below)

    def _label_cue(self, line: Line, value: str | None = None) -> Found | None:
        """Return what a line opens that is set as a label; more wordings are labels there than in running text."""
        cue = label_cue(line.text, self.layout)
        shown = self.below if value is None else value
        by_value = hinted_label(without_number(line.text), shown, self.layout, self.chunk, inline=True)
        if by_value and (cue is None or cue.weak or cue.furniture or cue.target in FREE_TEXT):
            return Found(by_value, line.run)
        found = Found(cue, line.run) if cue else self._cue(line)
        hint = None if found else heading_hint(line.text)
        return Found(hint, line.run) if hint else found

    def _heading(self, line: Line, level: int) -> None:
        if self.reach and self._reach_level is not None and level > self._reach_level:
            self._leave_out(line.run, "boilerplate")
            return
        self._skips_element = False
        if line.text.lower() in self._sites:
            self._leave_out(line.run, "boilerplate")
            return
        found = self._cue(line) or self._numbered(line)
        self.reach, self._reach_level = "", None
        if found and found.cue.furniture:
            if self.chunk.field:
                self._go_to(self.base)
            elif self.chunk.holds_criteria and level <= self._section_level:
                self._go_to("other")
            self._pass_over(line, found)
            if level == 1 and self.reach == "block":  # the name of the site, not of a part of it
                self.reach = ""
            self._reach_level = level if self.reach else None
            self._section_level = level
        elif found:
            self._follow(line, found)
            self._section_level = level
        else:
            self._unknown_heading(line, level)

    def _numbered(self, line: Line) -> Found | None:
        """Return what a heading with a number of its own opens: "Primary Outcome(s) 2"."""
        text = without_number(line.text)
        cue = look_up(text, self.layout) if text != line.text else None
        return Found(cue, line.run) if cue else None

    def _unknown_heading(self, line: Line, level: int) -> None:
        chunk, deeper = self.chunk, level > self._section_level
        side = outcome_side(line.text)
        if side and self.base.startswith("outcomes"):
            self._leave_out(line.run, "heading")
            self._open(side, line.text)
        elif deeper and chunk.holds_criteria:
            self._leave_out(line.run, "heading")
            self._open(chunk.section, line.text.rstrip(" :"))
        elif deeper and not chunk.field and chunk.section.startswith(_ENTRY_SECTIONS):
            self._append(line)
        else:
            self._open(self.base if self.base in FREE_TEXT else "other", line.text.rstrip(" :"))
            self._section_level = level
            short = len(line.text.split()) < SHORTEST_STATEMENT or entry_of(line).startswith(("button", "summary"))
            if short or line.text[-1] in "?:" or is_generic(line.text) or level == INNERMOST:
                self._leave_out(line.run, "heading")
            else:
                self._append(line)

    def _label(self, line: Line, found: Found | None, *, known: bool = False) -> None:
        """Read a term or label cell: what follows is its value. known: whether the table says that it is a label."""
        self._skips_value = False
        if found and found.cue.furniture:
            self._leave_out(line.run, "boilerplate")
            self._skips_value = True
            if found.cue.target != "line" and line.block.column is None:
                self.reach = "block"
        elif found:
            self._follow(line, found)
        elif not known and (names_group(line.text) or len(line.text.split()) > LONGEST_LABEL_WORDS):
            if self.chunk.field:
                self._go_to(self.base)
            self._append(line)
        elif not known and not self.chunk.field and self.chunk.section.startswith(_ENTRY_SECTIONS):
            self._append(line)
        else:
            self._leave_out(line.run, "heading")
            target = self._outer.target_of(line.text) if self._outer else ""
            self._open(target or (self.base if self.base in FREE_TEXT else "other"), line.text.rstrip(" :"))

    def _value(self, line: Line) -> None:
        """Read what stands beside a label."""
        if self._skips_value:
            self._leave_out(line.run, "boilerplate")
        elif self.chunk.field and not (self.base == "arms" and is_registry_line(line.text)):
            found = self._cue(line) if self.chunk.lines else None
            if found and found.label and found.value and not found.cue.furniture:
                self._follow(line, found)  # "Phase: 2" beside another field's value
                return
            self._append(line)
            self.chunk.inline = True
        else:
            self._read(line)

    # Tables

    def _row(self, lines: Sequence[Line]) -> None:
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


def _region(line: Line) -> Region:
    return Region("boilerplate", line.run.start, line.run.end)


def _may_be_label(cell: list[Line]) -> bool:
    text = cell[0].text
    return len(cell) == 1 and len(text.split()) <= LONGEST_EMPTY and text[-1] not in ".;"


def _is_whole(found: Found | None) -> bool:
    return found is not None and found.label is not None and found.value is None
