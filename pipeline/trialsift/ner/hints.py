"""What the rules say about a token, as a feature of the tagger: it learns how far to trust which of them.

The feature stands in the token attribute `dep`, which is free here: no parser runs in this pipeline. For each
label with a find on the token it has the label's mark, the trust of the find ("3" from a field or a list,
"2" a repeat of such a name, "1" by wording) and "B" at the first token or "I" inside: "C1BD1I".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from trialsift.labels import LABELS

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from trialsift.mention import Mention
    from trialsift.page import Page

# (start, end, label, trust): half-open code points of a text
Hint = tuple[int, int, str, int]

_STATED, _REPEATED = 0.9, 0.8  # scores of rules from which a find counts as stated or repeated
STATES = ("", "1B", "1I", "2B", "2I", "3B", "3I")
_MARKS = {label.name: label.mark for label in LABELS}


def rule_hints(page: Page) -> list[Hint]:
    """Return what the rules find on a page."""
    from trialsift.rules import RULES

    return hints_of(mention for rule in RULES for mention in rule(page))


def hints_of(mentions: Iterable[Mention]) -> list[Hint]:
    """Return mentions of rules as hints."""
    return [(m.start, m.end, m.label, 3 if m.score >= _STATED else 2 if m.score >= _REPEATED else 1) for m in mentions]


def mark_hints(doc: Doc, hints: Iterable[Hint]) -> None:
    """Write the feature on the tokens of a doc; of finds of one label that overlap, the most trusted and longest."""
    from trialsift.labels import LABEL_NAMES

    chosen: dict[int, dict[str, str]] = {}
    for start, end, label, trust in sorted(hints, key=lambda hint: (-hint[3], hint[0] - hint[1], hint[0])):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or any(label in chosen.get(index, ()) for index in range(span.start, span.end)):
            continue
        for index in range(span.start, span.end):
            chosen.setdefault(index, {})[label] = f"{trust}{'B' if index == span.start else 'I'}"
    for index, states in chosen.items():
        doc[index].dep_ = "".join(_MARKS[label] + states[label] for label in LABEL_NAMES if label in states)


@cache
def states_of(feature: str) -> tuple[int, ...]:
    """Return, for each label, the number in STATES of a token's feature: "C1B" gives (1, 0, 0, 0, 0)."""
    found = {feature[at]: STATES.index(feature[at + 1 : at + 3]) for at in range(0, len(feature), 3)}
    return tuple(found.get(label.mark, 0) for label in LABELS)
