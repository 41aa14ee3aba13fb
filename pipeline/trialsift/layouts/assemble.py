"""Put passages, their text and the regions between them together into a Page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialsift.layouts.render import Draft
from trialsift.offsets import OffsetMap, Piece
from trialsift.page import Page, Passage, Region, Source


def assemble(
    source: Source,
    drafts: Sequence[Draft],
    regions: Iterable[Region],
    layout: str,
    layout_score: float,
    warnings: Iterable[str] = (),
) -> Page:
    """Build a Page from drafts in source order (each with text) and regions in any order, clipped to be disjoint."""
    pieces: list[Piece] = []
    texts: list[str] = []
    passages: list[Passage] = []
    at = 0
    for draft in drafts:
        if texts:
            pieces.append(Piece("\n", pieces[-1].end, pieces[-1].end))
            at += 1
        end = at + len(draft.run.text)
        passages.append(
            Passage(at, end, draft.section, draft.field, draft.heading, draft.group, draft.level, draft.parent)
        )
        pieces.extend(draft.run.pieces)
        texts.append(draft.run.text)
        at = end
    return Page(
        source, "\n".join(texts), OffsetMap(pieces), tuple(passages), _disjoint(regions), layout, layout_score,
        (*source.warnings, *warnings),
    )  # fmt: skip


def _disjoint(regions: Iterable[Region]) -> tuple[Region, ...]:
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.start, region.end)):
        start = max(region.start, kept[-1].end) if kept else region.start
        if start < region.end:
            kept.append(region if start == region.start else Region(region.kind, start, region.end))
    return tuple(kept)
