"""The registries' words for what sites write in their fields: "Open to recruitment" → "RECRUITING"."""

from __future__ import annotations

import re
from functools import cache

from trialsift.vocab import table

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_STATUS_LEAD = re.compile(
    r"(?:(?:this|the|our) )?(?:(?:research |clinical )?(?:study|trial) )?(?:(?:is|was|has been|has) )?"
    r"(?:currently |now |already )?"
)
_STATUS_TAIL = re.compile(r" (?:since|as of|until|from|by|on|in|at|for)\b.*")


@cache
def _terms(field: str) -> dict[str, str]:
    return {row["surface"]: row["value"] for row in table("registry_terms") if row["field"] == field}


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text.lower()).strip()


def registry_term(field: str, text: str) -> str | None:
    """Return the registry's word for a field's text, or None; "Double (Participant, Investigator)" gives "DOUBLE"."""
    terms = _terms(field)
    for part in (text, re.split(r"[(\[:,;|]", text, maxsplit=1)[0]):
        words = _plain(part)
        if words in terms:
            return terms[words]
        if field == "status":
            words = _STATUS_TAIL.sub("", _STATUS_LEAD.sub("", words, count=1))
            if words in terms:
                return terms[words]
    return None
