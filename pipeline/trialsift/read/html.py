"""HTML: block elements in order, with the place of every character; tags, scripts and hidden parts left out.

Read in this order: `_Reader.blocks` (tokens in, blocks out), `_Reader._open` and `_close` (the open elements),
`_Text` (the text of one block), `_Reader._flush` (what kind of block it was).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialsift.offsets import Piece
from trialsift.page import Block, BlockKind
from trialsift.read.elements import (
    BLOCKS,
    CLOSES,
    DROPPED,
    HEADINGS,
    HTML_ELEMENTS,
    LISTS,
    RAW,
    SCOPES,
    TITLES,
    VOID,
)  # fmt: skip
from trialsift.read.entities import INVISIBLE, resolve_entity
from trialsift.read.markup import Scanner, Token
from trialsift.read.text import is_exponent

FARTHEST = 200  # open elements that an end tag is looked for in
MOST_ROWS = 1_000  # that a cell may reach over
SHORTEST_CHIP = 3  # code points; shorter ones may be the letters of a word
DEEPEST_PATH = 64  # elements in a path; deeper ones share the path of the one above them
LONGEST_NAME = 80  # code points of an id or of the classes in a path

_PART = re.compile(
    rf"(?P<space>\s+)|(?P<reference>&(?:#\d{{1,7}};?|#[xX][0-9a-fA-F]{{1,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};?))"
    rf"|(?P<words>[^\s&{INVISIBLE}]+(?: [^\s&{INVISIBLE}]+)*)|(?P<and>&)|[{INVISIBLE}]"
)
_HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
# Tabs and folded parts are hidden until someone clicks; they are content all the same.
_FOLDED = re.compile(
    r"(?<![a-z])(?:tab|pane|panel|tabpanel|collaps\w*|accordion|expand\w*|toggle\w*|more|full|fold\w*|long|detail|details|"
    r"content|section|answer|description|criteria|eligibility|slide|body)(?![a-z])",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"tooltip|popup|pop-up|modal|dialog|popover|cookie|consent|template|loading|spinner|error|menu|nav|search|filter",
    re.IGNORECASE,
)
_LEADS = frozenset(("b", "strong", "span", "label", "em", "i", "u", "font", "small", "big"))
_FOLDING_BUTTON = re.compile(r"accordion|collaps|expand|toggle|tab|heading", re.IGNORECASE)


def read_html(text: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML page in order; empty ones stand only before and between lines cut at `<br>`."""
    return tuple(_Reader(text).blocks())


@dataclass(slots=True)
class _Element:
    """An open element.

    shape: the nearest one, itself included, that says what kind of block its text is. lists: depth of lists.
    row, column: of a cell; row: of a list or table row, its number on the page. used: whether an item has its block.
    block: whether text before and after it is other text. chip: class of an inline element that may be set as a chip.
    begun: code points of the line before it. spans: of a table, columns that cells above reach into → rows left.
    """

    name: str
    path: str = ""
    depth: int = 0
    hidden: bool = False
    pre: bool = False
    lists: int = 0
    row: int | None = None
    column: int | None = None
    level: int = 0
    used: bool = False
    shape: _Element | None = None
    block: bool = False
    chip: str = ""
    begun: int = 0
    spans: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    pieces: list[Piece] = field(default_factory=list)
    indent: int = 0
    lead: int = 0  # code points at the front that stand in an inline element of their own, as a label does
    lead_depth: int = 0  # number of open elements where that one was opened
    tail: int = 0  # code points before an inline element that goes on to the end: a label before its value
    tail_depth: int = 0
    tail_end: int = 0

    def label(self) -> int:
        """Return how many code points at the front are set off from the rest; 0 where none are."""
        if 0 < self.lead < self.length:
            return self.lead
        return self.tail if self.tail > 0 and self.tail_end == self.length else 0

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


class _Text:
    """The text of the block being read, cut into lines at `<br>`; white space is folded as it comes."""

    def __init__(self) -> None:
        self.lines = [_Line()]
        self._space: tuple[str, int, int] | None = None

    def add(self, piece: Piece) -> None:
        """Append characters, after the white space that was due."""
        line = self.lines[-1]
        if self._space:
            raw, start, end = self._space
            if line.pieces:
                line.pieces.append(Piece(" ", start, end))
            else:
                line.indent = len(raw) - raw.rfind("\n") - 1
            self._space = None
        line.pieces.append(piece)

    def add_space(self, raw: str, start: int, end: int) -> None:
        """Note white space; a run of it, across tags and references, makes one space."""
        self._space = (self._space[0] + raw, self._space[1], end) if self._space else (raw, start, end)

    def break_line(self) -> None:
        """Start a new line."""
        self.lines.append(_Line())
        self._space = None

    def before(self) -> str:
        """Return the last characters before this place, none after white space."""
        return "" if self._space else "".join(piece.text[-4:] for piece in self.lines[-1].pieces[-2:])

    def open_lead(self, depth: int) -> None:
        """Note an inline element that opens."""
        line = self.lines[-1]
        if not line.pieces and not line.lead_depth:
            line.lead_depth = depth
        elif line.pieces and not line.tail_depth:
            line.tail, line.tail_depth = line.length, depth

    def close_lead(self, depth: int) -> None:
        """Note the end of an inline element."""
        line = self.lines[-1]
        if line.tail_depth and depth <= line.tail_depth and not line.tail_end:
            line.tail_end = line.length
        if line.lead_depth and depth <= line.lead_depth and not line.lead:
            line.lead = line.length


class _Reader:
    def __init__(self, text: str) -> None:
        self._source = text
        self._stack = [_Element("")]
        self._open_count: Counter[str] = Counter()
        self._text = _Text()
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
            if element.name in SCOPES and name not in _ACROSS:
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
        element = _Element(
            name,
            parent.path,
            parent.depth + 1,
            parent.hidden or name in DROPPED or _is_hidden(name, attributes, parent),
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
            element.path = f"{parent.path} > {_path_entry(name, attributes)}".removeprefix(" > ")
        self._place(element, attributes)
        self._stack.append(element)
        self._open_count[name] += 1

    def _place(self, element: _Element, attributes: dict[str, str]) -> None:
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
        if name in _SHAPES or attributes.get("role") == "heading" or name == "button":
            element.level = _heading_level(name, attributes)
            element.shape = element

    def _table(self) -> _Element | None:
        return next((e for e in reversed(self._stack[-4:]) if e.name == "table"), None)

    def _next_column(self, row: _Element, rowspan: str) -> int:
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
        text, self._text = self._text, _Text()
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
            lines = [_joined(lines)]
        if len(lines) == 1:
            pieces = _merged(lines[0].pieces)
            yield Block(pieces, kind, level, row, path, column, lines[0].label())
            return
        yield Block((), "line", path=path)
        for number, line in enumerate(lines):
            first = kind == "item" and not number
            yield Block(
                _merged(line.pieces),
                "item" if first else "line",
                level if first else line.indent,
                row,
                path,
                column,
                line.label(),
            )

    def _kind(self, shape: _Element | None) -> tuple[BlockKind, int]:
        if shape is None:
            return "paragraph", 0
        if shape.level:
            return "heading", shape.level
        if shape.name == "li":
            if shape.used:
                return "paragraph", 0
            shape.used = True
            return "item", max(shape.lists, 1)
        return _SHAPES[shape.name], 0


_SHAPES: dict[str, BlockKind] = {
    "td": "cell", "th": "cell", "li": "item", "dt": "term", "dd": "definition", "title": "heading",
    **dict.fromkeys(HEADINGS, "heading"), **dict.fromkeys(TITLES, "heading"),
}  # fmt: skip
_ACROSS = SCOPES | {"tr", "tbody", "thead", "tfoot", "body"}  # end tags that reach over a cell's edge
INLINE_EMPTY = frozenset(("a", "span", "i", "b", "p", "div"))  # "<div/>" is written where "<div></div>" was meant


def _heading_level(name: str, attributes: dict[str, str]) -> int:
    if name in HEADINGS:
        return HEADINGS[name]
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level", "")
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 6
    if name in TITLES or name == "button":
        return 6
    return 1 if name == "title" else 0


def _is_hidden(name: str, attributes: dict[str, str], parent: _Element) -> bool:
    words = " ".join(attributes.get(key, "") for key in ("id", "class", "role"))
    words = " ".join((words, *(key for key in attributes if key.startswith("data-"))))
    if name == "button":
        folds = "aria-expanded" in attributes or "aria-controls" in attributes or _FOLDING_BUTTON.search(words)
        return not (folds or (parent.shape and parent.shape.level))
    if name == "dialog" and "open" not in attributes:
        return True
    hiding = (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_HIDING_STYLE.search(attributes.get("style", "")))
    )
    return hiding and (bool(_HELP.search(words)) or not _FOLDED.search(words))


def _path_entry(name: str, attributes: dict[str, str]) -> str:
    classes = ".".join(attributes.get("class", "").split())[:LONGEST_NAME]
    id_ = "".join(attributes.get("id", "").split())[:LONGEST_NAME]
    role = attributes.get("role", "").strip()[:LONGEST_NAME]
    return name + (f"#{id_}" if id_ else "") + (f".{classes}" if classes else "") + (f"[{role}]" if role else "")


def _joined(lines: list[_Line]) -> _Line:
    joined = _Line()
    for line in lines:
        if joined.pieces and line.pieces:
            joined.pieces.append(Piece(" ", joined.pieces[-1].end, line.pieces[0].start))
        joined.pieces += line.pieces
    return joined


def _merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Put neighbours that are verbatim and adjoin in the source together."""
    merged: list[Piece] = []
    group: list[Piece] = []
    for piece in pieces:
        if group and not (group[-1].end == piece.start and group[-1].verbatim and piece.verbatim):
            merged.append(_one(group))
            group = []
        group.append(piece)
    if group:
        merged.append(_one(group))
    return tuple(merged)


def _one(group: list[Piece]) -> Piece:
    return group[0] if len(group) == 1 else Piece("".join(p.text for p in group), group[0].start, group[-1].end)
