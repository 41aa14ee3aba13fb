"""Turn the chunks of a page into drafts of its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trialsift.criteria import split_criteria
from trialsift.layouts.arms import HEADING, ArmReader, holds_arms
from trialsift.layouts.chunk import Chunk
from trialsift.layouts.outcome_sides import outcome_side
from trialsift.lines import Line, unwrap
from trialsift.page import Region
from trialsift.runs import Run, join_runs
from trialsift.values.time_words import time_words

_TIME = re.compile(rf"(?:[\d.,–-]+|{time_words('unit', 'lead', 'opening', 'count')})\b.{{0,160}}", re.IGNORECASE)
_TIME_WORD = re.compile(rf"\b(?:{time_words('unit', 'event')}|[dwmy]\d+|time)\b", re.IGNORECASE)

_BRACKETS = re.compile(r"\[[^\[\]]{3,150}\]|\([^()]{3,150}\)")  # "[24 hours after surgery]"
# "by central review", "Days to full feeding", "First episode of fever"
_MEANS = re.compile(
    r"(?:days?|hours?|weeks?|months?|years?|nights?|minutes?|visits?) "
    r"(?:to|of|until|with|without|off|lost|missed|worked|per|on|away|spent|free)\b|"
    r"\d+-(?:second|minute|hour|day|week|month|year) (?!follow|visit|period|treatment|post|after|interval)|"
    r"first (?!\d|days?|weeks?|months?|years?|hours?|dose|visit|two|three|four|six|twelve|follow|treatment|cycle|and)|"
    r"by (?!\d|weeks?|days?|months?|years?|visits?|cycles?|the|discharge|delivery|end)",
    re.IGNORECASE,
)


def _whole_title(chunk: Chunk) -> list[Line]:
    """Return the lines of a title as one where they follow each other; none for any other chunk."""
    first, *rest = chunk.lines
    if chunk.field not in ("title", "official_title") or not rest or any(line.gap or line.marker for line in rest):
        return []
    return [first.with_run(join_runs([line.run for line in chunk.lines]))]


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before its place in the page's text is known. parent: index among all drafts of the page."""

    run: Run
    section: str
    field: str | None = None
    heading: str = ""
    group: int | None = None
    level: int = -1
    parent: int | None = None


def _is_time(text: str) -> bool:
    """Say whether a line below an outcome does nothing but say when it is measured."""
    if _MEANS.match(text):
        return False
    if _BRACKETS.fullmatch(text):
        return bool(_TIME_WORD.search(text))
    return len(text) < 160 and bool(_TIME.fullmatch(text)) and (bool(_TIME_WORD.search(text)) or text[0].islower())


class Renderer:
    """Collects drafts and the heading regions found inside chunks."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.regions: list[Region] = []
        self._group = 0
        self._groups: dict[str, int] = {}  # name of a chunk's group → its number
        self._arm_reader = ArmReader(self._next_group)

    def render(self, chunk: Chunk) -> None:
        """Append the drafts of a chunk."""
        if not chunk.lines:
            return
        in_arms = chunk.field is None and chunk.section == "arms"
        if in_arms or (chunk.field == "interventions" and holds_arms(chunk.lines)):
            self._arms(chunk)
            return
        # "Intervention: X" is of the arm above it, "Interventions" are those of all
        of_arm = chunk.state == "field:interventions" and chunk.section == "arms" and chunk.heading[-1:] != "s"
        interrupts_arm = of_arm or str(chunk.field).startswith("intervention.")
        if not interrupts_arm:
            self._arm_reader.close()
        if chunk.field is None and chunk.section.startswith("eligibility"):
            self._criteria(chunk)
        elif chunk.field is None and chunk.section.startswith("outcomes"):
            (self._flattened if chunk.flattened else self._outcomes)(chunk)
        else:
            group = self._outcome_before(chunk) if chunk.field == "outcome.time_frame" else None
            group = self._arm_reader.group if interrupts_arm and chunk.group is None else group
            for line in _whole_title(chunk) or unwrap(chunk.lines):
                self._draft(chunk, line.run, chunk.field, group)

    def _draft(self, chunk: Chunk, run: Run, field: str | None, group: int | None = None) -> None:
        if group is None and chunk.group is not None:
            group = self._groups.get(chunk.group) or self._groups.setdefault(chunk.group, self._next_group())
        self.drafts.append(Draft(run, chunk.section, field, chunk.heading, group))

    def _next_group(self) -> int:
        self._group += 1
        return self._group

    def _heading(self, run: Run) -> None:
        self.regions.append(Region("heading", run.start, run.end))

    def _criteria(self, chunk: Chunk) -> None:
        split = split_criteria(chunk.lines, chunk.section, chunk.heading)
        first = len(self.drafts)
        for item in split.criteria:
            parent = None if item.parent is None else first + item.parent
            self.drafts.append(Draft(item.run, item.section, None, item.heading, None, item.level, parent))
        for run in split.headings:
            self._heading(run)

    def _flattened(self, chunk: Chunk) -> None:
        """Render a table of outcomes whose cells stand below each other; a row ends with its time frame."""
        group: int | None = None
        for line in unwrap(chunk.lines, loose=False):
            if group is None:
                group = self._next_group()
                self._draft(chunk, line.run, "outcome.measure", group)
            elif _is_time(line.text):
                self._draft(chunk, line.run, "outcome.time_frame", group)
                group = None
            else:
                self._draft(chunk, line.run, "outcome.description", group)

    def _outcomes(self, chunk: Chunk) -> None:
        group = self._next_group()
        measured, entry = False, ""
        for line in unwrap(chunk.lines, loose=False):
            text = line.text
            side = outcome_side(text)
            if side:  # an item over a list of its own
                self._heading(line.run)
                chunk, measured, entry = replace(chunk, section=side, heading=text.rstrip(" :")), False, ""
                continue
            if entry and line.block.path.startswith(entry):  # an element within the list item that is the outcome
                self.drafts[-1] = replace(self.drafts[-1], field="outcome.measure") if measured else self.drafts[-1]
                self._draft(chunk, line.run, "outcome.description", group)
                measured = False
                continue
            entry = f"{line.block.path} > " if line.block.kind == "item" and line.block.path else ""
            if measured and _is_time(text) and not line.marker:
                last = self.drafts[-1]
                self.drafts[-1] = replace(last, field="outcome.measure")
                self._draft(chunk, line.run, "outcome.time_frame", group)
                measured = False
                continue
            group = self._next_group()
            self._draft(chunk, line.run, "outcome", group)
            measured = True

    def _outcome_before(self, chunk: Chunk) -> int | None:
        """Return the group of the outcome that a time frame under its own label belongs to: the one before it."""
        last = self.drafts[-1] if self.drafts else None
        if chunk.group is not None or last is None or last.group is None or last.section != chunk.section:
            return None
        if last.field == "outcome":
            alone = sum(draft.section == last.section and draft.field == "outcome" for draft in self.drafts) == 1
            if not (alone or chunk.heading.lower().startswith(("time frame", "timeframe"))):
                return None  # one label for the time points of all
            self.drafts[-1] = replace(last, field="outcome.measure")
        return last.group

    def _arms(self, chunk: Chunk) -> None:
        for line in self._arm_reader.read(chunk.lines):
            if line.field == HEADING:
                self._heading(line.run)
            else:
                self.drafts.append(Draft(line.run, chunk.section, line.field, chunk.heading, line.group))

    def all(self, chunks: list[Chunk]) -> Iterator[Draft]:
        """Render all chunks and yield the drafts."""
        for chunk in chunks:
            self.render(chunk)
        yield from self.drafts
