"""NeuroTrialNER (MIT): titles and summaries of registry records on neurological and psychiatric trials.

CONDITION is `CONDITION`; INTERVENTION is every kind of treatment it tells apart, controls too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import Annotated, Importer, longest, named, trimmed

_TREATMENTS = ("DRUG", "PHYSICAL", "BEHAVIOURAL", "SURGICAL", "RADIOTHERAPY", "OTHER", "CONTROL")


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line."""
    text, spans = line["text"], line["spans"]
    title = text.find(" | ")
    yield Annotated(
        text,
        {
            "CONDITION": longest(trimmed(named(spans, "CONDITION"), text)),
            "INTERVENTION": longest(trimmed(named(spans, *_TREATMENTS), text)),
        },
        [(0, title, "title"), (title, len(text), "summary")] if 0 < title < len(text) else [],
    )


IMPORTER = Importer("neurotrialner", convert)
