"""Bounds in tokens: a comparator with its amount, a range, a class of a scale, a category.

An amount is a number with its unit or with the reference that it multiplies ("2.5 x ULN"). Nothing here asks
what is measured, save whether it is a scale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trialsift.values.number import parse_roman
from trialsift.values.threshold import FROM_REFERENCE, LOST_SIGN, UNSAID_RANGE, Bound, Value
from trialsift.values.threshold_amounts import Amount, Amounts
from trialsift.values.threshold_classes import listed
from trialsift.values.threshold_direction import MIRROR, OPPOSITE, better_or_worse, turned
from trialsift.values.threshold_markers import is_virus
from trialsift.values.threshold_names import REFERENCES, Names, is_plus
from trialsift.values.threshold_tokens import Tokens, unit_kinds

LOW, HIGH = (">", ">="), ("<", "<=")
_SMALL_SCALE = 10.0  # a bare number is a grade on scales that end here; beyond it may be anything ("PASI 75")
_AFTER_COUNT = re.compile(
    r"[\s-]?(?:items?|points?[\s-](?:scale|likert)|leads?|years?|weeks?|days?|months?|hours?|h\b|hr|min)", re.I
)
_VERSIONED = "ctcae grade"  # whose versions are written "4.0", its grades never
_LISTED = re.compile(r"\.\s[A-Z]")
_POINTS_OF_SCALE = re.compile(r"[\s-](?:[\w-]{2,15}\s){0,3}(?:scales?|likert|questionnaire|instrument|rating)\b", re.I)
_STRONGEST = 4.0  # plus signs of a dipstick
_SEXES = frozenset({"male", "males", "men", "boys", "female", "females", "women", "girls"})
_INCLUSIVE = re.compile(r"\s{0,2}[,(\[]?\s{0,2}(?:both\s)?(in|ex)clusive(?:ly)?\b[)\]]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A bound that was read. stop: where it ends in the text; after: index of the token after it."""

    bound: Bound
    stop: int
    after: int
    warning: str | None = None
    others: tuple[Bound, ...] = ()


class Bounds:
    """Reads bounds in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.amounts = Amounts(tokens)

    def at(self, at: int, names: Names, *, close: bool, unit: str | None = None) -> Read | None:
        """Read the bound of what is named before it.

        close: whether nothing but fillers stands between, as it must before a bare number, a class and a category;
        unit: what brackets before it said that it is in.
        """
        kind = self.tokens.kind(at)
        if kind == "sign":
            return self.signed(at, names)
        if kind == "between":
            return self.between(at + 1)
        if kind == "outside":
            return self._outside(at + 1)
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
            return self._plus(at, names) or self.ranged(at) or self._graded(at, names) or self._bare(at, names, unit)
        if kind in ("scale", "roman", "degree") and names.is_scale and not self._is_foreign(at, names):
            return self.classes(at, names)
        return None

    def signed(self, at: int, names: Names | None = None) -> Read | None:
        """Read a comparator and its amount, reference, category or class: "≥ 2.5 x ULN", "≥ III"."""
        tokens = self.tokens
        sign, written = tokens[at].value, tokens.written(at, at + 1)
        after = self._past_signs(at)
        amount = self.amounts.at(after) or self.amounts.reference(after)
        if amount is None:
            return self.classes(after, names, sign) if sign in MIRROR else None
        if sign in LOW and tokens.is_(amount.after, "dash"):  # "greater than 1 to 30%"
            high, high_sign = self._end_of_range(amount.after + 1)
            if high is not None and high.is_number and amount.is_number and high_sign not in LOW:
                return self._range(amount, high, (sign == ">=", high_sign != "<"))
        if sign in HIGH and tokens.is_(amount.after, "dash") and amount.is_number:  # "less than 30 to 27 kg/m2"
            low, low_sign = self._end_of_range(amount.after + 1)
            falls = low is not None and low.is_number and low.unit == amount.unit and low.value < amount.value  # type: ignore[operator]
            if low is not None and falls and low_sign is None:
                read = self._range(low, amount, (True, sign == "<="))
                return replace(read, stop=low.stop, after=low.after)
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
                return self.ranged(after) or self.classes(after, names)
            sign, warning = None, LOST_SIGN
        read = self._read(None if sign in ("?", "±") else sign, amount, warning)
        return self._past_postfix(read)

    def between(self, at: int) -> Read | None:
        """Read "between 2 and 3", "from 2 to 3", "in the range of ≥ 10 and ≤ 12", after the first word."""
        at = self._past(at, "filler", "between", "colon", "scale")
        low, low_sign = self._end_of_range(at)
        if low is not None:
            _, after, low_in = self._inclusive(low)
            low = replace(low, after=after)
            low_sign = low_sign if low_in else ">"
        if low is None or not self.tokens.is_(low.after, "and", "dash", "or"):
            return None
        high, high_sign = self._end_of_range(self._past(low.after + 1, "dash"))
        if high is None:
            return None
        return self._range(_numeric(low), _numeric(high), (low_sign != ">", high_sign != "<"))

    def ranged(self, at: int) -> Read | None:
        """Read "7.0-9.5 %", "50 to 400", "1.0 ± 0.2"."""
        low = self.amounts.at(at)
        if low is None:
            return None
        if self.tokens.is_(low.after, "sign") and self.tokens[low.after].value == "±":
            return self._tolerance(low)
        if not self.tokens.is_(low.after, "dash"):
            return None
        high, sign = self._end_of_range(low.after + 1)
        if high is None or self._counted(high) or (not high.is_number and "/" not in str(high.value)):
            return None  # "18-item"; "0-I" is a class
        return self._range(low, high, (True, sign != "<"))

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
            ranged = self.ranged(at)
            return ranged if ranged and ranged.bound.unit else self.postfixed(at)
        return self.signed(at) if self.tokens.is_(at, "sign") else self.between(at + 1)

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

    def classes(self, at: int, names: Names | None, comparator: str | None = None) -> Read | None:
        """Read classes or grades: "III or IV", "grade 2 or higher", "0, 1 or 2"."""
        first = self._past(at, "scale", "filler")
        found = listed(self.tokens, first)
        if found is None:
            return self._degrees(at, comparator)
        value, inclusive, after = found
        if (
            names is not None
            and not names.is_scale
            and isinstance(value, float)
            and self.tokens.is_(first - 1, "scale")
        ):
            value = self.tokens.written(first - 1, after)  # "bilirubin > grade 3"
        stop, unit = self.tokens[after - 1].end, None
        sign = comparator or ("range" if inclusive else "=")
        if self.tokens.is_(after, "unit") and self.tokens[after].value == "%":
            stop, unit, after = self.tokens[after].end, "%", after + 1
        read = Read(Bound(sign, value, unit, inclusive), stop, after)
        if self.tokens.is_(after, "scale") and not self.tokens.is_(after + 1, "roman", "number"):
            stop, after = self.tokens[after].end, after + 1  # "Child-Pugh C stage"
            read = replace(read, stop=stop, after=after)
        if self.tokens.is_(after, "postfix") and sign == "=":
            sign = better_or_worse(self.tokens[after].value, names)
            return Read(Bound(sign, value, unit), self.tokens[after].end, after + 1)
        return self._past_postfix(read)

    # Parts

    def _plus(self, at: int, names: Names) -> Read | None:
        """Read "PHQ-9 of 10+" as at least 10, and the "2+" of a dipstick or stain as a class."""
        amount = self.amounts.at(at)
        if amount is None or not isinstance(amount.value, str) or not amount.value.endswith("+"):
            return None
        if self.tokens.is_(amount.after, "number", "postfix"):
            return None  # "Gleason 4+3"
        value = float(amount.value[:-1].replace(",", ""))
        stained = names.analytes and names.analytes[-1].kind == "lab" and value <= _STRONGEST
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

    def _is_foreign(self, at: int, names: Names) -> bool:
        """Say whether a letter or Roman numeral is no class of what is measured: "CGI C", "ADHD RS IV"."""
        analyte = names.analytes[-1]
        if not self.tokens.is_(at, "roman") or self.tokens.is_(at - 1, "scale"):
            return False
        letter = self.tokens.written(at, at + 1)
        if len(letter) == 1 and letter in "ABCDE":
            return letter not in analyte.categorical
        return not analyte.categorical and analyte.high is not None and analyte.high > _SMALL_SCALE

    def _past(self, at: int, *kinds: str) -> int:
        end = at + 4
        while at < end and self.tokens.kind(at) in kinds:
            at += 1
        return at

    def _past_signs(self, at: int) -> int:
        """Return the index after a sign said twice, "greater than (>)", and after "a" or "the value of"."""
        tokens = self.tokens
        at += 1
        if tokens.is_(at, "open") and tokens.is_(at + 1, "sign") and tokens.is_(at + 2, "close"):
            at += 3
        at = self._past(at, "sign")
        filled = self._past(at, "filler")
        return filled if tokens.is_(filled, "number") else at

    def _end_of_range(self, at: int) -> tuple[Amount | None, str | None]:
        sign = self.tokens[at].value if self.tokens.is_(at, "sign") else None
        at += sign is not None
        found = self.amounts.at(at)
        if found is None and self.tokens.is_(self._past(at, "scale"), "roman"):
            index = self._past(at, "scale")
            token = self.tokens[index]
            found = Amount(self.tokens.text[token.start : token.end], None, index + 1, token.end)
        return found, sign

    def _range(self, low: Amount, high: Amount, inclusive: tuple[bool, bool]) -> Read:
        stop, after, high_in = self._inclusive(high)
        inclusive = (inclusive[0], inclusive[1] and high_in)
        unit = high.unit or low.unit
        if not (isinstance(low.value, float) and isinstance(high.value, float)):
            return Read(Bound("range", f"{low.value}-{high.value}", unit, inclusive), stop, after)
        if low.unit == "%" and unit and unit != "%":
            low = replace(low, value=low.value / 100)
        ends: Value = (low.value, high.value)  # type: ignore[assignment]
        if low.value > high.value:  # type: ignore[operator]
            ends, inclusive = (high.value, low.value), (inclusive[1], inclusive[0])  # type: ignore[assignment]
        others = (Bound("range", *high.other, inclusive),) if high.other and isinstance(high.other[0], tuple) else ()
        return Read(Bound("range", ends, unit, inclusive), stop, after, None, others)

    def _tolerance(self, middle: Amount) -> Read | None:
        width = self.amounts.at(middle.after + 1)
        if width is None or not (isinstance(width.value, float) and isinstance(middle.value, float)):
            return None
        share = width.value / 100 * middle.value if width.unit == "%" and middle.unit != "%" else width.value
        ends = (round(middle.value - share, 10), round(middle.value + share, 10))
        unit = middle.unit or (width.unit if width.unit != "%" else None)
        return Read(Bound("range", ends, unit, (True, True)), width.stop, width.after)

    def _outside(self, at: int) -> Read | None:
        """Read "outside 60-100 bpm": below the one or above the other."""
        at = self._past(at, "filler", "between", "link")
        read = self.ranged(at) or self.between(at)
        if read is None or not isinstance(read.bound.value, tuple):
            return None
        low, high = read.bound.value
        return Read(Bound("<", low, read.bound.unit), read.stop, read.after, None, (Bound(">", high, read.bound.unit),))

    def _inclusive(self, amount: Amount) -> tuple[int, int, bool]:
        """Return where "(inclusive)" behind an amount ends, the index after it, and whether it is not "exclusive"."""
        match = _INCLUSIVE.match(self.tokens.text, amount.stop)
        if match is None:
            return amount.stop, amount.after, True
        after = amount.after
        while after < len(self.tokens) and self.tokens[after].start < match.end():
            after += 1
        return match.end(), after, match[1].lower() == "in"

    def _degrees(self, at: int, comparator: str | None) -> Read | None:
        """Read steps that words name, as written: "mild to moderate", "intermediate-2 or high risk"."""
        after, last = at, at
        while self.tokens.is_(after, "degree", "or", "and", "comma", "dash") and after - at < 8:
            after += 1
            if self.tokens.is_(after - 1, "degree"):
                last = after
        if last == at or not self.tokens.is_(at, "degree"):
            return None
        bound = Bound(comparator or "=", self.tokens.written(at, last))
        read = Read(bound, self.tokens[last - 1].end, last)
        return self._past_postfix(read) if comparator else self._graded_on(read)

    def _graded_on(self, read: Read) -> Read:
        if self.tokens.is_(read.after, "postfix"):
            token = self.tokens[read.after]
            sign = ">=" if token.value in ("worse", ">=") else "<="
            return replace(read, bound=replace(read.bound, comparator=sign), stop=token.end, after=read.after + 1)
        return read

    def _graded(self, at: int, names: Names) -> Read | None:
        """Read small numbers without a sign as grades of a scale: "ECOG 0 or 1"."""
        unit = self.tokens[at + 1].value if self.tokens.is_(at + 1, "unit") else None
        if not names.is_scale or unit not in (None, "%") or (unit and names.analytes[-1].kind != "score"):
            return None  # "Karnofsky 70%" is a class, "FEV1 of 70%" has lost its sign
        read = self.classes(at, names)
        if read is None or _AFTER_COUNT.match(self.tokens.text, read.stop):
            return None
        if not isinstance(read.bound.value, float) or read.bound.comparator != "=":
            return read
        if self.tokens.is_(at - 1, "colon") and _LISTED.match(self.tokens.text, read.stop):
            return None  # "SPECIFIC AIMS: 1. To determine"
        if names.names[-1] == _VERSIONED and "." in self.tokens.written(at, at + 1):
            return None  # "CTCAE 4.0"
        high = names.analytes[-1].high
        if "genotype" in names.names[-1]:  # a name, no number
            return replace(read, bound=replace(read.bound, value=self.tokens.written(read.after - 1, read.after)))
        if high is not None and read.bound.value > high:
            return None
        small = any(
            a.high is not None and a.high <= _SMALL_SCALE and read.bound.value <= a.high for a in names.analytes
        )
        return read if small or self._cued(at, names) else None

    def _cued(self, at: int, names: Names) -> bool:
        """Say whether "score of", "class" or "is" leads to a number."""
        return at > names.after and self.tokens.is_(at - 1, "filler", "scale", "colon")

    def _bare(self, at: int, names: Names, unit: str | None) -> Read | None:
        """Read an amount with "or higher" after it, or one whose sign is lost: it has a unit or a reference."""
        amount = self.amounts.at(at)
        if amount is None or self._counted(amount):
            return None
        if amount.comparator:  # "3 times higher than normal"
            return self._read(amount.comparator, amount, None)
        if self.tokens.is_(amount.after, "postfix"):
            sign = better_or_worse(self.tokens[amount.after].value, names)
            return replace(self._read(sign, amount, None), stop=self.tokens[amount.after].end, after=amount.after + 1)
        if amount.unit is None and unit is None:
            return None
        return self._unsaid_range(amount) or self._read(None, amount, LOST_SIGN)

    def _unsaid_range(self, low: Amount) -> Read | None:
        """Read "FEV1 of 50% and 85%", where only a range makes sense."""
        high = self.amounts.at(low.after + 1) if self.tokens.is_(low.after, "and") else None
        if high is None or high.unit != low.unit or not (low.is_number and high.is_number) or low.value >= high.value:  # type: ignore[operator]
            return None
        return replace(self._range(low, high, (True, True)), warning=UNSAID_RANGE)

    def _counted(self, amount: Amount) -> bool:
        """Say whether a number counts or times something else: "2 weeks", "18-item"."""
        if amount.unit is None:
            return _AFTER_COUNT.match(self.tokens.text, amount.stop) is not None
        if amount.unit == "{points}":
            return _POINTS_OF_SCALE.match(self.tokens.text, amount.stop) is not None
        return amount.unit in ("wk", "mo", "a") and unit_kinds()[amount.unit] == "time"

    def _read(self, sign: str | None, amount: Amount, warning: str | None) -> Read:
        bound = Bound(sign, amount.value, amount.unit)
        others = (Bound(sign, *amount.other),) if amount.other else ()
        return Read(bound, amount.stop, amount.after, warning, others)

    def _past_postfix(self, read: Read) -> Read:
        """Take in an "or greater" that says the sign again: "≥ 480 ms or greater"."""
        if not self.tokens.is_(read.after, "postfix") or self.tokens[read.after].value != read.bound.comparator:
            return read
        return replace(read, stop=self.tokens[read.after].end, after=read.after + 1)


def _numeric(amount: Amount) -> Amount:
    number = parse_roman(amount.value) if isinstance(amount.value, str) else None
    return amount if number is None else replace(amount, value=float(number))
