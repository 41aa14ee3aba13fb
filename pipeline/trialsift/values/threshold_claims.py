"""Whose a bound is: whether what is named before it, after it, or by the threshold before may claim it."""

from __future__ import annotations

from trialsift.values.analyte import Analyte
from trialsift.values.threshold import Bound, Threshold
from trialsift.values.threshold_bounds import Bounds
from trialsift.values.threshold_change import change_before, change_led
from trialsift.values.threshold_context import condition_before
from trialsift.values.threshold_fill import Fill, fill_after
from trialsift.values.threshold_names import REFERENCES, Names, names_at
from trialsift.values.threshold_read import Read
from trialsift.values.threshold_tokens import Tokens

_OF_SCORE = frozenset({"score", "scores", "of"})
_CONDITION = 4  # tokens of "in men" before a semicolon
_FEW = 10.0  # a number without a unit that is no larger counts something, unless it is on a scale
_CHANGED = frozenset({"%", "{log10}", "{log}"})  # units of changes, whatever is measured
_UNSPECIFIC = frozenset(
    {"laboratory tests", "laboratory test", "blood test", "vital signs", "hepatic function", "renal function"}
)
_RESULTS = frozenset({"positive", "negative", "elevated", "detectable", "normal"})
_SIZES = frozenset({"mm", "cm", "cm2", "mm2", "cm3", "mm3", "um"})
_YEARS = (1900.0, 2100.0)
_PARTS_OF_SCALES = frozenset({"symptom", "symptoms", "subscale", "scale", "factor", "affect", "syndrome"})
_OF_BODY = frozenset({"body weight", "weight", "bmi", "height", "age"})  # "normal weight" is a state
_JOINERS = ("or", "and", "comma", "slash", "open", "stop")


class Claims:
    """Decides, in the tokens of one text, whose a bound is."""

    def __init__(self, tokens: Tokens, bounds: Bounds) -> None:
        self.tokens = tokens
        self.bounds = bounds

    def belongs(self, read: Read, names: Names, fill: Fill) -> bool:
        """Say whether a bound after names is theirs: it is in their unit, and nothing nearer claims it."""
        bound = read.bound
        if self._ages(read) or (bound.value == "abnormal" and names.names[0] in _UNSPECIFIC):
            return False
        given = isinstance(bound.value, tuple) and bound.unit in ("mg", "g", "ug")  # "calcium 1000-1200 mg"
        bare = bound.comparator is None or (given and self.tokens.is_(fill.at, "number"))
        if not names.fit(bound.unit, far=not fill.close or bare):
            return False
        if isinstance(bound.value, str) and not (names.one_kind and self._is_result(bound.value, names, read.after)):
            return False
        if _spans_scale_or_years(bound, names):
            return False
        if bound.unit is None and isinstance(bound.value, float | tuple) and not self._is_value(read, names, fill):
            return False
        return fill.close or self._is_nearest(read, names, fill)

    def _is_result(self, value: str, names: Names, after: int) -> bool:
        """Say whether a category is a result of what is named before it, and names no part of it."""
        if value in ("positive", "negative") and self._is_subscale(after):
            return False
        return not (value in _RESULTS and names.analytes and _cannot_be(names.analytes[-1], value))

    def _is_subscale(self, at: int) -> bool:
        """Say whether "negative" names a part of a scale: "PANSS negative symptoms"."""
        return at < len(self.tokens) and self.tokens[at].value in _PARTS_OF_SCALES

    def _ages(self, read: Read) -> bool:
        """Say whether the other end of a bound is an age: "Karnofsky for patients ≥ 17 and < 18 years"."""
        after = read.after
        if read.bound.unit or not self.tokens.is_(after, "and", "dash", "comma"):
            return False
        after += 1 + self.tokens.is_(after + 1, "sign")
        return (
            self.tokens.is_(after, "number")
            and self.tokens.is_(after + 1, "unit")
            and self.tokens[after + 1].value == "a"
        )

    def _is_value(self, read: Read, names: Names, fill: Fill) -> bool:
        """Say whether a number without a unit is a value and does not count what follows: "in at least 1 eye"."""
        if self._spelled(read) or (
            fill.opened
            and isinstance(read.bound.value, tuple)
            and not self.tokens.is_(read.after, "close", "comma", "or")
        ):
            return False  # "pain (0-10 scale)"
        if names.analytes and all(
            a.kind in ("imaging", "function") and not (a.units or a.high) for a in names.analytes
        ):
            return False  # "MRI must have 1-6 lesions"
        if fill.close:
            return True
        if names.is_scale:
            return not self.counts(read)
        unitless = all("1" in a.units or not (a.units or a.categorical) for a in names.analytes)
        large = isinstance(read.bound.value, float) and read.bound.value > _FEW
        return (large or unitless) and not self.counts(read)

    def _is_nearest(self, read: Read, names: Names, fill: Fill) -> bool:
        tokens, unit = self.tokens, read.bound.unit
        passed = [tokens[index].value for index in range(names.after, fill.at) if tokens.is_(index, "analyte")]
        if any(Names.of(analyte).fit(unit, far=True) for analyte in passed if analyte not in names.analytes):
            return False
        follows = names_at(tokens, read.after)  # "lymphocytes with no more than 55% prolymphocytes"
        return follows is None or unit != "%" or not follows.fit("%", far=True)

    def may_be(self, names: Names, category: str) -> bool:
        """Say whether a category before names is a result of theirs."""
        if category == "abnormal":
            return names.names[0] not in _UNSPECIFIC and not (names.analytes and names.analytes[0].kind == "score")
        if not names.analytes:
            return category in ("positive", "negative", "normal")
        if category == "normal" and names.analytes[0].kind == "lab" and self.tokens.is_(names.last + 1, "word"):
            return False  # "normal insulin secretion"
        if category in ("detectable", "undetectable"):
            return names.analytes[0].kind == "lab"
        if category in _RESULTS and _cannot_be(names.analytes[0], category):
            return False  # "positive effect on blood pressure", "normal wound healing"
        return names.names[0] not in _OF_BODY

    def follow(self, names: Names, read: Read, first: int, at: int) -> bool:
        """Say whether names at a token after a bound are what it bounds: they have none of their own, and its unit.

        first: index of the first token of the bound.
        """
        bound = read.bound
        if bound.unit in REFERENCES or self._spelled(read) or (bound.comparator is None and bound.unit is None):
            return False
        if not (names.fit(bound.unit, far=True) or self._changes(read, first, at)):
            return False
        if bound.unit is None and not (names.analytes[-1].kind == "score" and self._on_scale(read, first, at)):
            return False
        if self.tokens.is_(at - 1, "open") and not self.tokens.is_(names.after, "close", "comma", "word"):
            return False  # "> 40 kg/m2 [BMI = weight / height2]"
        return self._shared_out(at, names) or not self.bounded(names, fill_after(self.tokens, names))

    def _shared_out(self, at: int, names: Names) -> bool:
        """Say whether the bound after names is on names of its own: "< 10 on PHQ-9 and < 8 on GAD-7"."""
        tokens, joint = self.tokens, names.last + 1
        if not (
            tokens.is_(at - 1, "link") and tokens.is_(joint, "and", "or", "comma") and tokens.is_(joint + 1, "sign")
        ):
            return False
        read = self.bounds.signed(joint + 1)
        return read is not None and tokens.is_(read.after, "link") and names_at(tokens, read.after + 1) is not None

    def bounded(self, names: Names, fill: Fill) -> bool:
        """Say whether names have a bound of their own after them."""
        own = self.bounds.at(fill.at, names, close=fill.close, unit=fill.unit)
        one = own is not None and self._spelled(own)  # "positive skin test to at least one allergen"
        return own is not None and not one and names.fit(own.bound.unit, far=not fill.close)

    def _changes(self, read: Read, first: int, at: int) -> bool:
        """Say whether a bound is on a change of what follows it: "≥ 20% fall in", "loss of no more than 10% of"."""
        text, start = self.tokens.text, self.tokens[first].start
        changed = change_led(text, start, self.tokens[at].start) or change_before(text, start) is not None
        return read.bound.unit in _CHANGED and bool(changed)

    def _on_scale(self, read: Read, first: int, at: int) -> bool:
        """Say whether a number or class is on the scale named at a token: "≥ 20 on the NIHSS", "class II (NYHA)"."""
        tokens = self.tokens
        between = range(read.after, at)
        values = [tokens[index].value for index in between]
        linked = any(tokens.is_(index, "link") for index in between) and "defined" not in values
        if read.bound.value == "A" and "A" not in self._classes_at(at):
            return False  # "A numerical scale"
        if tokens.is_(first, "degree"):
            return linked and "using" not in values
        bare = read.bound.comparator == "=" and not tokens.is_(first, "scale", "roman")  # "item 4 on the scale"
        if bare and not (tokens.is_(first - 1, "filler") and tokens[first - 1].value in _OF_SCORE):
            return False
        led = tokens.is_(at - 1, "link", "filler") or tokens[at - 1].value == "to"
        if any(tokens.is_(index, "open") for index in between) or (linked and led):
            return True
        return read.after == at and (tokens.is_(first, "scale", "roman") or tokens.is_(read.after - 2, "scale"))

    def _classes_at(self, at: int) -> tuple[str, ...]:
        return self.tokens[at].value.categorical if self.tokens.is_(at, "analyte") else ()

    def continues(self, before: Threshold, names: Names, read: Read, at: int, floor: int) -> bool:
        """Say whether a bound at a token may be on what the threshold before it measures.

        floor: index of the token after that threshold.
        """
        bound = read.bound
        if _spans_scale_or_years(bound, names):
            return False
        if not self._joined(at, floor) or self.counts(read) or self._spelled(read) or not _alike(before, bound):
            return False
        rate = bool(
            before.unit and bound.unit and bound.unit.startswith(f"{before.unit}/")
        )  # "or rises by 17 umol/L/d"
        return rate or bound.unit in REFERENCES or bound.unit == before.unit or names.fit(bound.unit, far=True)

    def _joined(self, at: int, floor: int) -> bool:
        """Say whether "or", "and", a comma or bracket, after no more than a condition, leads to the token."""
        tokens, before = self.tokens, at - 1
        led = not tokens.is_(at - 1, "comma")
        condition = condition_before(tokens.text, tokens[floor - 1].end, tokens[at].start) if led else None
        while condition and before >= floor and tokens[before].start >= condition[0]:
            before -= 1
        while (
            before > floor
            and tokens.is_(before, "filler", "edge", "word", "link")
            and tokens[before].value in _LEADS | RISES
        ):
            before -= 1
        if before == floor - 1 and not condition and tokens.is_(at, "sign") and tokens.is_(before, "unit", "number"):
            return True  # "BMI > 18 < 28"
        joins = tokens.is_(before, *_JOINERS) or tokens[before].value == "but"
        if before < floor or not joins or tokens[before].value == "+":
            return False
        if tokens.is_(before, "stop"):  # "< 26 kg in men; < 18 kg in women"
            short = before - floor <= _CONDITION and all(
                tokens.is_(i, "link", "edge", "close", "open") for i in range(floor, before)
            )
            return short and tokens[before].value == ";"
        if tokens.is_(before, "open"):
            return before == floor
        between = [tokens.kind(index) for index in range(floor, before)]
        return not any(kind in ("stop", "analyte", "number", "sign", "category") for kind in between)

    def counts(self, read: Read) -> bool:
        """Say whether a bound without a unit counts what follows it: "at least 2 lesions"."""
        return read.bound.unit is None and self.tokens.is_(read.after, "word", "qualifier", "analyte")

    def _spelled(self, read: Read) -> bool:
        """Say whether a bound ends in a number in letters: "at least one"."""
        last = read.after - 1
        return self.tokens.is_(last, "number") and self.tokens.text[self.tokens[last].start].isalpha()


def _cannot_be(analyte: Analyte, result: str) -> bool:
    """Say whether a result says nothing of something: a pressure is never positive, a size nothing but a number."""
    sized = bool(analyte.units) and all(unit in _SIZES for unit in analyte.units)
    found = result in ("positive", "negative", "detectable") and analyte.kind == "vital"
    return (sized or found) and not analyte.categorical


def _spans_scale_or_years(bound: Bound, names: Names) -> bool:
    """Say whether a range is that of the scale itself, "pain, from 0 to 10", or of years."""
    if not isinstance(bound.value, tuple):
        return False
    low, high = bound.value
    years = bound.unit is None and _YEARS[0] <= low and high <= _YEARS[1]
    return years or any((low, high) == (a.low, a.high) and a.kind == "score" for a in names.analytes)


RISES = frozenset(
    {"ascend", "ascends", "ascending", "rise", "rises", "rising", "increase", "increases", "increasing", "increased",
     "fall", "falls", "falling", "decrease", "decreases", "decreasing", "decreased"}
)  # fmt: skip
_LEADS = frozenset({"is", "be", "was", "are", "of", "a", "an", "has", "have", "then", "by", "but"})


def _alike(before: Threshold, bound: Bound) -> bool:
    return isinstance(before.value, str) == isinstance(bound.value, str) or before.comparator == "="
