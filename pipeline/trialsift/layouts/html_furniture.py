"""Furniture of HTML pages: what the tags, ids, classes and roles around a line say that it is no content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.vocab import table

MOST = 0.6  # share of a page's text that no furniture has, whatever its name ("has-sidebar" on what holds all)
LARGEST_LIKELY = 0.4  # the same for words that are also used for content
LONGEST_LABEL = 60  # code points
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ROOTS = frozenset(("html", "body", "main", "article"))
_PARTS = frozenset(  # parts of tables and lists, and headings, say by their classes how they look
    ("caption", "legend", "td", "th", "tr", "tbody", "thead", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6")
)
_HOLDERS = frozenset(  # with one of these a name may be that of what holds furniture and content
    ("content", "wrapper", "container", "page", "body", "layout", "area", "with", "has", "no", "and", "both")
)
_TAGS = {"nav": True, "footer": True, "aside": True, "header": False, "form": False, "search": True}
_TEASERS = frozenset(("excerpt", "teaser", "truncated", "preview", "less", "short", "snippet", "clamp"))


@cache
def _words() -> dict[str, bool]:
    return {row["word"]: bool(row["sure"]) for row in table("html_furniture")}


@cache
def furniture_word(entry: str) -> bool | None:
    """Say what an element of a path is by its words: True for furniture, False for what is likely, None for others."""
    tag = re.split(r"[#.\[]", entry, maxsplit=1)[0]
    if tag in _ROOTS or tag in _PARTS:
        return None
    found = _TAGS.get(tag)
    for name in re.split(r"[#.\[\]]", entry)[1:]:
        if name.lower() == "header":  # alone; "trial-header" is content
            found = found or False
        words = [word.lower() for word in _WORD.findall(name)]
        joined = ["".join(pair) for pair in pairwise(words)]
        for word in (*words, *joined, name.lower()):
            sure = _words().get(word)
            if sure and _HOLDERS.isdisjoint(words):
                return True
            sure = False if sure else sure
            found = False if sure is False and found is None else found
    return found


@dataclass(slots=True)
class _Holder:
    """What an element holds that may be furniture."""

    sure: bool
    size: int = 0
    labels: int = 0
    titled: bool = False


def furniture_paths(lines: Sequence[Line], layout: Layout) -> frozenset[str]:
    """Return the paths of lines that stand in furniture."""
    prefixes = {path: _prefixes(path) for path in {line.block.path for line in lines}}
    holders: dict[str, _Holder] = {}
    total = sum(len(line.text) for line in lines) or 1
    for line in lines:
        for prefix, sure in prefixes[line.block.path]:
            holder = holders.setdefault(prefix, _Holder(sure))
            holder.size += len(line.text)
            holder.titled |= line.block.kind == "heading" and line.block.level == 1
            if not sure and len(line.text) <= LONGEST_LABEL:
                cue = look_up(line.text.split(":")[0], layout)
                holder.labels += cue is not None and not cue.furniture
    believed = {prefix for prefix, holder in holders.items() if _is_believed(holder, total)}
    drop = re.compile(layout.drop) if layout.drop else None
    return frozenset(
        path
        for path, found in prefixes.items()
        if (drop and drop.search(path)) or any(prefix in believed for prefix, _ in found)
    ) | _teasers(lines)


def _is_believed(holder: _Holder, total: int) -> bool:
    if holder.sure:
        return holder.size <= total * MOST
    return holder.size <= total * LARGEST_LIKELY and holder.labels < 2 and not holder.titled


def _prefixes(path: str) -> list[tuple[str, bool]]:
    entries = path.split(" > ")
    found: list[tuple[str, bool]] = []
    for index, entry in enumerate(entries):
        sure = furniture_word(entry)
        if sure is not None:
            found.append((" > ".join(entries[: index + 1]), sure))
    return found


def _teasers(lines: Sequence[Line]) -> frozenset[str]:
    """Return the paths of beginnings of a text that stands in full elsewhere on the page."""
    by_path: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        by_path[line.block.path].append(line.text)
    teasers = {path for path in by_path if not _TEASERS.isdisjoint(_WORD.findall(path.lower()))}
    if not teasers:
        return frozenset()
    full = {text for path, texts in by_path.items() if path not in teasers for text in texts}
    starts = {text[:40] for text in full}
    return frozenset(path for path in teasers if all(_repeats(text, full, starts) for text in by_path[path]))


def _repeats(text: str, full: set[str], starts: set[str]) -> bool:
    stem = text.rstrip(" .…")
    if text in full:
        return True
    return text.endswith(("...", "…")) and (stem[:40] in starts or any(whole.startswith(stem) for whole in full))
