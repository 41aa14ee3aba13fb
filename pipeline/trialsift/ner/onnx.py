"""`trialsift_ner_onnx`: the tagger of five layers over a transformer, run by onnxruntime; torch is not needed.

Its folder holds `model.onnx`, `tokenizer.json`, `tables.json` (what the numbers of the inputs mean) and `cfg`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch
from spacy.vocab import Vocab

from trialsift.errors import ModelMismatch
from trialsift.labels import LABEL_NAMES
from trialsift.ner.component import add_mentions, give_places, log_softmax, score_examples
from trialsift.ner.hints import STATES
from trialsift.ner.second_reader import SecondReader
from trialsift.ner.tags import N_TAGS, OUT
from trialsift.ner.windows import LISTS, SHAPES, Pieces, arrays, batches, windows_of

BATCH_PIECES = 2048
FILES = ("model.onnx", "tokenizer.json", "tables.json")
_NOT_SEEN = -20.0  # log-probability of a tag on a token that the encoder does not read

Predict = Callable[[dict[str, np.ndarray]], np.ndarray]


class OnnxNer:
    """Find mentions of all labels in a doc, by a model that lies in a folder.

    temperature: divides the logits before probabilities are taken, as in `LayeredNer`. threads: of one process;
    0 takes one for each core. second_reader: a model whose tagger is asked too, "" for none; second_weight: its share.
    """

    def __init__(
        self,
        vocab: Vocab,
        name: str,
        *,
        temperature: float = 1.0,
        threads: int = 0,
        second_reader: str = "",
        second_weight: float = 0.3,
    ) -> None:
        self.vocab = vocab
        self.name = name
        self.cfg = {
            "temperature": temperature,
            "threads": threads,
            "second_reader": second_reader,
            "second_weight": second_weight,
        }
        self._files: dict[str, bytes] = {}
        self._predict: Predict | None = None
        self._pieces: Pieces | None = None
        self._second: SecondReader | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the layers, in the order of the model's output."""
        return LABEL_NAMES

    @property
    def temperature(self) -> float:
        """Return what logits are divided by."""
        return self.cfg["temperature"]

    def __call__(self, doc: Doc) -> Doc:
        """Add the mentions found to the doc's state, or to `doc.spans` where it has none."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Yield the docs with their mentions; those of a batch go through the model together."""
        for batch in minibatch(docs, batch_size):
            chosen = list(batch)
            self.set_annotations(chosen, self.predict(chosen))
            yield from chosen

    def predict(self, docs: Sequence[Doc]) -> list[np.ndarray]:
        """Return log-probabilities, (n_tokens, n_layers, N_TAGS), for each doc.

        Raises ModelMismatch where no model was read.
        """
        if self._predict is None or self._pieces is None:
            raise ModelMismatch(f"{self.name}: no model was loaded; load the pipeline from its folder")
        for doc in docs:
            give_places(doc)
        scores = log_probabilities(self._predict, docs, self._pieces)
        if self._second is not None:
            scores = self._second.mixed(docs, scores)
        return [log_softmax(doc_scores / self.temperature) for doc_scores in scores]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[np.ndarray]) -> None:
        """Add the mentions found to the state of each doc, and to `doc.spans` where it has no state."""
        for doc, doc_scores in zip(docs, scores, strict=True):
            add_mentions(doc, doc_scores, self.name)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Return strict precision, recall and F1 for each annotated layer and over all (micro)."""
        return score_examples(examples)

    def read(self, folder: Path) -> OnnxNer:
        """Take the model in a folder. Raises ModelMismatch for one that this version does not understand."""
        import onnxruntime
        from tokenizers import Tokenizer

        self._files = {name: (folder / name).read_bytes() for name in FILES}
        tables = json.loads(self._files["tables.json"])
        expected = {"labels": LABEL_NAMES, "lists": LISTS, "shapes": SHAPES, "hints": STATES}
        for name, values in expected.items():
            if tables.get(name) != list(values):
                raise ModelMismatch(
                    f"{folder}: made for other {name}; train it anew or install the version it came with"
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.cfg["threads"]
        session = onnxruntime.InferenceSession(self._files["model.onnx"], options, providers=["CPUExecutionProvider"])
        if self.cfg["second_reader"]:
            self._second = SecondReader.of(self.cfg["second_reader"], self.cfg["second_weight"])
        pieces = Pieces(Tokenizer.from_buffer(self._files["tokenizer.json"]), tables["places"])
        return self.use(lambda inputs: np.asarray(session.run(None, inputs)[0]), pieces)

    def use(self, predict: Predict, pieces: Pieces) -> OnnxNer:
        """Take a model that is at hand: a function from inputs to logits, and its word pieces."""
        self._predict, self._pieces = predict, pieces
        return self

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Write the model as it was read, and the settings."""
        import srsly
        from spacy.util import ensure_path

        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / "cfg", self.cfg)
        for name, content in self._files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> OnnxNer:
        """Read what `to_disk` wrote."""
        import srsly
        from spacy.util import ensure_path

        folder = ensure_path(path)
        self.cfg.update(srsly.read_json(folder / "cfg"))  # type: ignore[arg-type]
        return self.read(folder)


def log_probabilities(predict: Predict, docs: Sequence[Doc], pieces: Pieces) -> list[np.ndarray]:
    """Return log-probabilities, (n_tokens, n_layers, N_TAGS), for each doc; `predict` goes from inputs to logits.

    A token that the encoder does not read, white space, is OUT.
    """
    results = [_all_out(len(doc)) for doc in docs]
    owners, windows = [], []
    for index, doc in enumerate(docs):
        for window in windows_of(doc, pieces):
            owners.append(index)
            windows.append(window)
    for batch in batches(windows, BATCH_PIECES):
        logits = predict(arrays([windows[index] for index in batch]))
        for row, index in enumerate(batch):
            window = windows[index]
            heads = logits[row, window.heads].reshape(len(window.heads), len(LABEL_NAMES), N_TAGS)
            results[owners[index]][window.tokens] = log_softmax(heads.astype("float32"))
    return results


def _all_out(length: int) -> np.ndarray:
    scores = np.full((length, len(LABEL_NAMES), N_TAGS), _NOT_SEEN, dtype="float32")
    scores[..., OUT] = 0.0
    return scores
