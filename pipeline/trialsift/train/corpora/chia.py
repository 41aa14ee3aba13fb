"""Chia (Kury et al. 2020, CC BY 4.0): eligibility criteria of 1,000 trials.

CONDITION is `Condition` with the `Qualifier`s that touch it; INTERVENTION is `Drug`, `Device` and those
`Procedure`s that treat. Its thresholds are left unknown: in many files the registry's signs were lost. Unknown
too are discontinuous spans, findings that may be conditions, and the sentences that Chia sets aside whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import (
    TEST,
    Annotated,
    Importer,
    broken,
    join_touching,
    longest,
    named,
    outside,
    trimmed,
)

_SET_ASIDE = (
    "Non-query-able",
    "Post-eligibility",
    "Pregnancy_considerations",
    "Competing_trial",
    "Informed_consent",
    "Intoxication_considerations",
    "Non-representable",
    "Not_a_criteria",
    "Context_Error",
    "Undefined_semantics",
    "Line",
)


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line."""
    text, spans = line["text"], line["spans"]
    aside = named(spans, *_SET_ASIDE)
    heads = join_touching(named(spans, "Condition"), named(spans, "Qualifier"), text)
    conditions = longest(trimmed(heads, text))
    procedures = named(spans, "Procedure")
    tests = [(start, end) for start, end in procedures if TEST.search(text[start:end])]
    treating = [span for span in procedures if span not in tests]
    treatments = longest(trimmed(named(spans, "Drug", "Device") + treating, text))
    maybe_conditions = aside + broken(spans, "Condition", "Qualifier") + named(spans, "Observation")
    maybe_treatments = aside + broken(spans, "Drug", "Device", "Procedure") + tests
    yield Annotated(
        text,
        {"CONDITION": conditions, "INTERVENTION": treatments},
        [(0, len(text), "eligibility.exclusion" if line["id"].endswith("_exc") else "eligibility.inclusion")],
        unknown={
            "CONDITION": outside(maybe_conditions, conditions),
            "INTERVENTION": outside(maybe_treatments, treatments),
        },
    )


IMPORTER = Importer("chia", convert)
