"""Values in the canonical unit of what they measure, where chemistry and metrology allow it.

A unit is read as powers of a few base units and a factor. Mass and amount of substance meet through the molar
mass, equivalents and amount through the valence; both stand in the table of analytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialsift.values.analyte_table import Analyte

_PREFIXES = {
    "k": 1e3, "M": 1e6, "G": 1e9, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12,
    "f": 1e-15, "h": 1e2,
}  # fmt: skip
# Code → (base, power of the base, factor). A unit of enzyme activity is 1 µmol/min and a katal 1 mol/s; "IU" is
# written for both the enzyme unit and the international unit, so the two are one.
_METRIC: dict[str, tuple[str, int, float]] = {
    "g": ("g", 1, 1.0),
    "mol": ("mol", 1, 1.0),
    "eq": ("eq", 1, 1.0),
    "osm": ("osm", 1, 1.0),
    "L": ("m", 3, 1e-3),
    "m": ("m", 1, 1.0),
    "s": ("s", 1, 1.0),
    "U": ("U", 1, 1.0),
    "[iU]": ("U", 1, 1.0),
    "kat": ("U", 1, 6e7),
    "Pa": ("Pa", 1, 1.0),
    "bar": ("Pa", 1, 1e5),
    "m[Hg]": ("Pa", 1, 133322.387),
    "m[H2O]": ("Pa", 1, 9806.65),
    "Hz": ("s", -1, 1.0),
    "J": ("J", 1, 1.0),
    "cal": ("J", 1, 4.184),
    "W": ("W", 1, 1.0),
    "V": ("V", 1, 1.0),
    "dyn": ("N", 1, 1e-5),
    "N": ("N", 1, 1.0),
}
_PLAIN: dict[str, tuple[str, int, float]] = {
    "min": ("s", 1, 60.0),
    "h": ("s", 1, 3600.0),
    "d": ("s", 1, 86400.0),
    "wk": ("s", 1, 604800.0),
    "mo": ("s", 1, 2629800.0),
    "a": ("s", 1, 31557600.0),
    "%": ("1", 0, 1e-2),
    "[ppth]": ("1", 0, 1e-3),
    "[ppm]": ("1", 0, 1e-6),
    "[ppb]": ("1", 0, 1e-9),
    "[in_i]": ("m", 1, 0.0254),
    "[ft_i]": ("m", 1, 0.3048),
    "[lb_av]": ("g", 1, 453.59237),
    "[oz_av]": ("g", 1, 28.349523125),
    "[stone_av]": ("g", 1, 6350.29318),
    "atm": ("Pa", 1, 101325.0),
    "[psi]": ("Pa", 1, 6894.757293),
    "[diop]": ("m", -1, 1.0),
    "[MET]": ("[MET]", 1, 1.0),
}
_COUNTED = re.compile(r"\{(?:cells|WBC|RBC|platelets|beats|breaths|points)\}")
_POWER_OF_TEN = re.compile(r"10\*(\d{1,2})$")
_ATOM = re.compile(r"(?P<code>.*?)(?P<power>-?\d)?$", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_TEMPERATURES = {"Cel": (1.0, 273.15), "[degF]": (5 / 9, 459.67 * 5 / 9), "K": (1.0, 0.0)}
# HbA1c: NGSP % = 0.09148 × IFCC mmol/mol + 2.152 (IFCC master equation).
_NGSP = (0.09148, 2.152)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Powers of base units, sorted, and the factor to them."""

    powers: tuple[tuple[str, int], ...]
    factor: float


def convert_value(value: float, unit: str, analyte: Analyte) -> tuple[float, str] | None:
    """Return the value in the analyte's canonical unit with that unit, None where it cannot be told.

    unit: a UCUM code. A value without its unit is never given one.
    """
    target = analyte.canonical_unit
    if not unit or not target:
        return None
    if unit == target:
        return value, target
    if unit in _TEMPERATURES and target in _TEMPERATURES:
        return _temperature(value, unit, target), target
    if analyte.name == "hba1c" and {unit, target} == {"%", "mmol/mol"}:
        slope, shift = _NGSP
        return (value * slope + shift if target == "%" else (value - shift) / slope), target
    factor = _factor(unit, target, analyte.molar_mass, analyte.valence)
    return None if factor is None else (value * factor, target)


def same_dimension(unit: str, other: str) -> bool:
    """Tell whether two UCUM codes measure one quantity: "/uL" and "10*9/L" do."""
    one, two = _read(unit), _read(other)
    return one is not None and two is not None and one.powers == two.powers and bool(one.powers)


def _temperature(value: float, unit: str, target: str) -> float:
    slope, shift = _TEMPERATURES[unit]
    target_slope, target_shift = _TEMPERATURES[target]
    return (value * slope + shift - target_shift) / target_slope


@lru_cache(maxsize=4096)
def _factor(unit: str, target: str, molar_mass: float | None, valence: int | None) -> float | None:
    source, wanted = _read(unit), _read(target)
    if source is None or wanted is None:
        return None
    factor = source.factor / wanted.factor
    change = _change(dict(source.powers), dict(wanted.powers))
    if "eq" in change:
        moles = -change.pop("eq")
        if valence is None:
            return None
        factor *= float(valence) ** -moles
        change["mol"] = change.get("mol", 0) - moles
        change = {base: power for base, power in change.items() if power}
    if not change:
        return factor
    if molar_mass and set(change) == {"g", "mol"} and change["g"] == -change["mol"]:
        return factor * molar_mass ** change["g"]
    return None


def _change(source: dict[str, int], wanted: dict[str, int]) -> dict[str, int]:
    bases = source.keys() | wanted.keys()
    powers = {base: wanted.get(base, 0) - source.get(base, 0) for base in bases}
    return {base: power for base, power in powers.items() if power}


@lru_cache(maxsize=1024)
def _read(code: str) -> _Unit | None:
    """Read a UCUM code: atoms joined by "." and "/", a bracketed product as one denominator."""
    powers: dict[str, int] = {}
    factor = 1.0
    for number, part in enumerate(_COUNTED.sub("", code).replace("(", "").replace(")", "").split("/")):
        sign = -1 if number else 1
        for atom in filter(None, part.split(".") if "{" not in part else [part]):
            read = _atom(atom)
            if read is None:
                return None
            base, power, scale = read
            factor *= scale**sign
            powers[base] = powers.get(base, 0) + sign * power
    return _Unit(tuple(sorted((b, p) for b, p in powers.items() if p)), factor)


def _atom(atom: str) -> tuple[str, int, float] | None:
    """Return (base, power, factor) of "mg", "m2", "10*9", "24", "{copies}"."""
    if ten := _POWER_OF_TEN.match(atom):
        return "1", 0, 10.0 ** int(ten[1])
    if _NUMBER.match(atom):
        return "1", 0, float(atom)
    if atom.startswith("{"):
        return atom, 1, 1.0
    match = _ATOM.match(atom)
    simple = _simple(match["code"]) if match else None
    if match is None or simple is None:
        return None
    base, power, scale = simple
    times = int(match["power"] or 1)
    return base, power * times, scale**times


def _simple(code: str) -> tuple[str, int, float] | None:
    if code in _PLAIN or code in _METRIC:
        return _PLAIN.get(code) or _METRIC[code]
    if code[:1] in _PREFIXES and code[1:] in _METRIC:
        base, power, scale = _METRIC[code[1:]]
        return base, power, scale * _PREFIXES[code[0]]
    return None
