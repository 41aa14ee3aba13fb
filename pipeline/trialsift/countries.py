"""Countries that a list or an address names: "France; Germany", "Boston, United States"."""

from __future__ import annotations

import re
from functools import cache

from trialsift.vocab import table


def find_countries(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, country) of those in a list; of an address ("United States, Georgia") the first counts."""
    pattern, values = _country_pattern()
    found = [(*match.span("name"), values[match["name"]]) for match in pattern.finditer(text)]
    found = [country for i, country in enumerate(found) if country[2] != "Georgia" or not _is_state(text, found, i)]
    if text.isupper() and not found:
        found = [(0, len(text), values[name]) for name in values if name.upper() == text]
    return found


def _is_state(text: str, found: list[tuple[int, int, str]], index: int) -> bool:
    """Say whether a name stands directly behind the United States, as "Georgia" may."""
    before = found[index - 1] if index else None
    return bool(before and before[2] == "United States" and text[before[1] : found[index][0]].strip() == ",")


@cache
def _country_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    values = {row["surface"]: row["value"] for row in table("countries")}
    names = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    return re.compile(
        rf"(?:^|(?<=[,;|/(\[&\n\t·•])|(?<=\band))\s*(?P<name>{names})(?=\s*(?:$|[,;|/()\]&\n\t·•]|-\s|–|\band\b|\d))"
    ), values
