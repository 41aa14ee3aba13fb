"""Text with items over it → HTML: escaped, every item an element, also where items cross."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True, slots=True)
class Item:
    """An element over `[start, end)` of a text; an empty range is a point. rank: lower ranks enclose higher ones.

    attributes: names and plain values. An item that others cross is written in several elements; `id` stands on
    the first of them only.
    """

    start: int
    end: int
    rank: int
    element: str
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


class Markup:
    """Writes parts of a text with the items that lie over them."""

    def __init__(self, text: str, items: Iterable[Item]) -> None:
        self._text = text
        self._items = sorted(items, key=lambda item: (item.start, item.start != item.end, item.rank, -item.end))
        self._next = 0
        self._open: list[Item] = []
        self._begun: set[int] = set()

    def write(self, start: int, end: int) -> str:
        """Return the HTML of `[start, end)`; parts are asked for in their order. Every element is closed in it."""
        parts: list[str] = []
        self._drop(start)
        parts.extend(self._begin(item) for item in self._open)
        at = start
        while True:
            edge = self._next_edge(at, end)
            parts.append(escape(self._text[at:edge], quote=False))
            at = edge
            parts.extend(self._close(at))
            if at >= end:
                break
            parts.extend(self._begin_at(at))
        parts.extend(f"</{item.element}>" for item in reversed(self._open))
        return "".join(parts)

    def _drop(self, start: int) -> None:
        """Skip to a part: items that ended before it go, those that reach into it are open."""
        while self._next < len(self._items) and self._items[self._next].start < start:
            self._open.append(self._items[self._next])
            self._next += 1
        self._open = [item for item in self._open if item.end > start]
        self._open.sort(key=lambda item: (item.rank, -item.end))

    def _next_edge(self, at: int, end: int) -> int:
        edge = min([end, *(item.end for item in self._open)])
        if self._next < len(self._items):
            edge = min(edge, self._items[self._next].start)
        return max(edge, at)

    def _begin_at(self, at: int) -> Iterable[str]:
        while self._next < len(self._items) and self._items[self._next].start == at:
            item = self._items[self._next]
            self._next += 1
            if item.start == item.end:
                yield self._begin(item) + f"</{item.element}>"
                continue
            yield from self._enclose(item)

    def _enclose(self, item: Item) -> Iterable[str]:
        """Open an item outside those of a higher rank: these are closed and opened again."""
        place = next((n for n, other in enumerate(self._open) if other.rank > item.rank), len(self._open))
        inner = self._open[place:]
        yield from (f"</{other.element}>" for other in reversed(inner))
        self._open.insert(place, item)
        yield from (self._begin(other) for other in self._open[place:])

    def _close(self, at: int) -> Iterable[str]:
        ending = [n for n, item in enumerate(self._open) if item.end <= at]
        if not ending:
            return
        tail = self._open[ending[0] :]
        yield from (f"</{item.element}>" for item in reversed(tail))
        kept = [item for item in tail if item.end > at]
        self._open[ending[0] :] = kept
        yield from (self._begin(item) for item in kept)

    def _begin(self, item: Item) -> str:
        names = dict(item.attributes)
        if id(item) in self._begun:
            names.pop("id", None)
            names.pop("tabindex", None)
        self._begun.add(id(item))
        return tag(item.element, names)


def tag(name: str, attributes: dict[str, str]) -> str:
    """Return a start tag; values are escaped."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def element(name: str, attributes: dict[str, str], *inside: str) -> str:
    """Return an element around HTML that was written before."""
    return f"{tag(name, attributes)}{''.join(inside)}</{name}>"
