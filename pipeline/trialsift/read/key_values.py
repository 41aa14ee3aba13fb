"""Exports with a field and its value in each row ("phase","Phase 2"), read as the table that they are.

A value in quotes may take several lines; a doubled quote in it is one quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.read.text import lines_of

LEAST_ROWS = 6
LEAST_KNOWN = 4  # labels of different facts
_ROW = re.compile(
    r"[ \t]*(?:\"(?P<quoted_key>[^\"\r\n]{1,120})\"|(?P<key>[^,;\t\"\r\n]{1,120}?))[ \t]*(?P<sign>[,;\t])[ \t]*"
    r"(?:\"(?P<quoted>[^\"]*(?:\"\"[^\"]*)*)\"|(?P<value>[^\"\r\n][^\r\n]*|))[ \t]*(?:\r\n|[\r\n]|$)"
)
_BLANK = re.compile(r"[ \t]*(?:\r\n|[\r\n])")
_QUOTES = re.compile('""')


def rows_of(text: str) -> list[re.Match[str]]:
    """Return the rows of a text that is a field and its value in each row; none of any other text."""
    from trialsift.sections import key_of, label_wordings

    rows: list[re.Match[str]] = []
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        row = _ROW.match(text, at)
        blank = None if row else _BLANK.match(text, at)
        if (not row and not blank) or (rows and row and row["sign"] != rows[0]["sign"]):
            return []
        rows += [row] if row else []
        at = (row or blank).end()  # type: ignore[union-attr]
    cues = [label_wordings().find(key_of(row["quoted_key"] or row["key"])) for row in rows]
    known = [cue.target for cue in cues if cue]
    enough = len(rows) >= LEAST_ROWS and len(set(known)) >= LEAST_KNOWN and len(known) * 2 >= len(rows)
    return rows if enough else []


def read_key_values(rows: list[re.Match[str]]) -> tuple[Block, ...]:
    """Return a table's cells, two in a row."""
    return tuple(block for number, row in enumerate(rows) for block in _cells(row, number))


def _cells(row: re.Match[str], number: int) -> Iterator[Block]:
    for column, names in enumerate((("quoted_key", "key"), ("quoted", "value"))):
        name = names[0] if row[names[0]] is not None else names[1]
        for pieces in lines_of(list(_pieces(row[name], row.start(name)))) if row[name] else ():
            yield Block(pieces, "cell", 0, number, "main > table > tr > td", column)


def _pieces(text: str, start: int) -> Iterator[Piece]:
    at = 0
    for match in _QUOTES.finditer(text):
        yield Piece(text[at : match.start()], start + at, start + match.start())
        yield Piece('"', start + match.start(), start + match.end())
        at = match.end()
    yield Piece(text[at:], start + at, start + len(text))
