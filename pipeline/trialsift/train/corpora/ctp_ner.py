"""The NER lines of Clinical-Trial-Parser (Apache-2.0): criteria, lower-cased, tokenised, numbers masked.

CONDITION is `chronic_disease` and `cancer`; INTERVENTION is `treatment`. Its bounds carry no values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import Annotated, Importer, longest, named, trimmed


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the one example of a line, its number mask replaced by a number of the same length."""
    text = line["text"].replace("@NUMBER", "0000007")
    spans = line["spans"]
    yield Annotated(
        text,
        {
            "CONDITION": longest(trimmed(named(spans, "chronic_disease", "cancer"), text)),
            "INTERVENTION": longest(trimmed(named(spans, "treatment"), text)),
        },
    )


IMPORTER = Importer("ctp_ner", convert)
