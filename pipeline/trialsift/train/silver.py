"""Registry records → pages with silver labels: fields say what names are, a teacher model reads the free text.

A record is laid out as the pages' text is: one passage a line, each with its section or field. What stands in a
name's own field is labelled from the field; elsewhere the teacher's sure mentions are taken, and what it is
unsure of is left unknown, never taken as negative. Nor is prose in which it sees no outcome: endpoints there are
what models miss most, and a pupil would learn to miss them too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trialsift.labels import LABEL_NAMES
from trialsift.ner.hints import mark_hints, rule_hints
from trialsift.ner.places import Place, mark_places
from trialsift.ner.tags import OUT
from trialsift.plain import plain_page
from trialsift.train.corpora.base import Annotated

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SURE = 0.8  # a teacher's tag below this probability is left unknown
MOST_CHARACTERS = 6000  # of a record: long descriptions would crowd out the variety of records

_OUTCOME = LABEL_NAMES.index("OUTCOME")
_PROSE = frozenset({"title", "official_title", "summary", "description", "arm.description"})
_OUTCOMES = ("primary_outcomes", "secondary_outcomes", "other_outcomes")
_BULLETS = "-*•· \t0123456789.)"


class Line(NamedTuple):
    """A line of a record's page; from `name_start` on it is one mention of `label`, where that is known."""

    place: str
    text: str
    label: str = ""
    name_start: int = 0


def lay_out(record: dict[str, Any]) -> Annotated:
    """Return a record as page text with its places; no layer is known but for what the fields name."""
    text = ""
    places: list[Place] = []
    layers: dict[str, list[tuple[int, int]]] = {label: [] for label in LABEL_NAMES}
    for line in _lines(record):
        words = _one_line(line.text)
        if len(text) + len(words) > MOST_CHARACTERS:
            break
        if words:
            start, end = len(text), len(text) + len(words)
            places.append((start, end, line.place))
            if line.label:
                layers[line.label].append((start + line.name_start, end))
            text += words + "\n"
    return Annotated(text, layers, places)


def silver_pages(teacher: Language, records: Iterable[dict[str, Any]]) -> Iterator[Annotated]:
    """Yield records with the teacher's mentions; `teacher` has one component, the tagger."""
    _, tagger = teacher.pipeline[-1]
    for record in records:
        page = lay_out(record)
        doc = teacher.make_doc(page.text)
        mark_places(doc, page.places)
        mark_hints(doc, rule_hints(plain_page(page.text, page.places)))
        [log_probabilities] = tagger.predict([doc])  # type: ignore[attr-defined]
        tagger.set_annotations([doc], [log_probabilities])  # type: ignore[attr-defined]
        yield _joined(page, doc, log_probabilities)


def _joined(page: Annotated, doc: Doc, log_probabilities: np.ndarray) -> Annotated:
    unsure = log_probabilities.max(axis=2) < np.log(SURE)
    prose = np.array([token.tag_ in _PROSE for token in doc], dtype=bool)
    unsure[:, _OUTCOME] |= prose & (log_probabilities[:, _OUTCOME].argmax(axis=1) == OUT)
    layers, unknown = {}, {}
    for layer, label in enumerate(LABEL_NAMES):
        stated = page.layers[label]
        found = [(span.start_char, span.end_char) for span in doc.spans[label]]
        layers[label] = sorted(stated + [span for span in found if not _overlaps(span, stated)])
        places = [(token.idx, token.idx + len(token)) for token in doc if unsure[token.i, layer]]
        unknown[label] = [place for place in places if not _overlaps(place, stated)]
    return Annotated(page.text, layers, page.places, unknown)


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _lines(record: dict[str, Any]) -> Iterator[Line]:
    for key in ("title", "official_title"):
        yield Line(key, record.get(key, ""))
    for condition in record.get("conditions", ()):
        yield Line("conditions", condition, "CONDITION" if _is_name(condition.replace(", ", " ", 1)) else "")
    for intervention in record.get("interventions", ()):
        prefix, name = f"{intervention.get('type', 'Other')}: ", intervention.get("name", "")
        yield Line("interventions", prefix + name, "INTERVENTION" if _is_name(name) else "", len(prefix))
    for key, place in (("brief_summary", "summary"), ("detailed_description", "description")):
        for paragraph in record.get(key, "").split("\n\n"):
            yield Line(place, paragraph)
    for arm in record.get("arms", ()):
        yield Line("arm.label", arm.get("label", ""))
        yield Line("arm.description", arm.get("description", ""))
    for outcome in itertools.chain.from_iterable(record.get(key, ()) for key in _OUTCOMES):
        yield Line("outcome.measure", outcome["measure"], "OUTCOME")
        yield Line("outcome.description", outcome.get("description", ""))
    yield from _criteria(record.get("eligibility_criteria", ""))


def _criteria(text: str) -> Iterator[Line]:
    place = "eligibility"
    for paragraph in text.split("\n\n"):
        line = _one_line(paragraph).lstrip(_BULLETS)
        heading = line.lower().rstrip(":")
        if heading.endswith(("inclusion criteria", "exclusion criteria")) and len(heading) < 40:
            place = "eligibility.inclusion" if "inclusion" in heading else "eligibility.exclusion"
        elif line:
            yield Line(place, line)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_name(text: str) -> bool:
    """Say whether a field's entry is one bare name: no list, no bracket, no amount."""
    return 2 < len(text) < 60 and not any(mark in text for mark in ",;()/+|:") and not any(c.isdigit() for c in text)
