"""Classes of drugs that share a head: "thrombolytic or anticoagulant treatment" is one name, and a model finds two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from trialsift.mention import Mention
from trialsift.ner.name_words import either

# no name of a drug by itself: "cytotoxic", "anticoagulant"; "surgery and radiation therapy" are two
_ADJECTIVE_AND = re.compile(r"(?:(?<=ic)|(?<=al)|(?<=ive)|(?<=oid)|(?<=ant))(?: (?:and/or|and|or) ?|/)", re.IGNORECASE)
_HEAD = re.compile(rf"[ -]{either('shared head', 'INTERVENTION')}$", re.IGNORECASE)


def with_shared_heads(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions with an intervention that is an adjective and the one that holds its head made one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.label, mention.start)):
        before = kept[-1] if kept and kept[-1].label == mention.label == "INTERVENTION" else None
        if before and _HEAD.search(text, mention.start, mention.end) and _is_joined(text, before, mention):
            kept[-1] = replace(mention, start=before.start, score=min(before.score, mention.score))
        else:
            kept.append(mention)
    return kept


def _is_joined(text: str, before: Mention, mention: Mention) -> bool:
    joint = _ADJECTIVE_AND.match(text, before.end)
    return joint is not None and joint.end() == mention.start
