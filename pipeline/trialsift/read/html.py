"""HTML: block elements in order, with the place of every character; tags, scripts and hidden parts left out.

Read in this order: `_Reader.blocks` (tokens in, blocks out), `_Reader._start` and `_end` (the open elements),
`BlockText` (its text, html_text.py), `_Reader._flush` (what kind of block it was).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from trialsift.offsets import Piece
from trialsift.page import Block, BlockKind
from trialsift.read.elements import (
    ACROSS,
    BLOCKS,
    CLOSES,
    DROPPED,
    HTML_ELEMENTS,
    INLINE_EMPTY,
    LISTS,
    RAW,
    SCOPES,
    SHAPES,
    VOID,
)  # fmt: skip
from trialsift.read.entities import INVISIBLE, resolve_entity
from trialsift.read.html_element import Element, heading_level, is_hidden, path_entry
from trialsift.read.html_text import BlockText, join_lines, merge_pieces
from trialsift.read.markup import Scanner, Token
from trialsift.read.text import is_exponent

FARTHEST = 200  # open elements that an end tag is looked for in
MOST_ROWS = 1_000  # that a cell may reach over
SHORTEST_CHIP = 3  # code points; shorter ones may be the letters of a word
DEEPEST_PATH = 64  # elements in a path; deeper ones share the path of the one above them

_PART = re.compile(
    rf"(?P<space>\s+)|(?P<reference>&(?:#\d{{1,7}};?|#[xX][0-9a-fA-F]{{1,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};?))"
    rf"|(?P<words>[^\s&{INVISIBLE}]+(?: [^\s&{INVISIBLE}]+)*)|(?P<and>&)|[{INVISIBLE}]"
)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_LEADS = frozenset(("b", "strong", "span", "label", "em", "i", "u", "font", "small", "big"))


def read_html(text: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML page in order; empty ones stand only before and between lines cut at `<br>`."""
    return tuple(_Reader(text).blocks())


class _Reader:
    """Follows the open elements of a page."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._stack = [Element("")]
        self._open_count: Counter[str] = Counter()
        self._text = BlockText()
        self._rows = 0  # table rows and lists seen so far
        self._closed = ("", "", -1)  # the inline element with a class that ended last: name, class, end in the source

    def blocks(self) -> Iterator[Block]:
        for token in Scanner(self._source, raw=RAW, known=HTML_ELEMENTS).tokens():
            if token.kind == "open":
                yield from self._start(token)
            elif token.kind == "close":
                chip = self._chip(token.name.lower())
                yield from self._end(token.name.lower())
                self._closed = (*chip, token.end) if chip else self._closed
            elif not self._stack[-1].hidden:
                self._read(token)
        yield from self._flush()

    # Tags

    def _start(self, token: Token) -> Iterator[Block]:
        name = token.name.lower()
        if name in ("br", "wbr"):
            if name == "br":
                self._text.break_line()
            return
        if name in ("option", "optgroup"):  # their list is left out; unclosed ones must not pile up
            return
        attributes = {key: value for key, value, _ in token.attributes}
        if self._closed == (name, attributes.get("class", ""), token.start) and self._starts_anew(token.end):
            yield from self._flush()  # chips and badges stand apart, though no space is written between them
        block = name in BLOCKS or "-" in name or bool(_BLOCK_STYLE.search(attributes.get("style", "")))
        if block:
            yield from self._flush()
            self._close_implied(name)
        if name in VOID:
            return
        self._push(name, attributes, block)
        if name == "sup" and is_exponent(self._text.before(), self._source[token.end : token.end + 4]):
            self._text.add(Piece("^", token.start, token.end))
        if name in _LEADS:
            self._text.open_lead(len(self._stack))
        if token.empty and (name in INLINE_EMPTY or "-" in name):
            self._pop(1)

    def _end(self, name: str) -> Iterator[Block]:
        if name == "br":
            self._text.break_line()
            return
        if name in BLOCKS or "-" in name:
            yield from self._flush()
        if not self._open_count[name]:
            return
        for depth in range(1, min(len(self._stack) - 1, FARTHEST) + 1):
            element = self._stack[-depth]
            if element.name == name:
                if element.block or element.shape is element:
                    yield from self._flush()
                self._pop(depth)
                self._text.close_lead(len(self._stack) + 1)
                return
            if element.name in SCOPES and name not in ACROSS:
                return

    def _chip(self, name: str) -> tuple[str, str] | None:
        """Return the name and class of the element that an end tag ends, where it may be one of a row of chips."""
        top = self._stack[-1]
        return (
            (name, top.chip)
            if top.name == name and top.chip and self._text.lines[-1].length - top.begun >= SHORTEST_CHIP
            else None
        )

    def _starts_anew(self, at: int) -> bool:
        following = self._source[at : at + 1]
        return following.isupper() or following.isdecimal()

    def _close_implied(self, name: str) -> None:
        if self._stack[-1].name == "p":
            self._pop(1)
        closes = CLOSES.get(name)
        if not closes:
            return
        stops = LISTS if name == "li" else ("dl",) if name in ("dt", "dd") else ("table",)
        last = 0
        for depth in range(1, min(len(self._stack) - 1, FARTHEST) + 1):
            element = self._stack[-depth]
            if element.name in stops or (element.name in SCOPES and element.name not in closes):
                break
            if element.name in closes:
                last = depth
        self._pop(last)

    def _push(self, name: str, attributes: dict[str, str], block: bool) -> None:
        parent = self._stack[-1]
        element = Element(
            name,
            parent.path,
            parent.depth + 1,
            parent.hidden or name in DROPPED or is_hidden(name, attributes, parent),
            parent.pre or name == "pre",
            parent.lists + (name in LISTS),
            parent.row,
            parent.column,
            shape=parent.shape,
            block=block,
            chip=attributes.get("class", "") if name in ("span", "a") else "",
            begun=self._text.lines[-1].length,
        )
        if parent.depth < DEEPEST_PATH and (name in BLOCKS or name in ("button", "a", "label") or "-" in name):
            element.path = f"{parent.path} > {path_entry(name, attributes)}".removeprefix(" > ")
        self._place(element, attributes)
        self._stack.append(element)
        self._open_count[name] += 1

    def _place(self, element: Element, attributes: dict[str, str]) -> None:
        name = element.name
        if name == "tr" or name in LISTS:
            self._rows += 1
            element.row, element.column = self._rows, -1 if name == "tr" else None
            table = self._table() if name == "tr" else None
            if table:
                table.spans = {column: rows - 1 for column, rows in table.spans.items() if rows > 1}
        elif name in ("td", "th"):
            row = next((e for e in reversed(self._stack[-4:]) if e.name == "tr"), None)
            if row is None:
                self._rows += 1
                element.row, element.column = self._rows, 0
            else:
                row.column = element.column = self._next_column(row, attributes.get("rowspan", ""))
        if name in SHAPES or attributes.get("role") == "heading" or name == "button":
            element.level = heading_level(name, attributes)
            element.shape = element

    def _table(self) -> Element | None:
        return next((e for e in reversed(self._stack[-4:]) if e.name == "table"), None)

    def _next_column(self, row: Element, rowspan: str) -> int:
        """Return the number of a cell's column, past those that cells of the rows above reach into."""
        column = -1 if row.column is None else row.column
        table = self._table()
        spans = table.spans if table else {}
        column += 1
        while column in spans:
            column += 1
        if rowspan.isdecimal() and 1 < int(rowspan) < MOST_ROWS:
            spans[column] = int(rowspan)
        return column

    def _pop(self, count: int) -> None:
        for _ in range(count):
            self._open_count[self._stack.pop().name] -= 1

    # Text

    def _read(self, token: Token) -> None:
        element, text = self._stack[-1], self._text
        data = self._source[token.start : token.end]
        for match in _PART.finditer(data):
            start, end = token.start + match.start(), token.start + match.end()
            if match["words"] or match["and"]:
                text.add(Piece(match[0], start, end))
            elif match["space"]:
                if element.pre and "\n" in match[0]:
                    self._break_pre(match[0], start)
                else:
                    text.add_space(match[0], start, end)
            elif match["reference"]:
                self._refer(match[0], start)

    def _break_pre(self, space: str, start: int) -> None:
        lines = space.split("\n")
        for _ in lines[1:]:
            self._text.break_line()
        if lines[-1]:
            self._text.add_space(lines[-1], start + len(space) - len(lines[-1]), start + len(space))

    def _refer(self, reference: str, start: int) -> None:
        resolved = resolve_entity(reference, strict=False)
        if resolved is None:
            self._text.add(Piece(reference, start, start + len(reference)))
            return
        char, length = resolved
        if char.isspace():
            self._text.add_space(" ", start, start + length)
        elif char not in INVISIBLE:
            self._text.add(Piece(char, start, start + length))
        if length < len(reference):
            self._text.add(Piece(reference[length:], start + length, start + len(reference)))

    # Blocks

    def _flush(self) -> Iterator[Block]:
        text, self._text = self._text, BlockText()
        lines = text.lines
        while lines and not lines[-1].pieces:
            lines.pop()
        if not any(line.pieces for line in lines):
            return
        shape = self._stack[-1].shape
        kind, level = self._kind(shape)
        path, row, column = self._stack[-1].path, None, None
        if shape and kind in ("cell", "item"):
            row, column = shape.row, shape.column if kind == "cell" else None
        if len(lines) > 1 and (kind in ("heading", "term") or (shape and shape.name == "th")):
            lines = [join_lines(lines)]
        if len(lines) == 1:
            pieces = merge_pieces(lines[0].pieces)
            yield Block(pieces, kind, level, row, path, column, lines[0].label())
            return
        yield Block((), "line", path=path)
        for number, line in enumerate(lines):
            first = kind == "item" and not number
            yield Block(
                merge_pieces(line.pieces),
                "item" if first else "line",
                level if first else line.indent,
                row,
                path,
                column,
                line.label(),
            )

    def _kind(self, shape: Element | None) -> tuple[BlockKind, int]:
        if shape is None:
            return "paragraph", 0
        if shape.level:
            return "heading", shape.level
        if shape.name == "li":
            if shape.used:
                return "paragraph", 0
            shape.used = True
            return "item", max(shape.lists, 1)
        return SHAPES[shape.name], 0
