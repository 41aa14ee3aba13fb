"""Prove a file of records against its sources: every hash, offset, text and count is read anew."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from trialsift.errors import TrialsiftError
from trialsift.read.garbled import repair
from trialsift.record import Record, from_json


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that does not hold; `line` counts from 1."""

    line: int
    path: str
    message: str


def verify(records: Path, root: Path) -> Iterator[Fault]:
    """Yield the faults of a records file, whose `source.path`s are relative to `root`.

    Raises TrialsiftError where the file cannot be read.
    """
    try:
        file = records.open("rb")
    except OSError as error:
        raise TrialsiftError(f"cannot read {records}: {error.strerror}; name a file that `extract` wrote") from error
    seen: dict[str, int] = {}
    with file:
        for number, line in enumerate(file, 1):
            try:
                record = from_json(line)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                yield Fault(number, "", f"no record: {error}")
                continue
            path = record.source.path
            if path in seen:
                yield Fault(number, path, f"the page stands in line {seen[path]} already")
            seen[path] = number
            for message in check(record, root):
                yield Fault(number, path, message)


def check(record: Record, root: Path) -> Iterator[str]:
    """Yield what does not hold in a record, in words."""
    from trialsift.read import read_source

    try:
        source = read_source(root / record.source.path)
    except TrialsiftError as error:
        yield str(error)
        return
    if source.sha256 != record.source.sha256:
        yield "the file has changed since (SHA-256 differs)"
        return
    if source.size != record.source.bytes:
        yield f"bytes: {record.source.bytes} in the record, {source.size} on disk"
    total = sum(msgspec.structs.astuple(record.coverage))
    if total != len(source.text):
        yield f"coverage sums to {total}, the source has {len(source.text)} code points"
    yield from _check_offsets(record, source.text)
    yield from _check_links(record)


def _check_offsets(record: Record, text: str) -> Iterator[str]:
    for name, item in _placed(record):
        if not 0 <= item.start < item.end <= len(text):
            yield f"{name}: [{item.start}, {item.end}) lies outside the source"
    plain = record.source.media_type == "text/plain"
    for mention in record.mentions:
        source = text[mention.start : mention.end]
        if not same_text(source, mention.text, exact=plain):
            yield f"mention {mention.id}: the source reads {source!r}, the record {mention.text!r}"
    keys: list[tuple[int, int, str]] = [(m.start, m.end, m.label) for m in record.mentions]
    for number, mention in enumerate(record.mentions):
        if mention.id != number:
            yield f"mention {mention.id} stands at place {number}"
        if number and keys[number] < keys[number - 1]:
            yield f"mention {mention.id} is out of order"


_BROKEN = re.compile(r"[A-Za-z]-\s*[\r\n]\s*[a-z]")
_ESCAPES = str.maketrans("", "", "\\\u00ad\u200b\u2060\ufeff")  # and what shows as nothing
_MARKS = str.maketrans("", "", "\\\u00ad\u200b\u2060\ufeff[]*_`")
_TARGET = re.compile(r"!\[[^\[\]]*\]\([^()]*\)|(?<=\])\((?:[^()]|\([^()]*\))*\)")  # of a Markdown image or link


def same_text(source: str, clean: str, *, exact: bool) -> bool:
    """Say whether a source slice reads as the clean text, up to white space and escapes.

    exact: a text file, of which only references ("&ge;"), garbled characters, stray tags and the marks of Markdown may
    be resolved; else tags, entities and escapes may stand in the source, and every character of the clean text must
    come out of it.
    """
    wanted = "".join(clean.split())
    found = "".join(repair(source).split())
    if exact and '""' in found:  # as a table writes a quote
        found, wanted = found.replace('""', '"'), wanted.replace('""', '"')
    if wanted == found or wanted.translate(_ESCAPES) == found.translate(_ESCAPES):
        return True
    if exact and _TARGET.sub("", found).translate(_MARKS) == wanted.translate(_MARKS):
        return True
    if exact and _BROKEN.search(source):  # a word that a line end broke lost its hyphen
        return found.replace("-", "") == wanted.replace("-", "")
    if exact and "&" not in source and "<" not in source:
        return False
    unmarked = _from_markup(source).translate(_ESCAPES)
    if unmarked == wanted.replace("^", "").replace("•", "").translate(_ESCAPES):
        return True
    return unmarked == _from_markup(clean).translate(_ESCAPES)  # what looks like a tag may be text


def _from_markup(source: str) -> str:
    import html
    import json

    text = repair(source)
    if "\\" in text:
        with contextlib.suppress(json.JSONDecodeError):
            text = json.loads(f'"{text}"', strict=False)
    text = re.sub(r"<!--.*?-->|<!(?!\[CDATA\[[^<>]*\]\])[^>]*>|</?[A-Za-z][^<>]*>", "", text, flags=re.DOTALL)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", html.unescape(text))  # markup that a record carries escaped
    return "".join(html.unescape(text).replace("^", "").replace("•", "").split())


def _placed(record: Record) -> Iterator[tuple[str, Any]]:
    for name in record.trial.__struct_fields__:
        value = getattr(record.trial, name)
        for fact in value if isinstance(value, list) else [value]:
            if fact is not None:
                yield f"trial.{name}", fact
    for mention in record.mentions:
        yield f"mention {mention.id}", mention
    for group in ("arms", "criteria"):
        for number, item in enumerate(getattr(record, group)):
            yield f"{group}[{number}]", item


def _check_links(record: Record) -> Iterator[str]:
    """Check that every index points into its list."""
    sizes = {name: len(getattr(record, name)) for name in ("mentions", "interventions", "arms", "criteria")}
    links: list[tuple[str, str, int | None]] = []
    for number, item in enumerate(record.conditions):
        links += [(f"conditions[{number}]", "mentions", m) for m in item.mentions]
    for number, item in enumerate(record.interventions):
        links += [(f"interventions[{number}]", "mentions", m) for m in (*item.mentions, *item.doses)]
        links += [(f"interventions[{number}]", "arms", arm) for arm in item.arms]
    for number, item in enumerate(record.arms):
        links += [(f"arms[{number}]", "interventions", i) for i in item.interventions]
        links += [(f"arms[{number}]", "mentions", m) for m in item.doses]
    for number, item in enumerate(record.doses):
        links += [(f"doses[{number}]", "mentions", item.mention), (f"doses[{number}]", "arms", item.arm)]
        links += [(f"doses[{number}]", "interventions", item.intervention)]
    for group in ("lab_thresholds", "outcomes"):
        links += [(f"{group}[{n}]", "mentions", item.mention) for n, item in enumerate(getattr(record, group))]
    for number, item in enumerate(record.criteria):
        links += [(f"criteria[{number}]", "mentions", m) for m in item.mentions]
        links += [(f"criteria[{number}]", "criteria", item.parent)]
    for name, target, index in links:
        if index is not None and not 0 <= index < sizes[target]:
            yield f"{name} points to {target}[{index}] of {sizes[target]}"
