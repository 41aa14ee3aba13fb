"""What a page view is made of: marks in the text, panels of entries beside it. All texts are plain, never HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Place = tuple[int, int]  # half-open code points of the decoded source
State = Literal["", "missed", "spurious", "boundary", "wrong label", "wrong attr", "in boilerplate"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to colour, `[start, end)` in code points of the decoded source.

    note: shown when the mark is pointed at or focused. state: what an evaluation says of it, "" for nothing.
    """

    start: int
    end: int
    label: str
    note: str = ""
    state: State = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a panel. places: where it stands in the source; each becomes a link there, and the first one's
    mark links back. key: name of the fact, in a column before the text. tags: short words shown as chips. detail: a
    second line.
    """

    text: str
    places: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()
    detail: str = ""
    label: str = ""
    children: tuple[Entry, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of a whole, drawn as one bar: (name, size), in order."""

    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled list beside the text."""

    title: str
    entries: tuple[Entry, ...] = ()
    bar: Bar | None = None
    open: bool = True
    tags: tuple[str, ...] = field(default=())
