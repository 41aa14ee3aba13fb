"""Join the mentions of rules and model into layers that are flat within a label and free across labels.

A mention that overlaps a more trusted one of its label is dropped; of two with the same trust the longer one
stays. Whom to trust is a table, `TRUST`, tuned on the dev pages of the gold (models/README.md has the numbers).
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
    more. sure: least score of a model's mention.
    """

    order: tuple[str, ...]
    sure: float


TRUST = {
    "CONDITION": Trust(("conditions", "allergy", "model", "stated"), sure=0.2),
    "INTERVENTION": Trust(("stated", "model", "repeat"), sure=0.2),
    "DOSE": Trust(("stated", "rule", "model"), sure=0.5),
    "LAB_THRESHOLD": Trust(("stated", "rule", "model"), sure=0.6),
    "OUTCOME": Trust(("stated", "rule", "model"), sure=0.9),
}


def join(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions kept, sorted by start, end and label. Takes n log n time."""
    mentions = list(mentions)
    with_model = any(is_by_model(mention) for mention in mentions)
    ranked = ((_rank(mention, with_model=with_model), mention) for mention in mentions)
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


def _rank(mention: Mention, *, with_model: bool) -> int | None:
    """Return the place of a mention's source in the order of trust, None where it is not trusted."""
    if not with_model:
        return int(mention.score < STATED_SCORE)
    trust = TRUST[mention.label]
    if is_by_model(mention):
        names = ("model",) if mention.score >= trust.sure else ()
    elif mention.score >= STATED_SCORE:
        names = (mention.by.rpartition(".")[2], "stated")
    else:
        names = (mention.by.rpartition(".")[2], "rule")
    return next((trust.order.index(name) for name in names if name in trust.order), None)


def _trust(ranked: tuple[int | None, Mention]) -> tuple[int | None, int, float, int]:
    rank, mention = ranked
    return rank, mention.start - mention.end, -mention.score, mention.start
