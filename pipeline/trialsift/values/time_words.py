"""Words that tell a time from other text: units, what may stand before one, events that times are counted from."""

from __future__ import annotations

import re
from functools import cache

from trialsift.vocab import table


@cache
def time_words(*roles: str) -> str:
    """Return the words of some roles of `vocab/time_words.csv` as a form without groups, the longest first."""
    words = {word for row in table("time_words") if row["role"] in roles for word in row["words"].split("|")}
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"
