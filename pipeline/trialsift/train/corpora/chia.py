"""Chia (Kury et al. 2020, CC BY 4.0): eligibility criteria of 1,000 trials.

CONDITION is `Condition` with the `Qualifier`s that touch it; INTERVENTION is `Drug`, `Device` and those
`Procedure`s that treat. Its thresholds are left unknown: in many files the registry's signs were lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import TEST, Annotated, Importer, join_touching, longest, named, trimmed


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line."""
    text, spans = line["text"], line["spans"]
    conditions = join_touching(named(spans, "Condition"), named(spans, "Qualifier"), text)
    procedures = [(s, e) for s, e in named(spans, "Procedure") if not TEST.search(text[s:e])]
    treatments = join_touching(named(spans, "Drug", "Device"), [], text) + procedures
    yield Annotated(
        text,
        {
            "CONDITION": longest(trimmed(conditions, text)),
            "INTERVENTION": longest(trimmed(treatments, text)),
        },
    )


IMPORTER = Importer("chia", convert)
