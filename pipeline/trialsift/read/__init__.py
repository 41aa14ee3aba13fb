"""Bytes → Source → Blocks: charset, kind of file, and a reader for each kind."""

from __future__ import annotations

import hashlib
from pathlib import Path

from trialsift.page import Block, Source
from trialsift.read.text import read_text


def read_source(path: str | Path, *, name: str | None = None) -> Source:
    """Read and decode a file. name: its `Source.path`; None takes the path as given.

    Raises UnreadablePage where the file holds no text, OSError where it cannot be read.
    """
    path = Path(path)
    return decode(path.read_bytes(), path=name or path.as_posix())


def decode(data: bytes, *, path: str) -> Source:
    """Decode the bytes of a file. Raises UnreadablePage where they hold no text."""
    text = data.decode("utf-8-sig", errors="replace")
    return Source(path, text, hashlib.sha256(data).hexdigest(), len(data), "utf-8", "text/plain")


def read_blocks(source: Source) -> tuple[Block, ...]:
    """Return the blocks of a source, in source order."""
    return read_text(source.text)
