"""Train the tagger: data → spaCy's training loop → calibrated model → old and new compared.

Read in this order: `train`, then `_train_tagger` (spaCy's loop) and `_train_encoder` (a transformer, for a config
with a section `[transformer]`), then `_finish`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialsift.errors import ModelMismatch
from trialsift.labels import LABEL_NAMES
from trialsift.train import prepare
from trialsift.train.calibrate import calibrate
from trialsift.train.card import write_card
from trialsift.train.promote import fallen_floors, replace_model

if TYPE_CHECKING:
    from spacy.language import Language

TAGGER = "trialsift_ner"
WORK = "training"  # folder inside the output for data and checkpoints; removed at the end
FLOORS = Path("models/floors.json")
FINE_TUNING = {
    "training.max_steps": 400,
    "training.eval_frequency": 50,
    "training.optimizer.learn_rate.initial_rate": 5e-4,
    "training.optimizer.learn_rate.warmup_steps": 30,
}
TOLERANCE = (
    0.005  # F1 by which a label may fall and still count as held: dev has some dozens of spans of the rarer ones
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a training gave: strict F1 on the dev pages by label and "micro", of the new model and of the old one.

    fallen: what the evaluation gate had to say against promotion. promoted: the folder that was replaced.
    """

    path: Path
    new: Mapping[str, float]
    old: Mapping[str, float] = field(default_factory=dict)
    calibration_before: float = 0.0
    calibration_after: float = 0.0
    fallen: Sequence[str] = ()
    promoted: Path | None = None

    @property
    def holds(self) -> bool:
        """Say whether the gate holds and the new model is no worse than the old one, in all and for each label."""
        return not self.fallen and all(self.new[name] >= score - TOLERANCE for name, score in self.old.items())


def train(
    annotations: Sequence[Path],
    output: Path,
    *,
    config: Path,
    corpora: Path | None = None,
    records: Path | None = None,
    vectors: Path | None = None,
    init: Path | None = None,
    teacher: Path | None = None,
    promote: Path | None = None,
    floors: Path = FLOORS,
    resume: bool = False,
    overrides: Mapping[str, Any] | None = None,
) -> Result:
    """Train a model on annotated folders and write it to `output`; returns its scores beside those of `init`.

    corpora: folder of public corpora. records: file of registry records, labelled by `teacher` (else `init`) as
    silver. vectors: folder of word vectors for a new model (scripts/train_vectors.py). init: a model to go on from.
    promote: the folder of the default model, replaced where the new one is no worse in any label and the evaluation
    gate holds with it, by the file of floors. resume: go on from the last checkpoint of an interrupted run. Raises
    BadAnnotation for wrong input, ModelMismatch where neither init nor vectors are given or a folder is not there.
    """
    work = output / WORK
    if work.exists() and not resume:
        shutil.rmtree(work)
    is_encoder = "transformer" in _config(config)
    if not is_encoder and init is None and vectors is None:
        raise ModelMismatch("a new model needs word vectors (--vectors, made by scripts/train_vectors.py) or --init")
    missing = [str(path) for path in (vectors, init, teacher) if path is not None and not path.exists()]
    if missing:
        raise ModelMismatch(f"{', '.join(missing)}: no such folder; nothing was trained")
    work.mkdir(parents=True, exist_ok=True)
    _write_data(work, annotations, corpora, records, teacher or init)
    if is_encoder:
        nlp = _train_encoder(work, config, dict(overrides or {}))
    else:
        nlp = _train_tagger(work, config, init, vectors, dict(overrides or {}))
    card = partial(
        write_card,
        annotations=annotations,
        corpora=corpora,
        records=records,
        command=_command(annotations, output, config, corpora, records, vectors, init, teacher, overrides or {}),
    )
    result = _finish(nlp, work, output, promote if promote and promote.exists() else init, card)
    if promote is None or not result.holds:
        return result
    result = replace(result, fallen=fallen_floors(output, annotations, floors))
    if not result.holds:
        return result
    replace_model(promote, output)
    return replace(result, promoted=promote)


def _command(
    annotations: Sequence[Path],
    output: Path,
    config: Path,
    corpora: Path | None,
    records: Path | None,
    vectors: Path | None,
    init: Path | None,
    teacher: Path | None,
    overrides: Mapping[str, Any],
) -> list[str]:
    """Return the command line of a training; an absolute path, of this machine, by its name."""
    words = ["trialsift", "train"]
    for folder in annotations:
        words += ["--annotations", _shown(folder)]
    given = {"corpora": corpora, "records": records, "vectors": vectors, "init": init, "teacher": teacher}
    for option, path in given.items():
        words += [f"--{option}", _shown(path)] if path else []
    return [*words, "--config", _shown(config), "--seed", str(overrides.get("system.seed", 7)), "-o", _shown(output)]


def _shown(path: Path) -> str:
    return path.name if path.is_absolute() else path.as_posix()


def _train_tagger(
    work: Path, config: Path, init: Path | None, vectors: Path | None, overrides: dict[str, Any]
) -> Language:
    """Train by spaCy's loop and return the best model.

    A new model sees all data and then the annotated pages alone, whose boundaries it is to keep to; a model that is
    gone on from is trained in that second way. Goes on from the last checkpoints where some lie in `work`.
    """
    import spacy

    start = init
    if init is None:
        paths = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
        settings = {**paths, "paths.vectors": str(vectors), **overrides}
        start = _run_stage(work / "checkpoints" / "all", config, settings, None)
    paths = {"paths.train": str(work / ("train" if init else "gold")) + ".spacy", "paths.dev": str(work / "dev.spacy")}
    best = _run_stage(work / "checkpoints" / "gold", config, {**paths, **FINE_TUNING, **overrides}, start)
    return spacy.load(best)


def _run_stage(folder: Path, config: Path, settings: Mapping[str, Any], start: Path | None) -> Path:
    """Run a stage of training, or the rest of it, and return the folder of its best model."""
    from spacy.training.loop import train as spacy_train

    best, last, done = (folder / name for name in ("model-best", "model-last", "done"))
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        start = last if last.exists() else start
        spacy_train(_continued(start, config, settings) if start else _new(config, settings), folder)
        done.touch()
    return best


def _train_encoder(work: Path, config: Path, overrides: dict[str, Any]) -> Language:
    """Fine-tune a transformer and return a pipeline that serves it by onnxruntime."""
    import spacy
    from spacy.tokens import DocBin

    from trialsift.tokens import make_tokenizer
    from trialsift.train.transformer import Settings, export, train_transformer

    values = dict(_config(config, {k: v for k, v in overrides.items() if k.startswith("transformer.")})["transformer"])
    settings = Settings(**{**values, "seed": overrides.get("system.seed", values.get("seed", 7))})
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    names = ("train", "gold", "dev")
    silver, gold, dev = (list(DocBin().from_disk(work / f"{name}.spacy").get_docs(nlp.vocab)) for name in names)
    tagger = train_transformer(silver, gold, dev, work / "checkpoints", settings, log=_say)
    export(tagger, settings, work / "onnx")
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "trialsift.Tokenizer.v1"}
    second = {"second_reader": settings.second_reader, "second_weight": settings.second_weight}
    nlp.add_pipe("trialsift_ner_onnx", name=TAGGER, config=second).read(work / "onnx")  # type: ignore[attr-defined]
    return nlp


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def compare(new: Language, old: Language | None, dev: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return strict F1 by label and "micro" on a DocBin file, of the new and of the old model."""
    return scores(new, dev), scores(old, dev) if old else {}


def scores(nlp: Language, dev: Path) -> dict[str, float]:
    """Return strict F1 by label and "micro" of a model on a DocBin file."""
    from trialsift.train.reader import doc_reader

    found = nlp.evaluate(list(doc_reader(dev)(nlp)))
    by_label = {label: found["mentions_per_type"][label]["f"] for label in LABEL_NAMES}
    return {**by_label, "micro": found["mentions_micro_f"]}


def _write_data(
    work: Path, annotations: Sequence[Path], corpora: Path | None, records: Path | None, teacher: Path | None
) -> None:
    import spacy

    from trialsift.tokens import make_tokenizer
    from trialsift.train.silver import silver_pages

    if (work / "train.spacy").exists():
        return
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    if records is not None and teacher is None:
        raise ModelMismatch("records are labelled by a model: give one with --teacher or --init")
    silver = silver_pages(spacy.load(str(teacher)), prepare.choose_records(records)) if records else ()
    prepare.write_docs(nlp, prepare.annotated(annotations, "dev"), work / "dev.spacy")
    prepare.write_docs(nlp, prepare.annotated(annotations, "train"), work / "gold.spacy")
    prepare.write_parts(nlp, prepare.training_parts(annotations, corpora, silver), work / "train.spacy")


def _new(config: Path, settings: Mapping[str, Any]) -> Language:
    from spacy.training.initialize import init_nlp

    return init_nlp(_config(config, settings))  # type: ignore[arg-type]


def _continued(model: Path, config: Path, settings: Mapping[str, Any]) -> Language:
    """Return a model with the training settings of a config in place of its own."""
    import spacy

    nlp = spacy.load(model)
    wanted = _config(config, settings)
    own = nlp.config
    for section in ("paths", "system", "corpora", "training", "initialize"):
        own[section] = {**own.get(section, {}), **wanted[section]}
    nlp.config = own
    return nlp


def _config(path: Path, overrides: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    from thinc.api import Config

    return Config().from_disk(path, interpolate=False, overrides=dict(overrides or {}))


def _finish(
    nlp: Language,
    work: Path,
    output: Path,
    old: Path | None,
    card: Callable[[Path, Mapping[str, float]], None],
) -> Result:
    import spacy

    from trialsift.train.reader import doc_reader

    dev = work / "dev.spacy"
    before, after = calibrate(nlp.get_pipe(TAGGER), list(doc_reader(dev)(nlp)))  # type: ignore[arg-type]
    new_scores, old_scores = compare(nlp, spacy.load(old) if old else None, dev)
    save(nlp, output)
    card(output, new_scores)
    shutil.rmtree(work)
    return Result(output, new_scores, old_scores, before, after)


def save(nlp: Language, output: Path) -> None:
    """Write a model without what only training needed: the strings seen and the paths of this machine."""
    from importlib.metadata import version

    nlp.meta.update(name=output.name, version=version("trialsift"), license="Apache-2.0", performance={})
    nlp.meta["description"] = "Conditions, interventions, doses, lab thresholds and outcomes of clinical-trial pages"
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    output.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output)
    # the words of the corpora are not ours to hand on; features are hashed, so no string is needed again
    (output / "vocab" / "strings.json").write_text("[]\n", encoding="utf-8")
