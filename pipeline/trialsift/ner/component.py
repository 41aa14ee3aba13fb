"""`trialsift_ner`: a tagger of five layers over one encoder; nested across layers, flat within one.

Training reads a layer from `doc.spans[<label>]` of the reference. A reference without that span group does
not annotate the layer: its loss is masked, never taken as negative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Linear, Model, Optimizer, chain, set_dropout_rate, with_array
from thinc.types import Floats2d

from trialsift.labels import LABEL_NAMES
from trialsift.ner.blas import with_blas
from trialsift.ner.corrections import corrected
from trialsift.ner.encoder import with_quick_layers
from trialsift.ner.hints import hints_of, mark_hints
from trialsift.ner.places import mark_places, places_of
from trialsift.ner.tags import MASKED, N_TAGS, OUT, UNKNOWN, decode_lines, spans_of, tags_of

NEWLINE = "\n"
MOST_TOKENS = 10_000  # of one pass: the network holds some 20 kB for a token, and a page may have a million
MARGIN = 64  # tokens read beside a part, more than the network sees to either side


def layered_tagger(tok2vec: Model[list[Doc], list[Floats2d]]) -> Model[list[Doc], list[Floats2d]]:
    """Return a model from docs to logits, (n_tokens, n_layers * N_TAGS) for each doc."""
    width = tok2vec.maybe_get_dim("nO")
    output = Linear(nO=len(LABEL_NAMES) * N_TAGS, nI=width)
    model = chain(tok2vec, with_array(output))
    model.set_ref("tok2vec", tok2vec)
    model.set_ref("output", output)
    return model


class LayeredNer(TrainablePipe):
    """Find mentions of all labels in a doc.

    temperature: divides the logits before probabilities are taken; fitted on held-out pages so that a
    mention's score says how often such a mention is right.
    """

    def __init__(self, vocab: Vocab, model: Model, name: str = "trialsift_ner", *, temperature: float = 1.0) -> None:
        self.vocab = vocab
        self.model = with_blas(with_quick_layers(model))
        self.name = name
        self.cfg = {"temperature": temperature}

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the layers, in the order of the model's output."""
        return LABEL_NAMES

    @property
    def temperature(self) -> float:
        """Return what logits are divided by."""
        return self.cfg["temperature"]

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, labels: Any = None
    ) -> None:
        """Set the model's shapes from a few examples."""
        sample = [example.predicted for _, example in zip(range(10), get_examples(), strict=False)]
        self.model.initialize(X=sample)

    def predict(self, docs: Iterable[Doc]) -> list[np.ndarray]:
        """Return log-probabilities, (n_tokens, n_layers, N_TAGS), for each doc."""
        docs = list(docs)
        for doc in docs:
            give_places(doc)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(LABEL_NAMES), N_TAGS), dtype="float32") for _ in docs]
        short = [doc for doc in docs if len(doc) <= MOST_TOKENS]
        logits = iter(self.model.predict(short) if short else ())
        found = (next(logits) if len(doc) <= MOST_TOKENS else self._logits_of_parts(doc) for doc in docs)
        return [log_softmax(_layers(_numpy(scores)) / self.temperature) for scores in found]

    def _logits_of_parts(self, doc: Doc) -> np.ndarray:
        """Return what the network gives for a long doc, (n_tokens, n_layers * N_TAGS), in memory of a part."""
        parts = []
        for start in range(0, len(doc), MOST_TOKENS):
            first, stop = max(0, start - MARGIN), min(len(doc), start + MOST_TOKENS)
            [logits] = self.model.predict([doc[first : min(len(doc), stop + MARGIN)].as_doc()])
            parts.append(_numpy(logits)[start - first : stop - first])
        return np.concatenate(parts)

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[np.ndarray]) -> None:
        """Add the mentions found to the state of each doc, and to `doc.spans` where it has no state (training)."""
        for doc, doc_scores in zip(docs, scores, strict=True):
            add_mentions(doc, doc_scores, self.name)

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from a batch; returns the losses with this component's added."""
        losses = losses if losses is not None else {}
        losses.setdefault(self.name, 0.0)
        examples = [example for example in examples if len(example.predicted)]
        if not examples:
            return losses
        set_dropout_rate(self.model, drop)
        logits, backprop = self.model.begin_update([example.predicted for example in examples])
        loss, gradient = self.get_loss(examples, logits)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Any) -> tuple[float, Any]:
        """Return cross-entropy over annotated layers, and its gradient by the logits."""
        loss = 0.0
        gradients = []
        xp = self.model.ops.xp
        for example, logits in zip(examples, scores, strict=True):
            truth = reference_tags(example.reference)
            log_probabilities = log_softmax(_layers(_numpy(logits)))
            known = truth != MASKED
            target = np.zeros_like(log_probabilities)
            np.put_along_axis(target, np.where(known, truth, OUT)[..., None], 1.0, axis=2)
            gradient = np.where(known[..., None], np.exp(log_probabilities) - target, 0.0)
            loss -= float((target * log_probabilities * known[..., None]).sum())
            gradients.append(xp.asarray(gradient.reshape(len(gradient), -1), dtype="float32"))
        return loss, gradients

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Return strict precision, recall and F1 for each annotated layer and over all (micro)."""
        return score_examples(examples)

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights and the temperature; nothing is pickled."""
        import srsly
        from spacy import util

        util.to_disk(
            path,
            {
                "cfg": lambda p: srsly.write_json(p, self.cfg),
                "model": lambda p: self.model.to_disk(p),
            },
            exclude,
        )

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> LayeredNer:
        """Read what `to_disk` wrote."""
        import srsly
        from spacy import util

        util.from_disk(
            path,
            {
                "cfg": lambda p: self.cfg.update(srsly.read_json(p)),  # type: ignore[arg-type]
                "model": lambda p: self.model.from_disk(p),  # type: ignore[dict-item, return-value]
            },
            exclude,
        )
        return self


def score_examples(examples: Iterable[Example]) -> dict[str, Any]:
    """Return strict precision, recall and F1 for each annotated layer and over all (micro)."""
    from spacy.scorer import PRFScore

    total, by_label = PRFScore(), {label: PRFScore() for label in LABEL_NAMES}
    for example in examples:
        for label in LABEL_NAMES:
            if label in example.reference.spans:
                gold = {(span.start, span.end) for span in example.reference.spans[label]}
                found = (
                    {(s.start, s.end) for s in example.predicted.spans[label]}
                    if label in example.predicted.spans
                    else set()
                )
                by_label[label].score_set(found, gold)
                total.score_set(found, gold)
    return {
        "mentions_micro_f": total.fscore,
        "mentions_per_type": {label: score.to_dict() for label, score in by_label.items()},
    }


def reference_tags(doc: Doc) -> np.ndarray:
    """Return the gold tags, (n_tokens, n_layers), of a doc; MASKED for layers it does not annotate."""
    tags = np.full((len(doc), len(LABEL_NAMES)), MASKED, dtype="int64")
    for layer, label in enumerate(LABEL_NAMES):
        if label in doc.spans:
            tags[:, layer] = tags_of(((span.start, span.end) for span in doc.spans[label]), len(doc))
        for span in doc.spans.get(label + UNKNOWN, ()):
            tags[span.start : span.end, layer] = MASKED
    return tags


def find_spans(doc: Doc, log_probabilities: np.ndarray) -> Iterator[tuple[str, int, int, float]]:
    """Yield (label, first token, end token, score) of the best spans; none crosses a line of the doc."""
    tags = decode_lines(log_probabilities, _lines(doc))
    chosen = np.exp(np.take_along_axis(log_probabilities, tags[..., None], axis=2)[..., 0])
    for layer, label in enumerate(LABEL_NAMES):
        for start, end in spans_of(tags[:, layer]):
            yield label, start, end, float(chosen[start:end, layer].min())


def _lines(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the token ranges between the doc's line ends."""
    words = doc.to_array(ORTH)
    breaks = [word for word in np.unique(words) if NEWLINE in doc.vocab.strings[word]]
    start = 0
    for at in np.flatnonzero(np.isin(words, breaks)).tolist():
        yield start, at
        start = at + 1
    yield start, len(doc)


def give_places(doc: Doc) -> None:
    """Write what its page and the rules say on the tokens of a doc that is in a pipeline."""
    from trialsift.components import STATE

    if STATE in doc.user_data:
        state = doc.user_data[STATE]
        mark_places(doc, places_of(state.page))
        mark_hints(doc, hints_of(state.mentions))


def add_mentions(doc: Doc, log_probabilities: np.ndarray, name: str) -> None:
    """Add the mentions found to the state of a doc, and to `doc.spans` where it has no state (training)."""
    from trialsift.components import STATE
    from trialsift.mention import Mention

    found = list(find_spans(doc, log_probabilities))
    if STATE in doc.user_data:
        state = doc.user_data[STATE]
        mentions = (
            Mention(*_characters(doc, start, end), label, f"model:{name}", score) for label, start, end, score in found
        )
        state.mentions.extend(corrected(mentions, state.page))
    else:
        for label in LABEL_NAMES:
            doc.spans[label] = [doc[s:e] for layer, s, e, _ in found if layer == label]


def _characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def _layers(scores: np.ndarray) -> np.ndarray:
    return scores.reshape(len(scores), len(LABEL_NAMES), N_TAGS)


def _numpy(array: Any) -> np.ndarray:
    return array.get() if hasattr(array, "get") else array


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return log-probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
