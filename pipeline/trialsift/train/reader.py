"""The reader of stored training docs; at training it hides some features by chance, anew in each pass.

A page in a layout that nobody has seen may come without sections, and names that training never saw have
nothing but their letters and vectors: a model that met such input does not lean on places and on known words. Rules
were written with the training pages in view and are righter there than elsewhere: what they find is hidden at times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

HIDDEN = "_"  # the norm of a word that is hidden


def doc_reader(
    path: Path, hide_places: float = 0.0, hide_hints: float = 0.0, hide_words: float = 0.0, seed: int = 0
) -> Callable[[Language], Iterator[Example]]:
    """Return a corpus for spaCy's training loop: the docs of a DocBin file, shuffled where anything is hidden.

    hide_places: share of docs, 0-1, that come without the features of their page. hide_hints: share of docs without
    what the rules found. hide_words: share of tokens that come without the identity of their word; shape, affixes and
    vector stay.
    """
    chance = random.Random(seed)
    docs: list[Doc] = []

    def read(nlp: Language) -> Iterator[Example]:
        if not docs or docs[0].vocab is not nlp.vocab:
            docs[:] = DocBin().from_disk(path).get_docs(nlp.vocab)
        order = list(docs)
        if hide_places or hide_hints or hide_words:
            chance.shuffle(order)
        for doc in order:
            places, hints = chance.random() >= hide_places, chance.random() >= hide_hints
            predicted = without_annotations(doc, places=places, hints=hints)
            if hide_words:
                for token in predicted:
                    if chance.random() < hide_words:
                        token.norm_ = HIDDEN
            yield Example(predicted, doc)

    return read


def without_annotations(doc: Doc, *, places: bool, hints: bool) -> Doc:
    """Return a doc of the same words without annotations; say whether the features of page and rules are kept."""
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc] if places else None,
        lemmas=[token.lemma_ for token in doc] if places else None,
        deps=[token.dep_ for token in doc] if hints else None,
    )
