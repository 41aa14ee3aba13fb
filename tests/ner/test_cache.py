"""The cache of embeddings gives what the embedding gives, for every state of the weights."""

import numpy as np
import spacy
from spacy.ml.models import MultiHashEmbed

from trialsift.ner.cache import cached_embed


def make():
    docs = [spacy.blank("en").make_doc("gout or acute gout"), spacy.blank("en").make_doc("")]
    embed = MultiHashEmbed(width=8, attrs=["NORM", "TAG"], rows=[50, 50], include_static_vectors=False)
    cached = cached_embed(embed)
    cached.initialize(docs)
    return embed, cached, docs


def equal(left, right):
    return all(np.array_equal(a, b) for a, b in zip(left, right, strict=True))


def test_cached_and_plain_embeddings_are_equal_twice():
    embed, cached, docs = make()
    assert equal(cached.predict(docs), embed.predict(docs))
    assert equal(cached.predict(docs), embed.predict(docs))


def test_features_of_the_page_are_part_of_the_key():
    embed, cached, docs = make()
    before = cached.predict(docs)
    docs[0][0].tag_ = "title"
    assert equal(cached.predict(docs), embed.predict(docs))
    assert not equal(cached.predict(docs), before)


def test_new_weights_empty_the_cache():
    embed, cached, docs = make()
    cached.predict(docs)
    for node in embed.walk():
        if node.has_param("b"):
            node.set_param("b", node.get_param("b") + 1)
    assert equal(cached.predict(docs), embed.predict(docs))
