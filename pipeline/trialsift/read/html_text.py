"""The text of one block of HTML: lines cut at `<br>`, white space folded, a label at the front noted."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialsift.offsets import Piece


@dataclass(slots=True)
class TextLine:
    """A line of a block: its characters, what is set off at its front."""

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
        """Code points."""
        return sum(len(piece.text) for piece in self.pieces)


class BlockText:
    """The text of the block being read, cut into lines at `<br>`; white space is folded as it comes."""

    def __init__(self) -> None:
        self.lines = [TextLine()]
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
        self.lines.append(TextLine())
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


def join_lines(lines: list[TextLine]) -> TextLine:
    """Return lines as one."""
    joined = TextLine()
    for line in lines:
        if joined.pieces and line.pieces:
            joined.pieces.append(Piece(" ", joined.pieces[-1].end, line.pieces[0].start))
        joined.pieces += line.pieces
    return joined


def merge_pieces(pieces: list[Piece]) -> tuple[Piece, ...]:
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
