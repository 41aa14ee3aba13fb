"""Plain text as a page: all of it content, a passage for each line, offsets unchanged."""

from __future__ import annotations

from hashlib import sha256

from trialsift.offsets import OffsetMap, Piece
from trialsift.page import Page, Passage, Source


def plain_page(text: str) -> Page:
    """Return a page whose text is `text` as it stands; passages are its non-empty lines, section "other"."""
    data = text.encode("utf-8", "surrogatepass")
    source = Source("", text, sha256(data).hexdigest(), len(data), "utf-8", "text/plain")
    passages = []
    at = 0
    for line in text.splitlines(keepends=True):
        start = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        if start < end:
            passages.append(Passage(start, end, "other"))
        at += len(line)
    return Page(source, text, OffsetMap([Piece(text, 0, len(text))]), tuple(passages), (), "plain", 0.0)
