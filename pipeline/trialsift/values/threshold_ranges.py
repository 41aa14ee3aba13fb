"""Ranges in tokens: "between 2 and 3", "7.0-9.5 %", "1.0 ± 0.2", "outside 60-100 bpm"."""

from __future__ import annotations

import re
from dataclasses import replace

from trialsift.values.number import parse_roman
from trialsift.values.threshold import UNSAID_RANGE, Bound, Value
from trialsift.values.threshold_amounts import Amount, Amounts
from trialsift.values.threshold_read import HIGH, LOW, Read, counts_on
from trialsift.values.threshold_tokens import Tokens, unit_kinds

_POINTS_OF_SCALE = re.compile(r"[\s-](?:[\w-]{2,15}\s){0,3}(?:scales?|likert|questionnaire|instrument|rating)\b", re.I)
_SCALED = re.compile(r"(?P<digits>\d+(?:\.\d+)?)\s?-?(?:thousand|million|billion|lakh|mio|k)s?", re.IGNORECASE)
_INCLUSIVE = re.compile(r"\s{0,2}[,(\[]?\s{0,2}(?:both\s)?(in|ex)clusive(?:ly)?\b[)\]]?", re.IGNORECASE)


class Ranges:
    """Reads ranges in the tokens of one text."""

    def __init__(self, tokens: Tokens, amounts: Amounts) -> None:
        self.tokens = tokens
        self.amounts = amounts

    def between(self, at: int) -> Read | None:
        """Read "between 2 and 3", "from 2 to 3", "in the range of ≥ 10 and ≤ 12", after the first word."""
        at = self.tokens.past(at, "filler", "between", "colon", "scale")
        low, low_sign = self.end_at(at)
        if low is not None:
            _, after, low_in = self._inclusive(low)
            low = replace(low, after=after)
            low_sign = low_sign if low_in else ">"
        if low is None or not self.tokens.is_(low.after, "and", "dash", "or"):
            return None
        high, high_sign = self.end_at(self.tokens.past(low.after + 1, "dash"))
        if high is None:
            return None
        return self.spanning(_numeric(low), _numeric(high), (low_sign != ">", high_sign != "<"))

    def ranged(self, at: int) -> Read | None:
        """Read "7.0-9.5 %", "50 to 400", "1.0 ± 0.2"."""
        low = self.amounts.at(at)
        if low is None:
            return None
        if self.tokens.is_(low.after, "sign") and self.tokens[low.after].value == "±":
            return self._tolerance(low)
        if not self.tokens.is_(low.after, "dash"):
            return None
        high, sign = self.end_at(low.after + 1)
        low = self._scaled_like(at, low, high)
        if high is None or self.counted(high) or (not high.is_number and "/" not in str(high.value)):
            return None  # "18-item"; "0-I" is a class
        return self.spanning(low, high, (True, sign != "<"))

    def _scaled_like(self, at: int, low: Amount, high: Amount | None) -> Amount:
        """Give the lower end the word for thousands or millions behind the upper: "1 to 15 million"."""
        index = low.after + 1 + self.tokens.is_(low.after + 1, "sign")
        written = self.tokens.written(index, index + 1) if self.tokens.is_(index, "number") else ""
        scaled = _SCALED.fullmatch(written)
        plain = low.unit is None and self.tokens.written(at, at + 1).replace(".", "").isdigit()
        if scaled is None or not plain or high is None or not (low.is_number and high.is_number):
            return low
        scale = self.tokens[index].value.value / float(scaled["digits"])
        return replace(low, value=low.value * scale) if low.value < float(scaled["digits"]) else low  # type: ignore[operator]

    def behind_sign(self, sign: object, first: Amount) -> Read | None:
        """Read a range whose first end has a sign: "greater than 1 to 30%", "less than 30 to 27 kg/m2"."""
        if not first.is_number or not self.tokens.is_(first.after, "dash"):
            return None
        other, other_sign = self.end_at(first.after + 1)
        if other is None or not other.is_number:
            return None
        if sign in LOW and other_sign not in LOW:
            return self.spanning(first, other, (sign == ">=", other_sign != "<"))
        falls = other.unit == first.unit and other.value < first.value  # type: ignore[operator]
        if sign in HIGH and other_sign is None and falls:
            read = self.spanning(other, first, (True, sign == "<="))
            return replace(read, stop=other.stop, after=other.after)
        return None

    def outside(self, at: int) -> Read | None:
        """Read "outside 60-100 bpm": below the one or above the other."""
        at = self.tokens.past(at, "filler", "between", "link")
        read = self.ranged(at) or self.between(at)
        if read is None or not isinstance(read.bound.value, tuple):
            return None
        low, high = read.bound.value
        return Read(Bound("<", low, read.bound.unit), read.stop, read.after, None, (Bound(">", high, read.bound.unit),))

    def unsaid(self, low: Amount) -> Read | None:
        """Read "FEV1 of 50% and 85%", where only a range makes sense."""
        high = self.amounts.at(low.after + 1) if self.tokens.is_(low.after, "and") else None
        if high is None or high.unit != low.unit or not (low.is_number and high.is_number) or low.value >= high.value:  # type: ignore[operator]
            return None
        return replace(self.spanning(low, high, (True, True)), warning=UNSAID_RANGE)

    def _tolerance(self, middle: Amount) -> Read | None:
        width = self.amounts.at(middle.after + 1)
        if width is None or not (isinstance(width.value, float) and isinstance(middle.value, float)):
            return None
        share = width.value / 100 * middle.value if width.unit == "%" and middle.unit != "%" else width.value
        ends = (round(middle.value - share, 10), round(middle.value + share, 10))
        unit = middle.unit or (width.unit if width.unit != "%" else None)
        return Read(Bound("range", ends, unit, (True, True)), width.stop, width.after)

    def spanning(self, low: Amount, high: Amount, inclusive: tuple[bool, bool]) -> Read:
        """Return the range from one amount to another."""
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

    def end_at(self, at: int) -> tuple[Amount | None, str | None]:
        """Read an end of a range: its amount and its sign, which may be None."""
        sign = self.tokens[at].value if self.tokens.is_(at, "sign") else None
        at += sign is not None
        found = self.amounts.at(at)
        if found is None and self.tokens.is_(self.tokens.past(at, "scale"), "roman"):
            index = self.tokens.past(at, "scale")
            token = self.tokens[index]
            found = Amount(self.tokens.text[token.start : token.end], None, index + 1, token.end)
        return found, sign

    def _inclusive(self, amount: Amount) -> tuple[int, int, bool]:
        """Return where "(inclusive)" behind an amount ends, the index after it, and whether it is not "exclusive"."""
        match = _INCLUSIVE.match(self.tokens.text, amount.stop)
        if match is None:
            return amount.stop, amount.after, True
        after = amount.after
        while after < len(self.tokens) and self.tokens[after].start < match.end():
            after += 1
        return match.end(), after, match[1].lower() == "in"

    def counted(self, amount: Amount) -> bool:
        """Say whether a number counts or times something else: "2 weeks", "18-item"."""
        if amount.unit is None:
            return counts_on(self.tokens.text, amount.stop)
        if amount.unit == "{points}":
            return _POINTS_OF_SCALE.match(self.tokens.text, amount.stop) is not None
        return amount.unit in ("wk", "mo", "a") and unit_kinds()[amount.unit] == "time"


def _numeric(amount: Amount) -> Amount:
    number = parse_roman(amount.value) if isinstance(amount.value, str) else None
    return amount if number is None else replace(amount, value=float(number))
