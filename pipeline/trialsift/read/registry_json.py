"""JSON records: every leaf with its path and the places of its characters, through escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.read.text import read_string

_TOKEN = re.compile(r"[\s,:]*(?:(?P<open>[\[{])|(?P<close>[\]}])|(?P<quote>\")|(?P<bare>[^\s,:\[\]{}\"]+))")
_STRING_PART = re.compile(r"[^\"\\]+|\\(?:u(?P<hex>[0-9a-fA-F]{4})|(?P<char>.))|(?P<end>\")", re.DOTALL)
_LOW_SURROGATE = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": "\n"}
_KEY_END = re.compile(r"\s*:")


@dataclass(slots=True)
class _Container:
    """An open object or list: its path, and the key or index of the value that comes next."""

    path: str
    is_list: bool
    key: str = ""
    count: int = 0

    def place(self) -> str:
        """Path of the next value."""
        name = str(self.count) if self.is_list else self.key
        return f"{self.path}/{name}" if self.path else name


MAX_PATH = 400  # code points; deeper values share the path of the container above them


def read_json(text: str) -> tuple[Block, ...]:
    """Return the leaves of a JSON text, or of several one after the other, in order; null and empty ones left out.

    Damaged JSON gives the leaves that can be read: whatever comes, all of the text is passed through once.
    """
    return tuple(_leaves(text))


def _leaves(text: str) -> Iterator[Block]:
    open_: list[_Container] = []
    documents = 0
    at = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        top = open_[-1] if open_ else None
        if match["close"]:
            if open_:
                open_.pop()
                documents += not open_
            continue
        place = top.place() if top else (str(documents) if documents else "")
        if match["open"]:
            if top:
                top.count += 1
                place = place if len(place) < MAX_PATH else top.path
            open_.append(_Container(place, match["open"] == "["))
        elif match["quote"]:
            pieces, at = _string(text, at)
            if top and not top.is_list and _KEY_END.match(text, at):
                top.key = "".join(piece.text for piece in pieces)[:80].replace("/", " ")
                continue
            yield from _leaf(pieces, place, top)
        elif match["bare"] == "null":
            yield from _leaf([], place, top)
        else:
            yield from _leaf([Piece(match["bare"], match.start("bare"), at)], place, top)


def _leaf(pieces: list[Piece], place: str, top: _Container | None) -> list[Block]:
    if top:
        top.count += 1
    return read_string(pieces, place) if any(piece.text.strip() for piece in pieces) else []


def _string(text: str, at: int) -> tuple[list[Piece], int]:
    """Return the pieces of the string whose content begins at `at`, and where it ends."""
    pieces: list[Piece] = []
    while match := _STRING_PART.match(text, at):
        start, at = match.span()
        if match["end"]:
            return pieces, at
        if match["hex"]:
            char, at = _unicode(text, match["hex"], at)
            pieces.append(Piece(char, start, at))
        elif match["char"]:
            pieces.append(Piece(_CHARS.get(match["char"], match["char"]), start, at))
        else:
            pieces.append(Piece(match[0], start, at))
    return pieces, at + (text[at : at + 1] == "\\")


def _unicode(text: str, digits: str, at: int) -> tuple[str, int]:
    code = int(digits, 16)
    if not 0xD800 <= code < 0xE000:
        return chr(code) if code else "\ufffd", at
    low = _LOW_SURROGATE.match(text, at)
    if code < 0xDC00 and low:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00), low.end()
    return "\ufffd", at
