"""The spaCy components, one factory each, named in the package's entry points.

spaCy imports this module for every `spacy.blank()` in an environment: its imports stay light, and each
component imports what it needs when it is made. While a doc runs through the pipeline its `State` lies in
`doc.user_data`; the last component leaves only the record's JSON there, so that docs can be sent between
processes and stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

from trialsift.ner.default import DEFAULT_MODEL

if TYPE_CHECKING:
    from trialsift.mention import Mention
    from trialsift.ner.component import LayeredNer
    from trialsift.ner.onnx import OnnxNer
    from trialsift.page import Page
    from trialsift.record import Record

STATE = "trialsift_state"
RECORD = "trialsift_record"

Component = Callable[[Doc], Doc]


@dataclass(slots=True)
class State:
    """What the components tell each other about a doc."""

    page: Page
    mentions: list[Mention] = field(default_factory=list)
    long_forms: dict[str, str] = field(default_factory=dict)


def make_doc(nlp: Language, page: Page) -> Doc:
    """Return the doc of a page, ready for the pipeline's components."""
    doc = nlp.make_doc(page.text)
    doc.user_data[STATE] = State(page)
    return doc


def state_of(doc: Doc) -> State:
    """Return the state of a doc; a doc of plain text gets a page that is all content, a passage a line."""
    if STATE not in doc.user_data:
        from trialsift.plain import plain_page

        doc.user_data[STATE] = State(plain_page(doc.text))
    return doc.user_data[STATE]


def record_of(doc: Doc) -> Record:
    """Return the record of a doc that ran through the pipeline. Raises KeyError for any other doc."""
    from trialsift.record import from_json

    return from_json(doc.user_data[RECORD])


@Language.factory("trialsift_abbreviations")
def make_abbreviations(nlp: Language, name: str) -> Component:
    """Find the abbreviations that a page defines, as scispaCy's detector does."""
    from trialsift.abbreviations import find_long_forms

    def find_abbreviations(doc: Doc) -> Doc:
        state = state_of(doc)
        if "(" in state.page.text:  # `doc.text` would put the tokens together again
            state.long_forms = find_long_forms(doc)
        return doc

    return find_abbreviations


@Language.factory("trialsift_rules")
def make_rules(nlp: Language, name: str) -> Component:
    """Find mentions by the rules of every label."""
    from trialsift.negation import is_negated
    from trialsift.rules import RULES

    def find_mentions(doc: Doc) -> Doc:
        state = state_of(doc)
        for rule in RULES:
            for mention in rule(state.page):
                denied = mention.label in ("CONDITION", "INTERVENTION") and is_negated(state.page.text, mention.start)
                state.mentions.append(replace(mention, negated=True) if denied else mention)
        return doc

    return find_mentions


@Language.factory(
    "trialsift_ner",
    default_config={"model": DEFAULT_MODEL, "temperature": 1.0},
    default_score_weights={"mentions_micro_f": 1.0},
)
def make_ner(nlp: Language, name: str, model: Any, temperature: float) -> LayeredNer:
    """Find mentions of all labels by a trained tagger."""
    from trialsift.ner.component import LayeredNer

    return LayeredNer(nlp.vocab, model, name, temperature=temperature)


@Language.factory(
    "trialsift_ner_onnx",
    default_config={"temperature": 1.0, "threads": 0, "second_reader": "", "second_weight": 0.3},
)
def make_ner_onnx(
    nlp: Language, name: str, temperature: float, threads: int, second_reader: str, second_weight: float
) -> OnnxNer:
    """Find mentions of all labels by a transformer, run by onnxruntime (`pip install 'trialsift[onnx]'`).

    second_reader: a model whose tagger is asked too, by name or folder; second_weight: its share of the mean, 0 to 1.
    """
    from trialsift.ner.onnx import OnnxNer

    return OnnxNer(
        nlp.vocab,
        name,
        temperature=temperature,
        threads=threads,
        second_reader=second_reader,
        second_weight=second_weight,
    )


@Language.factory("trialsift_join", default_config={"labels": []})
def make_join(nlp: Language, name: str, labels: list[str]) -> Component:
    """Join the mentions of rules and model; write them to `doc.spans`, a group for each label.

    labels: those to keep; empty keeps all.
    """
    from trialsift.join import join, labelled_by_long_form
    from trialsift.labels import LABEL_NAMES

    kept = frozenset(labels or LABEL_NAMES)

    def join_mentions(doc: Doc) -> Doc:
        state = state_of(doc)
        mentions = labelled_by_long_form(state.mentions, state.page.text, state.long_forms)
        state.mentions = join(mention for mention in mentions if mention.label in kept)
        for label in LABEL_NAMES:
            spans = (
                doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand")
                for m in state.mentions
                if m.label == label
            )
            doc.spans[label] = [span for span in spans if span is not None]
        return doc

    return join_mentions


@Language.factory("trialsift_record", default_config={"vocabulary": ""})
def make_record(nlp: Language, name: str, vocabulary: str) -> Component:
    """Build the record of a doc and leave it as JSON in `doc.user_data`.

    vocabulary: a store of `trialsift vocab build` that concepts are taken from; "" takes the package's own table.
    """
    from trialsift.assemble import assemble
    from trialsift.concepts.store import concept_finder
    from trialsift.record import to_json

    concept = concept_finder(vocabulary)

    def build_record(doc: Doc) -> Doc:
        state = state_of(doc)
        record = assemble(state.page, state.mentions, long_forms=state.long_forms, concept=concept)
        del doc.user_data[STATE]
        doc.user_data[RECORD] = to_json(record)
        return doc

    return build_record
