"""The table of what is measured, a row for each laboratory analyte, vital sign, score, imaging or function measure.

A mark in front of a synonym says that it is also a word or short for something else: "^" wants its capitals ("^SALT",
"^Wells"), "=" the case as written ("=Hct"), "~" also a comparison beside it ("~K": "K > 5.5"), "!" also a finding
("!ER": "ER-positive").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from trialsift.values.spelling import plain_form
from trialsift.vocab import table

Kind = Literal["lab", "vital", "score", "imaging", "function"]
MARKS = "~!=^"  # in the order of trial


@dataclass(frozen=True, slots=True)
class Analyte:
    """Something measured. units: UCUM codes usually written; low and high: the range that a score is defined on.

    molar_mass is in g/mol and valence in charges, None where values are not converted through them.
    """

    name: str
    kind: Kind
    units: tuple[str, ...] = ()
    canonical_unit: str = ""
    molar_mass: float | None = None
    valence: int | None = None
    low: float | None = None
    high: float | None = None
    categorical: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@cache
def analytes() -> tuple[Analyte, ...]:
    """Return all analytes in the order of the table."""
    return tuple(_analyte(row) for row in table("analytes"))


def _analyte(row: dict[str, str]) -> Analyte:
    return Analyte(
        row["name"],
        cast(Kind, row["kind"]),
        tuple(filter(None, row["units"].split("|"))),
        row["canonical_unit"],
        float(row["molar_mass"]) if row["molar_mass"] else None,
        int(row["valence"]) if row["valence"] else None,
        float(row["low"]) if row["low"] else None,
        float(row["high"]) if row["high"] else None,
        tuple(filter(None, row["categories"].split("|"))),
        tuple(filter(None, row["synonyms"].split("|"))),
    )


@cache
def qualifiers(*places: str) -> frozenset[tuple[str, ...]]:
    """Return the words, as forms, that names take to themselves "before" or "after", or that say nothing ("aside")."""
    rows = (row for row in table("analyte_qualifiers") if row["place"] in places)
    return frozenset(tuple(plain_form(word) for word in row["words"].split()) for row in rows)


def split_mark(synonym: str) -> tuple[str, str]:
    """Return the mark of a synonym, "" where it has none, and the synonym without it."""
    return (synonym[0], synonym[1:]) if synonym[0] in MARKS else ("", synonym)
