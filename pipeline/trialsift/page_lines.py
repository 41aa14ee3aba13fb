"""All lines of a page as one text, also those that are no content: facts stand in headers, footers and captions too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from trialsift.lines import read_lines
from trialsift.offsets import OffsetMap, Piece
from trialsift.page import Page
from trialsift.read import read_blocks
from trialsift.runs import Run

_NEXT_ELEMENT = re.compile(r"</(\w+)>\s*<(?:\1)\b", re.IGNORECASE)  # "</span><span>" parts words as a space does


@dataclass(frozen=True, slots=True, eq=False)
class PageLines:
    """Lines joined by one newline, by two where an empty line or an element's edge stands between them."""

    text: str
    offsets: OffsetMap


@lru_cache(maxsize=1)
def lines_of(page: Page) -> PageLines:
    """Return the lines of a page; a record in JSON or XML, whose fields are all named, has none."""
    pieces: list[Piece] = []
    if page.source.media_type in ("text/plain", "text/html"):
        for line in read_lines(read_blocks(page.source)):
            if pieces:
                pieces.append(Piece("\n\n" if line.gap else "\n", pieces[-1].end, line.run.start))
            pieces += _parted(line.run, page.source.text)
    return PageLines("".join(piece.text for piece in pieces), OffsetMap(pieces))


def _parted(run: Run, source: str) -> Iterator[Piece]:
    """Yield the pieces of a line with a newline between elements that follow each other without a space."""
    for piece, after in pairwise(run.pieces):
        yield piece
        if source.find("</", piece.end, after.start) >= 0 and _NEXT_ELEMENT.search(source, piece.end, after.start):
            yield Piece("\n", piece.end, after.start)
    yield run.pieces[-1]
