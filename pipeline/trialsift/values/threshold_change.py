"""Whether a bound is on a change of what is measured and not on its level: "≥ 20% fall in FEV1", "SOFA rises by 2".

"ALT increased to > 100 U/L" and "platelets fall below 50" bound a level.
"""

from __future__ import annotations

import re
from functools import cache

from trialsift.vocab import table

_OF = r"\s(?:in|of|on|from|for|by)\b"
_TO_LEVEL = r"(?!\s(?:to|above|below|over|under|beyond|reach)\b)"
_LEVEL_AFTER = re.compile(r"\s(?:to|above|below|over|under|beyond)\b", re.IGNORECASE)
_FROM_BASELINE = re.compile(r"\s(?P<side>above|over|below|under)\s(?:the\s|their\s)?baseline\b", re.IGNORECASE)
_REACH = 40  # characters between a change and what changes: "decrease from baseline in the sum of …"


@cache
def _changes() -> dict[str, str]:
    return {word: row["change"] for row in table("changes") for word in row["words"].split("|")}


@cache
def _nouns() -> str:
    return _either(word for row in table("changes") if row["kind"] == "noun" for word in row["words"].split("|"))


def _either(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    nouns, words = _nouns(), _either(_changes())
    return (
        re.compile(rf"\b(?:{nouns})\s(?:in|of)\s(?:the\s)?$", re.IGNORECASE),
        re.compile(rf"\b(?P<word>{nouns})\b(?:[^.;\n]{{0,{_REACH}}}?{_OF}|\s?$)", re.IGNORECASE),
        re.compile(
            rf"\s?(?:scores?\s|levels?\s)?(?:has\s|have\s|had\s|is\s)?"
            rf"(?P<word>(?:{nouns})\b{_TO_LEVEL}|(?:{words})(?=\s(?:by|of)\b))",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?P<word>{words})(?:\s(?:by|of))?\s{{0,3}}$", re.IGNORECASE),
    )


def change_before(text: str, start: int) -> int | None:
    """Return where a change in what is named at a place begins: "fall in", None where there is none."""
    match = _patterns()[0].search(text, max(0, start - _REACH), start)
    return match.start() if match else None


def change_led(text: str, start: int, end: int) -> str | None:
    """Return the change that leads to what is named at `end`, from `start` on: "fall in", "decrease from … in"."""
    match = _patterns()[1].search(text, start, end)
    return _changes()[match["word"].lower()] if match else None


def change_after(text: str, stop: int) -> str | None:
    """Return the change that stands behind a name: "FEV1 rise of", "score increased by"."""
    match = _patterns()[2].match(text, stop)
    return _changes()[match["word"].lower()] if match else None


def change_at_end(text: str, start: int, end: int) -> str | None:
    """Return the change right before a bound that names nothing: "or rises by"."""
    match = _patterns()[3].search(text, start, end)
    return _changes()[match["word"].lower()] if match else None


def from_baseline(text: str, stop: int) -> str | None:
    """Return the change that the words after a bound make of it: "> 60 ms above baseline"."""
    match = _FROM_BASELINE.match(text, stop)
    return match and ("increase" if match["side"].lower() in ("above", "over") else "decrease")


def levels_off(text: str, stop: int) -> bool:
    """Say whether a level follows a name after all: "increase in creatinine to > 2 mg/dL"."""
    return _LEVEL_AFTER.match(text, stop) is not None


def without_change(name: str) -> str:
    """Return a name of what is measured without its change: "fall of eGFR", "eGFR fall" → "eGFR"."""
    return _stated().sub("", name)


@cache
def _stated() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_nouns()})\s(?:in|of)\s(?:the\s)?|\s(?:{_nouns()})$", re.IGNORECASE)
