"""The pipeline: its components and their order, around a trained model where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trialsift.errors import ModelMismatch

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "trialsift_sm"
NO_MODEL = "none"  # in the place of a model's name: the rules alone

BEFORE_MODEL = ("trialsift_abbreviations", "trialsift_rules")
# the trained model's own component, "trialsift_ner", stands between these
AFTER_MODEL = ("trialsift_join", "trialsift_record")

MAX_CHARACTERS = 100_000_000  # spaCy's default of 1M guards parsers, which this pipeline has none of


def load(model: str | Path | None = None, *, labels: Sequence[str] = (), vocabulary: str = "") -> Language:
    """Return the pipeline, a spaCy `Language`.

    model: a folder with a trained model, or with a pipeline that was saved, or the name of a shipped model; None
    takes the default model, and rules alone where the package brings none; "none" takes rules alone. labels: those to
    keep; empty keeps all. vocabulary: a store of `trialsift vocab build`; "" takes the package's table. Raises
    ModelMismatch where there is no such model.
    """
    import spacy

    folder = model_folder(model)
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


def model_folder(model: str | Path | None) -> Path | None:
    """Return the folder of what `load` takes as a model, None for rules alone. Raises ModelMismatch."""
    if model == NO_MODEL:
        return None
    return shipped_model() if model is None else find_model(str(model))


def shipped_model(name: str = DEFAULT_MODEL) -> Path | None:
    """Return the folder of a model that comes with the package: inside it, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "models", package.parents[1] / "models"):
        if (folder / name / "config.cfg").exists():
            return folder / name
    return None


def find_model(name: str) -> Path:
    """Return the folder of a model: a path, a shipped model's name, or the end of one ("trf"). Raises ModelMismatch."""
    if (Path(name) / "config.cfg").exists():
        return Path(name)
    found = shipped_model(name) or shipped_model(f"trialsift_{name}")
    if found is None:
        raise ModelMismatch(
            f"no model {name!r}: give a folder with a config.cfg, or {DEFAULT_MODEL}, trialsift_trf, {NO_MODEL}"
        )
    return found
