"""Words that a line end broke at a hyphen: "dia-" and "betes" are one word, "placebo-" and "controlled" are two."""

from __future__ import annotations

import re
from functools import cache

from trialsift.vocab import table

SHORTEST = 6  # letters of a word that is broken
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}")
_NAMES = {"condition_words": ("word",), "intervention_words": ("word",), "measure_words": ("word",),
          "concepts": ("name", "synonyms"), "analytes": ("name", "synonyms")}  # fmt: skip


@cache
def _words() -> frozenset[str]:
    """Return the words of the tables of names: they are enough for the names that rules look for."""
    rows = ((row[column] for column in columns for row in table(name)) for name, columns in _NAMES.items())
    return frozenset(word for texts in rows for text in texts for word in _WORD.findall(text.lower()))


def is_one_word(before: str, after: str) -> bool:
    """Say whether a line's end and the next one's start are a known word, of which the hyphen is no part."""
    word = (before + after).lower()
    return word in _words() or (word[-1:] == "s" and word[:-1] in _words())
