"""Find every fault of an annotated folder, with its file and line.

Read in this order: `check`, `_check_page` (one gold file), `_check_span`, `_edges` (what a span may start and
end with), `_differences` (the same words annotated in two ways: warnings), `_check_splits`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from trialsift.annotate.attrs import attr_faults, fact_faults
from trialsift.annotate.folder import PARTS, SCHEMA, Places, gold_ids, page_file, places, split_id
from trialsift.errors import BadAnnotation, UnreadablePage
from trialsift.labels import LABEL_NAMES
from trialsift.page import Source


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend ("fault") or to look at ("warning"); `line` counts from 1."""

    path: Path
    line: int
    message: str
    kind: Literal["fault", "warning"] = "fault"


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of a gold file as it stands there, checked only as far as its own fields go."""

    line: int
    start: int
    end: int
    label: str
    text: str
    attrs: dict[str, Any]


def check(folder: Path) -> Iterator[Finding]:
    """Yield the faults and warnings of an annotated folder. Raises BadAnnotation where it holds no gold."""
    where = places(folder)
    ids = gold_ids(where.gold)
    if not ids:
        raise BadAnnotation(f"{where.gold} holds no .json file: name a folder with gold/ and pages/ in it")
    if where.splits.exists():
        yield from _check_splits(where.splits, ids)
    if where.pages.parent == folder:  # pages of `../pages` may be kept aside on purpose
        yield from _pages_without_gold(where)
    for page_id in ids:
        yield from _check_page(where, page_id)


def _pages_without_gold(where: Places) -> Iterator[Finding]:
    for path in sorted(where.pages.rglob("*")):
        page_id = path.relative_to(where.pages).with_suffix("").as_posix()
        if path.is_file() and not path.name.startswith(".") and not (where.gold / f"{page_id}.json").exists():
            yield Finding(path, 1, "a page without gold: annotate it, or take it away")


def _check_page(where: Places, page_id: str) -> Iterator[Finding]:
    gold = where.gold / f"{page_id}.json"
    try:
        text = gold.read_text(encoding="utf-8")
        content = json.loads(text)
    except UnicodeDecodeError:
        yield Finding(gold, 1, "not in UTF-8")
        return
    except json.JSONDecodeError as error:
        yield Finding(gold, error.lineno, f"no JSON: {error.msg}")
        return
    if not isinstance(content, dict) or not isinstance(content.get("spans"), list):
        yield Finding(gold, 1, f'write {{"schema": "{SCHEMA}", "page": …, "sha256": …, "spans": […]}}')
        return
    yield from _check_head(gold, content)
    source = None
    try:
        source = _read(page_file(where.pages, page_id))
    except (BadAnnotation, UnreadablePage) as error:
        yield Finding(gold, 1, f"gold without a page: {error}")
    if source is not None:
        yield from _check_identity(gold, content, source)
    spans: list[_Span] = []
    for line, entry in zip(_span_lines(text), content["spans"], strict=True):
        message = _malformed(entry)
        if message:
            yield Finding(gold, line, message)
        else:
            spans.append(_Span(line, **entry))
    for span in spans:
        yield from (Finding(gold, span.line, message) for message in _check_span(span, source))
    yield from (Finding(gold, line, message) for line, message in _order(spans))
    yield from (Finding(gold, line, message, "warning") for line, message in _warnings(spans, source))


def _read(path: Path) -> Source:
    from trialsift.read import read_source

    return read_source(path)


def _check_head(gold: Path, content: dict[str, Any]) -> Iterator[Finding]:
    if content.get("schema") != SCHEMA:
        yield Finding(gold, 1, f"schema is {content.get('schema')!r}, not {SCHEMA!r}")
    for name in sorted(set(content) - {"schema", "page", "sha256", "trial", "spans"}):
        yield Finding(gold, 1, f"unknown key {name!r}")
    facts = content.get("trial")
    if isinstance(facts, dict):
        yield from (Finding(gold, 1, message) for message in fact_faults(facts))
    elif facts is not None:
        yield Finding(gold, 1, "trial is no JSON object")


def _check_identity(gold: Path, content: dict[str, Any], source: Source) -> Iterator[Finding]:
    name = Path(source.path).name
    if content.get("page") != name:
        yield Finding(gold, 1, f"page is {content.get('page')!r}, the file is {name!r}")
    if content.get("sha256") != source.sha256:
        yield Finding(gold, 1, f"{name} has changed since it was annotated (its SHA-256 is {source.sha256})")


def _span_lines(text: str) -> list[int]:
    """Return the line on which each span of a gold file begins; the file holds a list under "spans"."""
    decoder = json.JSONDecoder()
    at = _value_of(text, "spans", decoder) + 1
    lines: list[int] = []
    while True:
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]  (matches the empty string)
        if text[at] == "]":
            return lines
        lines.append(text.count("\n", 0, at) + 1)
        _, at = decoder.raw_decode(text, at)


_GAP = re.compile(r"[\s,:]*")


def _value_of(text: str, name: str, decoder: json.JSONDecoder) -> int:
    """Return where the value of a top-level key begins."""
    at = text.index("{") + 1
    while True:
        key, at = decoder.raw_decode(text, _GAP.match(text, at).end())  # type: ignore[union-attr]
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
        if key == name:
            return at
        _, at = decoder.raw_decode(text, at)


def _malformed(entry: Any) -> str | None:
    types = {"start": int, "end": int, "label": str, "text": str, "attrs": dict}
    if not isinstance(entry, dict) or set(entry) != set(types):
        return f"a span is an object of {', '.join(types)}"
    wrong = [name for name, kind in types.items() if not isinstance(entry[name], kind)]
    return f"{wrong[0]} is {entry[wrong[0]]!r}, not {types[wrong[0]].__name__}" if wrong else None


def _check_span(span: _Span, source: Source | None) -> Iterator[str]:
    if span.label not in LABEL_NAMES:
        yield f"unknown label {span.label!r}; one of {', '.join(LABEL_NAMES)}"
    else:
        yield from (f"{span.text!r}: {message}" for message in attr_faults(span.label, span.attrs))
    if not 0 <= span.start < span.end:
        yield f"{span.text!r}: [{span.start}, {span.end}) is no range"
        return
    if source is not None and source.text[span.start : span.end] != span.text:
        yield f"{span.text!r} does not stand at {span.start}: there is {source.text[span.start : span.end]!r}"
    yield from (f"{span.text!r}: {message}" for message in _edges(span.text, span.label))


_BULLET = re.compile(r"[•·▪◦‣●○■□*►➢✓|]|[-–—](?!\d)|\d{1,2}[.)]\s|[a-z][.)]\s")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w+\.[\w.]*\w|[A-Z]|approx|caps?|[Ee]tc|hrs?|inj|max|min|mo|mos|resp|spp?|subsp|susp|tabs?|var|vs|wks?|yrs?)\.$"
)
_ENTITY = re.compile(r"&#?\w{1,10};$")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _edges(text: str, label: str) -> Iterator[str]:
    """Say what a span should not start or end with."""
    if text != text.strip() or text.lower().startswith("&nbsp;") or text.lower().endswith("&nbsp;"):
        yield "white space at an edge"
    if _BULLET.match(text):
        yield "a bullet, list number or table bar at its start"
    tags = list(_TAG.finditer(text))
    if tags and (tags[0].start() == 0 or tags[-1].end() == len(text)):
        yield "a tag at an edge; the span is the text inside of it"
    last = text[-1]
    if (last in ",;:.?!" and not _ENTITY.search(text) and not _ABBREVIATION.search(text)) or last in "|/([{":
        yield f"{last!r} at its end"
    if last in "-–—" and label != "LAB_THRESHOLD":  # "HBsAg -" is a result
        yield f"{last!r} at its end"
    if last in _PAIRS and text.count(_PAIRS[last]) < text.count(last):
        yield f"{last!r} at its end closes nothing in it"
    if text[0] in "([{" and (text.count(text[0]) > text.count(_closing(text[0])) or _is_pair(text)):
        yield f"{text[0]!r} at its start"


def _closing(bracket: str) -> str:
    return next(close for close, opening in _PAIRS.items() if opening == bracket)


def _is_pair(text: str) -> bool:
    return text[-1] == _closing(text[0]) and text.count(text[0]) == 1


def _order(spans: list[_Span]) -> Iterator[tuple[int, str]]:
    """Check that spans are sorted and that those of one layer do not overlap."""
    previous = (-1, -1, "")
    last: dict[str, _Span] = {}
    for span in spans:
        key = (span.start, span.end, span.label)
        if key < previous:
            yield span.line, f"{span.text!r} is out of order: spans are sorted by start, end, label"
        previous = max(previous, key)
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        before = last.get(span.label)
        if before is not None and span.start < before.end:
            yield span.line, f"{span.label} {span.text!r} overlaps {before.text!r} of line {before.line}"
        if before is None or span.end > before.end:
            last[span.label] = span


_FRAMING = re.compile(
    r"(?:an?|the|any|other|history of|evidence of|presence of|diagnosis of|known|documented|suspected|"
    r"patients? with|subjects? with|participants? with)\s",
    re.IGNORECASE,
)


def _warnings(spans: list[_Span], source: Source | None) -> Iterator[tuple[int, str]]:
    for span in spans:
        framing = _FRAMING.match(span.text) if span.label != "OUTCOME" else None
        if framing:
            yield span.line, f"{span.text!r} begins with {framing[0].strip()!r}, which is outside by the guidelines"
    yield from _differences(spans)
    if source is not None:
        yield from ((s.line, f"{s.text!r} cuts a word of the page") for s in spans if _cuts(s, source.text))
        yield from _forgotten(spans, source)


def _cuts(span: _Span, text: str) -> bool:
    """Say whether an edge parts two letters; words that a page runs together ("NameVitoril", "\\nGout") are two."""
    edges = (text[max(span.start - 1, 0) : span.start + 1], text[span.end - 1 : span.end + 1])
    if text[max(span.start - 2, 0) : span.start] in ("\\n", "\\t", "\\r"):  # an escape of JSON
        edges = edges[1:]
    return any(len(edge) == 2 and edge.isalpha() and not (edge[0].islower() and edge[1].isupper()) for edge in edges)


def _surface(text: str) -> str:
    return " ".join(text.lower().split())


def _differences(spans: list[_Span]) -> Iterator[tuple[int, str]]:
    """Find words that are one label here and another there, or have other attrs; OUTCOME depends on its place."""
    first: dict[str, _Span] = {}
    at_place: dict[tuple[int, int], set[str]] = defaultdict(set)
    for span in spans:
        at_place[span.start, span.end].add(span.label)
    for span in spans:
        if span.label == "OUTCOME":
            continue
        before = first.setdefault(_surface(span.text), span)
        if span.label not in at_place[before.start, before.end]:
            yield span.line, f"{span.text!r} is {span.label} here and {before.label} in line {before.line}"
        elif span.label == before.label and span.attrs != before.attrs:
            yield span.line, f"{span.text!r} has other attrs than in line {before.line}: {before.attrs}"


def _forgotten(spans: list[_Span], source: Source) -> Iterator[tuple[int, str]]:
    """Find names that are annotated in one place of the page's content and stand bare in another."""
    from trialsift.layouts import read_page

    content = read_page(source).offsets
    for label in ("CONDITION", "INTERVENTION"):
        layer = [span for span in spans if span.label == label]
        first: dict[str, _Span] = {}
        for span in layer:
            first.setdefault(span.text if span.text.isupper() else span.text.lower(), span)
        for span in first.values():
            bare = [
                source.text.count("\n", 0, start) + 1
                for start, end in _places_of(span.text, source.text)
                if not any(other.start < end and start < other.end for other in layer)
                and content.to_text(start, end) is not None
            ]
            if bare:
                lines = ", ".join(map(str, bare[:8])) + (" …" if len(bare) > 8 else "")
                yield span.line, f"{label} {span.text!r} is annotated here, and stands bare in page line {lines}"


def _places_of(words: str, text: str) -> list[tuple[int, int]]:
    flags = 0 if words.isupper() else re.IGNORECASE  # "ALL" is a leukaemia, "all" is not
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, flags)]


def _check_splits(path: Path, ids: list[str]) -> Iterator[Finding]:
    text = path.read_text(encoding="utf-8")
    try:
        parts = json.loads(text)
    except json.JSONDecodeError as error:
        yield Finding(path, error.lineno, f"no JSON: {error.msg}")
        return
    if not isinstance(parts, dict) or set(parts) - set(PARTS) or not all(isinstance(v, list) for v in parts.values()):
        yield Finding(path, 1, 'write {"train": [page ids], "dev": [...], "test": [...]}')
        return
    part_of: dict[str, str] = {}
    of_trial: dict[str, tuple[str, str]] = {}
    for line, part, page_id in _places_in_splits(text, parts):
        if page_id in part_of:
            yield Finding(path, line, f"{page_id} stands in {part_of[page_id]} already")
            continue
        part_of[page_id] = part
        if page_id not in ids:
            yield Finding(path, line, f"{page_id} has no gold")
        other, twin = of_trial.setdefault(split_id(page_id)[0], (part, page_id))
        if other != part:
            yield Finding(path, line, f"trial of {page_id} is in {other} too ({twin}): keep a trial in one part")
    yield from (Finding(path, 1, f"{page_id} is in no part") for page_id in ids if page_id not in part_of)


def _places_in_splits(text: str, parts: dict[str, list[str]]) -> Iterator[tuple[int, str, str]]:
    at = 0
    for part, ids in parts.items():
        at = text.index(json.dumps(part), at)
        for page_id in ids:
            written = json.dumps(page_id, ensure_ascii=False)
            at = max(text.find(written, at), at)
            yield text.count("\n", 0, at) + 1, part, page_id
            at += len(written)
