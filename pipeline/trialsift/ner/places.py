"""What a page says about a token apart from its words, as features in two token attributes that are free here.

`tag`: where the token stands, the section or field of its passage. `lemma`: in which fields that list names
(of conditions, of interventions, keywords) the same word stands on this page. spaCy's embedding layers read
such attributes, and no tagger or lemmatizer runs in this pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import IDX, LEMMA, LOWER, TAG

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from trialsift.page import Page, Passage

# (start, end, name): half-open code points of a text and the section or field that they stand in
Place = tuple[int, int, str]

# fields that list names → the letter that their words are marked by elsewhere on the page
_LISTS = {
    "conditions": "C",
    "mesh_terms": "K",
    "keywords": "K",
    "interventions": "I",
    "intervention.name": "I",
    "intervention.other_name": "I",
    "arm.interventions": "I",
}
_SHORTEST_NAME = 3  # characters of a word; shorter ones stand in too many names


def places_of(page: Page) -> list[Place]:
    """Return the places of a page's passages, in code points of `page.text`."""
    return [(passage.start, passage.end, _name(passage)) for passage in page.passages]


def mark_places(doc: Doc, places: Iterable[Place]) -> None:
    """Write the features of a whole page's doc; `places` are sorted and do not overlap."""
    starts, words = doc.to_array(IDX), doc.to_array(LOWER)
    features = doc.to_array([TAG, LEMMA])
    tags, lemmas = features[:, 0], features[:, 1]
    letters: dict[int, str] = {}  # lower-cased word → letters of the lists that it stands in
    for start, end, name in places:
        first, stop = np.searchsorted(starts, [start, end])
        tags[first:stop] = doc.vocab.strings.add(name)
        if name in _LISTS:
            _learn_names(doc, range(first, stop), _LISTS[name], letters)
    for word, found in letters.items():
        lemmas[words == word] = doc.vocab.strings.add(found)
    if len(doc):
        doc.from_array([TAG, LEMMA], features)  # pyright: ignore[reportArgumentType]  (spaCy types it too narrowly)


def _learn_names(doc: Doc, tokens: Iterable[int], letter: str, letters: dict[int, str]) -> None:
    for token in (doc[index] for index in tokens):
        known = letters.get(token.lower, "")
        if letter not in known and _is_name(token.text):
            letters[token.lower] = "".join(sorted(known + letter))


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST_NAME and not word.isdigit() and word.lower() not in _COMMON


_COMMON = frozenset({"and", "the", "for", "with", "other", "not", "plus", "drug", "procedure", "device", "biological"})


def _name(passage: Passage) -> str:
    return passage.field or passage.section
