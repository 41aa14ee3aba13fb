"""Annotated texts and pages → docs for training: span groups say which layers are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trialsift.labels import LABEL_NAMES
from trialsift.ner.hints import mark_hints, rule_hints
from trialsift.ner.places import mark_places, places_of
from trialsift.ner.tags import UNKNOWN
from trialsift.plain import plain_page
from trialsift.train.corpora.base import Annotated

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from trialsift.page import Page

CHUNK_TOKENS = 320  # long enough for the encoder's window, short enough for a batch


def annotated_page(page: Page, spans: Iterable[tuple[int, int, str]]) -> Annotated:
    """Return a page's content text with its gold spans (source offsets) led into it; all five layers are known.

    A span of which nothing is content is left out; one that was cut in reading is taken as far as it is content.
    """
    layers: dict[str, list[tuple[int, int]]] = {label: [] for label in LABEL_NAMES}
    for start, end, label in spans:
        place = page.offsets.to_text(start, end)
        if place is not None and "\n" not in page.text[slice(*place)]:
            layers[label].append(place)
    return Annotated(page.text, layers, places_of(page), page=page)


def make_docs(nlp: Language, example: Annotated) -> Iterator[Doc]:
    """Yield the docs of an example, cut at lines into pieces of about CHUNK_TOKENS tokens."""
    doc = nlp.make_doc(example.text)
    for label, spans in example.layers.items():
        found = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end in spans)
        doc.spans[label] = [span for span in found if span is not None]
    for label, spans in example.unknown.items():
        found = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end in spans)
        doc.spans[label + UNKNOWN] = [span for span in found if span is not None]
    mark_places(doc, example.places)
    mark_hints(doc, rule_hints(example.page or plain_page(example.text, example.places)))
    yield from _chunks(doc)


def _chunks(doc: Doc) -> Iterator[Doc]:
    start = 0
    for token in doc:
        if "\n" in token.text and token.i + 1 - start >= CHUNK_TOKENS:
            yield _part(doc, start, token.i + 1)
            start = token.i + 1
    if start < len(doc):
        yield _part(doc, start, len(doc))


def _part(doc: Doc, start: int, end: int) -> Doc:
    from spacy.tokens import Span

    part = doc[start:end].as_doc()
    for label in doc.spans:
        part.spans[label] = [
            Span(part, span.start - start, span.end - start, label=label)
            for span in doc.spans[label]
            if start <= span.start and span.end <= end
        ]
    return part
