"""Read vocabularies: OBO ontologies, and tables (CSV, TSV) with a name, perhaps an id and synonyms in each row."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trialsift.errors import BadVocabulary

_ID_COLUMNS = ("id", "concept", "code", "curie", "drugbank id", "concept_id", "identifier")
_NAME_COLUMNS = ("name", "label", "text", "common name", "preferred_label", "preferred label", "term", "heading")
_SYNONYM_COLUMNS = ("synonyms", "synonym", "aliases", "alias")
_KIND_COLUMNS = ("kind",)
_SYNONYM = re.compile(r'synonym: "(?P<name>(?:[^"\\]|\\.)*)" (?P<scope>EXACT|RELATED|NARROW|BROAD)')
_SPLIT = re.compile(r"\s*\|\s*|\s*;\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept with its names, the preferred one first. kind: "condition", "intervention", "analyte" or "" for any."""

    concept: str
    names: tuple[str, ...]
    kind: str = ""


def read_vocabulary(path: Path, kind: str = "") -> Iterator[Entry]:
    """Yield the entries of a vocabulary file, also one packed by gzip or xz; the form is found from its name and head.

    Raises BadVocabulary where it cannot be read, naming the line or column that is at fault.
    """
    try:
        text = _unpack(path).decode("utf-8-sig")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise BadVocabulary(f"cannot read {path}: {error}; it must be an OBO file or a UTF-8 table") from error
    if text.lstrip().startswith("format-version:") or "[Term]" in text[:20_000]:
        yield from _obo(text, kind)
    else:
        yield from _table(text, path, kind)


def _unpack(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    return lzma.decompress(data) if data[:6] == b"\xfd7zXZ\x00" else data


def _obo(text: str, kind: str) -> Iterator[Entry]:
    """Read the terms that are not obsolete; names and exact synonyms count, related ones name something else."""
    for stanza in re.split(r"\n(?=\[\w+\])", text):
        lines = stanza.splitlines()
        if not lines or lines[0].strip() != "[Term]" or "is_obsolete: true" in stanza:
            continue
        concept, names = "", []
        for line in lines:
            if line.startswith("id: "):
                concept = line[4:].split("!")[0].strip()
            elif line.startswith("name: "):
                names.insert(0, line[6:].strip())
            else:
                match = _SYNONYM.match(line)
                if match and match["scope"] == "EXACT":
                    names.append(re.sub(r"\\(.)", r"\1", match["name"]))
        if concept and names:
            yield Entry(concept, tuple(names), kind)


def _table(text: str, path: Path, kind: str) -> Iterator[Entry]:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter="\t" if head.count("\t") >= max(1, head.count(",")) else ",")
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    concept, name = _column(columns, _ID_COLUMNS), _column(columns, _NAME_COLUMNS)
    if name is None:
        raise BadVocabulary(
            f"{path}:1: columns are {', '.join(columns) or 'none'}; one of {', '.join(_NAME_COLUMNS[:3])} is needed, "
            f"{_ID_COLUMNS[0]} and {_SYNONYM_COLUMNS[0]} may stand beside it"
        )
    synonyms, kinds = _column(columns, _SYNONYM_COLUMNS), _column(columns, _KIND_COLUMNS)
    # In a table of one name a row ("id, type, text") the row of the type "name" holds the preferred one.
    ordered = sorted(rows, key=lambda row: row[columns["type"]] != "name") if "type" in columns else rows
    for row in ordered:
        names = [row[name] or "", *(_SPLIT.split(row[synonyms] or "") if synonyms else ())]
        names = [known.strip() for known in names if known.strip()]
        if names:
            identifier = (row[concept] or "").strip() if concept else ""
            yield Entry(identifier or names[0], tuple(names), (row[kinds] or "").strip() if kinds else kind)


def _column(columns: dict[str, str], known: tuple[str, ...]) -> str | None:
    return next((columns[name] for name in known if name in columns), None)
