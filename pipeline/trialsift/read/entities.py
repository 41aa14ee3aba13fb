"""HTML's character references, resolved one at a time so that each keeps its place."""

from __future__ import annotations

import html
import re
from html.entities import html5

ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
# Soft hyphen, zero-width space, word joiner, byte-order mark: they split words and mean nothing.
INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def resolve_entity(reference: str, *, strict: bool) -> tuple[str, int] | None:
    """Return what a match of ENTITY stands for, and how many of its characters belong to it; None for plain text.

    strict: only with a semicolon, as in text that is not HTML ("AT&T", "R&D").
    """
    if strict and not reference.endswith(";"):
        return None
    if reference[1] == "#":
        resolved = html.unescape(reference if reference.endswith(";") else reference + ";")
        return (resolved, len(reference)) if resolved else None
    name = reference[1:]
    if name in html5:
        return html5[name], len(reference)
    for stop in range(min(len(name), 6), 1, -1):  # "&ltfoo": the old names may stand without a semicolon
        if not strict and name[:stop] in html5:
            return html5[name[:stop]], stop + 1
    return None
