"""Annotated folders → training examples: pages read by the package's own readers, gold spans led into their text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trialsift.annotate.folder import load
from trialsift.train.corpora.base import Annotated
from trialsift.train.examples import annotated_page


def read_annotations(folder: Path, part: str) -> Iterator[Annotated]:
    """Yield the pages of one part of an annotated folder.

    Raises BadAnnotation where a page has no file or a span's text is not what stands there.
    """
    from trialsift.layouts import read_page

    for page in load(folder, part):
        spans = [(span.start, span.end, span.label) for span in page.spans]
        yield annotated_page(read_page(page.read()), spans)
