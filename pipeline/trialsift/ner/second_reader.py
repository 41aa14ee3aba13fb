"""A second reader: the tagger of another model, asked beside a component's own, and the two opinions mixed.

A transformer and a convolutional tagger slip in different places, so their mean is better than either
(models/README.md has the figures); the small one adds little to the time that the large one takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Doc

from trialsift.ner.component import log_softmax

if TYPE_CHECKING:
    from spacy.language import Language

TAGGER = "trialsift_ner"


class SecondReader:
    """The tagger of `nlp`, with its share of the mean, 0 to 1."""

    def __init__(self, nlp: Language, weight: float) -> None:
        self._vocab = nlp.vocab
        self._tagger = nlp.get_pipe(TAGGER)
        self._weight = weight

    @classmethod
    def of(cls, model: str, weight: float) -> SecondReader:
        """Return the reader of a model by name or folder. Raises ModelMismatch where there is no such model."""
        import spacy

        from trialsift.build import find_model

        return cls(spacy.load(find_model(model)), weight)

    def mixed(self, docs: Sequence[Doc], scores: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the weighted mean of `scores` and its own: log-probabilities, (n_tokens, n_layers, N_TAGS), by doc."""
        own = self._tagger.predict([self._copy(doc) for doc in docs])  # type: ignore[attr-defined]
        pairs = zip(scores, own, strict=True)
        return [log_softmax((1 - self._weight) * first + self._weight * second) for first, second in pairs]

    def _copy(self, doc: Doc) -> Doc:
        """Return the doc over this model's words, whose vectors it reads; the state of its page goes with it."""
        copy = Doc(self._vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        copy.user_data = doc.user_data
        return copy
