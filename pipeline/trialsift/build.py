"""The pipeline: its components and their order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = (
    "trialsift_abbreviations",
    "trialsift_rules",
    # a trained model joins here, as "trialsift_ner"
    "trialsift_join",
    "trialsift_record",
)

MAX_CHARACTERS = 100_000_000  # spaCy's default of 1M guards parsers, which this pipeline has none of


def load(model: str | Path | None = None, *, labels: Sequence[str] = ()) -> Language:
    """Return the pipeline, a spaCy `Language`.

    model: a folder that a pipeline was saved to; None builds the default one. labels: those to keep; empty
    keeps all. Raises OSError where the folder holds no pipeline.
    """
    import spacy

    if model is not None:
        return spacy.load(model, config={"components": {"trialsift_join": {"labels": list(labels)}}})
    return build(labels=labels)


def build(*, labels: Sequence[str] = ()) -> Language:
    """Return a new pipeline of all components; `labels` are those to keep, empty keeps all."""
    import spacy

    from trialsift.tokens import make_tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.max_length = MAX_CHARACTERS
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"labels": list(labels)} if name == "trialsift_join" else {})
    return nlp
