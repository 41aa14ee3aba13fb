"""Bytes → Source → Blocks: charset, kind of file, and a reader for each kind."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from trialsift.errors import UnreadablePage
from trialsift.page import Block, MediaType, Source
from trialsift.read.charset import decode_bytes, unpack
from trialsift.read.html import read_html
from trialsift.read.key_values import read_key_values, rows_of
from trialsift.read.kind import find_kind
from trialsift.read.markdown import is_markdown, read_markdown
from trialsift.read.registry_json import read_json
from trialsift.read.registry_xml import read_xml
from trialsift.read.text import read_text

READERS: dict[MediaType, Callable[[str], tuple[Block, ...]]] = {
    "text/plain": read_text,
    "text/html": read_html,
    "application/json": read_json,
    "application/xml": read_xml,
}


def read_source(path: str | Path, *, name: str | None = None) -> Source:
    """Read and decode a file. name: its `Source.path`; None takes the path as given.

    Raises UnreadablePage where it cannot be read or holds no text.
    """
    path = Path(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadablePage(f"{path}: not a file (a folder, pipe or device); name the files in it")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePage(f"{path}: {error.strerror or error}; {_advice(error)}") from error
    return decode(data, path=name or path.as_posix())


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "give yourself the right to read it"
    if isinstance(error, FileNotFoundError):
        return "check its name; it may have been moved since the run began"
    return "check the file and the disk it lies on"


def decode(data: bytes, *, path: str) -> Source:
    """Decode the bytes of a file. Raises UnreadablePage where they hold no text."""
    unpacked, warnings = unpack(data, path)
    decoded = decode_bytes(unpacked, path)
    return Source(
        path,
        decoded.text,
        hashlib.sha256(data).hexdigest(),
        len(data),
        decoded.encoding,
        find_kind(decoded.text),
        (*warnings, *decoded.warnings),
    )


@lru_cache(maxsize=1)  # its layout and its facts both ask for a page's
def read_blocks(source: Source) -> tuple[Block, ...]:
    """Return the blocks of a source, in source order; those of HTML, Markdown and tables have a path."""
    if source.media_type == "text/plain":
        if is_markdown(source.text):
            return read_markdown(source.text)
        rows = rows_of(source.text)
        if rows:
            return read_key_values(rows)
    return READERS[source.media_type](source.text)
