"""LCT, the Leaf Clinical Trials corpus (Dobbins et al. 2022, MIT): eligibility criteria of 1,006 trials.

CONDITION is `Condition-Name` with touching `Modifier`, `Severity`, `Acuteness`, `Stability`; INTERVENTION is
`Drug-Name`, `Immunization-Name` and those `Procedure-Name`s that treat. Events double their names and are
not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import TEST, Annotated, Importer, join_touching, longest, named, trimmed

_MODIFIERS = ("Modifier", "Severity", "Acuteness", "Stability", "Condition-Type")


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line."""
    text, spans = line["text"], line["spans"]
    conditions = join_touching(named(spans, "Condition-Name"), named(spans, *_MODIFIERS), text)
    procedures = [(s, e) for s, e in named(spans, "Procedure-Name") if not TEST.search(text[s:e])]
    treatments = named(spans, "Drug-Name", "Immunization-Name") + procedures
    yield Annotated(
        text,
        {
            "CONDITION": longest(trimmed(conditions, text)),
            "INTERVENTION": longest(trimmed(treatments, text)),
        },
    )


IMPORTER = Importer("lct", convert)
