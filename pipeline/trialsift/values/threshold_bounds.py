"""Bounds in tokens: a comparator with its amount, a range, a class of a scale, a category.

An amount is a number with its unit or with the reference that it multiplies ("2.5 x ULN"). Nothing here asks
what is measured, save whether it is a scale.
"""

from __future__ import annotations

from dataclasses import replace

from trialsift.values.analyte import Analyte
from trialsift.values.threshold import FROM_REFERENCE, LOST_SIGN, Bound
from trialsift.values.threshold_amounts import Amount, Amounts
from trialsift.values.threshold_direction import MIRROR, OPPOSITE, away_from_zero, better_or_worse, turned
from trialsift.values.threshold_grades import Grades
from trialsift.values.threshold_markers import is_virus
from trialsift.values.threshold_names import REFERENCES, Names, is_plus
from trialsift.values.threshold_ranges import Ranges
from trialsift.values.threshold_read import Read, past_postfix
from trialsift.values.threshold_tokens import Tokens

_ALIKE = 5.0  # times as much is another measure, or another unit
_STRONGEST = 4.0  # plus signs of a dipstick
_SEXES = frozenset({"male", "males", "men", "boys", "female", "females", "women", "girls"})


class Bounds:
    """Reads bounds in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.amounts = Amounts(tokens)
        self.ranges = Ranges(tokens, self.amounts)
        self.grades = Grades(tokens)

    def at(self, at: int, names: Names, *, close: bool, unit: str | None = None) -> Read | None:
        """Read the bound of what is named before it.

        close: whether nothing but fillers stands between, as it must before a bare number, a class and a category;
        unit: what brackets before it said that it is in.
        """
        kind = self.tokens.kind(at)
        if kind == "sign":
            return self.signed(at, names)
        if kind == "between":
            return self.ranges.between(at + 1)
        if kind == "outside":
            return self.ranges.outside(at + 1)
        if not close:
            return None
        if kind in ("category", "after", "status", "before"):
            token = self.tokens[at]
            written = self.tokens.text[token.start : token.end]
            end = token.start + len(written.removesuffix(" for"))  # "HBsAg positive for 6 months"
            return Read(Bound("=", token.value), end, at + 1)
        if kind == "and" and self._is_plus(at, names):
            return Read(Bound("=", "positive"), self.tokens[at].end, at + 1)
        if kind == "number":
            if self._is_many(at):
                return None
            return (
                self._plus(at, names)
                or self.ranges.ranged(at)
                or self.grades.small(at, names)
                or self._bare(at, names, unit)
            )
        if kind in ("scale", "roman", "degree") and names.is_scale and not self.grades.is_foreign(at, names):
            return self.grades.classes(at, names)
        return None

    def signed(self, at: int, names: Names | None = None) -> Read | None:
        """Read a comparator and its amount, reference, category or class: "≥ 2.5 x ULN", "≥ III"."""
        tokens = self.tokens
        sign, written = tokens[at].value, tokens.written(at, at + 1)
        after = self._past_signs(at)
        amount = self.amounts.at(after) or self.amounts.reference(after)
        if amount is None:
            classed = sign in MIRROR and not tokens.is_(after, "number")
            return self.grades.classes(after, names, sign) if classed else None
        ranged = self.ranges.behind_sign(sign, amount)
        if ranged is not None:
            return ranged
        warning = None
        if sign == "=" and self.tokens.is_(amount.after, "postfix"):  # "= 2 or higher"
            return self._bare(after, names, None) if names else self.postfixed(after)
        offset = self._offset(amount)
        if offset is not None:
            return offset
        logmar = names is not None and "logmar" in tokens.text[names.start : names.stop].lower()
        sign = turned(sign, written, amount, names, logmar=logmar)
        if sign in ("=", "?", "±") and (sign != "=" or written in ("=", "＝")) and amount.is_number:
            if self.tokens.is_(amount.after, "dash", "or") and sign == "=":
                return self.ranges.ranged(after) or self.grades.classes(after, names)
            sign, warning = None, LOST_SIGN
        sign = away_from_zero(sign, written, amount)
        read = self._read(None if sign in ("?", "±") else sign, amount, warning)
        return past_postfix(self.tokens, read)

    def with_others(self, read: Read) -> Read:
        """Take in the bound of other people that shares the comparator: "> 1.6 mg/dL in men or 1.5 mg/dL in women"."""
        tokens, at = self.tokens, read.after
        people = self._people(at)
        if people is None or not tokens.is_(people[0], "or", "and", "slash", "comma"):
            return read
        amount = self.amounts.at(people[0] + 1)
        if amount is None or amount.unit != read.bound.unit or not isinstance(read.bound.value, float):
            return read
        after, condition = self._people(amount.after) or (amount.after, None)
        stop = amount.stop if condition is None else tokens[after - 1].end
        other = replace(read.bound, value=amount.value, condition=condition)
        bound = replace(read.bound, condition=people[1])
        return replace(read, bound=bound, stop=stop, after=after, others=(*read.others, other))

    def _people(self, at: int) -> tuple[int, str] | None:
        """Return the index after the people that a bound is for and their words: "in men", "(female)"."""
        tokens = self.tokens
        if tokens.is_(at, "link") and tokens.is_(at + 1, "edge"):
            return at + 2, tokens.written(at, at + 2)
        if tokens.is_(at, "open") and tokens.is_(at + 2, "close") and tokens[at + 1].value in _SEXES:
            return at + 3, tokens.written(at + 1, at + 2)
        return None

    def without_name(self, at: int) -> Read | None:
        """Read a bound that names nothing: "or > 11 mg/dL", "or between 2 and 3", "or 10 g/dL or more"."""
        if self.tokens.is_(at, "number"):
            ranged = self.ranges.ranged(at)
            return ranged if ranged and ranged.bound.unit else self.postfixed(at)
        return self.signed(at) if self.tokens.is_(at, "sign") else self.ranges.between(at + 1)

    def postfixed(self, at: int) -> Read | None:
        """Read an amount that only a postfix bounds: "19 points or fewer"."""
        amount = self.amounts.at(at)
        if amount is None or not self.tokens.is_(amount.after, "postfix"):
            return None
        read = self._read(better_or_worse(self.tokens[amount.after].value, None), amount, None)
        return replace(read, stop=self.tokens[amount.after].end, after=amount.after + 1)

    def referred(self, at: int, before: Bound) -> Read | None:
        """Read a multiple that takes its comparator from the bound before: "≤ 3 x ULN (5 x ULN if …)"."""
        amount = self.amounts.at(at)
        if amount is None or amount.unit not in REFERENCES or before.comparator not in OPPOSITE:
            return None
        return self._read(before.comparator, amount, None)

    def leading(self, at: int) -> Read | None:
        """Read a bound before what is measured."""
        kind = self.tokens.kind(at)
        if kind == "sign":
            return self.signed(at)
        if self.tokens.is_(at - 1, "word", "link") and self.tokens[at - 1].value in ("version", "v", "ver"):
            return None
        if kind == "number" and (read := self.ranges.ranged(at) or self.postfixed(at)):
            return read
        if self.tokens.is_(at + 1, "unit", "times", "reference"):
            return None
        return self.grades.classes(at, None)

    def alike(self, at: int, before: Bound) -> Read | None:
        """Read an amount or a range at a token as another bound of the kind of one before it."""
        ranged = self.ranges.ranged(at)
        if ranged is not None or isinstance(before.value, tuple):
            return ranged if ranged and isinstance(before.value, tuple) else None
        amount = self.amounts.at(at)
        if amount is None or not amount.is_number or before.comparator not in OPPOSITE:
            return None
        if not isinstance(before.value, float) or not 1 / _ALIKE <= amount.value / (before.value or 1.0) <= _ALIKE:  # type: ignore[operator]
            return None
        if amount.unit not in (None, before.unit) or self.tokens.is_(amount.after, "postfix", "sign"):
            return None
        return self._read(before.comparator, replace(amount, unit=before.unit), None)

    # Parts

    def _is_many(self, at: int) -> bool:
        """Say whether a number multiplies something, "3x weekly", or says what it stands for, "0 = none"."""
        anchor = self.tokens.is_(at + 1, "sign") and self.tokens.written(at + 1, at + 2) == "="
        return anchor or self.amounts.at(at) is None

    def _plus(self, at: int, names: Names) -> Read | None:
        """Read "PHQ-9 of 10+" as at least 10, and the "2+" of a dipstick or stain as a class."""
        amount = self.amounts.at(at)
        if amount is None or not isinstance(amount.value, str) or not amount.value.endswith("+"):
            return None
        if self.tokens.is_(amount.after, "number", "postfix"):
            return None  # "Gleason 4+3"
        value = self.tokens[at].value.value
        stained = bool(names.analytes) and _is_stained(names.analytes[-1]) and value <= _STRONGEST
        other = self.amounts.at(amount.after + 1) if stained and self.tokens.is_(amount.after, "or", "slash") else None
        if other and isinstance(other.value, str) and other.value.endswith("+"):
            written = self.tokens.written(at, other.after)
            return self._read("=", replace(other, value=written), None)
        return self._read("=" if stained else ">=", amount if stained else replace(amount, value=value), None)

    def _is_plus(self, at: int, names: Names) -> bool:
        """Say whether a plus is a result and joins nothing: "HBsAg +, anti-HBc +"."""
        if not names.analytes or is_virus(self.tokens.written(names.last, names.last + 1)):
            return False
        return is_plus(self.tokens, at) and "positive" in names.analytes[-1].categorical

    def _offset(self, amount: Amount) -> Read | None:
        """Read a distance from a reference, which is no bound by itself: "≤ 0.5 mg/dL above the ULN"."""
        tokens = self.tokens
        if not amount.unit or amount.unit in REFERENCES or not tokens.is_(amount.after, "sign"):
            return None
        if not tokens.written(amount.after, amount.after + 1).isalpha():
            return None
        reference = self.amounts.reference(amount.after + 1)
        if reference is None or reference.value == "baseline":
            return None  # "> 60 ms above baseline" is a rise
        return Read(Bound(None, None), reference.stop, reference.after, FROM_REFERENCE)

    def _past_signs(self, at: int) -> int:
        """Return the index after a sign said twice, "greater than (>)", and after "a" or "the value of"."""
        tokens = self.tokens
        at += 1
        if tokens.is_(at, "open") and tokens.is_(at + 1, "sign") and tokens.is_(at + 2, "close"):
            at += 3
        at = self.tokens.past(at, "sign")
        filled = self.tokens.past(at, "filler")
        return filled if tokens.is_(filled, "number") else at

    def _bare(self, at: int, names: Names, unit: str | None) -> Read | None:
        """Read an amount with "or higher" after it, or one whose sign is lost: it has a unit or a reference."""
        amount = self.amounts.at(at)
        if amount is None or self.ranges.counted(amount):
            return None
        if amount.comparator:  # "3 times higher than normal"
            return self._read(amount.comparator, amount, None)
        if self.tokens.is_(amount.after, "postfix"):
            sign = better_or_worse(self.tokens[amount.after].value, names, amount.unit)
            return replace(self._read(sign, amount, None), stop=self.tokens[amount.after].end, after=amount.after + 1)
        if amount.unit is None and unit is None:
            return None
        return self.ranges.unsaid(amount) or self._read(None, amount, LOST_SIGN)

    def _read(self, sign: str | None, amount: Amount, warning: str | None) -> Read:
        bound = Bound(sign, amount.value, amount.unit)
        others = (Bound(sign, *amount.other),) if amount.other else ()
        return Read(bound, amount.stop, amount.after, warning, others)


def _is_stained(analyte: Analyte) -> bool:
    """Say whether plus signs say how much there is: on a dipstick, in a stain, and not as "2+" of a lactate."""
    return analyte.kind == "lab" and (bool(analyte.categorical) or "urin" in analyte.name or "protein" in analyte.name)
