"""Join the mentions of rules and model into layers that are flat within a label and free across labels.

A mention that overlaps a more trusted one of its label is dropped; of two with the same trust the longer one
stays; of two that are the same, the rule's, which has read more around it. Whom to trust is a table, `TRUST`, tuned
on the dev pages of both gold sets (models/README.md has the numbers).
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from trialsift.mention import Mention

NAMES = ("CONDITION", "INTERVENTION")  # labels whose mentions are names, short or long
SHORTEST_LONG_FORM, SHORTEST_SHORT_FORM = 6, 3  # code points
_WORD = re.compile(r"[^\W\d_]+")
STATED_SCORE = 0.9  # of a rule's mention, at or above: stated by a field or an outcome list


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to trust in a label, where a model has read the page.

    order: sources, the most trusted first: the last part of a rule's name ("conditions": the page's own field of
    them), "stated" (by another field or a list), "rule" (any other find of a rule), "model". What comes from a source
    that is not named is dropped: the model has seen these finds, as a feature of its tokens, and its silence says
    more. sure: least score of a model's mention. doubted: sources whose finds count only where the model, sure or not,
    has found something of the label too. A rule's find that the model surely shares has the model's trust.
    """

    order: tuple[str, ...]
    sure: float
    doubted: tuple[str, ...] = ()


TRUST = {
    "CONDITION": Trust(("conditions", "allergy", "model", "stated"), sure=0.2),
    "INTERVENTION": Trust(("stated", "model", "repeat"), sure=0.2),
    "DOSE": Trust(("stated", "model", "rule"), sure=0.5, doubted=("rule",)),
    "LAB_THRESHOLD": Trust(("stated", "rule", "model"), sure=0.6),
    "OUTCOME": Trust(("stated", "model", "rule"), sure=0.5, doubted=("rule",)),
}


def join(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions kept, sorted by start, end and label. Takes n log n time."""
    mentions = list(mentions)
    model_finds = _Finds(mention for mention in mentions if is_by_model(mention))
    ranked = ((_rank(mention, model_finds), mention) for mention in mentions)
    trusted = sorted(((rank, mention) for rank, mention in ranked if rank is not None), key=_trust)
    kept: list[Mention] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for _, mention in trusted:
        spans = taken.setdefault(mention.label, [])
        at = bisect_left(spans, (mention.start, mention.end))
        after_clash = at < len(spans) and spans[at][0] < mention.end
        before_clash = at > 0 and spans[at - 1][1] > mention.start
        if not (after_clash or before_clash):
            insort(spans, (mention.start, mention.end))
            kept.append(mention)
    return sorted(kept, key=lambda mention: (mention.start, mention.end, mention.label))


def labelled_by_long_form(mentions: Iterable[Mention], text: str, long_forms: Mapping[str, str]) -> Iterator[Mention]:
    """Yield the mentions, a model's abbreviation under the label of its long form: ESLD as end-stage liver disease.

    long_forms: of the abbreviations that the page of `text` defines; one that it does not define has the initials of
    its long form. A long form counts where its mentions have one label.
    """
    mentions = list(mentions)
    if not any(_is_short(mention, text) for mention in mentions):
        yield from mentions
        return
    labels: dict[str, set[str]] = {}
    for mention in mentions:
        name = text[mention.start : mention.end]
        if mention.label in NAMES and len(name) >= SHORTEST_LONG_FORM and not name.isupper():
            for form in (name.casefold(), _initials(name)):
                labels.setdefault(form, set()).add(mention.label)
    for mention in mentions:
        known: set[str] = set()
        if _is_short(mention, text):
            short = text[mention.start : mention.end]
            known = labels.get(long_forms.get(short, "").casefold() or short, known)
        yield replace(mention, label=next(iter(known))) if len(known) == 1 else mention


def _is_short(mention: Mention, text: str) -> bool:
    """Say whether a mention is an abbreviation that a model found as a name."""
    if mention.label not in NAMES or mention.end - mention.start < SHORTEST_SHORT_FORM:
        return False
    return is_by_model(mention) and text[mention.start : mention.end].isupper()


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(name)).upper()


def is_by_model(mention: Mention) -> bool:
    """Say whether a model found the mention."""
    return mention.by.startswith("model:")


class _Finds:
    """Where a model's mentions of each label stand, without overlap within a label."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._sure: set[tuple[str, int, int]] = set()
        for mention in mentions:
            self._spans.setdefault(mention.label, []).append((mention.start, mention.end))
            if mention.score >= TRUST[mention.label].sure:
                self._sure.add((mention.label, mention.start, mention.end))
        for spans in self._spans.values():
            spans.sort()

    def __bool__(self) -> bool:
        return bool(self._spans)

    def touch(self, mention: Mention) -> bool:
        """Say whether one of the label overlaps a mention."""
        spans = self._spans.get(mention.label, [])
        at = bisect_left(spans, (mention.end,))
        return at > 0 and spans[at - 1][1] > mention.start

    def agree(self, mention: Mention) -> bool:
        """Say whether the model surely found the very same."""
        return (mention.label, mention.start, mention.end) in self._sure


def _rank(mention: Mention, model_finds: _Finds) -> int | None:
    """Return the place of a mention's source in the order of trust, None where it is not trusted."""
    if not model_finds:
        return int(mention.score < STATED_SCORE)
    trust = TRUST[mention.label]
    if is_by_model(mention):
        names = ("model",) if mention.score >= trust.sure else ()
    elif mention.score >= STATED_SCORE:
        names = (mention.by.rpartition(".")[2], "stated")
    else:
        names = (mention.by.rpartition(".")[2], "rule")
    name = next((name for name in names if name in trust.order), None)
    if name is None or (name in trust.doubted and not model_finds.touch(mention)):
        return None
    rank = trust.order.index(name)
    return min(rank, trust.order.index("model")) if model_finds.agree(mention) else rank


def _trust(ranked: tuple[int | None, Mention]) -> tuple[int | None, int, bool, float, int]:
    rank, mention = ranked
    return rank, mention.start - mention.end, is_by_model(mention), -mention.score, mention.start
