"""Offsets: lead from clean text back to the source it was read from, and the other way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Piece(NamedTuple):  # a tuple, since a page is made of thousands
    """A run of clean characters and the source code points `[start, end)` that it was read from.

    Where `len(text) == end - start` the piece stands for its source one to one; otherwise (an entity, an
    escape, a joined line break) the whole piece stands for the whole source run.
    """

    text: str
    start: int
    end: int

    @property
    def verbatim(self) -> bool:
        """Whether characters map one to one."""
        return len(self.text) == self.end - self.start

    def slice(self, start: int, end: int) -> Piece:
        """Return the part `[start, end)` of this piece, in code points of its text."""
        if self.verbatim:
            return Piece(self.text[start:end], self.start + start, self.start + end)
        return Piece(self.text[start:end], self.start, self.end)


class OffsetMap:
    """Map between half-open code-point ranges of a clean text and of its source.

    Built from the pieces of the text in their order; pieces need not be contiguous in the source, but they
    follow each other there.
    """

    __slots__ = ("_pieces", "_source_starts", "_text_starts", "length")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = tuple(piece for piece in pieces if piece.text)
        self._text_starts: list[int] = []
        self._source_starts: list[int] = []
        self.length = 0
        for piece in self._pieces:
            self._text_starts.append(self.length)
            self._source_starts.append(piece.start)
            self.length += len(piece.text)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range `[start, end)` of the text range `[start, end)`, which must not be empty.

        Raises ValueError when the range is empty or lies outside the text.
        """
        if not 0 <= start < end <= self.length:
            raise ValueError(f"range [{start}, {end}) is empty or outside the text of {self.length} characters")
        first = bisect_right(self._text_starts, start) - 1
        last = bisect_right(self._text_starts, end - 1) - 1
        head, tail = self._pieces[first], self._pieces[last]
        source_start = head.start + (start - self._text_starts[first] if head.verbatim else 0)
        source_end = tail.start + (end - self._text_starts[last]) if tail.verbatim else tail.end
        return source_start, source_end

    def to_text(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the text range that covers the source range `[start, end)`, or None where nothing of it was kept."""
        first = max(bisect_right(self._source_starts, start) - 1, 0)
        low: int | None = None
        high = 0
        for index in range(first, len(self._pieces)):
            piece, at = self._pieces[index], self._text_starts[index]
            if piece.start >= end:
                break
            if piece.end <= start:
                continue
            left = at + (max(start - piece.start, 0) if piece.verbatim else 0)
            right = at + (min(end, piece.end) - piece.start if piece.verbatim else len(piece.text))
            low, high = (left if low is None else low), right
        return None if low is None else (low, high)
