"""Join the mentions of rules and model into layers that are flat within a label and free across labels.

Order of trust within a label: what a page's own fields say; then span rules and the model by score; of two
with the same trust the longer one. A mention that overlaps a more trusted one of its label is dropped.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from trialsift.mention import Mention

FIELD_SCORE = 0.9  # at or above: stated by a field or an outcome list


def join(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions kept, sorted by start, end and label. Takes n log n time."""
    kept: list[Mention] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for mention in sorted(mentions, key=_trust):
        spans = taken.setdefault(mention.label, [])
        at = bisect_left(spans, (mention.start, mention.end))
        after_clash = at < len(spans) and spans[at][0] < mention.end
        before_clash = at > 0 and spans[at - 1][1] > mention.start
        if not (after_clash or before_clash):
            insort(spans, (mention.start, mention.end))
            kept.append(mention)
    return sorted(kept, key=lambda mention: (mention.start, mention.end, mention.label))


def _trust(mention: Mention) -> tuple[bool, int, float, int]:
    return (mention.score < FIELD_SCORE, mention.start - mention.end, -mention.score, mention.start)
