"""Remember the embeddings of tokens seen before: at prediction a token's embedding depends on that token alone.

Most tokens of a page stood on the pages before it; for them hashing, word vectors and the mixing of features,
about half of the tagger's work, are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, TAG
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

MOST_TOKENS = 50_000  # 26 MB at width 128; beyond it the cache starts anew
_ROOM = 4_000  # rows to begin with

_KEY = [ORTH, TAG, LEMMA, DEP]  # all that the embedding reads follows from these
# odd: each keeps all bits of its part
_MIX = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype="uint64")

Embed = Model[list[Doc], list[Floats2d]]


def cached_embed(embed: Embed) -> Embed:
    """Return `embed` with a cache for prediction; training passes through. Weights are those of `embed`."""
    cache = _Cache()

    def forward(model: Embed, docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], Callable]:
        if is_train or not any(len(doc) for doc in docs):
            return embed(docs, is_train)
        return cache.embeddings(embed, docs), _no_gradient

    def init(model: Embed, X: Any = None, Y: Any = None) -> None:
        embed.initialize(X, Y)
        model.set_dim("nO", embed.get_dim("nO"))

    return Model("cached_embed", forward, init=init, layers=[embed], dims={"nO": embed.maybe_get_dim("nO")})


class _Cache:
    """Embeddings by token, for one state of the weights."""

    def __init__(self) -> None:
        self.state: bytes | None = None
        self.rows: dict[int, int] = {}
        self.table = np.zeros((0, 0), dtype="float32")  # with room for rows to come: copying it a page takes long

    def embeddings(self, embed: Embed, docs: list[Doc]) -> list[Floats2d]:
        """Return the embeddings of the docs' tokens, (n_tokens, width) for each doc."""
        keys = np.concatenate([(doc.to_array(_KEY) * _MIX).sum(axis=1, dtype="uint64") for doc in docs])
        unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        state = _state(embed)
        if state != self.state or len(self.rows) + len(unique) > MOST_TOKENS:
            self.state, self.rows, self.table = state, {}, np.zeros((_ROOM, embed.get_dim("nO")), dtype="float32")
        names = unique.tolist()
        new = [at for at, name in enumerate(names) if name not in self.rows]
        if new:
            self._learn(embed, docs, [names[at] for at in new], first[new])
        table = self.table[np.array([self.rows[name] for name in names])[inverse]]
        return np.split(table, np.cumsum([len(doc) for doc in docs])[:-1])  # type: ignore[return-value]

    def _learn(self, embed: Embed, docs: list[Doc], names: list[int], at: np.ndarray) -> None:
        starts = np.cumsum([0, *(len(doc) for doc in docs)])
        owners = np.searchsorted(starts, at, side="right") - 1
        chosen = [
            docs[owner][index] for owner, index in zip(owners.tolist(), (at - starts[owners]).tolist(), strict=True)
        ]
        doc = Doc(
            docs[0].vocab,
            words=[token.text for token in chosen],
            tags=[token.tag_ for token in chosen],
            lemmas=[token.lemma_ for token in chosen],
            deps=[token.dep_ for token in chosen],
        )
        first, stop = len(self.rows), len(self.rows) + len(names)
        if stop > len(self.table):
            self.table = np.concatenate([self.table[:first], np.zeros((stop, self.table.shape[1]), dtype="float32")])
        self.table[first:stop] = embed.predict([doc])[0]
        self.rows.update(zip(names, range(first, stop), strict=True))


def _state(embed: Embed) -> bytes:
    """Return a fingerprint of the weights: every update changes the biases."""
    return b"".join(node.get_param("b").tobytes() for node in embed.walk() if node.has_param("b"))


def _no_gradient(gradient: Any) -> list[Doc]:
    raise RuntimeError("a prediction has no gradient")
