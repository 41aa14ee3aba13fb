"""One page in, one record out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trialsift.page import Source
from trialsift.record import Record

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def _default_pipeline() -> Language:
    from trialsift.build import load

    return load()


def extract(path: str | Path, *, layout: str | None = None, nlp: Language | None = None) -> Record:
    """Read a file and return its record.

    layout: name of the layout to take; None chooses by score. nlp: a pipeline of `trialsift.load()`; None takes
    the default one. Raises UnreadablePage where the file holds no text, UnknownLayout for a wrong name.
    """
    from trialsift.read import read_source

    return extract_source(read_source(path), layout=layout, nlp=nlp)


def extract_source(source: Source, *, layout: str | None = None, nlp: Language | None = None) -> Record:
    """Return the record of a decoded source. Raises UnknownLayout for a wrong layout name."""
    from trialsift.components import record_of

    return record_of(_process(source, layout, nlp or _default_pipeline()))


def extract_json(source: Source, *, layout: str | None, nlp: Language) -> bytes:
    """Return the record of a decoded source as one line of JSON."""
    from trialsift.components import RECORD

    return _process(source, layout, nlp).user_data[RECORD]


def _process(source: Source, layout: str | None, nlp: Language):  # noqa: ANN202  (spaCy's Doc, imported late)
    from trialsift.components import make_doc
    from trialsift.layouts import read_page

    return nlp(make_doc(nlp, read_page(source, layout=layout)))
