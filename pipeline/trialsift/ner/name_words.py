"""The words about names in `vocab/name_edges.csv` and `vocab/no_names.csv`: where one begins and ends, what is none."""

from __future__ import annotations

import re

from trialsift.vocab import table


def words_for(role: str, label: str = "", *, of: str = "name_edges") -> frozenset[str]:
    """Return the words that a table lists for a role, those of all labels and of one."""
    rows = (row for row in table(of) if row["role"] == role and row["label"] in ("", label))
    return frozenset(word for row in rows for word in row["words"].split("|"))


def either(role: str, label: str = "", *, of: str = "name_edges") -> str:
    """Return a regular expression for one of the words of a role."""
    return any_of(words_for(role, label, of=of))


def any_of(words: frozenset[str]) -> str:
    """Return a regular expression for one of the words, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"
