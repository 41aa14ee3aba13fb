"""Where a label at the start of a line ends and its value begins: at a colon, tab, bar, gap or dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line

LONGEST_LABEL = 110  # code points of a heading or label

_LABEL_END = re.compile(r"\s*(?:\.{3,}|:(?!\d)|：|\t|\s\|\s?|\s{3,}(?=\S))\s*\|?\s*")
_COLUMNS = re.compile(r" {2}(?=[A-Z\d])")  # "Target size  40"
_LABEL_DASH = re.compile(r"\s+[–—-]\s+")  # "Primary outcome - pain at week 8"
_STATED = re.compile(r"(?:(?:[Tt]he|[Tt]his) (?:study|trial|research) is )?(?P<label>[Ss]ponsored by) (?=[A-Z])")
_WIKI_FIELD = re.compile(r"\|\s*(?P<label>[A-Za-z][\w /-]{1,40}?)\s*=\s*")  # "| phase = 2"


def label_end(text: str) -> re.Match[str] | None:
    """Return the sign between a label that a text starts with and its value."""
    return _LABEL_END.search(text, 1, LONGEST_LABEL)


def holds_more_than_label(text: str) -> bool:
    """Say whether something stands beside what may be a label: "Phase: 2", "Target size  40"."""
    sign = _LABEL_END.search(text)
    return bool(sign and sign.end() < len(text)) or _COLUMNS.search(text) is not None


def label_places(line: Line, layout: Layout) -> Iterator[tuple[int, int, int]]:
    """Yield where a label at the start of a line may begin and end, and where its value starts.

    At the first colon, tab, bar, gap or dash; where an inline element sets it off; where the layout glues values to
    labels, after the longest label that a table knows.
    """
    text = line.text
    field = _WIKI_FIELD.match(text) if text[0] == "|" else None
    if field:
        yield *field.span("label"), field.end()
    match = _LABEL_END.search(text, 1, LONGEST_LABEL + 8)
    if match:
        yield 0, match.start(), match.end()
    if line.block.lead and (not line.marker or line.block.kind == "item"):
        label = line.block.text[: line.block.lead].strip()
        if len(label) <= LONGEST_LABEL and text.startswith(label):
            yield 0, len(label), len(label)
    columns = None if match else _COLUMNS.search(text, 1, LONGEST_LABEL)
    if columns:
        yield 0, columns.start(), columns.end()
    dash = _LABEL_DASH.search(text, 1, LONGEST_LABEL + 8)
    if dash and not (match and match.start() < dash.start()):
        yield 0, dash.start(), dash.end()
    stated = _STATED.match(text)
    if stated:
        yield *stated.span("label"), stated.end()
    glued = layout.glued_label(text)
    if glued:
        yield *glued, glued[1]


def label_places_a_value(text: str, layout: Layout) -> bool:
    """Say whether a line is a label that a table knows with its value: "Intervention name: Tea"."""
    sign = label_end(text)
    return bool(sign and sign.end() < len(text) and look_up(text[: sign.start()], layout, inline=True))
