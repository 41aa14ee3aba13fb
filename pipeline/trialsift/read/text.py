"""Text dumps: every line a block, entities left by a scraper resolved."""

from __future__ import annotations

import html
import re

from trialsift.offsets import Piece
from trialsift.page import Block

# Form feeds and Unicode's own separators end a line too. U+0085 does not: in scraped text it is a lost "…".
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\u2028\u2029]")
# With a semicolon only: in plain text "&lt" may be anything.
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_text(text: str) -> tuple[Block, ...]:
    """Return one block for each line, also for empty ones."""
    blocks: list[Block] = []
    at = 0
    while at < len(text):
        match = _LINE_END.search(text, at)
        end, following = match.span() if match else (len(text), len(text))
        line = text[at:end]
        pieces = tuple(resolve_entities(line, at)) if "&" in line else (Piece(line, at, end),)
        blocks.append(Block(pieces, "line", len(line) - len(line.lstrip())))
        at = following
    return tuple(blocks)


def resolve_entities(text: str, start: int) -> list[Piece]:
    """Return the pieces of `text`, which begins at `start` of the source, with one piece for each entity."""
    pieces: list[Piece] = []
    at = 0
    for match in ENTITY.finditer(text):
        resolved = html.unescape(match[0])
        if resolved == match[0] or not resolved:
            continue
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()], start + at, start + match.start()))
        pieces.append(Piece(resolved, start + match.start(), start + match.end()))
        at = match.end()
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:], start + at, start + len(text)))
    return pieces
