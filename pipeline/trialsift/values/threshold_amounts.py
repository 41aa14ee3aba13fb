"""Amounts in tokens: a number with its unit or the reference that it multiplies, and its second unit in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.values.conversion import same_dimension
from trialsift.values.threshold import Value
from trialsift.values.threshold_tokens import Tokens, unit_kinds
from trialsift.values.unit import parse_unit

_PREDICTED = re.compile(
    r"[\s,]{0,3}(?:of\s)?(?:the\s)?(?:age[- ])?(?:predicted|expected|pred\b\.?)"
    r"(?:[- ](?:normal|value|values|for age)){0,2}|"
    r"p(?!\w)|\s{0,3}of\s(?:the\s)?normal(?:\svalue)?\b|\s{0,3}of\s(?:the\s)?predicted\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    r"[\s-]{0,2}(?:units?\s)?(?P<side>above|over|below|under)\s(?:the\s)?"
    r"(?:age[- ](?:adjusted|matched|specific)\s|(?:peak\s)?young[- ](?:adult|normal)\s|population\s|reference\s){0,2}"
    r"(?:mean|median|average|expected|normal|norm)"
    r"[\w ,'-]{0,90}?(?=[.;()\n]|$|\s(?:or|and)\s)",
    re.IGNORECASE,
)
_ADJACENT = re.compile(r":(?=\d)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b(?![\s-]{0,2}(?:per)?(?:centile|%))", re.IGNORECASE)
_AFTER_TIMES = ("open", "close", "stop", "comma", "edge", "postfix", "dash", "and", "or")
# Kinds of units in which one value may be given twice.
_CONVERTED = (
    frozenset({"mass", "amount", "activity"}),
    frozenset({"fraction", "amount"}),
    frozenset({"length"}),
    frozenset({"temperature"}),
    frozenset({"pressure"}),
)
_SECOND = 9  # tokens of a second value in brackets


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or text with its unit. after: index of the token after it; stop: where it ends in the text.

    comparator: what "3 times higher than normal" says; other: the value again in another unit.
    """

    value: Value
    unit: str | None
    after: int
    stop: int
    comparator: str | None = None
    other: tuple[Value, str | None] | None = None
    below: bool = False  # counted down from a mean

    @property
    def is_number(self) -> bool:
        """Say whether it is a number and not "20/40"."""
        return isinstance(self.value, float)


class Amounts:
    """Reads amounts in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def at(self, at: int) -> Amount | None:
        """Read the amount that starts at a token."""
        if not self.tokens.is_(at, "number"):
            return None
        amount = self._paired(at) or self._referred(at)
        if amount is None and (self._multiplies(at) or _ORDINAL.match(self.tokens.text, self.tokens[at].end)):
            return None
        return self._with_second(amount or self._plain(at))

    def _multiplies(self, at: int) -> bool:
        """Say whether a number multiplies what no table knows, or counts times: "3x serum", "2 times a week"."""
        follows = self.tokens.kind(at + 2)
        return self.tokens.is_(at + 1, "times") and follows not in _AFTER_TIMES

    def reference(self, at: int) -> Amount | None:
        """Read a reference without a factor, or before it: "ULN", "the lower limit of normal", "ULN x 2.5"."""
        end = at
        while self.tokens.is_(end, "filler", "qualifier", "word", "dash", "link") and end - at < 4:
            end += 1
        unit = self._reference_unit(end, after_factor=False)
        if unit is None or self.tokens.written(end, end + 1).lower().endswith("control"):
            return None  # "not under control"
        after = self._named_again(end + 1)
        if unit == "[baseline]":
            return Amount("baseline", None, after, self.tokens[after - 1].end)
        if self.tokens.is_(after, "times") and self.tokens.is_(after + 1, "number"):
            number = self.tokens[after + 1]
            return Amount(number.value.value, unit, after + 2, number.end)
        return Amount(1.0, unit, after, self.tokens[after - 1].end)

    def _paired(self, at: int) -> Amount | None:
        """Read "140/90 mmHg", "20/40", "1:160"."""
        tokens = self.tokens
        titre = tokens.is_(at + 1, "colon") and _ADJACENT.match(tokens.text, tokens[at].end)
        over = tokens.is_(at + 1, "sign") and tokens.written(at + 1, at + 2) == "over"  # "160 over 100"
        if not (titre or over or tokens.is_(at + 1, "slash")) or not tokens.is_(at + 2, "number"):
            return None
        stop, after, unit = tokens[at + 2].end, at + 3, None
        if tokens.is_(after, "unit") and not titre:
            unit, stop, after = tokens[after].value, tokens[after].end, after + 1
        value = re.sub(r"\s", "", tokens.text[tokens[at].start : tokens[at + 2].end].replace("over", "/"))
        return Amount(value, unit, after, stop)

    def _referred(self, at: int) -> Amount | None:
        """Read "2.5 x ULN", "3 times the upper limit of normal", "10% above the ULN", "150% of normal"."""
        tokens = self.tokens
        value = tokens[at].value.value
        end = at + 1
        percent = tokens.is_(end, "unit") and tokens[end].value == "%"
        timed = tokens.is_(end, "times")
        end += percent or timed
        timed = timed or tokens.written(at, at + 1).lower() in ("twice", "thrice")
        comparator = None
        if tokens.is_(end, "sign") and (percent or timed):
            comparator = tokens[end].value
            end += 1
        first = end
        while tokens.is_(end, "filler", "qualifier", "word") and end - first < 4 and self._ahead(end):
            end += 1
        unit = self._reference_unit(end, after_factor=timed)
        if (
            unit is None
            or (percent and not (comparator or end > first))
            or (percent and unit == "{normal}" and not comparator)
        ):
            return None
        if percent:
            value = (
                1 + value / 100 if comparator and comparator[0] == ">" else abs((comparator is not None) - value / 100)
            )
        after = self._named_again(end + 1)
        return Amount(round(value, 10), unit, after, tokens[after - 1].end, comparator)

    def _ahead(self, at: int) -> bool:
        """Say whether a reference follows within a few words."""
        return any(self.tokens.is_(index, "reference", "category") for index in range(at + 1, at + 5))

    def _reference_unit(self, at: int, *, after_factor: bool) -> str | None:
        tokens = self.tokens
        if tokens.is_(at, "reference"):
            return tokens[at].value
        if not tokens.is_(at, "category", "after") or tokens[at].value != "normal":
            return None
        limits = "limit" in tokens.written(at, at + 1).lower()  # "> 2 normal limits"
        led = tokens.is_(at - 1, "filler", "qualifier", "sign", "word", "link", "dash")
        return "{normal}" if after_factor or led or (limits and tokens.is_(at - 1, "number")) else None

    def _named_again(self, at: int) -> int:
        """Return the index after the reference in other words: "(ULN)", "(upper limit of normal)"."""
        tokens = self.tokens
        inside = at + 1
        while tokens.is_(inside, "qualifier", "filler", "word") and inside - at < 4:
            inside += 1
        if tokens.is_(at, "open") and tokens.is_(inside, "reference") and tokens.is_(inside + 1, "close"):
            return inside + 2
        return at

    def _plain(self, at: int) -> Amount:
        tokens = self.tokens
        number, stop, after, unit = tokens[at].value, tokens[at].end, at + 1, None
        if tokens.is_(after, "unit"):
            unit, stop, after = tokens[after].value, tokens[after].end, after + 1
        elif tokens.is_(after, "times") and tokens.is_(after + 1, "dash", "and", "or"):  # "2 X to 3X normal"
            after += 1
        elif tokens.is_(after, "times"):
            stop, after = tokens[after].end, after + 1  # "≥ 3x (≥ 5x with liver metastases)"
        value = number.value
        if unit == "%":
            stop, after = self._through(_PREDICTED, stop, after)
        elif unit == "{SD}" and (match := _SPREAD.match(tokens.text, stop)):
            stop, after = self._through(_SPREAD, stop, after)
            if match["side"].lower() in ("below", "under"):
                return Amount(-abs(value), unit, after, stop, below=True)
        elif number.exponent and unit and unit.startswith("/"):
            value, unit = number.mantissa, f"10*{number.exponent}{unit}"
        elif unit is None and tokens.is_(after, "and") and tokens.text[stop : stop + 1] == "+":
            return Amount(f"{tokens.text[tokens[at].start : stop]}+", None, after + 1, stop + 1)
        return Amount(value, unit, after, stop)

    def _through(self, pattern: re.Pattern[str], stop: int, after: int) -> tuple[int, int]:
        match = pattern.match(self.tokens.text, stop)
        if match is None:
            return stop, after
        return match.end(), self._index_at(match.end(), after)

    def _index_at(self, place: int, after: int) -> int:
        while after < len(self.tokens) and self.tokens[after].start < place:
            after += 1
        return after

    def _with_second(self, amount: Amount) -> Amount:
        """Take in the value in a second unit, "(133 umol/L)", or its unit written out, "(mmHg)"."""
        tokens, at = self.tokens, amount.after
        if tokens.is_(at, "or", "slash") and tokens.is_(at + 1, "number") and tokens.is_(at + 2, "unit"):
            second, first = tokens[at + 2].value, amount.unit
            if second != first and _convertible(first, second):
                return Amount(
                    amount.value, first, at + 3, tokens[at + 2].end, None, (tokens[at + 1].value.value, second)
                )
        if not tokens.is_(at, "open"):
            return amount
        closing = self._closing(at)
        if closing is None:
            return amount
        found = self._bracketed(amount, at + 1, closing)
        again = found is not amount and found.other is None and tokens.is_(found.after, "open")
        return self._with_second(found) if again else found

    def _closing(self, at: int) -> int | None:
        """Return the index of the token that closes the bracket at a token, None where it is far."""
        depth = 0
        for index in range(at, at + _SECOND):
            depth += self.tokens.is_(index, "open") - self.tokens.is_(index, "close")
            if depth == 0:
                return index
        return None

    def _bracketed(self, amount: Amount, first: int, closing: int) -> Amount:
        tokens = self.tokens
        while (
            tokens.is_(first, "sign", "word", "or", "filler") and first < closing and not self._is_unit(first, closing)
        ):
            first += 1
        value, unit = amount.value, amount.unit
        if tokens.is_(first, "number") and tokens.is_(first + 1, "unit"):
            second = self._plain(first)
            spelled = tokens.is_(second.after, "open") and self._is_unit(second.after + 1, closing - 1)
            if second.after == closing or spelled:
                if second.unit is None or second.unit == unit or not _convertible(unit, second.unit):
                    return amount
                other = (second.value, second.unit)
                return Amount(value, unit, closing + 1, tokens[closing].end, amount.comparator, other)
        other = self._range_inside(unit, first, closing)
        if other is not None:
            return Amount(value, unit, closing + 1, tokens[closing].end, amount.comparator, other)
        if unit is not None and first < closing and self._is_unit(first, closing):
            return Amount(value, unit, closing + 1, tokens[closing].end, amount.comparator, amount.other)
        return amount

    def _range_inside(self, unit: str | None, first: int, closing: int) -> tuple[Value, str | None] | None:
        """Read the ends of a range in its second unit: "(47-86 mmol/mol)", "(7.8 mmol/L to 11.1 mmol/L)"."""
        tokens = self.tokens
        dash = first + 1 + tokens.is_(first + 1, "unit")
        ends = tokens.is_(first, "number") and tokens.is_(dash, "dash") and tokens.is_(dash + 1, "number")
        if not ends or dash + 2 != closing - 1 or not tokens.is_(dash + 2, "unit"):
            return None
        second = tokens[dash + 2].value
        return (
            ((tokens[first].value.value, tokens[dash + 1].value.value), second) if _convertible(unit, second) else None
        )

    def _is_unit(self, first: int, closing: int) -> bool:
        return parse_unit(self.tokens.text[self.tokens[first].start : self.tokens[closing].start]) is not None


def _convertible(first: str | None, second: str) -> bool:
    if first and same_dimension(first, second):
        return True
    kinds = unit_kinds()
    pair = {kinds.get((unit or "").split("/")[0], "") for unit in (first, second)}
    return any(pair <= group for group in _CONVERTED)
