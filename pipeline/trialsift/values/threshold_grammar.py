"""The grammar of thresholds, over the tokens of a text.

Forms, each tried at the tokens that can start it:

    chain      17 ≤ MELD score ≤ 30
    marker     ER-positive; ALK rearrangement
    category   negative pregnancy test; positive for HBsAg
    measured   ALT and AST (liver enzymes) must be ≤ 2.5 x ULN; ECOG 0-1; HBsAg positive
    bound      at least 5% blasts; class III or IV (NYHA); greater than NYHA class II
    inherited  … or > 11 mg/dL, after a threshold in the same sentence
    unnamed    corneal thickness of 450 microns or greater: a measure that no table knows

What is measured is read in threshold_names.py and threshold_phrases.py, what stands between it and its bound in
threshold_fill.py, the bound in threshold_bounds.py (amounts, ranges and grades in modules of their own); whether the
two belong together is asked of threshold_claims.py, and threshold_results.py makes the threshold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from trialsift.values.analyte import analyte_named
from trialsift.values.threshold import Bound, Threshold
from trialsift.values.threshold_bounds import Bounds
from trialsift.values.threshold_change import change_at_end, change_before
from trialsift.values.threshold_claims import RISES, Claims
from trialsift.values.threshold_context import around_ideal, condition_before, for_others, sex_after
from trialsift.values.threshold_direction import MIRROR
from trialsift.values.threshold_fill import Fill, fill_after
from trialsift.values.threshold_markers import altered, marker_at, status_scale_at, tnm_at
from trialsift.values.threshold_names import REFERENCES, TITLED, Names, first_of, names_at
from trialsift.values.threshold_phrases import (
    WEIGHT,
    may_measure,
    measured_states,
    names_measure,
    phrase_before,
    scale_before,
    with_long_form,
)
from trialsift.values.threshold_read import HIGH, LOW, Read
from trialsift.values.threshold_results import Results
from trialsift.values.threshold_scales import Scales
from trialsift.values.threshold_sentence import with_alternatives, with_units
from trialsift.values.threshold_tests import end_of_test, names_specimen, normal_of, result_of, tested
from trialsift.values.threshold_tokens import Kind, Tokens

_LONGEST_GAP = 14  # tokens between a threshold and one that inherits what it measures
_CAPITAL_WITHIN = 3  # characters: every marker and stage has one there ("sIG-", "pT2 N0"), few words have
_UNKNOWN = 2  # words that no table knows between a category or bound and the name after it
_AFTER_BOUND: tuple[Kind, ...] = ("filler", "link", "qualifier", "open", "unit", "scale", "word", "dash")
_LEVELS = re.compile(r"\blevels?$", re.IGNORECASE)  # "nodes of levels 15 to 20"
_SEX_WORDS = frozenset({"male", "males", "female", "females"})
_CONDITION = 4  # tokens of "(male);"
_PAIR = re.compile(r"\d{2,3}/\d{2,3}")
_BEFORE_STATED: tuple[Kind, ...] = ("open", "link", "filler", "colon", "comma")
_FOR_EXAMPLE = frozenset({"e", "g", "i", "."})
_LONGEST_LEAD = 8  # tokens from a state to its bound
_JOINED_BEFORE = re.compile(r"(?<=\w)-$")
_PART_OF_NAME = re.compile(r"[A-Z]-$")  # "WHO-DAS" is not the DAS
_Found = tuple[Threshold, int]


class Reader:
    """Reads the thresholds of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = Tokens(text)
        self.bounds = Bounds(self.tokens)
        self.claims = Claims(self.tokens, self.bounds)
        self.scales = Scales(self.tokens)
        self.results = Results(self.tokens)
        self.found: list[Threshold] = []
        self._after = 0  # index of the token after the last threshold
        self._names: Names | None = None  # what it measures
        self._forms: dict[Kind, tuple[Callable[[int], _Found | None], ...]] = {
            "analyte": (self._marked, self._measured),
            "word": (self._marked,),
            "edge": (self._marked,),  # "WHO 0-2" reads like "who"
            "category": (self._category,),
            "before": (self._category,),
            "reference": (self._category,),  # "normal levels of calcium"
            "number": (self._chain, self._bound, self._by_sex, self._inherited, self._unnamed),
            "scale": (self._staged, self._graded, self._bound),
            "roman": (self._marked, self._bound),
            "degree": (self._bound,),
            "between": (self._inherited, self._unnamed),
            "sign": (self._bound, self._inherited, self._of_state, self._unnamed),
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
        return with_alternatives(with_units(self.found))

    # Forms

    def _chain(self, at: int) -> _Found | None:
        """Read "17 ≤ MELD score ≤ 30" and "20% < PTA"."""
        low = self.bounds.amounts.at(at)
        if low is None or not self.tokens.is_(low.after, "sign") or self.tokens[low.after].value not in MIRROR:
            return None
        names = names_at(self.tokens, low.after + 1)
        if names is None:
            return None
        first = MIRROR[self.tokens[low.after].value]
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
        """Read a marker with its status, "ER-positive", "ALK rearrangement", or a stage, "cT2-3 N0"."""
        token = self.tokens[at]
        if self.text[token.start : token.start + _CAPITAL_WITHIN].islower():
            return None
        if scale := status_scale_at(self.text, token.start):
            return self._with_status(at, scale)
        marker = marker_at(self.text, token.start) or tnm_at(self.text, token.start)
        if marker is None or marker.end <= token.end:
            return None
        known = analyte_named(marker.name)
        if marker.signed and known is None:
            return None  # "LTOT+" may be anything
        names = Names(token.start, marker.end, at, at, at + 1, (known.name if known else marker.name.lower(),))
        return self._threshold(token.start, names, Read(Bound("=", marker.value), marker.end, at + 1), "marker")

    def _with_status(self, at: int, scale: str) -> _Found | None:
        """Read "WHO 0-2" after "Performance status:"."""
        known = analyte_named(f"{scale} performance status") or analyte_named("performance status")
        read = self.bounds.grades.classes(at + 1, None)
        if known is None or read is None:
            return None
        token = self.tokens[at]
        return self._threshold(
            token.start, Names(token.start, token.end, at, at, at + 1, (known.name,), (known,)), read, "measured"
        )

    def _staged(self, at: int) -> _Found | None:
        """Read "stage cT2-4a N0M0"."""
        stage = tnm_at(self.text, self.tokens[at + 1].start) if at + 1 < len(self.tokens) else None
        if stage is None:
            return None
        start = self.tokens[at].start
        names = Names(start, stage.end, at, at, at + 1, (stage.name,))
        return self._threshold(start, names, Read(Bound("=", stage.value), stage.end, at + 1), "marker")

    def _graded(self, at: int) -> _Found | None:
        """Read a class of a scale that no table knows: "Papile grade III-IV"."""
        names = scale_before(self.tokens, at)
        if names is None:
            return None
        read = (
            self.bounds.signed(at + 1, None)
            if self.tokens.is_(at + 1, "sign")
            else self.bounds.grades.classes(at + 1, None)
        )
        if read is None or read.bound.unit or (self.claims.counts(read) and isinstance(read.bound.value, float)):
            return None
        return self._threshold(names.start, names, read, "unnamed")

    def _category(self, at: int) -> _Found | None:
        """Read "negative urine or serum pregnancy test", "positive for HBsAg or anti-HCV"."""
        tokens, token = self.tokens, self.tokens[at]
        if token.kind == "reference":
            if not normal_of(tokens, at):
                return None
            token = token._replace(value="normal")
        opened = tokens.is_(at + 1, "open") and not names_specimen(self.text, tokens[at + 1].start)
        if (
            opened
            or tokens.is_(at + 1, "or", "and", "slash", "comma")
            or _JOINED_BEFORE.search(self.text, token.start - 2, token.start)
        ):
            return None  # "esterase-positive blasts"
        after = result_of(tokens, at)
        names = tested(tokens, at, names_at(tokens, after))
        if names is None or not self.claims.may_be(names, token.value):
            return None
        fill = fill_after(tokens, names)
        anew = tokens.is_(fill.at, "category") and TITLED.match(self.text, tokens[fill.at].start) is not None
        if not anew and self.claims.bounded(names, fill):  # "detectable viral load (> 50 copies/mL)"
            if len(names.analytes) == 1 or not tokens.is_(names.first + 1, "or", "comma") or token.value != "abnormal":
                return self._measured(after, token.start) if after == at + 1 and fill.opened else None
            names = first_of(tokens, names)  # "abnormal TSH or eGFR < 30"
        read = Read(Bound("=", token.value), *end_of_test(tokens, names))
        return self._threshold(token.start, names, read, "category")

    def _measured(self, at: int, start: int | None = None) -> _Found | None:
        """Read a measured thing, or several, with a bound or a category after it."""
        names = names_at(self.tokens, at)
        names = with_long_form(self.tokens, names, self._after) if names else None
        if names is None or (names.is_scale and _PART_OF_NAME.search(self.text, max(0, names.start - 3), names.start)):
            return None
        start = names.start if start is None else start
        if names.names == (WEIGHT,) and (near := around_ideal(self.text, names.stop)):
            bound = Bound("range", (100 - near[1], 100 + near[1]), "%", (True, True))
            return self._threshold(start, names, Read(bound, near[0], names.after), "measured")
        fill = fill_after(self.tokens, names)
        read = self.bounds.at(fill.at, names, close=fill.close, unit=fill.unit)
        if read is not None and self.claims.belongs(read, names, fill):
            read = self.results.closed(self.results.filled(read, fill, names), fill)
            names, read = self.scales.share(*self.scales.named(names, read))
            read = self.bounds.with_others(self._conditioned(read, names.stop, self.tokens[fill.at].start))
            return self._threshold(start, names, read, self._rule(read, names, fill))
        return self._stated(names, fill) if fill.close else None

    def _rule(self, read: Read, names: Names, fill: Fill) -> str:
        if self.tokens.is_(fill.at, "outside"):
            return "outside"
        hyphened = any(self.tokens.is_(index, "dash") for index in range(names.after, fill.at))
        return "marker" if hyphened and read.bound.value in ("positive", "negative") else "measured"

    def _stated(self, names: Names, fill: Fill) -> _Found | None:
        """Read what names say themselves, "MYC translocation", or a stage after them: "TNM stage: T1-4, N0"."""
        stage = tnm_at(self.text, self.tokens[fill.at].start) if fill.at < len(self.tokens) else None
        if stage is not None and names.is_scale:
            read = Read(Bound("=", stage.value), stage.end, fill.at)
            return self._threshold(names.start, names, read, "measured")
        value = altered(self.text[names.start : self.tokens[names.last].end])
        if value is None or len(names.analytes) != 1:
            return None
        read = Read(Bound("=", value), self.tokens[names.last].end, names.last + 1)
        return self._threshold(names.start, names, read, "marker")

    def _bound(self, at: int) -> _Found | None:
        """Read a bound whose measured thing follows: "at least 5% blasts", "class III or IV (NYHA)"."""
        tokens = self.tokens
        read = self.bounds.leading(at)
        if read is None:
            return self._above(at) if tokens.is_(at, "sign") else None
        after, words = read.after, 0
        while after - read.after < 6 and tokens.is_(after, *_AFTER_BOUND):
            words += tokens.is_(after, "word")
            after += 1
        if words > _UNKNOWN or not tokens.is_(after, "analyte"):
            after = self.scales.according(read.after)
        names = names_at(tokens, after)
        if names is None or not self.claims.follow(names, read, at, after) or self._is_part(names, at):
            return None
        end = names.last + 1
        while end - names.last < 4 and (
            tokens.is_(end, "scale") or (tokens.is_(end, "filler") and tokens[end].value == "scale")
        ):
            end += 1
        stop = tokens[end - 1].end
        if any(tokens.is_(index, "open") for index in range(at, after)):
            closing = next((index for index in range(end, end + 8) if tokens.is_(index, "close", "stop")), None)
            if closing is not None and tokens.is_(closing, "close"):
                stop, end = tokens[closing].end, closing + 1
        change = change_before(self.text, tokens[at].start)
        start = self.scales.with_word(at, self._after) if change is None else change
        return self._threshold(start, names, replace(read, stop=stop, after=end), "bound")

    def _is_part(self, names: Names, at: int) -> bool:
        """Say whether names after a bound say which part of what stands before it: "lesion of 2 cm in diameter"."""
        phrase = phrase_before(self.tokens, at, self._after) if "diameter" in names.names[0] else None
        return phrase is not None and may_measure(phrase, "mm", 1.0, "")

    def _above(self, at: int) -> _Found | None:
        """Read "greater than NYHA class II"."""
        names = names_at(self.tokens, at + 1)
        fill = fill_after(self.tokens, names) if names else None
        sign = self.tokens[at].value
        if names is None or fill is None or not names.is_scale or not fill.close or sign not in MIRROR:
            return None
        read = self.bounds.grades.classes(fill.at, names, sign)
        return self._threshold(self.tokens[at].start, names, read, "bound") if read else None

    def _inherited(self, at: int) -> _Found | None:
        """Read a bound that takes over what the threshold before it measures."""
        if self._names is None or at - self._after > _LONGEST_GAP:
            return None
        if (other := self._otherwise(at)) is not None:
            return other
        opened = self.tokens.is_(at, "number") and self.tokens.is_(at - 1, "open")  # "Lansky 50-100% (16 and under)"
        read = None if opened else self.bounds.without_name(at)
        if read is None or not self.claims.continues(self.found[-1], self._names, read, at, self._after):
            return None
        names = self.scales.other(read, self._names)
        rises = self.tokens.is_(at - 1, "word", "filler") and self.tokens[at - 1].value in RISES
        change = change_at_end(self.text, self.tokens[self._after - 1].end, self.tokens[at].start)
        change = change or self.found[-1].change
        read = self._conditioned(read, self.tokens[self._after - 1].end, self.tokens[at].start)
        found, after = self._threshold(self.tokens[at - rises].start, names, read, "inherited")
        level = bool(found.unit in REFERENCES or isinstance(found.value, str))
        return replace(found, change=None if level else change), after

    def _otherwise(self, at: int) -> _Found | None:
        """Read a bound that shares the comparator: "≥ 6 cm (5 in women)", "or 30-34 with diabetes", "(5 x ULN)"."""
        tokens, before = self.tokens, self.found[-1]
        between = range(self._after, at - 1)
        near = len(between) < _CONDITION and all(tokens.is_(index, "link", "edge", "comma") for index in between)
        led = near and tokens.is_(at - 1, "open", "comma", "or")
        if not led or not tokens.is_(at, "number") or self._names is None or isinstance(before.value, str):
            return None
        if (read := self.bounds.referred(at, before.bound)) and tokens.is_(at - 1, "open"):
            return self._threshold(tokens[at].start, self._names, read, "inherited")
        read = self.bounds.alike(at, before.bound)
        whom = read and for_others(self.text, read.stop, opened=tokens.is_(at - 1, "open"))
        if read is None or whom is None:
            return None
        read = replace(read, bound=replace(read.bound, condition=whom))
        return self._threshold(tokens[at].start, self._names, read, "inherited")

    def _by_sex(self, at: int) -> _Found | None:
        """Read the value of the other sex, whose sign stands before the first: "creatinine ≤ 1.5 male; 1.4 female"."""
        if self._names is None or not self.tokens.is_(at - 1, "stop", "comma", "or", "and", "slash"):
            return None
        before, amount = self.found[-1], self.bounds.amounts.at(at)
        sexed = amount is not None and amount.is_number and sex_after(self.text, amount.stop) is not None
        if amount is None or not sexed or before.condition not in _SEX_WORDS or at - self._after > _CONDITION:
            return None
        read = Read(Bound(before.comparator, amount.value, amount.unit or before.unit), amount.stop, amount.after)
        return self._threshold(self.tokens[at].start, self._names, replace(read, warning=before.warning), "inherited")

    def _of_state(self, at: int) -> _Found | None:
        """Read a bound that a state is known by: "hypertension (> 160/100 mmHg)", "hypokalaemia (< 3 mmol/L)"."""
        before = at - 1
        while at - before < _LONGEST_LEAD and (
            self.tokens.is_(before, *_BEFORE_STATED) or self.tokens[before].value in _FOR_EXAMPLE
        ):
            before -= 1
        state = measured_states().get(self.tokens[before].value) if self.tokens.is_(before, "word", "analyte") else None
        analyte = analyte_named(state) if state else None
        read = self.bounds.signed(at) if analyte else None
        if read is None or analyte is None:
            return None
        names = replace(Names.of(analyte), start=self.tokens[at].start, stop=self.tokens[at].start, first=at, after=at)
        bound = read.bound
        pair = isinstance(bound.value, str) and _PAIR.fullmatch(bound.value) and state == "blood pressure"
        number = isinstance(bound.value, float) and bound.unit is not None and names.fit(bound.unit, far=True)
        if not (pair or number):
            return None
        return self._threshold(names.start, names, read, "measured")

    def _unnamed(self, at: int) -> _Found | None:
        """Read a bound after a noun phrase that no table knows."""
        kind = self.tokens.kind(at)
        phrase = phrase_before(self.tokens, at, self._after)
        if phrase is None or (kind == "number" and self.text[self.tokens[at].start - 1] == "-"):
            return None
        if (
            kind == "number"
            and (not names_measure(phrase) or _LEVELS.search(phrase.names[0]))
            and not self.bounds.postfixed(at)
        ):
            return None
        read = self.bounds.at(at, phrase, close=kind == "number")
        if read is None or not read.bound.comparator or not phrase.fit(read.bound.unit) or self.claims.counts(read):
            return None
        sign = self.tokens.written(at, at + 1) if kind == "sign" else kind
        if self.tokens.is_(read.after, "times"):
            return None  # "a second count at least 3-fold above the first"
        if not may_measure(phrase, read.bound.unit, read.bound.value, sign):
            return None
        phrase = replace(phrase, names=(phrase.names[0].lower(),))
        if isinstance(read.bound.value, str):  # "worst breathlessness ≥ 3/10"
            read = replace(read, bound=replace(read.bound, value=float(read.bound.value.partition("/")[0])))
        phrase, read = self.scales.named(phrase, read)
        return self._threshold(phrase.start, phrase, read, "unnamed")

    # Results

    def _conditioned(self, read: Read, start: int, end: int) -> Read:
        """Give a bound the people named before it: "Hemoglobin for men: ≥ 13 g/dL"."""
        condition = condition_before(self.text, start, end)
        if condition is None or (self.found and condition[1] == self.found[-1].condition):
            return read
        return replace(read, bound=replace(read.bound, condition=condition[1]))

    def _threshold(self, start: int, names: Names, read: Read, rule: str) -> _Found:
        found, after, self._names = self.results.threshold(start, names, read, rule)
        return found, after
