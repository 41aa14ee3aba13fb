"""Doses and regimens in running text: amount, frequency, duration, route, form, level, schedule.

Read in this order: `regimen.py` finds the pieces ("50 mg", "twice daily"), `dose_join.py` joins those that stand
together to one span, `dose_value.py` makes the value of a span from its pieces, and `find_doses` here leaves out
spans that are no dose by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.values.dose_join import groups
from trialsift.values.dose_place import place_of
from trialsift.values.dose_value import Dose, dose_of
from trialsift.values.part import Amount, Part
from trialsift.values.regimen import read_parts

__all__ = ["Candidate", "Dose", "find_candidates", "find_doses", "is_strong", "parse_dose"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dose with the pieces that it was read from; whether it is one may depend on what stands around it."""

    dose: Dose
    parts: tuple[Part, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the pieces."""
        return frozenset(part.kind for part in self.parts)

    @property
    def amount(self) -> Amount | None:
        """The first amount."""
        return next((part.value for part in self.parts if part.kind == "amount"), None)


def find_candidates(text: str) -> list[Candidate]:
    """Join the pieces of regimens that stand together, left to right, without overlap."""
    return [
        Candidate(dose_of(text, group, *place_of(text, group)), tuple(group))
        for group in groups(text, read_parts(text))
    ]


_OWN_AMOUNTS = frozenset({"mass", "amount", "activity", "radiation", "form", "auc", "count"})
_CONCENTRATION = re.compile(r"(?:^|\.)(?:L|dL|mL|uL|cm|cm2)\b")
_CELLS = 1000.0


_SAY_LITTLE = frozenset({"apart", "place", "setting", "until", "again"})


def is_strong(candidate: Candidate) -> bool:
    """Whether a candidate is a dose wherever it stands: a mass, or two pieces of which one says how it is given."""
    amount = candidate.amount
    kinds = candidate.kinds
    if amount is not None and amount.kind == "temperature" and kinds <= {"amount", "route"}:
        return False  # "oral ≥ 38 °C"
    if amount is not None:
        by_weight = amount.kind in ("volume", "energy") and not {"kg", "m2"}.isdisjoint((amount.per or "").split("."))
        own = (
            (amount.kind in _OWN_AMOUNTS or by_weight)
            and not (amount.kind == "count" and _few(amount))
            and not _CONCENTRATION.search(amount.per or "")
            and not amount.unit.endswith("/L")
            and amount.unit != "kg"
        )
        if amount.kind == "fraction" and amount.unit == "%":  # "an increase of > 50% over 2 months"
            return bool(kinds & {"frequency", "route", "form"})
        return own or bool(kinds & {"frequency", "duration", "route", "form", "infusion"})
    said = {part.kind for part in candidate.parts if not (part.kind == "note" and part.value in _SAY_LITTLE)}
    return bool(said & {"level", "note", "pattern"}) or len(said) > 1


def _few(amount: Amount) -> bool:
    """Whether a count is too small for one of cells or viruses: "one cell"."""
    high = amount.value[1] if isinstance(amount.value, tuple) else amount.value
    return amount.per is None and (high is None or high < _CELLS)


def find_doses(text: str) -> list[Dose]:
    """Find the doses of a text, left to right, without overlap.

    A frequency by itself ("10 mg of X daily") counts after a dose in its sentence.
    """
    found: list[Dose] = []
    for candidate in find_candidates(text):
        dose = candidate.dose
        if is_strong(candidate) or (found and _goes_on(text, found[-1], candidate)):
            found.append(dose)
    return found


_OF_THE_SAME = frozenset({"frequency", "route", "note"})
_SENTENCE_END = re.compile(r"[.;]\s|\n")


def _goes_on(text: str, last: Dose, candidate: Candidate) -> bool:
    rate_of = candidate.dose.frequency or {}
    of_the_same = candidate.kinds <= _OF_THE_SAME and (rate_of.get("unit") in ("d", "h") or candidate.dose.per)
    return bool(of_the_same) and not _SENTENCE_END.search(text, last.end, candidate.dose.start)


def parse_dose(text: str) -> Dose | None:
    """Parse a text that states a dose; of several, the first that has an amount. None where there is none."""
    found = [candidate.dose for candidate in find_candidates(text)]
    return next((dose for dose in found if dose.amount is not None), found[0] if found else None)
