"""Gather training data: annotated folders, public corpora and silver records → two files of docs."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialsift.train.annotations import read_annotations
from trialsift.train.corpora import read_corpus
from trialsift.train.corpora.base import Annotated
from trialsift.train.examples import make_docs

if TYPE_CHECKING:
    from spacy.language import Language

# how often each kind of data is seen in a pass; gold is little, and is what the model is for
GOLD_REPEATS = 2
# EvidenceOutcomes and the Clinical-Trial-Parser lines have importers too; why they are left out: models/README.md
CORPORA = ("chia", "lct", "neurotrialner")
SILVER_RECORDS = 600


def write_docs(nlp: Language, examples: Iterable[Annotated], path: Path, *, repeats: int = 1) -> int:
    """Write the docs of examples to a DocBin file, `repeats` times each; returns the number of tokens of one pass."""
    return write_parts(nlp, [(examples, repeats)], path)


def write_parts(nlp: Language, parts: Sequence[tuple[Iterable[Annotated], int]], path: Path) -> int:
    """Write parts of (examples, repeats) to one DocBin file; returns the number of tokens, each counted once."""
    from spacy.tokens import DocBin

    store = DocBin()
    tokens = 0
    for examples, repeats in parts:
        for example in examples:
            for doc in make_docs(nlp, example):
                tokens += len(doc)
                for _ in range(repeats):
                    store.add(doc)
    store.to_disk(path)
    return tokens


def training_parts(
    annotations: Sequence[Path], corpora: Path | None, silver: Iterable[Annotated] = ()
) -> list[tuple[Iterable[Annotated], int]]:
    """Return what a model is trained on, with repeats: gold, then corpora, then silver."""
    parts: list[tuple[Iterable[Annotated], int]] = [(annotated(annotations, "train"), GOLD_REPEATS)]
    if corpora is not None:
        parts += [(read_corpus(corpora / name, "train"), 1) for name in CORPORA]
    return [*parts, (silver, 1)]


def annotated(annotations: Sequence[Path], part: str) -> Iterator[Annotated]:
    """Yield the pages of a part of all annotated folders."""
    for folder in annotations:
        yield from read_annotations(folder, part)


def choose_records(path: Path, number: int = SILVER_RECORDS, seed: int = 7) -> list[dict[str, Any]]:
    """Return records that have free text, chosen by chance; the same for the same seed."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        full = [record for record in map(json.loads, file) if record.get("brief_summary") and record.get("conditions")]
    return random.Random(seed).sample(full, min(number, len(full)))
