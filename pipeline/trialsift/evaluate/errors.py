"""Every difference between gold and found, sorted into kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from trialsift.evaluate.attrs import compare_attrs
from trialsift.evaluate.case import BOILERPLATE, Case, Span, layers
from trialsift.evaluate.match import Pair, count_words, exact_pairs, overlap_pairs, unpaired
from trialsift.evaluate.result import Confusion, Error, PlacedSpan
from trialsift.labels import LABEL_NAMES

KINDS = {
    "missed": "in the gold, not found",
    "spurious": "found, not in the gold",
    "boundary": "found with another start or end",
    "wrong label": "found under another label",
    "wrong attr": "found in its place, with another value",
    "in boilerplate": "in a part that was read as boilerplate, heading or markup",
}
NONE = "none"
SAME_PLACE = 0.5  # share of two spans of different labels that must overlap for one to be taken for the other
_MOST_WORDS = 8


def find_errors(case: Case) -> list[Error]:
    """Return the differences of one page, sorted by place."""
    errors: list[Error] = []
    missed: list[Span] = []
    spurious: list[Span] = []
    for label in LABEL_NAMES:
        gold, found = layers(case, label)
        pairs = overlap_pairs(gold, found)
        exact = {id(span) for pair in exact_pairs(gold, found) for span in pair}
        for pair in pairs:
            error = _wrong_attr(case, pair) if id(pair[0]) in exact else _boundary(case, pair)
            if error is not None:
                errors.append(error)
        left_gold, left_found = unpaired(gold, found, pairs)
        missed += left_gold
        spurious += left_found
    swapped = _wrong_labels(missed, spurious)
    missed, spurious = unpaired(missed, spurious, swapped)
    errors += [_error(case, "wrong label", g, f, f"found as {f.label}") for g, f in swapped]
    errors += [_missed(case, span) for span in missed]
    errors += [_spurious(case, span) for span in spurious]
    return sorted(errors, key=_place)


def _place(error: Error) -> tuple[int, int, str]:
    span = error.gold or error.found
    assert span is not None, "an error is of a gold or of a found span"
    return span.start, span.end, error.label


def _wrong_attr(case: Case, pair: Pair) -> Error | None:
    gold, found = pair
    wrong = [key for key, same in compare_attrs(gold.label, gold.attrs, found.attrs).items() if not same]
    if not wrong:
        return None
    detail = "; ".join(f"{key}: {_shown(gold, key)} → {_shown(found, key)}" for key in wrong)
    return _error(case, "wrong attr", gold, found, detail)


def _shown(span: Span, key: str) -> str:
    value = span.attrs.get(key)
    return "–" if value is None else str(value)


def _boundary(case: Case, pair: Pair) -> Error:
    gold, found = pair
    edges = [_edge(case, "start", gold.start, found.start), _edge(case, "end", gold.end, found.end)]
    return _error(case, "boundary", gold, found, "; ".join(filter(None, edges)))


def _edge(case: Case, side: str, gold: int, found: int) -> str:
    """Say which words the found span lacks at a side, or has too much; "" where the edge is right."""
    if gold == found:
        return ""
    lacks = (gold < found) == (side == "start")
    words = case.clean(min(gold, found), max(gold, found))
    return f"{side}: {'lacks' if lacks else 'has too much'} “{words}”"


def _wrong_labels(missed: Sequence[Span], spurious: Sequence[Span]) -> list[Pair]:
    pairs: list[Pair] = []
    free = sorted(spurious, key=lambda span: span.start)
    for gold in missed:
        same = [span for span in free if span.label != gold.label and _overlap(gold, span) >= SAME_PLACE]
        if same:
            best = max(same, key=lambda span: _overlap(gold, span))
            free.remove(best)
            pairs.append((gold, best))
    return pairs


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / (max(one.end, other.end) - min(one.start, other.start))


def _missed(case: Case, span: Span) -> Error:
    if span.section == BOILERPLATE:
        return _error(case, "in boilerplate", span, None, f"read as {_region(case, span)}")
    return _error(case, "missed", span, None, "")


def _spurious(case: Case, span: Span) -> Error:
    region = _region(case, span)
    kind = "in boilerplate" if region == "boilerplate" else "spurious"
    return _error(case, kind, None, span, "")


def _region(case: Case, span: Span) -> str:
    """Return what the reader took a place for: boilerplate, heading or markup."""
    regions = case.page.regions if case.page else ()
    return next((r.kind for r in regions if r.start < span.end and span.start < r.end), "markup")


def _error(case: Case, kind: str, gold: Span | None, found: Span | None, detail: str) -> Error:
    span = gold or found
    assert span is not None, "an error is of a gold or of a found span"
    return Error(case.id, case.layout, span.section, span.label, kind, _placed(gold), _placed(found), detail)


def _placed(span: Span | None) -> PlacedSpan | None:
    if span is None:
        return None
    text = " ".join(span.text.split())
    return PlacedSpan(span.start, span.end, span.label, text, span.by, round(span.score, 3), dict(span.attrs))


def count_kinds(errors: Sequence[Error]) -> dict[str, dict[str, int]]:
    """Return label → kind → count, every kind named."""
    counts = Counter((error.label, error.kind) for error in errors)
    return {label: {kind: counts[label, kind] for kind in KINDS} for label in LABEL_NAMES}


def confuse(cases: Sequence[Case], errors: Sequence[Error]) -> Confusion:
    """Return what gold spans were taken for, and where boundaries go wrong."""
    labels = {gold: dict.fromkeys((*LABEL_NAMES, NONE), 0) for gold in (*LABEL_NAMES, NONE)}
    for case in cases:
        for label in LABEL_NAMES:
            labels[label][label] += len(overlap_pairs(*layers(case, label)))
    edges = {label: Counter[str]() for label in LABEL_NAMES}
    words = {label: {side: Counter[str]() for side in SIDES} for label in LABEL_NAMES}
    for error in errors:
        if error.kind == "boundary":
            edges[error.label][_edge_cell(error)] += 1
            for side, text in _differences(error):
                words[error.label][side][text] += 1
        elif error.kind != "wrong attr":
            gold = error.gold.label if error.gold else NONE
            labels[gold][error.found.label if error.found else NONE] += 1
    return Confusion(
        labels,
        {label: dict(sorted(edges[label].items())) for label in LABEL_NAMES},
        {label: {side: _most(counts) for side, counts in words[label].items()} for label in LABEL_NAMES},
    )


SIDES = ("lacks at start", "too much at start", "lacks at end", "too much at end")
EDGES = ("too early", "exact", "too late")


def _edge_cell(error: Error) -> str:
    assert error.gold and error.found, "a boundary error has both spans"
    start = _sign(error.found.start - error.gold.start)
    end = _sign(error.found.end - error.gold.end)
    return f"start {EDGES[start + 1]}, end {EDGES[end + 1]}"


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _differences(error: Error) -> Iterator[tuple[str, str]]:
    """Yield (side, words) of a boundary error; runs of more than three words say nothing about a boundary."""
    for part in filter(None, error.detail.split("; ")):
        edge, _, rest = part.partition(": ")
        fault, _, text = rest.partition(" “")
        text = text.rstrip("”").casefold()
        side = f"lacks at {edge}" if fault == "lacks" else f"too much at {edge}"
        if side in SIDES and text and count_words(text) <= 3:
            yield side, text


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    often = [(text, count) for text, count in counts.items() if count > 1]
    return sorted(often, key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
