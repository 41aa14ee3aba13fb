"""The pipeline: its components and their order, around a trained model where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "trialsift_sm"

BEFORE_MODEL = ("trialsift_abbreviations", "trialsift_rules")
# the trained model's own component, "trialsift_ner", stands between these
AFTER_MODEL = ("trialsift_join", "trialsift_record")

MAX_CHARACTERS = 100_000_000  # spaCy's default of 1M guards parsers, which this pipeline has none of


def load(model: str | Path | None = None, *, labels: Sequence[str] = (), vocabulary: str = "") -> Language:
    """Return the pipeline, a spaCy `Language`.

    model: a folder with a trained model, or with a pipeline that was saved; None takes the model that the package
    brings, and rules alone where it brings none. labels: those to keep; empty keeps all. vocabulary: a store
    of `trialsift vocab build`; "" takes the package's table. Raises OSError where the folder holds no model.
    """
    import spacy

    folder = Path(model) if model is not None else shipped_model()
    nlp = spacy.load(folder) if folder is not None else build()
    return complete(nlp, labels, vocabulary)


def build(*, labels: Sequence[str] = ()) -> Language:
    """Return a new pipeline without a trained model; `labels` are those to keep, empty keeps all."""
    import spacy

    from trialsift.tokens import make_tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return complete(nlp, labels)


def complete(nlp: Language, labels: Sequence[str] = (), vocabulary: str = "") -> Language:
    """Add to a pipeline the components that it lacks, around its model; set labels to keep and vocabulary."""
    nlp.max_length = MAX_CHARACTERS
    for place, name in enumerate(BEFORE_MODEL):
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, before=place if place < len(nlp.pipe_names) else None)
    for name in AFTER_MODEL:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    if labels:
        nlp.replace_pipe("trialsift_join", "trialsift_join", config={"labels": list(labels)})
    if vocabulary:
        nlp.replace_pipe("trialsift_record", "trialsift_record", config={"vocabulary": vocabulary})
    return nlp


def shipped_model() -> Path | None:
    """Return the folder of the model that comes with the package: inside it, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "models", package.parents[1] / "models"):
        if (folder / DEFAULT_MODEL / "config.cfg").exists():
            return folder / DEFAULT_MODEL
    return None
