"""What an importer makes, and the span surgery that importers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trialsift.ner.places import Place

if TYPE_CHECKING:
    from trialsift.page import Page


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the spans of some layers: label → half-open code-point spans; a layer not named is unknown.

    places: (start, end, name) of the sections and fields that its parts stand in; none where that is unknown.
    unknown: spans of a layer whose inside is not known, though the rest of the layer is.
    page: what the text was read from; None where it is no page.
    """

    text: str
    layers: dict[str, list[tuple[int, int]]]
    places: list[Place] = field(default_factory=list)
    unknown: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """The name of a corpus's folder, and how one of its lines becomes examples."""

    name: str
    convert: Callable[[dict[str, Any]], Iterator[Annotated]]


# A test, scan or sample is no INTERVENTION in eligibility criteria, nor is an adverb made of one.
TEST = re.compile(
    r"\b(?:mri|ct|pet|ecg|ekg|eeg|oct|x-?ray|ultraso\w*|sonograph\w*|echo\w*|imaging|scans?|tomograph\w*|radiograph\w*|"
    r"angiogra\w*|mammogra\w*|biops\w*|histolog\w*|cytolog\w*|patholog\w*|serolog\w*|examination|exam|tests?|testing|"
    r"laboratory|screen\w*|assessment|evaluation|interview|measurement|urinalysis|culture|assay|spirometry|electrocardiogra\w*|"
    r"hospitali[sz]\w*|admitted|admission|colonoscop\w*|endoscop\w*|bronchoscop\w*|diagnos\w*|delivery|monitoring|visit|"
    r"donat\w*|questionnaire|scale|inventory|index|score|magnetic resonance)\b",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"^(?:(?:any|other|study|prior|previous|current|medical|systemic|the|this|these|concomitant|investigational|experimental)\s+)*"
    r"(?:treatments?|therap(?:y|ies)|medications?|drugs?|agents?|procedures?|regimens?|interventions?|products?|treated|"
    r"diseases?|disorders?|conditions?|illness(?:es)?|toxicit(?:y|ies)|events?|symptoms?|operative|surgical|operation|"
    r"implanted|therapeutic|inpatient|outpatient)$",
    re.IGNORECASE,
)
_OF = re.compile(r" of (?:the |his |her |their )?", re.IGNORECASE)
_EDGE = " \t\n.,;:"


def named(spans: Iterable[dict[str, Any]], *labels: str) -> list[tuple[int, int]]:
    """Return the places of the spans with one of the labels, discontinuous ones left out, sorted."""
    return sorted((s["start"], s["end"]) for s in spans if s["label"] in labels and not s.get("fragments"))


def broken(spans: Iterable[dict[str, Any]], *labels: str) -> list[tuple[int, int]]:
    """Return the places, from first to last fragment, of the discontinuous spans with one of the labels."""
    return sorted((s["start"], s["end"]) for s in spans if s["label"] in labels and s.get("fragments"))


def outside(spans: Iterable[tuple[int, int]], known: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of the spans that no known span covers: what a layer's loss is to leave out."""
    known = sorted(known)
    parts = []
    for start, end in sorted(set(spans)):
        for known_start, known_end in known:
            if known_end <= start or known_start >= end:
                continue
            if start < known_start:
                parts.append((start, known_start))
            start = known_end
        if start < end:
            parts.append((start, end))
    return parts


def join_touching(
    heads: Iterable[tuple[int, int]], modifiers: Iterable[tuple[int, int]], text: str
) -> list[tuple[int, int]]:
    """Widen each head by the modifiers before it that nothing but one space or hyphen parts from it.

    A modifier after it counts where "of" leads to it: "cancer of the cervix".
    """
    modifiers = sorted(modifiers)
    by_start = dict(modifiers)
    by_end = {end: start for start, end in reversed(modifiers)}
    joined = []
    for start, end in heads:
        while True:
            before = next(
                (by_end[start - gap] for gap in (0, 1) if start - gap in by_end and _bare(text, start, gap)), None
            )
            if before is None or before >= start:
                break
            start = before
        site = _OF.match(text, end)
        joined.append((start, by_start.get(site.end(), end) if site else end))
    return joined


def _bare(text: str, start: int, gap: int) -> bool:
    return text[start - gap : start] in ("", " ", "-")


def trimmed(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the spans without white space or marks at their edges, empty and generic ones left out."""
    kept = []
    for start, end in spans:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if start < end and not GENERIC.match(text[start:end]):
            kept.append((start, end))
    return sorted(set(kept))


def longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a flat choice of the spans: of two that overlap, the longer."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= start or span[0] >= end for start, end in kept):
            kept.append(span)
    return sorted(kept)
