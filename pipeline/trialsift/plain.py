"""Plain text as a page: all of it content, a passage for each line, offsets unchanged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from hashlib import sha256

from trialsift.offsets import OffsetMap, Piece
from trialsift.page import SECTIONS, Page, Passage, Source


def plain_page(text: str, places: Iterable[tuple[int, int, str]] = ()) -> Page:
    """Return a page whose text is `text` as it stands; passages are its non-empty lines.

    places: (start, end, name) of the sections and fields that parts stand in, sorted; elsewhere it is "other".
    """
    data = text.encode("utf-8", "surrogatepass")
    source = Source("", text, sha256(data).hexdigest(), len(data), "utf-8", "text/plain")
    passages = []
    known = sorted(places)
    at = 0
    for line in text.splitlines(keepends=True):
        start = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        if start < end:
            passages.append(Passage(start, end, *_place(start, known)))
        at += len(line)
    return Page(source, text, OffsetMap([Piece(text, 0, len(text))]), tuple(passages), (), "plain", 0.0)


def _place(at: int, places: list[tuple[int, int, str]]) -> tuple[str, str | None]:
    """Return the section and the field that a place of the text stands in."""
    index = bisect_right(places, at, key=lambda place: place[0]) - 1
    name = places[index][2] if index >= 0 and at < places[index][1] else "other"
    if name in SECTIONS:
        return name, name if name in _SECTION_FIELDS else None
    return _SECTION_OF.get(name.partition(".")[0], "other"), name


_SECTION_FIELDS = ("title", "conditions", "interventions", "keywords")
_SECTION_OF = {
    "official_title": "title",
    "mesh_terms": "conditions",
    "intervention": "interventions",
    "arm": "arms",
    "outcome": "outcomes.other",
}
