"""What became of every code point of a source: boilerplate, markup, heading, parsed or unparsed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from trialsift.link import PassageIndex
from trialsift.mention import Mention
from trialsift.page import Page
from trialsift.record import Coverage, Trial

_BOILERPLATE, _MARKUP, _HEADING, _PARSED, _UNPARSED = range(5)
_REGION_CODE = {"boilerplate": _BOILERPLATE, "markup": _MARKUP, "heading": _HEADING}


def parsed_passages(page: Page, index: PassageIndex, mentions: Sequence[Mention], trial: Trial) -> frozenset[int]:
    """Return the numbers of the passages that a mention or a fact of the trial was found in."""
    numbers = {index.number_at(mention.start) for mention in mentions}
    starts = sorted(_fact_starts(trial))
    for number, passage in enumerate(page.passages):
        if starts and passage.end > passage.start:
            start, end = page.offsets.to_source(passage.start, passage.end)
            at = bisect_left(starts, start)
            if at < len(starts) and starts[at] < end:
                numbers.add(number)
    return frozenset(numbers)


def _fact_starts(trial: Trial) -> Iterator[int]:
    for name in trial.__struct_fields__:
        value = getattr(trial, name)
        yield from (fact.start for fact in (value if isinstance(value, list) else [value]) if fact is not None)


def cover(page: Page, parsed: frozenset[int]) -> Coverage:
    """Count what became of every code point of the source; what nothing claims is markup (tags, white space).

    parsed: numbers of the passages in which something was found.
    """
    painted = bytearray(bytes([_MARKUP]) * len(page.source.text))
    for number, passage in enumerate(page.passages):
        if passage.end > passage.start:
            start, end = page.offsets.to_source(passage.start, passage.end)
            _paint(painted, start, end, _PARSED if number in parsed else _UNPARSED)
    for region in page.regions:
        _paint(painted, region.start, region.end, _REGION_CODE[region.kind])
    return Coverage(*(painted.count(code) for code in range(5)))


def _paint(painted: bytearray, start: int, end: int, code: int) -> None:
    painted[start:end] = bytes([code]) * (end - start)
