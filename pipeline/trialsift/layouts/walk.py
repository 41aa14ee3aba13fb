"""Walk down the lines of a page: which heading, field label or furniture each one is, and what it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialsift.layouts.layout import Layout
from trialsift.lines import Line
from trialsift.page import Region, RegionKind
from trialsift.runs import Run
from trialsift.sections import Cue, furniture_phrase, key_of, section_of_field, shared_wordings

LONGEST_LABEL = 110  # code points of a heading or label
MANY = frozenset(  # fields whose value may take several lines
    ("conditions", "keywords", "mesh_terms", "interventions", "countries", "collaborators", "ids", "status", "outcome",
     "intervention.name", "intervention.other_name", "intervention.description")
)  # fmt: skip
AFTER = {"field:healthy_volunteers": "eligibility", "field:title": "summary"}
_LABEL_END = re.compile(r"\s*(?::(?!\d)|\t|\s\|\s?)\s*\|?\s*")
_RULE = re.compile(r"[-|:=_*\s!\[\]().]+")  # "---|---|", "![]() |": nothing to read
_FOLD = re.compile(r"\W+")


@dataclass(slots=True)
class Chunk:
    """Lines in a row that belong to one section or field. inline: a value on its label's own line."""

    section: str
    field: str | None
    heading: str
    lines: list[Line] = field(default_factory=list)
    inline: bool = False


class Walker:
    """Sorts lines into chunks and regions. One walker reads one page."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.chunks: list[Chunk] = []
        self.regions: list[Region] = []
        self.base = "summary"
        self.reach = ""
        self.title = ""
        self.columns: tuple[str, ...] = ()
        self.chunk = self._open(layout.start, "")

    def walk(self, lines: list[Line]) -> None:
        """Read the lines in order."""
        drop = re.compile(self.layout.drop) if self.layout.drop else None
        for line in lines:
            if self.reach == "end" or (drop and drop.search(line.block.path)):
                self._leave_out(line.run, "boilerplate")
                continue
            self._read(line)

    def _read(self, line: Line) -> None:
        if self._is_row(line) and self._read_row(line):
            return
        found = self._find_cue(line)
        if found:
            self._follow(line, *found)
        elif self.reach:
            self._leave_out(line.run, "boilerplate")
        else:
            self._content(line)

    # What a line is

    def _find_cue(self, line: Line) -> tuple[Cue, Run, Run | None] | None:
        """Return (cue, label, value on the same line or None)."""
        text = line.text
        if _RULE.fullmatch(text):
            return Cue("line"), line.run, None
        shaped = self._shape(text)
        if shaped and shaped.target.startswith("heading:"):
            return Cue(shaped.target.removeprefix("heading:")), line.run, None
        if shaped:
            return shaped, line.run, line.run
        if len(text) <= LONGEST_LABEL and "|" not in text.strip("| "):
            cue = self._look_up(text)
            if cue and self._stands(cue, line, whole=True):
                return cue, line.run, None
        for match in _label_ends(text):
            label = text[: match.start()]
            cue = self._look_up(label)
            if cue and self._stands(cue, line, whole=False):
                rest = line.run.cut(match.end(), len(text.rstrip(" |")))
                return cue, line.run.cut(0, match.end()), rest if rest.text else None
        reach = furniture_phrase(text)
        return (Cue(reach), line.run, None) if reach else None

    def _look_up(self, text: str) -> Cue | None:
        key = key_of(text)
        return self.layout.own.find(key) or shared_wordings().find(key)

    def _shape(self, text: str) -> Cue | None:
        if self.reach:
            return None
        state = f"field:{self.chunk.field}" if self.chunk.field else self.chunk.section
        for key in (state, ""):
            for pattern, target in self.layout.shapes_of.get(key, ()):
                if pattern.fullmatch(text):
                    return Cue(target)
        return None

    def _stands(self, cue: Cue, line: Line, whole: bool) -> bool:
        """Say whether a wording from the tables is to be believed at this place."""
        if whole and len(line.text.split()) > 8 and line.text[-1] not in ":?" and line.block.kind == "line":
            return False
        if cue.target.startswith("eligibility"):
            return True
        criteria = self.chunk.section.startswith("eligibility") and not self.chunk.field and not self.reach
        if line.marker:
            return not criteria and (cue.target == "line" or (not cue.weak and self.chunk.section != "description"))
        if cue.weak and self.chunk.field and not self.chunk.lines and self.chunk.field not in MANY:
            return False
        if cue.weak:
            return (
                not criteria
                and (not self.reach or whole)
                and self.chunk.section not in ("arms", "description", "interventions")
            )
        return True

    def _is_row(self, line: Line) -> bool:
        return line.block.kind == "line" and "|" in line.text and (self.columns != () or " | " in line.text)

    # What follows from it

    def _follow(self, line: Line, cue: Cue, label: Run, rest: Run | None) -> None:
        if cue.furniture:
            self.reach = "" if cue.target == "line" else cue.target
            self._leave_out(line.run, "boilerplate")
            then = self.layout.then.get(key_of(label.text))
            if then:
                self._go_to(then)
            return
        self.reach, self.columns = "", ()
        if rest is label:
            self.chunk = self._open(cue.target, self.chunk.heading)
            self._append(line)
            return
        self._leave_out(label, "heading")
        self.chunk = self._open(cue.target, label.text.rstrip(" :|\t"))
        if rest:
            self.chunk.inline = True
            self._append(line.with_run(rest))

    def _open(self, target: str, heading: str) -> Chunk:
        if target.startswith("field:"):
            name = target.removeprefix("field:")
            if self.chunks and self.chunk.section.startswith("eligibility") and not self.chunk.field:
                self.base = "other"
            section = section_of_field(name, self.base)
            chunk = Chunk(section, name, heading)
        else:
            mixed = target == "outcomes"
            self.base = "outcomes.other" if mixed else target
            chunk = Chunk(self.base, None, "" if mixed else heading)
        self.chunks.append(chunk)
        return chunk

    def _content(self, line: Line) -> None:
        self._leave_filled_field(line)
        if self.reach:
            self._leave_out(line.run, "boilerplate")
            return
        if self.title and len(line.text) < 400 and _fold(line.text) == self.title:
            self._repeat_title(line)
            return
        self._append(line)

    def _repeat_title(self, line: Line) -> None:
        """Take a line that says the title again; where an official title was due, this was it."""
        back = self.chunk
        self.chunk = self._open("field:title", "")
        self._append(line)
        state = f"field:{back.field}" if back.field else back.section
        if back.field in ("title", "official_title"):
            state = self.layout.after.get("field:official_title", self.base)
        self.chunk = self._open(state, back.heading)

    def _append(self, line: Line) -> None:
        if self.chunk.field == "title" and not self.title:
            self.title = _fold(line.text)
        self.chunk.lines.append(line)

    def _leave_filled_field(self, line: Line) -> None:
        chunk = self.chunk
        if not chunk.field or not chunk.lines:
            return
        if chunk.inline and not line.gap and not line.marker and line.text[:1].islower():
            return
        state = f"field:{chunk.field}"
        closed = chunk.inline or line.gap or chunk.lines[-1].closed
        if chunk.field in MANY and not chunk.inline and len(line.text) <= 120 and state not in self.layout.after:
            return
        if not closed and chunk.field not in ("title", "acronym"):
            return
        after = self.layout.after.get(state) or AFTER.get(state)
        if chunk.field == "title" and chunk.heading:
            after = None  # only the title at the top of a page is followed by what its layout says
        self._go_to(after or self.base)

    def _go_to(self, target: str) -> None:
        """Open a target that no heading names."""
        if target in ("line", "block", "end"):
            self.reach = target
        else:
            self.chunk = self._open(target, "")

    def _read_row(self, line: Line) -> bool:
        """Read "A | B | C |": a header row names the columns, "Label: | value |" fills a field, later rows columns.

        Returns False where the row is none of these.
        """
        if _RULE.fullmatch(line.text):
            self._leave_out(line.run, "boilerplate")
            return True
        cells = list(_cells(line.run))
        cues = [self._look_up(cell.text) for cell in cells]
        if len(cells) > 1 and all(map(_is_column, cells, cues)):
            self.columns = tuple(cue.target for cue in cues if cue)
            self.reach = ""
            self._leave_out(line.run, "heading")
            if "arms" in self.columns:
                self.columns = ()
                self.chunk = self._open("arms", "")
            return True
        if self.reach or cues[0] or len(self.columns) < len(cells):
            self.columns = () if cues[0] else self.columns
            return False
        for target, cell in zip(self.columns, cells, strict=False):
            self.chunk = self._open(target, "")
            self._append(line.with_run(cell))
        self.chunk.inline = True
        return True

    def _leave_out(self, run: Run, kind: RegionKind) -> None:
        self.regions.append(Region(kind, run.start, run.end))


def _label_ends(text: str) -> Iterator[re.Match[str]]:
    """Yield where a label may end: at the first colon, tab or bar, and at a second colon after "field code"."""
    match = _LABEL_END.search(text, 1, LONGEST_LABEL + 8)
    if match:
        yield match


def _cells(run: Run) -> Iterator[Run]:
    at = 0
    for match in re.finditer(r"\s*\|\s*", run.text):
        cell = run.cut(at, match.start())
        if cell.text:
            yield cell
        at = match.end()
    cell = run.cut(at)
    if cell.text:
        yield cell


def _is_column(cell: Run, cue: Cue | None) -> bool:
    return cue is not None and not cue.furniture and cell.text[-1] != ":" and not any(map(str.isdigit, cell.text))


def _fold(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()
