"""XML records: every element's text and every attribute with its path. No entity is expanded, no file is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.read.entities import ENTITY, resolve_entity
from trialsift.read.markup import Scanner, Token
from trialsift.read.text import read_string

MAX_PATH = 400  # code points; deeper elements share the path of the one above them
FARTHEST = 200  # open elements that an end tag is looked for in


@dataclass(slots=True)
class _Element:
    name: str
    path: str
    pieces: list[Piece] = field(default_factory=list)
    children: Counter[str] = field(default_factory=Counter)


def read_xml(text: str) -> tuple[Block, ...]:
    """Return the texts and attributes of an XML record in order, without empty ones.

    path: element names joined by "/"; from the second of its name on, an element's number among its siblings follows
    ("study/arm_group/1/description"). An attribute's path ends in "@name".
    """
    return tuple(_Reader(text).blocks())


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Element] = [_Element("", "")]

    def blocks(self) -> Iterator[Block]:
        for token in Scanner(self._text).tokens():
            if token.kind == "open":
                yield from self._flush()
                yield from self._start(token)
            elif token.kind == "close":
                yield from self._flush()
                self._close(token.name)
            else:
                self._open[-1].pieces += self._pieces(token)
        while self._open:
            yield from self._flush()
            self._open.pop()

    def _pieces(self, token: Token) -> Iterator[Piece]:
        if token.kind == "literal":
            yield Piece(self._text[token.start : token.end], token.start, token.end)
        else:
            yield from reference_pieces(self._text[token.start : token.end], token.start)

    def _start(self, token: Token) -> Iterator[Block]:
        parent = self._open[-1]
        name = token.name.rsplit(":", 1)[-1]
        number = parent.children[name]
        parent.children[name] += 1
        path = f"{parent.path}/{name}" if parent.path else name
        path = f"{path}/{number}" if number else path
        if len(path) > MAX_PATH:
            path = parent.path
        for attribute, value, start in token.attributes:
            if value.strip() and not attribute.startswith("xmlns"):
                yield from read_string(list(reference_pieces(value, start)), f"{path}/@{attribute}")
        if not token.empty:
            self._open.append(_Element(name, path))

    def _close(self, name: str) -> None:
        name = name.rsplit(":", 1)[-1]
        for depth in range(1, min(len(self._open) - 1, FARTHEST) + 1):
            if self._open[-depth].name == name:
                del self._open[-depth:]
                return

    def _flush(self) -> Iterator[Block]:
        element = self._open[-1]
        pieces, element.pieces = element.pieces, []
        if any(piece.text.strip() for piece in pieces):
            yield from read_string(pieces, element.path)


def reference_pieces(text: str, start: int) -> Iterator[Piece]:
    """Yield the pieces of `text`, which begins at `start` of the source, with one for each character reference."""
    at = 0
    for match in ENTITY.finditer(text) if "&" in text else ():
        resolved = resolve_entity(match[0], strict=True)
        if not resolved:
            continue
        if match.start() > at:
            yield Piece(text[at : match.start()], start + at, start + match.start())
        yield Piece(resolved[0], start + match.start(), start + match.end())
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], start + at, start + len(text))
