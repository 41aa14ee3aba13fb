"""LCT, the Leaf Clinical Trials corpus (Dobbins et al. 2022, MIT): eligibility criteria of 1,006 trials.

CONDITION is `Condition-Name` with touching `Modifier`, `Severity`, `Acuteness`, `Stability`; INTERVENTION is
`Drug-Name`, `Immunization-Name` and those `Procedure-Name`s that treat. Events double their names and are
not read. Observations, allergies and tests may or may not be names of ours: they are left unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialsift.ner.places import Place
from trialsift.train.corpora.base import TEST, Annotated, Importer, join_touching, longest, named, outside, trimmed

_MODIFIERS = ("Modifier", "Severity", "Acuteness", "Stability", "Condition-Type")
_MAYBE_CONDITIONS = ("Condition", "Observation", "Allergy", "Organism", *_MODIFIERS)
_MAYBE_TREATMENTS = ("Drug", "Allergy-Name", "Immunization")


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line."""
    text, spans = line["text"], line["spans"]
    heads = join_touching(named(spans, "Condition-Name"), named(spans, *_MODIFIERS), text)
    conditions = longest(trimmed(heads, text))
    procedures = named(spans, "Procedure-Name")
    tests = [(start, end) for start, end in procedures if TEST.search(text[start:end])]
    treating = [span for span in procedures if span not in tests]
    treatments = longest(trimmed(named(spans, "Drug-Name", "Immunization-Name") + treating, text))
    yield Annotated(
        text,
        {"CONDITION": conditions, "INTERVENTION": treatments},
        list(_places(text)),
        unknown={
            "CONDITION": outside(named(spans, *_MAYBE_CONDITIONS), conditions),
            "INTERVENTION": outside(tests + named(spans, *_MAYBE_TREATMENTS), treatments),
        },
    )


def _places(text: str) -> Iterator[Place]:
    exclusion = re.search("^exclusion", text, re.IGNORECASE | re.MULTILINE)
    border = exclusion.start() if exclusion else len(text)
    if border:
        yield 0, border, "eligibility.inclusion"
    if border < len(text):
        yield border, len(text), "eligibility.exclusion"


IMPORTER = Importer("lct", convert)
