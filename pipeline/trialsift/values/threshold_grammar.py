"""The grammar of thresholds, over the tokens of a text.

Forms, each tried at the tokens that can start it:

    chain      17 ≤ MELD score ≤ 30
    category   negative pregnancy test; positive for HBsAg
    measured   ALT and AST (liver enzymes) must be ≤ 2.5 x ULN; ECOG 0-1; HBsAg positive
    bound      at least 5% blasts; class III or IV (NYHA)
    marker     ER-positive, ALK rearrangement
    inherited  … or > 11 mg/dL, after a threshold in the same sentence
    unnamed    corneal thickness of 450 microns or greater: a measure that no table knows
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from trialsift.values.analyte import analyte_named
from trialsift.values.threshold import Bound, Threshold
from trialsift.values.threshold_bounds import HIGH, LOW, OPPOSITE, Bounds, Read
from trialsift.values.threshold_context import condition_after, is_denied, tail_after
from trialsift.values.threshold_fill import Fill, fill_after
from trialsift.values.threshold_markers import marker_at
from trialsift.values.threshold_names import REFERENCES, Names, may_measure, names_at, phrase_before
from trialsift.values.threshold_tokens import Kind, Tokens

_LONGEST_GAP = 14  # tokens between a threshold and one that inherits what it measures
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_LIMIT = re.compile(r"(max|min)im(?:um|al)\b", re.IGNORECASE)
_LIMITS = {"max": "<=", "min": ">="}
_FEW = 10.0  # a number without a unit that is no larger counts something, unless it is on a scale
_UNKNOWN = 2  # words that no table knows between a category or bound and the name after it
_BEFORE_NAMES: tuple[Kind, ...] = ("qualifier", "filler", "link", "or", "slash", "and", "word", "dash", "open", "close")
_AFTER_BOUND: tuple[Kind, ...] = ("filler", "link", "qualifier", "open", "unit", "scale", "word")
_CHANGED = frozenset({"%", "{log10}", "{log}"})
_CHANGES = frozenset(
    {"decrease", "increase", "reduction", "drop", "rise", "fall", "decline", "improvement", "gain", "loss", "change"}
)
_UNSPECIFIC = frozenset({"laboratory tests", "laboratory test", "vital signs"})
_OF_CATEGORY = frozenset({"level", "levels", "value", "values", "status", "test", "tests", "testing", "assay", "titer"})
_Found = tuple[Threshold, int]


class Reader:
    """Reads the thresholds of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = Tokens(text)
        self.bounds = Bounds(self.tokens)
        self.found: list[Threshold] = []
        self._after = 0  # index of the token after the last threshold
        self._names: Names | None = None  # what it measures
        signed = (self._bound, self._inherited, self._unnamed)
        self._forms: dict[Kind, tuple[Callable[[int], _Found | None], ...]] = {
            "analyte": (self._marked, self._measured),
            "word": (self._marked,),
            "category": (self._category,),
            "before": (self._category,),
            "number": (self._chain, self._bound, self._unnamed),
            "scale": (self._bound,),
            "roman": (self._bound,),
            "degree": (self._bound,),
            "between": (self._unnamed,),
            "sign": signed,
        }

    def read(self) -> list[Threshold]:
        """Return the thresholds of the text."""
        at, length = 0, len(self.tokens)
        while at < length:
            after = at + 1
            for form in self._forms.get(self.tokens.kind(at), ()):
                result = form(at)
                if result is not None:
                    threshold, after = result
                    self.found.append(threshold)
                    self._after = after
                    break
            at = after
        return _with_alternatives(_with_units(self.found))

    # Forms

    def _chain(self, at: int) -> _Found | None:
        """Read "17 ≤ MELD score ≤ 30" and "20% < PTA"."""
        low = self.bounds.amounts.at(at)
        if low is None or not self.tokens.is_(low.after, "sign") or self.tokens[low.after].value not in _MIRROR:
            return None
        names = names_at(self.tokens, low.after + 1)
        if names is None:
            return None
        first = _MIRROR[self.tokens[low.after].value]
        fill = fill_after(self.tokens, names)
        high = self.bounds.amounts.at(fill.at + 1) if self.tokens.is_(fill.at, "sign") else None
        if high is None:
            read = Read(Bound(first, low.value, low.unit), names.stop, names.after)
            return self._threshold(self.tokens[at].start, names, read, "chain")
        last = self.tokens[fill.at].value
        if first in LOW and last in HIGH:
            ends, inclusive = (low.value, high.value), (first == ">=", last == "<=")
        elif first in HIGH and last in LOW:
            ends, inclusive = (high.value, low.value), (last == ">=", first == "<=")
        else:
            return None
        bound = Bound("range", ends, high.unit or low.unit, inclusive)  # type: ignore[arg-type]
        return self._threshold(self.tokens[at].start, names, Read(bound, high.stop, high.after), "chain")

    def _marked(self, at: int) -> _Found | None:
        """Read a marker with its status: "ER-positive", "JAK2V617F+", "ALK rearrangement"."""
        token = self.tokens[at]
        marker = marker_at(self.text, token.start)
        if marker is None or marker.end <= token.end:
            return None
        known = analyte_named(marker.name)
        names = Names(token.start, marker.end, at, at, at + 1, (known.name if known else marker.name.lower(),))
        return self._threshold(token.start, names, Read(Bound("=", marker.value), marker.end, at + 1), "marker")

    def _category(self, at: int) -> _Found | None:
        """Read "negative urine or serum pregnancy test", "positive for HBsAg or anti-HCV"."""
        tokens, token = self.tokens, self.tokens[at]
        if tokens.is_(at + 1, "or", "and", "slash", "comma"):
            return None
        after, words = at + 1, 0
        while after - at < 9 and tokens.is_(after, *_BEFORE_NAMES):
            words += tokens.is_(after, "word")
            after += 1
        names = names_at(tokens, after) if words <= _UNKNOWN else None
        if names is None or token.value == "abnormal" and names.names[0] in _UNSPECIFIC:
            return None
        fill = fill_after(tokens, names)
        own = self.bounds.at(fill.at, names, close=fill.close, unit=fill.unit)
        if own is not None and names.fit(own.bound.unit, far=not fill.close):
            return self._measured(after, token.start) if after == at + 1 and token.value == "detectable" else None
        end = names.last + 1
        while tokens.is_(end, "filler") and tokens[end].value in _OF_CATEGORY:
            end += 1
        read = Read(Bound("=", token.value), tokens[end - 1].end, end)
        return self._threshold(token.start, names, read, "category")

    def _measured(self, at: int, start: int | None = None) -> _Found | None:
        """Read a measured thing, or several, with a bound or a category after it."""
        names = names_at(self.tokens, at)
        if names is None:
            return None
        fill = fill_after(self.tokens, names)
        read = self.bounds.at(fill.at, names, close=fill.close, unit=fill.unit)
        if read is None or not self._belongs(read, names, fill):
            return None
        read = self._closed(self._filled(read, fill, names), fill)
        return self._threshold(names.start if start is None else start, names, read, "measured")

    def _belongs(self, read: Read, names: Names, fill: Fill) -> bool:
        """Say whether a bound after names is theirs: it is in their unit, and nothing nearer claims it."""
        bound, tokens = read.bound, self.tokens
        if bound.value == "abnormal" and names.names[0] in _UNSPECIFIC:
            return False
        if not names.fit(bound.unit, far=not fill.close or bound.comparator is None):
            return False
        if bound.unit is None and isinstance(bound.value, float) and (self._spelled(read) or not names.is_scale):
            if not fill.close or (self._spelled(read) and self._counts(read)):
                return not self._counts(read) and not self._spelled(read) and bound.value > _FEW
        if fill.close:
            return True
        passed = [tokens[index].value for index in range(names.after, fill.at) if tokens.is_(index, "analyte")]
        if any(Names(0, 0, 0, 0, 0, (), (analyte,)).fit(bound.unit, far=True) for analyte in passed):
            return False
        follows = names_at(tokens, read.after)  # "lymphocytes with no more than 55% prolymphocytes"
        return follows is None or bound.unit != "%" or not follows.fit("%", far=True)

    def _spelled(self, read: Read) -> bool:
        return self.tokens.is_(read.after - 1, "number") and self.text[self.tokens[read.after - 1].start].isalpha()

    def _bound(self, at: int) -> _Found | None:
        """Read a bound whose measured thing follows: "at least 5% blasts", "class III or IV (NYHA)"."""
        bounds, tokens = self.bounds, self.tokens
        kind = tokens.kind(at)
        read = bounds.signed(at) if kind == "sign" else bounds.ranged(at) if kind == "number" else None
        if read is None and kind != "sign" and not tokens.is_(at + 1, "unit", "times", "reference"):
            read = bounds.classes(at, None)
        if read is None:
            return None
        after, words = read.after, 0
        while after - read.after < 6 and tokens.is_(after, *_AFTER_BOUND):
            words += tokens.is_(after, "word")
            after += 1
        names = names_at(tokens, after) if words <= _UNKNOWN else None
        if names is None or not self._follows(names, read, after):
            return None
        stop, end = tokens[names.last].end, names.last + 1
        if tokens.is_(end, "close") and any(tokens.is_(index, "open") for index in range(at, after)):
            stop, end = tokens[end].end, end + 1
        return self._threshold(tokens[at].start, names, replace(read, stop=stop, after=end), "bound")

    def _follows(self, names: Names, read: Read, at: int) -> bool:
        """Say whether names after a bound are what it bounds: they have none of their own and go with its unit."""
        bound = read.bound
        changed = bound.unit in _CHANGED and any(
            self.tokens.is_(index, "word", "edge", "link") and self.tokens[index].value in _CHANGES
            for index in range(read.after, at)
        )
        if bound.comparator is None or bound.unit in REFERENCES or not (changed or names.fit(bound.unit, far=True)):
            return False
        if bound.unit is None and not (names.analytes[-1].kind == "score" and self._scaled(read, at)):
            return False
        fill = fill_after(self.tokens, names)
        own = self.bounds.at(fill.at, names, close=fill.close)
        return own is None or not names.fit(own.bound.unit, far=True)

    def _scaled(self, read: Read, at: int) -> bool:
        """Say whether a number or class without a unit is on the scale named at a token: "≥ 20 on the", "class II"."""
        leads = range(read.after, at)
        classed = not isinstance(read.bound.value, float | tuple) or self.tokens.is_(read.after - 2, "scale")
        return (
            classed
            or any(self.tokens.is_(index, "open", "scale") for index in leads)
            or (self.tokens.is_(read.after, "link", "unit") and self.tokens.kind(at - 1) in ("link", "filler"))
        )

    def _inherited(self, at: int) -> _Found | None:
        """Read a bound that takes over what the threshold before it measures."""
        if self._names is None or at - self._after > _LONGEST_GAP or not self._joined(at):
            return None
        read = self.bounds.signed(at)
        if read is None or self._counts(read) or not self._continues(read.bound):
            return None
        return self._threshold(self.tokens[at].start, self._names, read, "inherited")

    def _joined(self, at: int) -> bool:
        """Say whether "or", "and", a comma or bracket, after no more than a condition, leads to the token."""
        tokens, before = self.tokens, at - 1
        while tokens.is_(before, "filler") and before > self._after:
            before -= 1
        if before < self._after or not tokens.is_(before, "or", "and", "comma", "slash", "open", "stop"):
            return False
        if tokens[before].value == "+":
            return False
        if tokens.is_(before, "stop"):
            return before == self._after and tokens[before].value == ";"
        if tokens.is_(before, "open") and before > self._after:
            return False
        between = [tokens.kind(index) for index in range(self._after, before)]
        return not any(kind in ("stop", "analyte", "number", "sign", "category") for kind in between)

    def _continues(self, bound: Bound) -> bool:
        """Say whether a bound may be on what the threshold before it measures."""
        before, names = self.found[-1], self._names
        if names is None or (
            isinstance(before.value, str) != isinstance(bound.value, str) and before.comparator != "="
        ):
            return False
        if bound.unit in REFERENCES or bound.unit == before.unit:
            return True
        return names.fit(bound.unit, far=True)

    def _counts(self, read: Read) -> bool:
        """Say whether a bound without a unit counts what follows it: "at least 2 lesions"."""
        return read.bound.unit is None and self.tokens.is_(read.after, "word", "edge", "qualifier", "analyte")

    def _unnamed(self, at: int) -> _Found | None:
        """Read a bound after a noun phrase that no table knows."""
        kind = self.tokens.kind(at)
        phrase = phrase_before(self.tokens, at, self._after)
        if phrase is None:
            return None
        read = self.bounds.at(at, phrase, close=kind == "number")
        if read is None or not read.bound.comparator or not phrase.fit(read.bound.unit) or self._counts(read):
            return None
        sign = self.tokens.written(at, at + 1) if kind == "sign" else kind
        if not may_measure(phrase, read.bound.unit, read.bound.value, sign):
            return None
        phrase = replace(phrase, names=(phrase.names[0].lower(),))
        return self._threshold(phrase.start, phrase, read, "unnamed")

    # Results

    def _filled(self, read: Read, fill: Fill, names: Names) -> Read:
        """Give a bound what stands before it: the unit in brackets, a "not", "maximum" before what is measured."""
        bound = read.bound
        if fill.unit and bound.unit is None and isinstance(bound.value, float | tuple):
            bound = replace(bound, unit=fill.unit)
        if fill.negated and bound.comparator in OPPOSITE:
            bound = replace(bound, comparator=OPPOSITE[bound.comparator])
        elif fill.negated and bound.value == "normal":
            bound = replace(bound, value="abnormal")
        limit = _LIMIT.match(self.text, names.start)
        if bound.comparator is None and limit and not names.names[0].startswith("max"):
            return replace(read, bound=replace(bound, comparator=_LIMITS[limit[1].lower()]), warning=None)
        return replace(read, bound=bound)

    def _closed(self, read: Read, fill: Fill) -> Read:
        """Take in the closing bracket of a bound in brackets."""
        if not fill.opened or not self.tokens.is_(read.after, "close"):
            return read
        return replace(read, stop=self.tokens[read.after].end, after=read.after + 1)

    def _threshold(self, start: int, names: Names, read: Read, rule: str) -> _Found | None:
        stop = tail_after(self.text, read.stop)
        bound = replace(read.bound, condition=condition_after(self.text, stop))
        denied = is_denied(self.text, start)
        self._names = names
        found = Threshold(start, stop, names.names, bound, read.others, rule, read.warning, denied)
        after = read.after
        while after < len(self.tokens) and self.tokens[after].start < stop:
            after += 1
        return found, after


def _with_units(found: list[Threshold]) -> list[Threshold]:
    """Give a bound without a unit the unit of the one beside it on the same thing: "calcium < 8 or > 11 mg/dL".

    So do pressures: "systolic > 150 or diastolic > 100 mmHg".
    """
    given = list(found)
    for index in range(1, len(given)):
        before, this = given[index - 1], given[index]
        if this.rule != "inherited" and not _both_pressures(before, this):
            continue
        if _bare(before) and this.unit:
            given[index - 1] = replace(before, bound=replace(before.bound, unit=this.unit))
        elif _bare(this) and before.unit:
            given[index] = replace(this, bound=replace(this.bound, unit=before.unit))
    return given


def _both_pressures(before: Threshold, this: Threshold) -> bool:
    return all("pressure" in threshold.analytes[0] for threshold in (before, this)) and "mm[Hg]" in (
        before.unit,
        this.unit,
    )


def _bare(threshold: Threshold) -> bool:
    return threshold.unit is None and isinstance(threshold.value, float | tuple)


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
