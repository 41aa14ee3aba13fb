"""EvidenceOutcomes (MIT): abstracts of randomised trials; outcomes in results and conclusions only.

Only the part from the first results or conclusions heading on is an example: before it nothing is annotated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialsift.train.corpora.base import Annotated, Importer, longest, named, trimmed

_ANNOTATED_FROM = re.compile(r"^(?:[A-Z ]*(?:RESULTS|FINDINGS|CONCLUSIONS?|INTERPRETATION)[A-Z ]*)\s*:", re.MULTILINE)


def convert(line: dict[str, Any]) -> Iterator[Annotated]:
    """Yield the annotated part of an abstract; nothing where it has no such heading."""
    start = _ANNOTATED_FROM.search(line["text"])
    if start is not None:
        at = start.start()
        text = line["text"][at:]
        outcomes = [(s - at, e - at) for s, e in named(line["spans"], "Outcome") if s >= at]
        yield Annotated(text, {"OUTCOME": longest(trimmed(outcomes, text))})


IMPORTER = Importer("evidence_outcomes", convert)
