"""Annotated folders → training examples: pages read by the package's own readers, gold spans led into their text.

A folder holds `gold/<page id>.json` and `pages/<page id>.<any suffix>`, or it is itself the gold folder with
`../pages` beside it. `splits.json` names the pages of "train", "dev" and "test"; without it every fifth page,
by name, is for dev and the others are for training.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from trialsift.errors import BadAnnotation
from trialsift.train.corpora.base import Annotated
from trialsift.train.examples import annotated_page

PARTS = ("train", "dev", "test")
_EVERY = 5


def read_annotations(folder: Path, part: str) -> Iterator[Annotated]:
    """Yield the pages of one part of an annotated folder.

    Raises BadAnnotation where a page has no file or a span's text is not what stands there.
    """
    from trialsift.layouts import read_page
    from trialsift.read import read_source

    gold = folder / "gold" if (folder / "gold").is_dir() else folder
    pages = folder / "pages" if (folder / "pages").is_dir() else folder.parent / "pages"
    for name in pages_of(folder, gold, part):
        path = _page_file(pages, name)
        page = read_page(read_source(path))
        spans = json.loads((gold / f"{name}.json").read_text(encoding="utf-8"))["spans"]
        for span in spans:
            if page.source.text[span["start"] : span["end"]] != span["text"]:
                raise BadAnnotation(f"{gold / name}.json: {span['text']!r} does not stand at {span['start']} of {path}")
        yield annotated_page(page, [(span["start"], span["end"], span["label"]) for span in spans])


def pages_of(folder: Path, gold: Path, part: str) -> list[str]:
    """Return the ids of the pages of a part, sorted."""
    splits = folder / "splits.json"
    if splits.exists():
        return sorted(json.loads(splits.read_text(encoding="utf-8")).get(part, ()))
    names = sorted(str(path.relative_to(gold).with_suffix("")) for path in gold.rglob("*.json"))
    chosen = {"dev": names[_EVERY - 1 :: _EVERY], "test": []}
    return chosen.get(part, [name for name in names if name not in chosen["dev"]])


def _page_file(pages: Path, name: str) -> Path:
    found = sorted((pages / name).parent.glob(f"{(pages / name).name}.*"))
    if len(found) != 1:
        raise BadAnnotation(f"{pages / name}.*: {len(found)} files; a page is one file with any suffix")
    return found[0]
