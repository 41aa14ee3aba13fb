"""Tables of text files: which line names the columns, what a column of outcomes holds, the cells of a row.

A row has its cells between bars or tabs; a flattened table has them below each other, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialsift.layouts.label_places import LONGEST_LABEL
from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.runs import Run
from trialsift.sections import Cue, key_of

LEAST_COLUMNS = 3  # of a table some of whose columns no table of words knows
_OUTCOME_COLUMNS = {
    "outcome measure": "measure",
    "outcome": "measure",
    "measure": "measure",
    "measure title": "measure",
    "measure description": "description",
    "description": "description",
    "outcome description": "description",
    "time frame": "time",
    "timeframe": "time",
    "timepoint": "time",
}
_WHEN = re.compile(r"\b(?:time|timepoints?|when|visits?|weeks?|timing)\b", re.IGNORECASE)
_DETAIL = re.compile(r"\b(?:description|definition|details?|method|explanation)\b", re.IGNORECASE)
_BAR = re.compile(r"\s*[|\t]\s*")
_KIND = re.compile(r"\b(?:type|level|category|kind|class|priority|safety issue)\b", re.IGNORECASE)


def flattened_header(lines: list[Line], at: int) -> int:
    """Return how many lines from `at` on name the columns of a table of outcomes, a line each; 0 for none."""
    stop = at
    while stop < len(lines) and stop - at < len(_OUTCOME_COLUMNS) and _is_outcome_column(lines[stop].text):
        stop += 1
    if stop == at:
        return 0
    parts = {_OUTCOME_COLUMNS[key_of(line.text)] for line in lines[at:stop]}
    return stop - at if {"measure", "time"} <= parts and len(parts) == stop - at else 0


def _is_outcome_column(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and key_of(text) in _OUTCOME_COLUMNS


def cells_of(run: Run) -> Iterator[Run]:
    """Yield the cells between bars, empty ones too but for those at the edges."""
    at = 0
    for match in _BAR.finditer(run.text):
        if match.start():
            yield run.cut(at, match.start())
        at = match.end()
    if at < len(run.text):
        yield run.cut(at)


def outcome_column(name: str, *, first: bool) -> str:
    """Return what a column of outcomes holds by its header, which no table knows."""
    if _WHEN.search(name):
        return "field:outcome.time_frame"
    return (
        "field:outcome.measure"
        if first and not _DETAIL.search(name) and not _KIND.search(name)
        else "field:outcome.description"
    )


def is_header(cells: Sequence[Run], cues: Sequence[Cue | None], *, in_outcomes: bool) -> bool:
    """Say whether cells name the columns of a table: all of them known, or two of outcomes, the first among them.

    Among outcomes "Type | What | When" is one too.
    """
    if len(cells) < 2:
        return False
    known = [_is_column(cell, cue) for cell, cue in zip(cells, cues, strict=True)]
    outcomes = [_names_outcomes(cue) for cue in cues]
    short = all(len(cell.text) <= LONGEST_LABEL and not any(map(str.isdigit, cell.text)) for cell in cells)
    first = outcomes[0] or _KIND.search(cells[0].text) is not None
    when = in_outcomes and short and any(_WHEN.fullmatch(cell.text) for cell in cells)
    return all(known) or when or (short and first and sum(outcomes) > 1)


def heads_table(cells: Sequence[Run], cues: Sequence[Cue | None], below: str, layout: Layout) -> bool:
    """Say whether cells are names of columns, some of them unknown, over a row of values that begins with no label."""
    values = [cell.strip() for cell in _BAR.split(below)]
    known = [cue for cue in cues if cue and not cue.furniture]
    short = all(len(cell.text) <= LONGEST_LABEL and cell.text[-1] not in ":：." for cell in cells)
    if len(cells) < LEAST_COLUMNS or len(values) < LEAST_COLUMNS or len(known) < 2 or not short:
        return False
    digits = any(char.isdigit() for cell in cells for char in cell.text)
    return not digits and not any(look_up(value, layout) for value in values if value)


def _names_outcomes(cue: Cue | None) -> bool:
    return cue is not None and cue.target.startswith(("outcomes", "field:outcome"))


def _is_column(cell: Run, cue: Cue | None) -> bool:
    return cue is not None and not cue.furniture and cell.text[-1] != ":" and not any(map(str.isdigit, cell.text))
