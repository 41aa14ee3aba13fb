"""Markdown, as tools that turn pages into text write it: its headings, lists and tables as the blocks that HTML has.

Escapes (`\\>`) stay, since registries write them in plain text too; `lines` resolves them. So does a ">" before a line:
in a trial's page it is rarely a quotation, and often the sign of a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.read.text import Cutter, lines_of

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=[^\s#])(.*?)[ \t#]*$")
_HEADINGS = re.compile(r"^ {0,3}(#{1,6})[ \t]+[^\s#]", re.MULTILINE)
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|`{3,}.{0,30}|~{3,}.{0,30})$")
_TABLE_RULE = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+•·]|\d{1,3}[.)])[ \t]+(?=\S)")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SHOWN = re.compile(
    r"(?P<image>!\[[^\[\]]{0,300}\]\([^()]{0,600}\))"
    r"|(?<![\\!])\[(?P<link>[^\[\]]{1,300})\]\((?:[^()\s]|\([^()\s]{0,80}\)){0,600}(?:\s+\"[^\"]{0,200}\")?\)"
)
_SET_OFF = re.compile(
    r"(?<![\w\\*])(?P<bold>\*\*|__)(?=[^\s*_])(?P<strong>.{1,300}?)(?<=[^\s*_\\])(?P=bold)(?![\w*])"
    r"|(?<![\w\\*_])(?P<one>[*_])(?=[^\s*_])(?P<weak>[^*_]{1,300}?)(?<=[^\s\\])(?P=one)(?![\w*_])"
    r"|(?<!`)`(?P<code>[^`]{1,200})`(?!`)"
)
_INDENT = 2  # columns at least that a list in a list stands further in


def is_markdown(text: str) -> bool:
    """Say whether a text has headings as Markdown writes them; lines with a single "#" may be items of a list."""
    depths = [len(match[1]) for match in _HEADINGS.finditer(text)]
    return max(depths, default=0) > 1


def read_markdown(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown page, with the paths that the same page would have as HTML."""
    return tuple(_Reader(text).blocks())


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = [match for match in re.finditer(r"[^\r\n]*(?:\r\n|[\r\n]|$)", text) if match[0]]
        self._rows = 0  # lists and table rows so far
        self._indents: list[int] = []  # columns of the lists that are open
        self._gap = True

    def blocks(self) -> Iterator[Block]:
        index = 0
        while index < len(self._lines):
            text = self._text(index)
            if "|" in text and index + 1 < len(self._lines) and self._is_table_rule(index + 1):
                stop = self._table_end(index + 2)
                yield from self._table(index, stop)
                index = stop
                continue
            stop = self._item_end(index) if _ITEM.match(text) and not _RULE.match(text) else index + 1
            yield from self._block(index, stop)
            self._gap = not text.strip()
            index = stop

    def _text(self, index: int) -> str:
        return self._lines[index][0].rstrip("\r\n")

    def _is_table_rule(self, index: int) -> bool:
        text = self._text(index)
        return "|" in text and "-" in text and bool(_TABLE_RULE.match(text))

    # Tables

    def _table_end(self, index: int) -> int:
        while index < len(self._lines) and "|" in self._text(index):
            index += 1
        return index

    def _table(self, first: int, stop: int) -> Iterator[Block]:
        table = f"main > table#t{self._rows}"
        for index in range(first, stop):
            if index == first + 1:
                continue
            self._rows += 1
            path = f"{table} > tr > {'th' if index == first else 'td'}"
            for column, (start, end) in enumerate(self._cells(index)):
                for pieces, _ in self._parts(start, end, _BREAK):
                    yield Block(pieces, "cell", 0, self._rows, path, column)

    def _cells(self, index: int) -> list[tuple[int, int]]:
        text, at = self._text(index), self._lines[index].start()
        edges = [match.start() for match in _BAR.finditer(text)]
        starts, ends = [0, *(edge + 1 for edge in edges)], [*edges, len(text)]
        cells = list(zip(starts, ends, strict=True))
        if edges and not text[: edges[0]].strip():
            cells = cells[1:]
        if edges and not text[edges[-1] + 1 :].strip():
            cells = cells[:-1]
        return [(at + start, at + end) for start, end in cells]

    def _parts(self, start: int, end: int, cut: re.Pattern[str]) -> Iterator[tuple[tuple[Piece, ...], int]]:
        text = self._lines[0].string
        at = start
        for match in [*cut.finditer(text, start, end), None]:
            stop = match.start() if match else end
            part = text[at:stop]
            left = at + len(part) - len(part.lstrip())
            if part.strip():
                yield _shown(Piece(part.strip(), left, left + len(part.strip())))
            at = match.end() if match else end

    # Lines

    def _item_end(self, index: int) -> int:
        """Return the line behind an item: lines without a mark of their own go on with it."""
        index += 1
        while index < len(self._lines):
            text = self._text(index)
            starts = not text.strip() or _ITEM.match(text) or _HEADING.match(text) or _RULE.match(text) or "|" in text
            if starts or text.lstrip().startswith(("**", "__", "![")):
                return index
            index += 1
        return index

    def _block(self, index: int, stop: int) -> Iterator[Block]:
        start, text = self._lines[index].start(), self._text(index)
        heading, item = _HEADING.match(text), _ITEM.match(text)
        if not text.strip():
            yield Block((), "line")
        elif _RULE.match(text):
            return
        elif heading:
            self._indents.clear()
            pieces, _ = _shown(Piece(heading[2], start + heading.start(2), start + heading.end(2)))
            yield Block(pieces, "heading", len(heading[1]), path=f"main > h{len(heading[1])}")
        elif item:
            yield self._item(index, stop, item)
        else:
            self._indents = self._indents if text[0] in " \t" else []
            begin = len(text) - len(text.lstrip(" \t"))
            yield from self._plain(Piece(text[begin:], start + begin, start + len(text)), begin)

    def _item(self, index: int, stop: int, item: re.Match[str]) -> Block:
        column = len(item["indent"].expandtabs(4))
        while self._indents and self._indents[-1] > column:
            self._indents.pop()
        if not self._indents or column - self._indents[-1] >= _INDENT:
            self._rows += not self._indents
            self._indents.append(column)
        level = len(self._indents)
        pieces: list[Piece] = []
        lead = 0
        for number in range(index, stop):
            start, text = self._lines[number].start(), self._text(number)
            begin = item.start("marker") if number == index else len(text) - len(text.lstrip())
            begin = item.end() if number == index and item["marker"] == "+" else begin
            parts, first = _shown(Piece(text[begin:].rstrip(), start + begin, start + len(text.rstrip())))
            if pieces and parts:
                pieces.append(Piece(" ", pieces[-1].end, parts[0].start))
            lead = first if number == index else lead
            pieces += parts
        return Block(tuple(pieces), "item", level, self._rows, "main" + " > ul > li" * level, None, lead)

    def _plain(self, piece: Piece, indent: int) -> Iterator[Block]:
        path = "main > nav > p" if _only_links(piece.text) else "main > p"
        for line in lines_of([piece]):
            text = "".join(part.text for part in line)
            pieces, lead = _marked(line, text)
            yield Block(pieces, "line", indent, path=path, lead=lead)


def _only_links(text: str) -> bool:
    """Say whether a line is a row of links, as menus are; a link alone may be a value."""
    rest, links = _SHOWN.subn("", text) if "](" in text else (text, 0)
    return links > 1 and not any(map(str.isalnum, rest))


def _shown(piece: Piece) -> tuple[tuple[Piece, ...], int]:
    """Return the pieces of a stretch of Markdown as they are shown, and how many code points at the front are bold."""
    line = tuple(part for pieces in lines_of([piece]) for part in pieces)
    return _marked(line, "".join(part.text for part in line))


def _marked(line: tuple[Piece, ...], text: str) -> tuple[tuple[Piece, ...], int]:
    """Take the marks of links, images and bold type out of a line; see `_shown`."""
    dropped: list[tuple[int, int]] = []
    for match in _SHOWN.finditer(text) if "](" in text else ():
        if match["image"]:
            dropped.append(match.span())
        else:
            dropped += [(match.start(), match.start("link")), (match.end("link"), match.end())]
    bold = 0
    for match in _SET_OFF.finditer(text):
        group = "strong" if match["strong"] else "weak" if match["weak"] else "code"
        dropped += [(match.start(), match.start(group)), (match.end(group), match.end())]
        if group == "strong" and not text[: match.start()].strip():
            bold = match.end("strong")
    if not dropped:
        return line, 0
    dropped.sort()
    cutter, kept, at, lead = Cutter(line), [], 0, 0
    for start, end in [*dropped, (len(text), len(text))]:
        if start > at:
            kept += cutter.take(at, start)
            lead += max(min(bold, start) - at, 0)
        at = max(at, end)
    return tuple(kept), lead
