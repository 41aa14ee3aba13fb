"""The gold to score against: pages of an annotated folder, and what identifies exactly these."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from trialsift.annotate.folder import PARTS, GoldPage, load
from trialsift.errors import BadAnnotation
from trialsift.evaluate.result import GoldSet
from trialsift.labels import LABEL_NAMES

ALL = "all"
PART_NAMES = (*PARTS, ALL)


def load_gold(folder: Path, part: str = ALL, *, pages: Path | None = None) -> list[GoldPage]:
    """Return the pages of a part of an annotated folder, sorted by id.

    Raises BadAnnotation where there are none, or gold of the wrong form.
    """
    if not folder.is_dir():
        raise BadAnnotation(f"{folder} is no folder: --gold takes one with gold/ and pages/, or a gold folder")
    found = list(load(folder, None if part == ALL else part, pages=pages))
    if not found:
        raise BadAnnotation(f"{folder} has no annotated page in part {part!r}: choose another --part")
    return found


def gold_name(folder: Path) -> str:
    """Return the name of a gold set: its folder's, or for a folder called "gold" that of the one above."""
    path = folder.resolve()
    return path.parent.name if path.name == "gold" else path.name


def describe(name: str, part: str, pages: Sequence[GoldPage]) -> GoldSet:
    """Return what identifies a gold set, whatever the machine and the form of its files."""
    gold, files = hashlib.sha256(), hashlib.sha256()
    spans: Counter[str] = Counter()
    for page in pages:
        spans.update(span.label for span in page.spans)
        rows = [[span.start, span.end, span.label, span.attrs] for span in page.spans]
        content = json.dumps([page.id, rows, page.facts], sort_keys=True, ensure_ascii=False)
        gold.update(f"{content}\n".encode())
        files.update(f"{page.id} {page.sha256}\n".encode())
    counts = {label: spans[label] for label in LABEL_NAMES}
    return GoldSet(name, part, len(pages), counts, gold.hexdigest(), files.hexdigest())
