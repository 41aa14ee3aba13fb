"""What a page says about a token apart from its words, as features in two token attributes that are free here.

`tag`: where the token stands, the section or field of its passage. `lemma`: in which fields that list names
(of conditions, of interventions, keywords) the same word stands on this page. spaCy's embedding layers read
such attributes, and no tagger or lemmatizer runs in this pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

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
    letters: dict[int, str] = {}  # lower-cased word → letters of the lists that it stands in
    at, length = 0, len(doc)
    starts = [token.idx for token in doc]
    for start, end, name in places:
        tag = doc.vocab.strings.add(name)
        letter = _LISTS.get(name)
        while at < length and starts[at] < start:
            at += 1
        while at < length and starts[at] < end:
            token = doc[at]
            token.tag = tag
            if letter and letter not in letters.get(token.lower, "") and _is_name(token.text):
                letters[token.lower] = "".join(sorted(letters.get(token.lower, "") + letter))
            at += 1
    if letters:
        for token in doc:
            if token.lower in letters:
                token.lemma_ = letters[token.lower]


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST_NAME and not word.isdigit() and word.lower() not in _COMMON


_COMMON = frozenset({"and", "the", "for", "with", "other", "not", "plus", "drug", "procedure", "device", "biological"})


def _name(passage: Passage) -> str:
    return passage.field or passage.section
