"""The grammar of thresholds, over the tokens of a text.

Five forms, tried at each token in this order:

    chain      17 ≤ MELD score ≤ 30
    category   negative pregnancy test
    measured   ALT and AST (liver enzymes) must be ≤ 2.5 x ULN; ECOG 0-1; HBsAg positive
    bound      at least 5% blasts; class III or IV (NYHA)
    inherited  … or > 11 mg/dL, after a threshold in the same sentence
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trialsift.values.threshold import LOST_SIGN, Bound, Threshold, Value
from trialsift.values.threshold_tokens import Token, tokens_of

_LONGEST_FILL = 16  # tokens between a measured thing and its bound
_LONGEST_BRACKET = 16
_LONGEST_GAP = 14  # tokens between a threshold and one that inherits what it measures
_LOW, _HIGH = (">", ">="), ("<", "<=")
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_TIME_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "{visit}"})
_CONDITION = re.compile(
    r"[\s,(\[]*(?P<text>(?:if|when|unless|provided|in case of|(?:for|in|among) "
    r"(?:patients?|subjects?|participants?|those|"
    r"adults?|children|m[ae]n|wom[ae]n|males?|females?|boys|girls|the presence|individuals|persons?|people))\b"
    r"[^.;()\[\]\n]{0,120})",
    re.IGNORECASE,
)
_CONDITION_END = re.compile(
    r",|\bor\b\s*[<>≤≥=]|\band\b\s*[<>≤≥=]|\b(?:and|or)\s+(?:less|greater|more|at least)\b|[<>≤≥]"
)
_PREDICTED = re.compile(
    r"\s{0,3}(?:of\s+)?(?:the\s+)?(?:predicted(?:\s+(?:normal(?:\s+value)?|value|values))?|expected(?:\s+value)?)\b",
    re.I,
)
_OF_NORMAL = re.compile(r"\s{0,3}of\s+(?:the\s+)?normal(?:\s+value)?\b", re.I)
_INCLUSIVE = re.compile(r"\s{0,2}[,(]?\s{0,2}inclusive(?:ly)?\b\)?", re.I)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, or a category of a scale; `end` is the index of the token after it."""

    value: Value
    unit: str | None
    end: int
    stop: int  # end in the text
    warning: str | None = None
    comparator: str = "="
    inclusive: tuple[bool, bool] | None = None


class Reader:
    """Reads the thresholds of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.found: list[Threshold] = []
        self._after: list[int] = []  # index of the token after each threshold found

    def read(self) -> list[Threshold]:
        """Return the thresholds of the text."""
        at = 0
        while at < len(self.tokens):
            result = (
                self._chain(at) or self._category(at) or self._measured(at) or self._bound(at) or self._inherited(at)
            )
            if result is None:
                at += 1
                continue
            threshold, at = result
            self.found.append(threshold)
            self._after.append(at)
        return _with_alternatives(self._with_units(self.found))

    # Forms

    def _chain(self, at: int) -> tuple[Threshold, int] | None:
        """Read "17 ≤ MELD score ≤ 30" and "20% < PTA"."""
        low = self._amount(at)
        if low is None or not self._is(low.end, "sign") or self.tokens[low.end].value not in _MIRROR:
            return None
        names = self._analytes(low.end + 1)
        if names is None:
            return None
        first = _MIRROR[self.tokens[low.end].value]
        fill = self._fill(names[1])
        second = fill if self._is(fill, "sign") else None
        high = self._amount(second + 1) if second is not None else None
        if second is None or high is None:
            stop = self.tokens[names[1] - 1].end
            bound = Bound(first, low.value, low.unit)
            return self._threshold(at, stop, names[0], bound, "chain"), names[1]
        last = self.tokens[second].value
        if first in _LOW and last in _HIGH:
            bound = _range(low, high, first == ">=", last == "<=")
        elif first in _HIGH and last in _LOW:
            bound = _range(high, low, last == ">=", first == "<=")
        else:
            return None
        return self._threshold(at, high.stop, names[0], bound, "chain"), high.end

    def _category(self, at: int) -> tuple[Threshold, int] | None:
        """Read "negative pregnancy test", "positive for HBsAg or anti-HCV"."""
        token = self.tokens[at]
        if token.kind != "category":
            return None
        start = at
        end = at + 1
        for _ in range(6):
            if self._kind(end) in ("qualifier", "filler", "link", "or", "slash", "and") and self._kind(end) != "stop":
                end += 1
            else:
                break
        names = self._analytes(end)
        if names is None or self._kind(names[1]) in ("sign",):
            return None
        if self._is(at - 1, "not") and at > 0 and token.value in ("normal",):
            return None
        stop = self.tokens[names[1] - 1].end
        return self._threshold(start, stop, names[0], Bound("=", token.value), "category"), names[1]

    def _measured(self, at: int) -> tuple[Threshold, int] | None:
        """Read a measured thing, or several, with a bound or a category after it."""
        names = self._analytes(at)
        if names is None:
            return None
        start = self._qualified(at)
        fill = self._fill(names[1])
        opened = fill > names[1] and self._is(fill - 1, "open")
        read = self._bound_at(fill, names[0], close=fill == names[1] or self._only_filler(names[1], fill))
        if read is None:
            return None
        bound, stop, end, warning = read
        if opened and self._is(end, "close"):
            stop, end = self.tokens[end].end, end + 1
        return self._threshold(start, stop, names[0], bound, "measured", warning), end

    def _bound(self, at: int) -> tuple[Threshold, int] | None:
        """Read a bound whose measured thing follows: "at least 5% blasts", "class III or IV (NYHA)"."""
        token = self.tokens[at]
        if token.kind not in ("sign", "scale", "number"):
            return None
        first = {"sign": self._sign_bound, "number": self._range_at, "scale": self._class_bound}[token.kind]
        read = first(at) or self._class_bound(at)
        if read is None:
            return None
        bound, _, end, warning = read
        names_at = end
        for _ in range(5):
            if self._kind(names_at) in ("filler", "link", "qualifier", "open", "unit", "scale") or (
                self._kind(names_at) == "word" and token.kind == "scale"
            ):
                names_at += 1
            else:
                break
        names = self._analytes(names_at)
        if names is None or self._kind(names[1]) in ("sign", "between") or bound.unit in _TIME_UNITS:
            return None
        if self._bound_at(self._fill(names[1]), names[0], close=True) is not None:
            return None  # the measured thing has a bound of its own
        end = names[1]
        stop = self.tokens[end - 1].end
        if self._is(end, "close") and any(self._is(i, "open") for i in range(at, names_at)):
            stop, end = self.tokens[end].end, end + 1
        return self._threshold(at, stop, names[0], bound, "bound", warning), end

    def _inherited(self, at: int) -> tuple[Threshold, int] | None:
        """Read a bound that takes over what the threshold before it measures."""
        if not self.found or self.tokens[at].kind != "sign" or at - self._after[-1] > _LONGEST_GAP:
            return None
        between = self.tokens[self._after[-1] : at]
        if any(t.kind in ("stop", "analyte", "number", "sign") for t in between):
            return None
        if not any(t.kind in ("or", "and", "comma", "open", "slash") for t in between):
            return None
        read = self._sign_bound(at)
        if read is None:
            return None
        bound, stop, end, warning = read
        before = self.found[-1]
        if bound.unit in _TIME_UNITS and before.unit not in _TIME_UNITS:
            return None
        start = self.tokens[at].start
        return Threshold(start, stop, before.analytes, self._conditioned(bound, stop), (), "inherited", warning), end

    # Parts

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "stop"

    def _is(self, at: int, kind: str) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind == kind

    def _analytes(self, at: int) -> tuple[list[Token], int] | None:
        """Return measured things in a row, "ALT (SGPT), AST and bilirubin", and the index after them."""
        if not self._is(at, "analyte"):
            return None
        names, end = [self.tokens[at]], self._after_bracket(at + 1)
        while True:
            following = end
            while self._kind(following) in ("comma", "and", "or", "slash") and following - end < 3:
                following += 1
            if following == end:
                return names, end
            while self._kind(following) == "qualifier":
                following += 1
            if not self._is(following, "analyte"):
                return names, end
            names.append(self.tokens[following])
            end = self._after_bracket(following + 1)

    def _after_bracket(self, at: int) -> int:
        """Return the index after brackets that hold no sign: "(SGPT)", "[calculated by Cockcroft-Gault]"."""
        while self._is(at, "open"):
            depth = 0
            for index in range(at, min(at + _LONGEST_BRACKET, len(self.tokens))):
                kind = self.tokens[index].kind
                if kind in ("sign", "stop", "category"):
                    return at
                depth += (kind == "open") - (kind == "close")
                if depth == 0:
                    at = index + 1
                    break
            else:
                return at
        return at

    def _qualified(self, at: int) -> int:
        """Return the index of the first of the qualifiers before a measured thing."""
        while self._is(at - 1, "qualifier"):
            at -= 1
        return at

    def _fill(self, at: int) -> int:
        """Return the index of the bound after a measured thing, past the words that may stand between."""
        words = 2
        end = min(at + _LONGEST_FILL, len(self.tokens))
        linked = False
        while at < end:
            kind = self.tokens[at].kind
            if kind in ("filler", "colon", "qualifier"):
                at += 1
            elif kind == "link":
                words, linked = 6, True
                at += 1
            elif kind == "open":
                after = self._after_bracket(at)
                at = after if after > at else at + 1
                if after == at - 1:
                    return at
            elif kind in ("number", "unit", "dash", "analyte") and linked and self._sign_follows(at, end):
                at += 1
            elif kind in ("word", "comma", "close", "and") and words > 0 and self._sign_follows(at, end):
                words -= 1
                at += 1
            else:
                break
        return at

    def _sign_follows(self, at: int, end: int) -> bool:
        """Say whether a sign comes before any number that has no unit of time, and before the sentence ends."""
        for index in range(at, end):
            kind = self.tokens[index].kind
            if kind == "sign":
                return True
            if kind in ("stop", "category") or (kind == "analyte" and index > at):
                return False
            if kind == "number" and not (self._is(index + 1, "unit") and self.tokens[index + 1].value in _TIME_UNITS):
                return False
        return False

    def _only_filler(self, start: int, end: int) -> bool:
        return all(self.tokens[i].kind in ("filler", "colon", "open", "close", "qualifier") for i in range(start, end))

    def _bound_at(self, at: int, names: Sequence[Token], *, close: bool) -> tuple[Bound, int, int, str | None] | None:
        """Read the bound at a token: (bound, end in the text, index after it, warning).

        close: whether nothing but fillers stands before it; a bare number or category must be close.
        """
        kind = self._kind(at)
        if kind == "sign":
            return self._sign_bound(at)
        if kind == "between":
            return self._between(at + 1)
        if not close:
            return None
        if kind == "category":
            token = self.tokens[at]
            return Bound("=", token.value), token.end, at + 1, None
        if kind in ("scale", "roman"):
            return self._class_bound(at)
        if kind == "number":
            return self._range_at(at) or self._class_bound(at, names) or self._bare(at)
        return None

    def _sign_bound(self, at: int) -> tuple[Bound, int, int, str | None] | None:
        """Read a sign and its number, reference, category or class."""
        sign = self.tokens[at].value
        if self._is(at + 1, "open") and self._is(at + 2, "sign"):
            at += 2  # "greater than (>) 75"
            at += self._is(at + 1, "close")
        elif self._is(at + 1, "sign"):
            at += 1
        amount = self._amount(at + 1) or self._reference(at + 1) or self._class(at + 1)
        if amount is None:
            return None
        warning = amount.warning
        comparator: str | None = sign
        if sign in ("=", "?") and isinstance(amount.value, float):
            lost = sign == "?" or self.text[self.tokens[at].start : self.tokens[at].end] == "="
            comparator, warning = (None, LOST_SIGN) if lost else ("=", warning)
        if comparator in _LOW and self._is(amount.end, "dash"):
            high = self._amount(amount.end + 1)  # "greater than 1 to 30%"
            if high is not None and isinstance(high.value, float) and isinstance(amount.value, float):
                return _range(amount, high, comparator == ">=", True), high.stop, high.end, warning
        return Bound(comparator, amount.value, amount.unit), amount.stop, amount.end, warning

    def _between(self, at: int) -> tuple[Bound, int, int, str | None] | None:
        """Read "between 2 and 3", "from 2 to 3", after the first word."""
        low = self._amount(at) or self._class(at, single=True)
        if low is None or self._kind(low.end) not in ("and", "dash", "or"):
            return None
        high = self._amount(low.end + 1) or self._class(low.end + 1, single=True)
        if high is None:
            return None
        return _range(_as_number(low), _as_number(high), True, True), self._inclusive(high.stop), high.end, None

    def _range_at(self, at: int) -> tuple[Bound, int, int, str | None] | None:
        """Read "7.0-9.5 %", "50 to 400", "60-100%"."""
        low = self._amount(at)
        if low is None or not self._is(low.end, "dash") or not isinstance(low.value, float):
            return None
        high = self._amount(low.end + 1)
        if high is None or not isinstance(high.value, float):
            return None
        return _range(low, high, True, True), self._inclusive(high.stop), high.end, None

    def _bare(self, at: int) -> tuple[Bound, int, int, str | None] | None:
        """Read a number with its unit and perhaps "or higher" after it; without that its comparator is lost."""
        amount = self._amount(at)
        if amount is None:
            return None
        if self._is(amount.end, "postfix"):
            token = self.tokens[amount.end]
            return Bound(token.value, amount.value, amount.unit), token.end, amount.end + 1, None
        if amount.unit is None or amount.unit in _TIME_UNITS:
            return None
        return Bound(None, amount.value, amount.unit), amount.stop, amount.end, LOST_SIGN

    def _class_bound(self, at: int, names: Sequence[Token] | None = None) -> tuple[Bound, int, int, str | None] | None:
        """Read a class or a score without a sign: "III or IV", "0-1", "grade 2 or higher"."""
        if names is not None and names[-1].value.kind not in ("score", "function"):
            return None
        sign = None
        if self._is(at, "sign"):
            sign = self.tokens[at].value
            at += 1
        value = self._class(at)
        if value is None:
            return None
        comparator, end, stop = sign or value.comparator, value.end, value.stop
        if self._is(end, "postfix") and comparator == "=":
            comparator, end, stop = self.tokens[end].value, end + 1, self.tokens[end].end
        elif self._is(end, "unit") and self.tokens[end].value == "%":
            stop, end = self.tokens[end].end, end + 1
        return Bound(comparator, value.value, value.unit, value.inclusive), stop, end, value.warning

    def _class(self, at: int, *, single: bool = False) -> _Amount | None:
        """Read a list of classes or scores: (value as the guidelines have it)."""
        while self._kind(at) in ("scale", "filler"):
            at += 1
        parts, seps, end = [], [], at
        while self._kind(end) in ("roman", "number"):
            parts.append(self.tokens[end])
            end += 1
            if single:
                break
            after = end
            while self._kind(after) in ("comma", "or", "and", "dash", "slash") and after - end < 2:
                after += 1
            while self._is(after, "scale"):
                after += 1
            if after == end or self._kind(after) not in ("roman", "number"):
                break
            seps.append(self.tokens[end].kind)
            end = after
        if not parts:
            return None
        stop = parts[-1].end
        text = " ".join(self.text[parts[0].start : stop].split())
        numbers = [part.value.value for part in parts if part.kind == "number"]
        if len(parts) == 1:
            return _Amount(numbers[0] if numbers else text, None, end, stop)
        if len(numbers) == len(parts) and _is_run(numbers, seps):
            return _Amount((min(numbers), max(numbers)), None, end, stop, None, "range", (True, True))
        return _Amount(text, None, end, stop)

    def _amount(self, at: int) -> _Amount | None:
        """Read a number with its unit or the reference that it multiplies."""
        if not self._is(at, "number"):
            return None
        token = self.tokens[at]
        value, unit, end, stop = token.value.value, None, at + 1, token.end
        if self._is(end, "slash") and self._is(end + 1, "number"):  # 140/90
            value = " ".join(self.text[token.start : self.tokens[end + 1].end].split())
            end, stop = end + 2, self.tokens[end + 1].end
        if self._is(end, "unit"):
            unit, stop = self.tokens[end].value, self.tokens[end].end
            end += 1
        reference = self._multiplied(end)
        if reference is not None and isinstance(value, float):
            unit_code, end, stop = reference
            value, unit = (value / 100 if unit == "%" else value), unit_code
        elif unit == "%":
            end, stop = self._of_predicted(end, stop)
        if token.value.exponent and isinstance(value, float) and unit and unit.startswith("/"):
            value, unit = token.value.mantissa, f"10*{token.value.exponent}{unit}"
        stop, end = self._second_unit(stop, end)
        return _Amount(value, unit, end, stop)

    def _multiplied(self, at: int) -> tuple[str, int, int] | None:
        """Read "x ULN", "times the upper limit of normal (ULN)", "N" after a factor."""
        end = at
        timed = self._is(end, "times")
        end += timed
        while self._kind(end) in ("filler", "qualifier") and end - at < 4:
            end += 1
        if self._is(end, "word") and self._is(end + 1, "reference"):
            end += 1  # "2.5 x institutional ULN"
        token = self.tokens[end] if self._is(end, "reference") else None
        if token is None and self._is(end, "category") and self.tokens[end].value == "normal" and timed:
            token = replace(self.tokens[end], value="{normal}")
        if token is None or (not timed and token.value in ("{normal}", "[baseline]") and end > at):
            return None
        after = self._after_bracket(end + 1)
        if after > end + 1 and after - end > 4:
            after = end + 1
        return token.value, after, self.tokens[after - 1].end

    def _reference(self, at: int) -> _Amount | None:
        """Read a reference without a factor: "> ULN", "below the lower limit of normal"."""
        end = at
        while self._kind(end) in ("filler", "qualifier", "word") and end - at < 3:
            end += 1
        if not self._is(end, "reference"):
            return None
        after = self._after_bracket(end + 1)
        return _Amount(1.0, self.tokens[end].value, after, self.tokens[after - 1].end)

    def _of_predicted(self, end: int, stop: int) -> tuple[int, int]:
        match = _PREDICTED.match(self.text, stop) or _OF_NORMAL.match(self.text, stop)
        if match is None:
            return end, stop
        while end < len(self.tokens) and self.tokens[end].start < match.end():
            end += 1
        return end, match.end()

    def _second_unit(self, stop: int, end: int) -> tuple[int, int]:
        """Take in a second unit in brackets, "(133 umol/L)", or the unit written out, "(mmHg)"."""
        if not self._is(end, "open"):
            return stop, end
        at = end + 1
        if self._is(at, "sign"):
            at += 1
        if self._is(at, "number"):
            at += 1 + self._is(at + 1, "unit")
        elif self._kind(at) in ("word", "unit", "slash"):
            at += 1 + self._is(at + 1, "word")
        else:
            return stop, end
        return (self.tokens[at].end, at + 1) if self._is(at, "close") and at - end <= 4 else (stop, end)

    def _inclusive(self, stop: int) -> int:
        match = _INCLUSIVE.match(self.text, stop)
        return match.end() if match else stop

    # Results

    def _threshold(
        self, at: int, stop: int, names: Sequence[Token], bound: Bound, rule: str, warning: str | None = None
    ) -> Threshold:
        analytes = tuple(dict.fromkeys(token.value.name for token in names))
        return Threshold(self.tokens[at].start, stop, analytes, self._conditioned(bound, stop), (), rule, warning)

    def _conditioned(self, bound: Bound, stop: int) -> Bound:
        match = _CONDITION.match(self.text, stop)
        if match is None:
            return bound
        text = match["text"]
        end = _CONDITION_END.search(text)
        text = text[: end.start()] if end else text
        return replace(bound, condition=" ".join(text.split()) or None)

    def _with_units(self, found: list[Threshold]) -> list[Threshold]:
        """Give a bound without a unit the unit of the one that inherits from it: "calcium < 8 or > 11 mg/dL"."""
        given = list(found)
        for index in range(len(given) - 1):
            this, following = given[index], given[index + 1]
            bare = isinstance(this.value, float) and this.unit is None
            if bare and following.rule == "inherited" and following.unit:
                given[index] = replace(this, bound=replace(this.bound, unit=following.unit))
        return given


def _range(low: _Amount, high: _Amount, low_in: bool, high_in: bool) -> Bound:
    unit = high.unit or low.unit
    if not (isinstance(low.value, float) and isinstance(high.value, float)):
        return Bound("range", f"{low.value}-{high.value}", unit, (low_in, high_in))
    if low.value > high.value:
        low, high, low_in, high_in = high, low, high_in, low_in
    return Bound("range", (low.value, high.value), unit, (low_in, high_in))  # type: ignore[arg-type]


def _as_number(amount: _Amount) -> _Amount:
    from trialsift.values.number import parse_roman

    if isinstance(amount.value, str):
        number = parse_roman(amount.value)
        if number is not None:
            return replace(amount, value=float(number))
    return amount


def _is_run(numbers: list[float], seps: list[str]) -> bool:
    """Say whether a list is a range: "0-2", or "0, 1 or 2" without a gap; "0 or 1" stays as it is written."""
    if len(numbers) == 2:
        return seps == ["dash"]
    return numbers == [numbers[0] + step for step in range(len(numbers))]


def _with_alternatives(found: list[Threshold]) -> list[Threshold]:
    """Give a threshold the bounds that others inherit from it, each with its condition."""
    result = list(found)
    head = 0
    for index, threshold in enumerate(found):
        if threshold.rule != "inherited":
            head = index
        else:
            first = result[head]
            result[head] = replace(first, alternatives=(*first.alternatives, threshold.bound))
    return result
