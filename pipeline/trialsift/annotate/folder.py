"""Annotated folders: one home for reading them.

A folder holds `gold/<page id>.json` and `pages/<page id>.<any suffix>`, or it is itself the gold folder with
`../pages` beside it. `splits.json` names the pages of "train", "dev" and "test"; without it every fifth page,
by name, is for dev and the others are for training. A page id is `<trial>-<layout>`, perhaps in a folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from trialsift.errors import BadAnnotation
from trialsift.page import Source

SCHEMA = "trial-annotations/1"
PARTS = ("train", "dev", "test")
_EVERY = 5


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A span annotated by hand: `[start, end)` in code points of the decoded source; `text` is what stands there."""

    start: int
    end: int
    label: str
    text: str
    attrs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and its spans, sorted by start, end, label.

    path: the page's file; gold: the annotations' file. facts: values of the record's `trial` stated by hand,
    by name, or None where the page's were not. part: "train", "dev", "test", or None for a page in no split.
    """

    id: str
    path: Path
    gold: Path
    sha256: str
    spans: tuple[GoldSpan, ...]
    facts: dict[str, Any] | None = None
    part: str | None = None

    @property
    def trial(self) -> str:
        """Name of the trial: pages of one trial in several layouts share it."""
        return split_id(self.id)[0]

    @property
    def layout(self) -> str:
        """Name of the layout as the page's id has it; "" where the id names none."""
        return split_id(self.id)[1]

    def read(self) -> Source:
        """Read the page. Raises BadAnnotation where it is not the page that was annotated."""
        from trialsift.read import read_source

        source = read_source(self.path)
        if source.sha256 != self.sha256:
            raise BadAnnotation(f"{self.path} has changed since it was annotated in {self.gold}: compile it again")
        for span in self.spans:
            if source.text[span.start : span.end] != span.text:
                raise BadAnnotation(f"{self.gold}: {span.text!r} does not stand at {span.start} of {self.path}")
        return source


def split_id(page_id: str) -> tuple[str, str]:
    """Return trial and layout of a page id: "real/NCT01-veeva" gives ("NCT01", "veeva")."""
    name = page_id.rpartition("/")[2]
    trial, _, layout = name.rpartition("-")
    return (trial, layout) if trial else (name, "")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files of an annotated folder lie."""

    gold: Path
    pages: Path
    splits: Path


def places(folder: Path, pages: Path | None = None) -> Places:
    """Return where gold, pages and splits of a folder lie; `pages` overrides where pages are looked for."""
    gold = folder / "gold" if (folder / "gold").is_dir() else folder
    if pages is None:
        pages = folder / "pages" if (folder / "pages").is_dir() else folder.parent / "pages"
    return Places(gold, pages, folder / "splits.json")


def load(folder: Path, part: str | None = None, *, pages: Path | None = None) -> Iterator[GoldPage]:
    """Yield the pages of a part of an annotated folder, or all of them, sorted by id.

    Raises BadAnnotation where the gold of a page is absent or is no annotation, or a page has no file.
    """
    where = places(folder, pages)
    parts = splits(folder)
    part_of = {page_id: name for name, ids in parts.items() for page_id in ids}
    for page_id in sorted(gold_ids(where.gold) if part is None else parts.get(part, ())):
        yield read_gold(where.gold / f"{page_id}.json", page_file(where.pages, page_id), page_id, part_of.get(page_id))


def find_page(folder: Path, page_id: str) -> GoldPage:
    """Return an annotated page by its id. Raises BadAnnotation where the folder has none of that id."""
    where = places(folder)
    parts = splits(folder) if where.splits.exists() else {}
    part = next((name for name, ids in parts.items() if page_id in ids), None)
    return read_gold(where.gold / f"{page_id}.json", page_file(where.pages, page_id), page_id, part)


def of_gold_file(gold: Path) -> GoldPage:
    """Return the annotated page of a gold file, which lies in a folder of the form above."""
    for folder in gold.absolute().parents:
        pages = places(folder).pages
        if pages.is_dir():
            return find_page(folder, gold.absolute().relative_to(places(folder).gold).with_suffix("").as_posix())
    raise BadAnnotation(f"{gold}: no folder above it has pages/ beside gold/; name the page's id and --folder")


def gold_ids(gold: Path) -> list[str]:
    """Return the ids of the annotated pages of a gold folder, sorted."""
    files = (path for path in gold.rglob("*.json") if path != gold / "splits.json")
    return sorted(path.relative_to(gold).with_suffix("").as_posix() for path in files)


def splits(folder: Path) -> dict[str, list[str]]:
    """Return the page ids of each part. Raises BadAnnotation where splits.json is not of this form."""
    where = places(folder)
    if not where.splits.exists():
        ids = gold_ids(where.gold)
        return {"train": [name for at, name in enumerate(ids, 1) if at % _EVERY], "dev": ids[_EVERY - 1 :: _EVERY]}
    parts = _json(where.splits)
    if not all(isinstance(ids, list) for ids in parts.values()) or set(parts) - set(PARTS):
        raise BadAnnotation(f'{where.splits}: write {{"train": [page ids], "dev": [...], "test": [...]}}')
    return parts


def page_file(pages: Path, page_id: str) -> Path:
    """Return the one file of a page, whatever its suffix. Raises BadAnnotation where there is none, or several."""
    stem = pages / page_id
    found = sorted(path for path in stem.parent.glob("*.*") if path.name.startswith(f"{stem.name}."))
    if len(found) != 1:
        raise BadAnnotation(f"{stem}.*: {len(found)} files; a page is one file with any suffix")
    return found[0]


def read_gold(gold: Path, path: Path, page_id: str, part: str | None = None) -> GoldPage:
    """Read the annotations of one page. Raises BadAnnotation where the file is not of the form."""
    content = _json(gold)
    try:
        spans = tuple(
            GoldSpan(span["start"], span["end"], span["label"], span["text"], span.get("attrs") or {})
            for span in content["spans"]
        )
        return GoldPage(page_id, path, gold, content["sha256"], spans, content.get("trial"), part)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadAnnotation(f"{gold}: not of the form {SCHEMA}: {error!r}; `annotations check` says where") from error


def write_gold(gold: Path, page: str, sha256: str, spans: list[GoldSpan], facts: dict[str, Any] | None) -> None:
    """Write the annotations of one page, one span a line."""
    head = {"schema": SCHEMA, "page": page, "sha256": sha256} | ({"trial": facts} if facts else {})
    body = ",\n".join(f"  {json.dumps(asdict(span), ensure_ascii=False)}" for span in spans)
    gold.parent.mkdir(parents=True, exist_ok=True)
    gold.write_text(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "spans": [\n{body}\n]}}\n', encoding="utf-8")


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadAnnotation(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise BadAnnotation(f"{path} is no JSON in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise BadAnnotation(f"{path} holds no JSON object")
    return content
