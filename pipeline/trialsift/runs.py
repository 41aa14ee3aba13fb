"""Run: a stretch of clean text together with the pieces of the source that it was read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate, pairwise

from trialsift.broken_words import is_one_word
from trialsift.offsets import Piece


class Run:
    """Clean text and its pieces, in source order. Cutting and joining keep the way back to the source."""

    __slots__ = ("_starts", "pieces", "text")

    def __init__(self, pieces: Iterable[Piece], text: str | None = None) -> None:
        self.pieces = tuple(pieces)
        self.text = "".join(piece.text for piece in self.pieces) if text is None else text
        self._starts: list[int] | None = None  # of the pieces in the text, once they were needed

    def __repr__(self) -> str:
        return f"Run({self.text!r})"

    @property
    def start(self) -> int:
        """First code point of the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """End in the source, half-open."""
        return self.pieces[-1].end

    def cut(self, start: int, end: int | None = None) -> Run:
        """Return the part `[start, end)`, in code points of the text, without white space at its edges."""
        text = self.text
        end = len(text) if end is None else end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == 0 and end == len(text):
            return self
        if len(self.pieces) == 1:
            return Run((self.pieces[0].slice(start, end),) if end > start else (), text[start:end])
        return Run(self.pieces_of(start, end), text[start:end])

    def pieces_of(self, start: int, end: int) -> tuple[Piece, ...]:
        """Return the pieces of the part `[start, end)`, in code points of the text, those at its edges cut to it."""
        if start >= end:
            return ()
        if self._starts is None:
            self._starts = [0, *accumulate(len(piece.text) for piece in self.pieces)]
        starts = self._starts
        first, stop = bisect_right(starts, start) - 1, bisect_left(starts, end)
        parts = list(self.pieces[first:stop])
        parts[-1] = parts[-1].slice(0, end - starts[stop - 1])
        parts[0] = parts[0].slice(start - starts[first], len(parts[0].text))
        return tuple(parts)


# "double-" before "blind", and no "pre-" before "and post-dose"
_BROKEN_WORD = re.compile(r"[A-Za-z]{2,}-$")
_REST_OF_WORD = re.compile(r"(?!(?:and|or|to|bis|und|as)\b)[a-z]+")


def join_runs(runs: list[Run]) -> Run:
    """Join runs by one space each; the space stands for the source between them (line break, indentation).

    A word that was broken at a hyphen gets no space; it keeps the hyphen, since that may be its own, unless the word
    without it is a known one.
    """
    if len(runs) == 1:
        return runs[0]
    pieces = list(runs[0].pieces)
    for before, run in pairwise(runs):
        broken = _BROKEN_WORD.search(before.text)
        rest = _REST_OF_WORD.match(run.text) if broken else None
        if not broken or not rest:
            pieces.append(Piece(" ", pieces[-1].end, run.start))
        elif is_one_word(broken[0][:-1], rest[0]) and pieces[-1].text != "-":
            pieces[-1] = pieces[-1].slice(0, len(pieces[-1].text) - 1)
        pieces.extend(run.pieces)
    return Run(pieces)
