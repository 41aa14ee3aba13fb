"""Attributes of gold and found spans compared: the values count, not how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from trialsift.values.analyte import analyte_key

KEYS: dict[str, tuple[str, ...]] = {
    "DOSE": ("amount", "unit", "per", "frequency", "duration", "route", "form", "level"),
    "LAB_THRESHOLD": ("analyte", "comparator", "value", "unit", "inclusive"),
    "OUTCOME": ("type", "time_frame"),
}
_ROMAN_DASH = re.compile(r"[‐‑‒–—−]")
# To UCUM words in braces behind a unit mean nothing, so that "%{predicted}" is "%", and both IU codes are one unit.
_ANNOTATION = re.compile(r"(?<=[\w%\]])\{[^{}]*\}")
_EDGE = " \t\n.,;:[]()"


def compare_attrs(label: str, gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, bool]:
    """Return key → whether both sides agree, for the keys that one of them has; further detail is not compared."""
    wanted, given = canonical(label, gold), canonical(label, found)
    return {key: wanted.get(key) == given.get(key) for key in KEYS.get(label, ()) if key in wanted or key in given}


def canonical(label: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes in the one form of each value, absent ones left out."""
    given = {key: attrs[key] for key in KEYS.get(label, ()) if attrs.get(key) not in (None, [], {}, "")}
    values = {key: _canonical(key, value) for key, value in given.items()}
    if attrs.get("comparator") != "range":
        values.pop("inclusive", None)  # the guidelines know it for ranges only
    return values


def _canonical(key: str, value: Any) -> Any:
    if key == "analyte":
        names = [value] if isinstance(value, str) else value
        return tuple(sorted({analyte_key(name) for name in names}))
    if isinstance(value, Mapping):
        return tuple(sorted((name, _plain(item)) for name, item in value.items() if item is not None))
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return _plain(value, keep_case=key in ("unit", "per"))


def _plain(value: Any, *, keep_case: bool = False) -> Any:
    """Return a number as float, a text without the accidents of its writing."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if keep_case:
        return _ANNOTATION.sub("", str(value).replace("[IU]", "[iU]").replace("(24.h)", "d"))
    text = " ".join(_ROMAN_DASH.sub("-", str(value)).split()).strip(_EDGE).casefold()
    return re.sub(r"\s*-\s*", "-", text)
