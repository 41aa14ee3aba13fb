"""Short names in brackets after a name: "liver cirrhosis (LC)" names LC, and LC again wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from trialsift.mention import Mention
from trialsift.page import Page

# an abbreviation, code or brand: short, no sentence, at least one capital or digit
_BRACKET = re.compile(r"\s?[(\[](?P<short>(?=[^()\[\]]*[A-Z0-9])[A-Za-z0-9][\w®™+/.\-–]{1,14}?)[)\]]")
_NO_NAME = re.compile(
    r"^(?:[IVX]+|\d[\d.,/%]*|[Nn]=?\d+|e\.?g|i\.?e|mg|ml|kg|day|days|week|see|[A-Z]|"
    r"\d[\d.,]*(?:[munµ]?c?g|kg|m?l|iu|IU|U)(?:/\w+)?|"  # an amount
    r"[A-Za-z]+\d*-\d+-[\w-]+)$"  # the number of a study or of its part
)


def bracketed(page: Page, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield, for mentions of one label, the short name in brackets after each, and the repeats of short names.

    Repeats match the case as it stands: "ALL" is a leukaemia where it was defined, "all" is not.
    """
    shorts: dict[str, Mention] = {}
    for mention in mentions:
        match = _BRACKET.match(page.text, mention.end)
        if match is None or _NO_NAME.match(match["short"]) or match["short"].isdigit():
            continue
        short = match["short"]
        shorts.setdefault(short, mention)
        start = match.start("short")
        yield replace(mention, start=start, end=start + len(short), by=_by(mention), score=0.88, attrs={}, value=None)
    if not shorts:
        return
    forms = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w])(?!-\d)", page.text):
        mention = shorts[match.group()]
        yield replace(mention, start=match.start(), end=match.end(), by=_by(mention), score=0.84, attrs={}, value=None)


def _by(mention: Mention) -> str:
    return f"{mention.by.partition('.')[0]}.short_name"
