"""Units as pages write them → UCUM codes. `vocab/units.csv` holds the simple units; this module composes them.

A composed unit is simple units joined by "/" or "per" ("mg/kg/day", "mL/min/1.73 m2"), by negative powers
("mg.kg-1.day-1"), or after a power of ten ("x10^9/L").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from trialsift.vocab import table

_MICRO = "[uµμ]"  # U+00B5 and U+03BC look the same
_SLASH = r"\s{0,3}[/∕⁄／]\s{0,3}(?:per\s{1,3})?|\s{1,3}(?:per|an?)\s{1,3}|\s{0,3}-?per-?\s{1,3}"
_NEGATIVE = r"(?:\s?\^\s?|\*\*)?[-−–⁻](?:[1¹]|(?P<square>[2²]))(?!\d|\.\d)"
_TEN = r"(?:[x×✕*·∙]\s{0,3})?10\s?(?:\\?\^|\*\*?|[eE])?\s?\(?(?P<power>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\)?"
_COUNT = r"[1-9]\d{0,2}(?:[.,]\d{1,2})?\s?"  # of a denominator: "1.73 m2", "24 h", "100 mL"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_COUNTED = frozenset(
    {"{cells}", "{WBC}", "{RBC}", "{platelets}", "{beats}", "{breaths}", "{events}"}
)  # no units of their own


def _after_first(surface: str) -> str:
    """Return a regex source for a unit without its first character."""
    escaped = re.escape(surface[1:]).replace("µ", _MICRO).replace(r"\ ", r"[\s-]{1,3}")
    return escaped + (r"(?![^\W\d_])" if surface[-1].isalpha() else r"(?!\d)" if surface[-1].isdigit() else "")


def _firsts(char: str) -> tuple[str, ...]:
    """Return regex sources for the first character of a unit; "u" stands for "µ" and not the other way."""
    if char == "µ":
        return "[uU]", "[µμ]"
    return (f"[{char.lower()}{char.upper()}]" if char.isalpha() else re.escape(char),)


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


@cache
def _surfaces() -> dict[str, str]:
    """Return UCUM codes by surface as written and, where no other unit is written so, in lower case."""
    exact: dict[str, str] = {}
    lower: dict[str, str] = {}
    for row in table("units"):
        for surface in row["surface"].split("|"):
            for micro in "uµμ":
                form = _key(surface.replace("µ", micro))
                exact.setdefault(form, row["ucum"])
                lower.setdefault(form.lower(), row["ucum"])
    return lower | exact


def _key(surface: str) -> str:
    return " ".join(surface.replace("-", " ").split())


@cache
def simple_pattern(*kinds: str) -> str:
    """Return a regex source, without groups, for the simple units of some kinds (of all kinds if none is named).

    Units stand in it by their first character, which most texts fail at once; the longest first.
    """
    surfaces = {
        surface for row in table("units") if not kinds or row["kind"] in kinds for surface in row["surface"].split("|")
    }
    by_first: dict[str, list[str]] = {}
    for surface in sorted(surfaces, key=lambda s: (-len(s), s)):
        for first in _firsts(surface[0]):
            by_first.setdefault(first, []).append(_after_first(surface))
    return f"(?:{_either(f'{first}(?i:{_either(rest)})' for first, rest in by_first.items())})"


@cache
def unit_pattern() -> str:
    """Return a regex source, without groups, for any unit as pages write it, simple or composed.

    It expects to stand after a number; a caller guards its left edge.
    """
    simple = simple_pattern()
    ten, negative = _ungrouped(_TEN), _ungrouped(_NEGATIVE)
    below = rf"(?:{_SLASH})(?:{_COUNT})?{simple}"
    powers = rf"(?:\s?[.·*⋅]?\s?(?:{_COUNT})?{simple}{negative})"
    return (
        rf"(?:(?:{ten}\s?)?(?:{simple})(?:{powers}{{1,3}}|(?:{below}){{0,3}})|(?:{ten}\s?)?(?:{below}){{1,3}}|"
        rf"{ten}{powers}{{1,2}})"
    )


def _ungrouped(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


@cache
def _grammar() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    simple = simple_pattern()
    return (
        re.compile(rf"(?:{_TEN}(?=\s?(?:[/∕⁄／]|per\b|{simple}|$))\s?)?(?P<unit>{simple})?"),
        re.compile(rf"(?:{_SLASH})(?P<count>{_COUNT})?(?P<unit>{simple})"),
        re.compile(rf"\s?[.·*⋅]?\s?(?P<count>{_COUNT})?(?P<unit>{simple}){_NEGATIVE}"),
    )


def simple_unit(text: str) -> str | None:
    """Return the UCUM code of a simple unit, None where it is unknown; "MU" is a million units, "mU" a thousandth."""
    form = _key(text)
    surfaces = _surfaces()
    return surfaces.get(form) or surfaces.get(form.lower())


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> str | None:
    """Parse a unit such as "mL/min/1.73 m2" or "x10^9/L". Returns its UCUM code, None where a part is unknown.

    Counts of cells and beats have no unit of their own: "cells/mm3" gives "/uL".
    """
    text = text.strip().rstrip(";,")
    head_form, below_form, power_form = _grammar()
    head = head_form.match(text)
    if head is None or not text:
        return None
    at = head.end()
    denominators: list[str] = []
    while at < len(text):
        match = below_form.match(text, at) or power_form.match(text, at)
        if match is None:
            return None
        denominators.append(_denominator(match))
        at = match.end()
    if head.end() == 0 and not denominators:
        return None
    return _compose(head, denominators)


def _denominator(match: re.Match[str]) -> str:
    code = simple_unit(match["unit"]) or "1"
    groups = match.groupdict()
    if groups.get("square"):
        code = f"{code}2"
    count = (groups.get("count") or "").strip().replace(",", ".")
    if not count or count == "1":
        return code
    if (count, code) == ("1.73", "m2"):
        return "{1.73_m2}"
    if (count, code) == ("100", "mL"):
        return "dL"
    return f"({count}.{code})" if "." not in count else f"{{{count}_{code}}}"


def _compose(head: re.Match[str], denominators: list[str]) -> str | None:
    unit = simple_unit(head["unit"]) if head["unit"] else ""
    if unit is None:
        return None
    if unit in _COUNTED and denominators:
        unit = ""
    if head["power"]:
        power = f"10*{int(head['power'].translate(_SUPERSCRIPTS))}"
        unit = f"{power}.{unit}" if unit and unit not in _COUNTED else power
    return "/".join([unit, *denominators]) if denominators else unit or None
