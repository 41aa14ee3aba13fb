"""Text: a dump, or a string in a record. Lines, character references and stray tags, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.read.entities import INVISIBLE, resolve_entity
from trialsift.read.garbled import GARBLED, repaired

# Form feeds and Unicode's own separators end a line too. U+0085 does not: in scraped text it is a lost "…".
# A reference to one ("&#xD;") is what a record's line end became on its way through XML.
_LINE_END = r"(?:&#(?:1[03]|[xX]0?[aAdD]);)?(?:\r\n|[\n\r\v\f\u2028\u2029])|&#(?:1[03]|[xX]0?[aAdD]);"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_TAG = (
    r"</?(?P<tag>br|p|div|li|ul|ol|tr|td|h[1-6]|b|i|em|strong|u|su[bp]|span|font|a)"
    r"(?:\s+[A-Za-z-]+\s?=[^<>]{0,300})?\s*/?>"
)
_SPECIAL = re.compile(
    rf"(?P<end>{_LINE_END})|(?P<entity>{_ENTITY})|(?i:(?P<whole_tag>{_TAG}))|(?P<garbled>{GARBLED})|[{INVISIBLE}]"
)
_MAY_BEGIN = re.compile(rf"[\n\r\v\f\u2028\u2029&<\u00c2-\u00ef{INVISIBLE}]")
_BREAKING = frozenset(("br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
# "10<sup>9</sup>", "kg/m<sup>2</sup>", and no footnote: what an exponent may follow, and what it is.
_BASE = re.compile(r"(?:(?<!\d)10|(?<![A-Za-z])(?:[cmdkµ]?m|s|h))$")
_EXPONENT = re.compile(r"\s?[-+−–]?\d{1,2}(?!\d)")


def read_text(text: str) -> tuple[Block, ...]:
    """Return one block for each line of a text dump, also for empty ones."""
    return tuple(_block(line, "line") for line in lines_of([Piece(text, 0, len(text))]))


def read_string(pieces: Sequence[Piece], path: str) -> list[Block]:
    """Return the blocks of a string in a record: one paragraph, or one block for each of its lines."""
    lines = list(lines_of(pieces))
    kind = "line" if len(lines) > 1 else "paragraph"
    return [_block(line, kind, path) for line in lines]


def _block(pieces: tuple[Piece, ...], kind: str, path: str = "") -> Block:
    text = "".join(piece.text for piece in pieces) if len(pieces) != 1 else pieces[0].text
    level = len(text) - len(text.lstrip()) if kind == "line" else 0
    return Block(pieces, "line" if kind == "line" else "paragraph", level, path=path)


class Cutter:
    """Cuts ranges out of a row of pieces, front to back, in time linear in all of them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._index = 0
        self._at = 0  # of the piece `_index`, in the text of all

    def take(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of the text range `[start, end)`; ranges must not go backwards."""
        taken: list[Piece] = []
        if start >= end:
            return taken
        while self._index < len(self._pieces):
            piece = self._pieces[self._index]
            stop = self._at + len(piece.text)
            if stop > start and self._at < end:
                taken.append(piece.slice(max(start - self._at, 0), min(end, stop) - self._at))
            if stop > end:
                break
            self._index += 1
            self._at = stop
        return taken


def lines_of(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of each line; references are resolved, stray tags dropped or taken as line ends."""
    text = "".join(piece.text for piece in pieces)
    cutter = Cutter(pieces)
    line: list[Piece] = []
    at = 0
    for match in _specials(text):
        line += cutter.take(at, match.start())
        whole = cutter.take(match.start(), match.end())
        at = match.end()
        if match["end"] or (match["tag"] or "").lower() in _BREAKING:
            yield tuple(line)
            line = []
        line += _replaced(match, whole, text)
    line += cutter.take(at, len(text))
    if line or not text:
        yield tuple(line)


def _specials(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of _SPECIAL; a search with it would try all its alternatives at every character."""
    at = 0
    while begin := _MAY_BEGIN.search(text, at):
        match = _SPECIAL.match(text, begin.start())
        if match:
            yield match
        at = match.end() if match else begin.end()


def _replaced(match: re.Match[str], whole: Sequence[Piece], text: str) -> Iterator[Piece]:
    """Yield the piece, or none, that stands for a reference, tag or invisible character."""
    at, start, end = match.start(), whole[0].start, whole[-1].end
    if match["entity"]:
        resolved = resolve_entity(match["entity"], strict=True)
        yield from [Piece(resolved[0], start, end)] if resolved else whole
    elif match["garbled"]:
        character = repaired(match["garbled"])
        yield from [Piece(character, start, end)] if character else whole
    elif match["tag"]:
        tag = match["whole_tag"].lower()
        if tag.startswith("<li"):
            yield Piece("• ", start, end)
        elif tag.startswith("<sup") and is_exponent(text[max(at - 4, 0) : at], text[match.end() : match.end() + 4]):
            yield Piece("^", start, end)


def is_exponent(before: str, after: str) -> bool:
    """Whether what is set high between these texts is an exponent, and no footnote."""
    return bool(_BASE.search(before[-4:]) and _EXPONENT.match(after))
