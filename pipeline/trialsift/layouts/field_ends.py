"""Where the value of a field ends: at a gap, a new form of line, a text too long for it, a line that hangs no more."""

from __future__ import annotations

import re
from collections.abc import Collection

from trialsift.layouts.arms import is_registry_line
from trialsift.layouts.breaks import is_broken_title
from trialsift.layouts.chunk import MANY, PARTIES, Chunk
from trialsift.layouts.label_hints import has_form
from trialsift.lines import Line

LONGEST_ENTRY = 120  # code points of an entry of a field with several lines; longer lines are text after it
HANGING = 8  # columns that a value goes on further in than its label
_KEYED = re.compile(r"[a-z][\w-]{2,30}\s?[:=]\s")  # "full_name: Tea against gout", in no sentence


def is_finished(chunk: Chunk, line: Line, base: str, after: Collection[str]) -> bool:
    """Say whether what a chunk holds is complete before a line.

    base: section that the page stands in; after: states that the layout has a follower for.
    """
    closed = line.gap or chunk.lines[-1].closed
    if (chunk.field in PARTIES and line.text.endswith(":")) or (chunk.field and _KEYED.match(line.text)):
        return True
    if chunk.field and base == "arms" and is_registry_line(line.text):
        return True
    if chunk.holds_paragraph:
        return line.gap and not line.marker
    if not chunk.field:
        return closed and chunk.state in after and (chunk.section != "arms" or bool(line.marker))
    if chunk.inline:
        hangs = line.block.kind == "line" and line.indent >= chunk.lines[0].indent + HANGING
        return line.gap or bool(line.marker) or not (hangs or line.text[:1].islower())
    if chunk.field in MANY and chunk.state not in after:
        if line.gap and not has_form(chunk.field, line.text):
            return True
        listed = bool(line.marker and chunk.lines[-1].marker)
        return not _are_alike(chunk.lines[0], line) or (len(line.text) > LONGEST_ENTRY and not listed)
    if chunk.field == "title" and not closed and is_broken_title(chunk.lines[-1].text, line.text):
        return False
    return closed or chunk.field in ("title", "acronym")


def _are_alike(first: Line, line: Line) -> bool:
    """Say whether two lines of an HTML page may be entries of one list: no other element with a class of its own."""
    entry, other = (each.block.path.rpartition(" > ")[2] for each in (first, line))
    return entry == other or "." not in entry or "." not in other
