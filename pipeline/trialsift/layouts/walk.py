"""Walk down the lines of a page and say of each what it is: a heading, a label with its value, furniture or content.

Read in this order: `Walker.walk`, `_read`, then `_follow` (headings and labels), `_content` and `_read_row`. What makes
a line a heading or a label is in cues.py, where it goes in sorter.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialsift.criteria import criteria_within
from trialsift.layouts.breaks import is_stamp, running_heads
from trialsift.layouts.chunk import PARTIES, Chunk
from trialsift.layouts.columns import cells_of, flattened_header, heads_table, is_header
from trialsift.layouts.cues import Found, fact_of_people, find_cue
from trialsift.layouts.field_ends import LONGEST_ENTRY, is_finished
from trialsift.layouts.label_hints import fits, is_entry_number, is_qualifier, is_sub_label
from trialsift.layouts.layout import Layout
from trialsift.layouts.letters import read_letter
from trialsift.layouts.outcome_sides import outcome_side, outcome_type
from trialsift.layouts.run_on import divide_at_gaps, divide_run_on
from trialsift.layouts.scripts import foreign_lines
from trialsift.layouts.site_names import site_names
from trialsift.layouts.sorter import FREE_TEXT, Sorter, fold_title
from trialsift.layouts.strips import fact_strip
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line, strip_markers
from trialsift.registry_ids import find_ids
from trialsift.sections import heading_hint, key_of

AFTER = {  # where no layout says otherwise
    "field:healthy_volunteers": "eligibility",
    "field:title": "summary",
    "field:arm.label": "field:arm.description",
    "field:arm.type": "field:arm.description",
}
LISTED = ("conditions", "keywords", "interventions", "countries", "collaborators", "outcome.measure")  # with bullets
_PARTY = re.compile(r"(?:institution|institute|name|organi[sz]ation|company)[:：]\s*(?=\S)", re.IGNORECASE)
PEOPLE = ("ages", "min_age", "max_age", "sex", "healthy_volunteers")  # fields that stand among criteria
_OBJECTIVES = ("summary", "description")
SHORTEST_CONTENT = 60  # code points of a line that no menu has


class Walker(Sorter):
    """Sorts the lines of one page; `chunks` and `regions` hold what was found, in order."""

    def __init__(self, layout: Layout, *, start: str | None = None, heading: str = "") -> None:
        super().__init__(layout, start=start, heading=heading)
        self.below = ""  # text of the next line
        self._left: Chunk | None = None  # criteria that a label left which may be one of their own headings

    def walk(self, lines: list[Line]) -> None:
        """Read the lines in order."""
        lines = divide_at_gaps(divide_run_on(self._open_letter(lines), self.layout), self.layout)
        lines = self._leave_out_names(lines)
        drop = re.compile(self.layout.drop) if self.layout.drop else None
        heads = running_heads(lines)
        at = 0
        while at < len(lines):
            line = lines[at]
            self.below = _value_below(lines, at)
            header = flattened_header(lines, at)
            if self.columns and line.block.kind == "line" and line.gap and not self._is_row(line):
                self.columns, self.base = (), self._outside
                self._open(self.base, "")
            dropped = drop and line.block.path and drop.search(line.block.path)
            if self.reach == "end" or dropped or (line.text in heads and (at or is_stamp(line.text))):
                self._leave_out(line.run, "boilerplate")
            elif header:
                self._open_flattened(lines[at : at + header])
            elif not (self._type_outcome(line) or (self._is_row(line) and self._read_row(line))):
                self._read(line)
            at += header or 1

    def _leave_out_names(self, lines: list[Line]) -> list[Line]:
        """Leave out the site's name before the title, and lines in another script beside those in English."""
        names = site_names(lines, self.layout) if self.layout.start == "field:title" and not self.chunk.lines else 0
        foreign = foreign_lines(lines)
        for index, line in enumerate(lines):
            if index < names and next(find_ids(line.text), None) is not None:
                self._go_to("field:ids")
                self._append(line)
                self._go_to(self.layout.start)
            elif index < names or index in foreign:
                self._leave_out(line.run, "boilerplate")
        return [line for index, line in enumerate(lines) if index >= names and index not in foreign]

    def _open_letter(self, lines: list[Line]) -> list[Line]:
        """Leave out what only an e-mail has; return the lines left to read."""
        letter = read_letter(lines)
        for line in letter.furniture:
            self._leave_out(line.run, "boilerplate")
        if letter.subject:
            line, start = letter.subject
            self._leave_out(line.run.cut(0, start), "heading")
            self._append(line.with_run(line.run.cut(start)))
            self._go_to(self.layout.after.get("field:title", "summary"))
        return letter.content

    def _open_flattened(self, header: list[Line]) -> None:
        """Open a table of outcomes whose cells stand below each other, under its column names."""
        for line in header:
            self._leave_out(line.run, "heading")
        heading = self.chunk.heading if self.base.startswith("outcomes.") else ""
        self._open(self.base if self.base.startswith("outcomes.") else "outcomes", heading)
        self.chunk.flattened = True

    def _read(self, line: Line) -> None:
        if self._is_sub_label(line):
            self._leave_out(line.run, "heading")
            return
        found = find_cue(line, self.layout, self.chunk, self.reach, self.below)
        if found and found.cue.furniture:
            self._pass_over(line, found)
        elif found:
            self._follow(line, found)
        elif self.reach:
            self._leave_out(line.run, "boilerplate")
        elif not (self._open_outcome_side(line) or self._open_criteria_within(line)):
            self._content(line)

    # Headings, labels and furniture

    def _is_sub_label(self, line: Line) -> bool:
        """Say whether a line stands between a label and its value; "Name" goes on with a sponsor's too."""
        chunk = self.chunk
        party = _PARTY.match(line.text) if chunk.field in PARTIES and not chunk.lines else None
        if party and not self.reach:
            self._leave_out(line.run.cut(0, party.end()), "heading")
            self._append(line.with_run(line.run.cut(party.end())))
            return True
        known = is_sub_label(line.text) or is_entry_number(line.text, chunk.field, chunk.heading, self.below)
        if self.reach or line.block.kind in ("heading", "term") or not known:
            return False
        if chunk.field and chunk.lines and is_qualifier(line.text) and not fits(chunk.field, self.below):
            return True  # "Actual", with no value
        again = key_of(line.text) == "name" if chunk.field in PARTIES else is_qualifier(line.text)
        if chunk.field and chunk.lines and again and line.block.kind == "line":
            self._open(chunk.state, line.text if chunk.field in PARTIES else f"{chunk.heading} {line.text}")
            return True
        waits = bool(chunk.field) or chunk.section.startswith(("outcomes", "arms", "interventions"))
        return waits and not chunk.lines and bool(self.below)

    def _pass_over(self, line: Line, found: Found) -> None:
        self._leave_out(line.run, "boilerplate")
        target = found.cue.target
        if (target == "end" and self._has_begun()) or (
            target == "block" and (found.value is None or self.chunk.holds_criteria)
        ):
            self.reach = target
        then = self.layout.then.get(key_of(found.label.text)) if found.label else None
        if then:
            self._go_to(then)

    def _described(self) -> str:
        """Return what "Description" names among outcomes: a measure, or more on one; "" where it opens a section."""
        if self.chunk.field == "outcome.measure":
            return "field:outcome.description"
        within = str(self.chunk.field).startswith("outcome.") or not any(map(_is_entry, self.chunk.lines))
        return "field:outcome.measure" if within else ""

    def _type_outcome(self, line: Line) -> bool:
        """Take the type of an outcome from a line below it: "Type: Primary"."""
        in_outcomes = self.base.startswith("outcomes.") or str(self.chunk.field).startswith("outcome.")
        section = outcome_type(line.text) if in_outcomes else ""
        measured = (chunk for chunk in reversed(self.chunks) if chunk.field == "outcome.measure")
        last = next(measured, None) if section else None
        if last is None:
            return False
        last.section = section
        self._leave_out(line.run, "heading")
        return True

    def _has_begun(self) -> bool:
        """Say whether anything of a trial was read: what ends a page may stand in the menu at its top too."""
        said = (chunk for chunk in self.chunks if chunk.lines and chunk.field != "title")
        return any(
            chunk.field
            or chunk.section not in FREE_TEXT
            or any(len(line.text) >= SHORTEST_CONTENT for line in chunk.lines)
            for chunk in said
        )

    def _open_outcome_side(self, line: Line) -> bool:
        """Divide outcomes at a line that says no more than their type: "Secondary"."""
        section = outcome_side(line.text) if self.chunk.section.startswith("outcomes.") and not line.marker else ""
        if section:
            self._leave_out(line.run, "heading")
            self._open(section, line.text.rstrip(" :"))
        return bool(section)

    def _open_criteria_within(self, line: Line) -> bool:
        """Divide a line that holds text and the criteria after it: "Tea for gout. Inclusion Criteria: 1. Adults …"."""
        at = 0 if self.chunk.holds_criteria else criteria_within(line.text)
        if not at:
            return False
        self._content(line.with_run(line.run.cut(0, at)))
        self._open("eligibility", "")
        self._append(replace(line, run=line.run.cut(at), marker="", gap=True))
        return True

    def _follow(self, line: Line, found: Found) -> None:
        self.reach, self.columns = "", ()
        if found.label is None:
            self._open(found.cue.target, self.chunk.heading)
            self._append(line)
            return
        self._leave_out(found.label, "heading")
        target = found.cue.target
        if target == "description" and self.chunk.section.startswith("outcomes."):
            target = self._described() or target
        elif target == "description" and self._criteria and self.chunk.field in PEOPLE:
            target = self._criteria  # behind the age and the sex, which stand among the criteria
        bare = found.value is None and self.chunk.holds_criteria and target.startswith("field:")
        doubtful = bare and (found.cue.weak or target.removeprefix("field:") not in LISTED)
        self._left = self.chunk if doubtful else None
        before = self.chunk
        if found.cue.weak and target in _OBJECTIVES and self.base in _OBJECTIVES:
            target = self.base
        self._open(target, found.label.text.rstrip(" :|\t"))
        self.chunk.number = line.marker or self._left_number(before)
        self.chunk.level = line.block.level if line.block.kind == "heading" else 0
        if found.value:
            self.chunk.inline = True
            marker, value = line.marker, found.value
            if self.chunk.section.startswith("outcomes") and not self.chunk.field:
                marker, value = strip_markers(value)
            self._append(replace(line, run=value, marker=marker))

    def _left_number(self, before: Chunk) -> str:
        """Return the number of the section that a heading without one stands in."""
        return before.number if "." in before.number.rstrip(".") else ""

    # Content

    def _content(self, line: Line) -> None:
        listed = line.marker or len(line.text) > LONGEST_ENTRY
        if self._left and listed and not self.chunk.lines:
            self._open(self._left.state, self.chunk.heading)  # "Registration:" over a list of criteria is no field
        self._left = None
        people = "" if self.chunk.lines or self.chunk.state != "eligibility" else fact_of_people(line.text)
        if people and self.chunk.heading:  # "Who" over "Men and women", "Participants" over "40"
            self._open(people, self.chunk.heading)
        self._leave_finished(line)
        if self._ends_section(line):
            self._go_to("other", line.text)
        if self.reach:
            self._leave_out(line.run, "boilerplate")
        elif not self.chunk.holds_criteria and not line.marker and self._read_strip(line):
            return
        elif self.title and len(line.text) < 400 and fold_title(line.text) == self.title:
            self._repeat_title(line)
        else:
            self._append(line)

    def _ends_section(self, line: Line) -> bool:
        """Say whether a heading that no table knows ends a list of outcomes or criteria whose own is of its level."""
        listed = self.chunk.section.startswith(("outcomes", "eligibility")) and self.chunk.field is None
        return listed and line.block.kind == "heading" and 0 < line.block.level <= self.chunk.level

    def _read_strip(self, line: Line) -> bool:
        """Read a line of facts without labels, if it is one."""
        parts = fact_strip(line.text)
        back = self.chunk
        for field, start, end in parts:
            self._open(f"field:{field}", "")
            self._append(replace(line, run=line.run.cut(start, end)))
        if parts:
            self._open(self.base if back.field else back.state, back.heading)
        return bool(parts)

    def _repeat_title(self, line: Line) -> None:
        """Take a line that says the title again; where an official title was due, this was it."""
        back = self.chunk
        self._open("field:title", "")
        self._append(line)
        if back.field in ("title", "official_title"):
            self._go_to(self.layout.after.get("field:official_title", self.base))
        else:
            self._open(back.state, back.heading)

    def _leave_finished(self, line: Line) -> None:
        """Go on to what follows a field, or a section with a follower, when its value is complete before `line`."""
        chunk = self.chunk
        if not chunk.lines or not is_finished(chunk, line, self.base, self.layout.after):
            return
        after = self.layout.after.get(chunk.state) or AFTER.get(chunk.state)
        if chunk.field == "title" and chunk.heading:
            after = None  # only the title at the top of a page is followed by what its layout says
        if after or chunk.field:
            self._go_to(after or self.base)
        elif chunk.holds_criteria:
            self._go_to("other")

    # Tables of text files

    def _is_row(self, line: Line) -> bool:
        barred = "|" in line.text and (bool(self.columns) or " | " in line.text)
        return line.block.kind == "line" and (barred or "\t" in line.text)

    def _read_row(self, line: Line) -> bool:
        """Read "A | B | C |": a header row names the columns, later rows fill them. False where it is neither."""
        cells = list(cells_of(line.run))
        filled = [cell for cell in cells if cell.text]
        if not filled or not any(map(str.isalnum, line.text)):
            return False
        cues = [look_up(cell.text, self.layout) for cell in filled]
        if heads_table(filled, cues, self.below, self.layout):
            cues = [cue or heading_hint(cell.text) for cell, cue in zip(filled, cues, strict=True)]
            self._leave_out(line.run, "heading")
            targets = ["" if cue is None or cue.furniture else cue.target for cue in cues]
            self.open_columns([cell.text for cell in filled], targets)
            return True
        if is_header(filled, cues, in_outcomes=self.base.startswith("outcomes")):
            self._leave_out(line.run, "heading")
            self.open_columns([cell.text for cell in filled], [cue.target if cue else "" for cue in cues])
            return True
        ends = cues[0] is not None and not (self.columns and outcome_side(cells[0].text))
        if self.reach or ends or len(self.columns) < len(cells):
            self.columns = () if ends else self.columns
            return False
        sides = [outcome_side(cell.text) if self.base.startswith("outcomes") else "" for cell in cells]
        self.base = next(filter(None, sides), self.base)
        for column, cell in enumerate(cells):
            if sides[column]:
                self._leave_out(cell, "heading")
            elif cell.text:
                self.fill_column(column, [line.with_run(cell)], f"row at {line.run.start}")
        return True


def _value_below(lines: Sequence[Line], at: int) -> str:
    """Return the text of the line below one, past what only says that a value comes ("Anticipated")."""
    following = [line.text for line in lines[at + 1 : at + 3]]
    return following[-1] if len(following) > 1 and is_qualifier(following[0]) else "".join(following[:1])


def _is_entry(line: Line) -> bool:
    return any(map(str.isalpha, line.text))
