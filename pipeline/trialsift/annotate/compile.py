"""Pages written by hand → `pages/` and `gold/`, and the way back to what a hand can edit.

Two forms. A marked page, `<id>.<suffix>`: a JSON object on its first line (`encoding`, `newline`, `trial`; `{}` will
do), `---` on its second, and then the page with inline marks (marks.py). Or a table of spans, `<id>.tsv` or
`<id>.csv`, beside its page `<id>.<any other suffix>`: columns line, label, text, attrs, nth.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.annotate.folder import GoldPage, GoldSpan, write_gold
from trialsift.annotate.marks import MarkError, parse_marks, write_marks
from trialsift.errors import BadAnnotation
from trialsift.labels import LABEL_NAMES

RULE = "---"
_HEADER_KEYS = ("encoding", "newline", "trial")
_NEWLINES = {"lf": "\n", "crlf": "\r\n"}
_DELIMITERS = {".tsv": "\t", ".csv": ","}
_COLUMNS = ("line", "label", "text", "attrs", "nth")


@dataclass(frozen=True, slots=True)
class Written:
    """A page as its author wrote it: file name and bytes, decoded text, spans, and facts of the trial."""

    name: str
    data: bytes
    text: str
    spans: list[GoldSpan]
    facts: dict[str, Any] | None


def compile_file(path: Path, output: Path) -> Path:
    """Write page and gold of one file into an annotated folder; return the gold file.

    Raises BadAnnotation, with file and line, where the file is not of one of the two forms.
    """
    written = _read_table(path) if path.suffix in _DELIMITERS else _read_marked(path)
    page = output / "pages" / written.name
    twins = [other for other in page.parent.glob("*") if other.stem == page.stem and other.name != page.name]
    if twins:
        raise BadAnnotation(f"{path}: {twins[0]} has this page's id already: remove it, or choose another id")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(written.data)
    gold = output / "gold" / f"{page.stem}.json"
    write_gold(gold, written.name, hashlib.sha256(written.data).hexdigest(), written.spans, written.facts)
    return gold


def marked_form(page: GoldPage) -> str:
    """Return the marked page that `compile_file` makes this page of. Raises BadAnnotation where the page changed."""
    source = page.read()
    header: dict[str, Any] = {"encoding": _codec(page.path.read_bytes(), source.encoding)}
    marked = write_marks(source.text, list(page.spans))
    if "\r\n" in marked and not {"\r", "\n"} & set(marked.replace("\r\n", "")):
        header["newline"] = "crlf"
        marked = marked.replace("\r\n", "\n")
    if page.facts:
        header["trial"] = page.facts
    return f"{json.dumps(header, ensure_ascii=False)}\n{RULE}\n{marked}"


def _codec(data: bytes, encoding: str) -> str:
    # Python writes a byte-order mark for utf-8-sig and utf-16, and none for utf-8 and utf-16-le.
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else encoding


def _read_marked(path: Path) -> Written:
    first, rule, marked = (*_text(path).split("\n", 2), "", "")[:3]
    if rule.strip() != RULE:
        raise BadAnnotation(f"{path}:2: the second line of a marked page is {RULE}, below a header such as {{}}")
    header = _header(path, first)
    try:
        text, spans = parse_marks(marked.replace("\n", _NEWLINES[header.get("newline", "lf")]))
    except MarkError as error:
        raise BadAnnotation(f"{path}:{error.line + 2}: {error.message}") from error
    data = _encode(path, text, header.get("encoding", "utf-8"))
    _check_reading(path, data, text)
    return Written(path.name, data, text, spans, header.get("trial"))


def _header(path: Path, line: str) -> dict[str, Any]:
    try:
        header = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadAnnotation(f"{path}:1: the first line of a marked page is JSON, such as {{}}: {error}") from error
    if not isinstance(header, dict) or set(header) - set(_HEADER_KEYS):
        raise BadAnnotation(f"{path}:1: the header is a JSON object of {', '.join(_HEADER_KEYS)}")
    if header.get("newline", "lf") not in _NEWLINES:
        raise BadAnnotation(f"{path}:1: newline is one of {', '.join(_NEWLINES)}")
    return header


def _encode(path: Path, text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except LookupError as error:
        raise BadAnnotation(f"{path}:1: unknown encoding {encoding!r}; utf-8, utf-16, cp1252 …") from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 3
        raise BadAnnotation(f"{path}:{line}: {text[error.start]!r} cannot be written in {encoding}") from error


def _check_reading(path: Path, data: bytes, text: str) -> None:
    """Check that the package's reader sees the text that offsets were counted in."""
    from trialsift.read import decode

    source = decode(data, path=str(path))
    if source.text != text:
        same = next((at for at, pair in enumerate(zip(source.text, text, strict=False)) if pair[0] != pair[1]), 0)
        raise BadAnnotation(
            f"{path}:{text.count(chr(10), 0, same) + 3}: the page would be read in {source.encoding} and come out "
            f"otherwise here; choose another encoding in the header"
        )


def _read_table(path: Path) -> Written:
    from trialsift.read import read_source

    page = _page_beside(path)
    text = read_source(page).text
    starts = _line_starts(text)
    spans: list[GoldSpan] = []
    facts: dict[str, Any] | None = None
    for number, row in _rows(path):
        attrs = _attrs(path, number, row["attrs"])
        if row["label"] == "TRIAL":
            facts = attrs
            continue
        try:
            spans.append(_find(row, attrs, text, starts))
        except ValueError as error:
            raise BadAnnotation(f"{path}:{number}: {error}") from error
    spans.sort(key=lambda span: (span.start, span.end, span.label))
    return Written(page.name, page.read_bytes(), text, spans, facts)


def _page_beside(path: Path) -> Path:
    found = [other for other in path.parent.glob("*") if other.stem == path.stem and other.suffix not in _DELIMITERS]
    if len(found) != 1:
        raise BadAnnotation(f"{path}: {len(found)} pages named {path.stem}.* beside this table; there must be one")
    return found[0]


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n"), len(text) + 1]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line of the table, row); a first row that holds the columns' names is skipped, as are empty ones."""
    tabs = path.suffix == ".tsv"  # JSON in a cell is full of quotes: a tab-separated file has no quoting
    quoting = csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL
    reader = csv.reader(_text(path).splitlines(keepends=True), delimiter=_DELIMITERS[path.suffix], quoting=quoting)
    for cells in reader:
        if not any(cells) or cells[:2] == list(_COLUMNS[:2]):
            continue
        if len(cells) > len(_COLUMNS):
            raise BadAnnotation(f"{path}:{reader.line_num}: {len(cells)} cells; columns are {', '.join(_COLUMNS)}")
        yield reader.line_num, dict(zip(_COLUMNS, (*cells, "", "", "", "", ""), strict=False))


def _attrs(path: Path, number: int, cell: str) -> dict[str, Any]:
    try:
        attrs = json.loads(cell or "{}")
    except json.JSONDecodeError as error:
        raise BadAnnotation(f"{path}:{number}: attrs are no JSON: {error}") from error
    if not isinstance(attrs, dict):
        raise BadAnnotation(f'{path}:{number}: attrs are a JSON object, such as {{"level": "low"}}')
    return attrs


def _find(row: dict[str, str], attrs: dict[str, Any], text: str, starts: list[int]) -> GoldSpan:
    """Return the nth place of a row's text on its line. Raises ValueError, in words for the author."""
    words, label = row["text"], row["label"]
    if label not in LABEL_NAMES:
        raise ValueError(f"unknown label {label!r}; one of {', '.join(LABEL_NAMES)}")
    if not row["line"].isdigit() or not 0 < int(row["line"]) < len(starts):
        raise ValueError(f"the page has lines 1 to {len(starts) - 1}, not {row['line']!r}")
    line, nth = int(row["line"]), int(row["nth"]) if row["nth"].isdigit() else 1
    at = starts[line - 1] - 1
    for _ in range(nth):
        at = text.find(words, at + 1) if words else -1
        if at == -1 or at >= starts[line]:
            raise ValueError(f"{words!r} does not stand on line {line} of the page {nth} times; copy it as it stands")
    return GoldSpan(at, at + len(words), label, words, attrs)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadAnnotation(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadAnnotation(f"{path}: not in UTF-8; the page's own encoding goes into its header") from error
