"""Public annotated corpora as training examples in our labels: one module, and one importer, for each corpus.

A corpus folder holds `train.jsonl.xz` and perhaps `dev.jsonl.xz`, one JSON object a line with `text` and
`spans` (`start`, `end` half-open code points of the text, the corpus's own `label`, `fragments` where
discontinuous). An importer says which of our layers the corpus annotates; the others stay unknown.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from trialsift.errors import BadAnnotation
from trialsift.train.corpora import chia, ctp_ner, evidence_outcomes, lct, neurotrialner
from trialsift.train.corpora.base import Annotated, Importer

IMPORTERS: tuple[Importer, ...] = (
    chia.IMPORTER,
    lct.IMPORTER,
    neurotrialner.IMPORTER,
    evidence_outcomes.IMPORTER,
    ctp_ner.IMPORTER,
)


def read_corpus(folder: Path, part: str) -> Iterator[Annotated]:
    """Yield the examples of `folder/<part>.jsonl.xz`, by the importer named like the folder.

    Raises BadAnnotation for a folder that no importer knows; a part that is not there yields nothing.
    """
    importer = next((i for i in IMPORTERS if i.name == folder.name), None)
    if importer is None:
        known = ", ".join(i.name for i in IMPORTERS)
        raise BadAnnotation(f"{folder}: no importer for this corpus; there are {known}")
    path = folder / f"{part}.jsonl.xz"
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield from importer.convert(json.loads(line))
