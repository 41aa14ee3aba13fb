"""Elements of an HTML page outside of tables: headings with their levels, terms, labels and the values beside them.

Read in this order: `_element`, which says what an element is, then `_heading`, `_label` and `_value`; wordings are
looked up as in text.
"""

from __future__ import annotations

from trialsift.layouts.arms import is_registry_line
from trialsift.layouts.cues import Found, find_cue, hinted_label
from trialsift.layouts.html_labels import (
    entry_of,
    in_cell,
    is_generic,
    is_titled,
    label_cue,
    names_group,
    without_number,
)  # fmt: skip
from trialsift.layouts.inner_tables import Outer
from trialsift.layouts.layout import Layout
from trialsift.layouts.outcome_sides import outcome_side
from trialsift.layouts.sorter import FREE_TEXT
from trialsift.layouts.strips import fact_of
from trialsift.layouts.walk import Walker
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.sections import heading_hint

LONGEST_LABEL_WORDS = 6  # words of a label that no table knows
SHORTEST_STATEMENT = 4  # words of a heading that says something of its own
LONGEST_BADGE = 40  # code points of a fact without a label
INNERMOST = 7  # level of a heading that is no `<h1>`-`<h6>`
_ENTRY_SECTIONS = ("outcomes", "arms", "interventions")


class ElementWalker(Walker):
    """Sorts the lines that stand in no cell, one by one."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout, start="block")
        self.chunks.clear()
        self.base = "summary"
        self._section_level = INNERMOST  # of the heading that opened the section
        self._reach_level: int | None = None  # of the heading that opened the furniture
        self._columns_of = ""  # path of the table that `columns` belong to
        self._label_elements: frozenset[str] = frozenset()
        self._sites: set[str] = set()  # names of the site, from `<title>`
        self._skips_value = False  # whether the label before was of no interest
        self._skips_element = False  # the same, up to the next label
        self._outer: Outer | None = None  # label whose value is a table

    def _element(self, line: Line) -> None:
        """Read what stands in no cell."""
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
        """Open what a heading names; deeper ones leave the section or the furniture that they stand in open."""
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

    def _states_fact(self, line: Line) -> bool:
        """Read a fact without a label, as badges have it: "Recruiting", "Phase 2", "NCT09990001"."""
        field = fact_of(line.text) if len(line.text) <= LONGEST_BADGE else None
        if field is None:
            return False
        self._open(f"field:{field}", "")
        self._append(line)
        return True
