"""seqeval's strict IOB2 figure: the field's yardstick, on tags written from the spans.

Each page and layer is a sequence. Its tokens are the runs of text between the boundaries of all spans of the
layer, so that no span is lost to a tokenizer. A layer is flat in IOB2; a found span that overlaps another one
cannot be written there and gets a sequence of its own, where gold has nothing: it counts as spurious.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trialsift.evaluate.case import Case, Span, layers
from trialsift.evaluate.match import exact_pairs
from trialsift.labels import LABEL_NAMES

Tags = list[str]


def layer_tags(gold: Sequence[Span], found: Sequence[Span], label: str) -> list[tuple[Tags, Tags]]:
    """Return the (gold, found) tag sequences of one layer of a page."""
    flat, extra = _flatten(gold, found)
    edges = sorted({edge for span in (*gold, *flat) for edge in (span.start, span.end)})
    sequences = [(_tags(gold, edges, label), _tags(flat, edges, label))]
    sequences += [(["O"], [f"B-{label}"]) for _ in extra]
    return [pair for pair in sequences if pair[0]]


def _flatten(gold: Sequence[Span], found: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Split found spans into those that do not overlap each other, exact ones first, and the others."""
    exact = {id(span) for _, span in exact_pairs(gold, found)}
    flat: list[Span] = []
    extra: list[Span] = []
    for span in sorted(found, key=lambda span: (id(span) not in exact, span.start, span.end)):
        clash = any(span.start < other.end and other.start < span.end for other in flat)
        (extra if clash else flat).append(span)
    return sorted(flat, key=lambda span: span.start), extra


def _tags(spans: Sequence[Span], edges: Sequence[int], label: str) -> Tags:
    starts = {span.start for span in spans}
    inside = sorted((span.start, span.end) for span in spans)
    tags = ["O"] * max(len(edges) - 1, 0)
    at = 0
    for number, edge in enumerate(edges[:-1]):
        while at < len(inside) and inside[at][1] <= edge:
            at += 1
        if at < len(inside) and inside[at][0] <= edge:
            tags[number] = f"B-{label}" if edge in starts else f"I-{label}"
    return tags


def seqeval_scores(cases: Sequence[Case]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 by label, "micro" and "macro", as seqeval counts them.

    Labels with neither gold nor anything found are left out.
    """
    from seqeval.metrics.v1 import precision_recall_fscore_support
    from seqeval.scheme import IOB2

    gold_tags: list[Tags] = []
    found_tags: list[Tags] = []
    seen: set[str] = set()
    for case in cases:
        for label in LABEL_NAMES:
            gold_layer, found_layer = layers(case, label)
            for gold, found in layer_tags(gold_layer, found_layer, label):
                gold_tags.append(gold)
                found_tags.append(found)
                seen.add(label)
    if not seen:
        return {}

    def support(average: str | None) -> Any:
        return precision_recall_fscore_support(gold_tags, found_tags, average=average, scheme=IOB2, zero_division=0)  # type: ignore[arg-type]

    by_label = support(None)
    scores = {name: _triple([column[i] for column in by_label]) for i, name in enumerate(sorted(seen))}
    return scores | {average: _triple(support(average)[:3]) for average in ("micro", "macro")}


def _triple(values: Sequence[float]) -> tuple[float, float, float]:
    precision, recall, f1 = (round(float(value), 4) for value in values[:3])
    return precision, recall, f1
