"""The grammar of thresholds, over the tokens of a text.

Forms, each tried at the tokens that can start it:

    chain      17 ≤ MELD score ≤ 30
    marker     ER-positive; ALK rearrangement
    category   negative pregnancy test; positive for HBsAg
    measured   ALT and AST (liver enzymes) must be ≤ 2.5 x ULN; ECOG 0-1; HBsAg positive
    bound      at least 5% blasts; class III or IV (NYHA); greater than NYHA class II
    inherited  … or > 11 mg/dL, after a threshold in the same sentence
    unnamed    corneal thickness of 450 microns or greater: a measure that no table knows
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from trialsift.values.analyte import Analyte, analyte_named
from trialsift.values.threshold import Bound, Threshold
from trialsift.values.threshold_bounds import HIGH, LOW, MIRROR, OPPOSITE, Bounds, Read
from trialsift.values.threshold_change import (
    change_after,
    change_at_end,
    change_before,
    change_led,
    from_baseline,
    levels_off,
)
from trialsift.values.threshold_claims import RISES, Claims
from trialsift.values.threshold_context import (
    around_ideal,
    condition_after,
    condition_before,
    is_denied,
    restated_after,
    scale_after,
    sex_after,
    side_after,
    tail_after,
    with_scale_word,
)
from trialsift.values.threshold_fill import Fill, fill_after
from trialsift.values.threshold_markers import altered, marker_at, status_scale_at, tnm_at
from trialsift.values.threshold_names import REFERENCES, TITLED, Names, names_at
from trialsift.values.threshold_phrases import (
    WEIGHT,
    may_measure,
    measured_states,
    names_measure,
    phrase_before,
    scale_before,
    with_long_form,
)
from trialsift.values.threshold_sentence import with_alternatives, with_units
from trialsift.values.threshold_tests import agents_tested, test_after, tested_for
from trialsift.values.threshold_tokens import Kind, Tokens

_LONGEST_GAP = 14  # tokens between a threshold and one that inherits what it measures
_LIMIT = re.compile(r"(max|min)im(?:um|al)\b", re.IGNORECASE)
_VOLUMES = frozenset({"uL", "mL", "L"})
_OF_MAXIMUM = re.compile(r"(\d{1,3}(?:\.\d)?)/(\d{1,3})")
_LIMITS = {"max": "<=", "min": ">="}
_CAPITAL_WITHIN = 3  # characters: every marker and stage has one there ("sIG-", "pT2 N0"), few words have
_UNKNOWN = 2  # words that no table knows between a category or bound and the name after it
_BEFORE_NAMES: tuple[Kind, ...] = (
    "qualifier",
    "filler",
    "link",
    "or",
    "slash",
    "and",
    "word",
    "dash",
    "open",
    "close",
    "roman",
)
_AFTER_BOUND: tuple[Kind, ...] = ("filler", "link", "qualifier", "open", "unit", "scale", "word", "dash")
_LEVELS = re.compile(r"\blevels?$", re.IGNORECASE)  # "nodes of levels 15 to 20"
_SEX_WORDS = frozenset({"male", "males", "female", "females"})
_CONDITION = 4  # tokens of "(male);"
_PAIR = re.compile(r"\d{2,3}/\d{2,3}")
_SIDED = len("systolic blood pressure")
_FAR = 10  # tokens
_BEFORE_STATED: tuple[Kind, ...] = ("open", "link", "filler", "colon", "comma")
_FOR_EXAMPLE = frozenset({"e", "g", "i", "."})
_LONGEST_LEAD = 8  # tokens from a state to its bound
_STATUS = "performance status"  # by which scale may follow: "0-1 (ECOG)", "> 70 by Karnofsky"
_KINDS_OF_SCALE = frozenset({"scale", "scales", "score", "classification", "criteria", "status", "performance"})
_OF_THE = frozenset({"of", "the", "their"})
_BARE_SCORE = re.compile(r"(?:minimum |maximum |total |severity |overall |summary |composite |baseline )*scores?", re.I)
_OF_DISEASE: tuple[Kind, ...] = ("word", "comma", "link", "filler", "dash")
_LONGEST_DISEASE = 9  # tokens
_BY_SCALE = frozenset({"per", "according", "by"})
_OF_CATEGORY = frozenset({"level", "levels", "value", "values", "status", "test", "tests", "testing", "assay", "titer"})
_OF_SPECIMEN = re.compile(
    r"\s(?:for|to)\s(?!(?:drugs|women|men|patients|subjects|screening|all|any|both|the|girls|boys|females?|males?|those|participants|persons|adults|children|other|another|extracts|extract|multiple|specific|common|certain|these|this|such|entry|inclusion|study|use)\b)[a-z]{4,20}\b",
    re.I,
)
_SPECIMEN = re.compile(r"[(\[](?:urine|serum|blood|plasma|urinary)\b", re.IGNORECASE)  # "negative (urine) test"
_KINDS_OF_STAGE = frozenset({"clinical", "pathologic", "pathological", "tumor", "tumour", "disease"})
_SCORE = re.compile(r"(?:score|rating)s?$", re.IGNORECASE)
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
            "number": (self._chain, self._bound, self._again, self._by_sex, self._inherited, self._unnamed),
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
        read = self.bounds.classes(at + 1, None)
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
            self.bounds.signed(at + 1, None) if self.tokens.is_(at + 1, "sign") else self.bounds.classes(at + 1, None)
        )
        if read is None or read.bound.unit or (self.claims.counts(read) and isinstance(read.bound.value, float)):
            return None
        return self._threshold(names.start, names, read, "unnamed")

    def _category(self, at: int) -> _Found | None:
        """Read "negative urine or serum pregnancy test", "positive for HBsAg or anti-HCV"."""
        tokens, token = self.tokens, self.tokens[at]
        if token.kind == "reference":
            if token.value != "{normal}" or tokens.is_(at - 1, "number", "times", "sign") or not self._is_of(at + 1):
                return None
            token = token._replace(value="normal")
        opened = tokens.is_(at + 1, "open") and _SPECIMEN.match(self.text, tokens[at + 1].start) is None
        if (
            opened
            or tokens.is_(at + 1, "or", "and", "slash", "comma")
            or _JOINED_BEFORE.search(self.text, token.start - 2, token.start)
        ):
            return None  # "esterase-positive blasts"
        after = self._result_of(at)
        names = self._tested(at, names_at(tokens, after))
        if names is None or not self.claims.may_be(names, token.value):
            return None
        fill = fill_after(tokens, names)
        anew = tokens.is_(fill.at, "category") and TITLED.match(self.text, tokens[fill.at].start) is not None
        if not anew and self.claims.bounded(names, fill):  # "detectable viral load (> 50 copies/mL)"
            return self._measured(after, token.start) if after == at + 1 and fill.opened else None
        end = names.last + 1
        while tokens.is_(end, "filler") and tokens[end].value in _OF_CATEGORY:
            end += 1
        stop = tokens[end - 1].end
        specimen = None if names.is_scale else _OF_SPECIMEN.match(self.text, stop)
        read = Read(Bound("=", token.value), specimen.end() if specimen else stop, end)
        return self._threshold(token.start, names, read, "category")

    def _is_of(self, at: int) -> bool:
        return self.tokens.is_(at, "filler") and self.tokens[at].value == "of"

    def _result_of(self, at: int) -> int:
        """Return the index of the name that a result before it is of, past few words that no table knows."""
        after, words = at + 1, 0
        while after - at < 9 and self.tokens.is_(after, *_BEFORE_NAMES):
            words += self.tokens.is_(after, "word")
            after += 1
        return after if words <= _UNKNOWN else -1

    def _tested(self, at: int, names: Names | None) -> Names | None:
        """Return what the result at a token is of: names, or a test that no table knows, with what it looks for."""
        tokens = self.tokens
        if tokens[at].value not in ("positive", "negative"):
            return names or test_after(tokens, at + 1)
        test = test_after(tokens, at + 1) if names is None else None
        named = test or names
        looked_for = tested_for(tokens, named.after, named.first, known=test is None) if named else None
        if not looked_for and (named is None or tokens.is_(named.after, "comma", "or", "and", "slash")):
            looked_for = tested_for(tokens, at + 1, at) or agents_tested(tokens, at + 1)
        return looked_for if looked_for and (names is None or looked_for.stop > names.stop) else names or test

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
            read = self._closed(self._filled(read, fill, names), fill)
            names, read = self._share(*self._of_scale(names, read))
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
        read = self._leading(at)
        if read is None:
            return self._above(at) if tokens.is_(at, "sign") else None
        after, words = read.after, 0
        while after - read.after < 6 and tokens.is_(after, *_AFTER_BOUND):
            words += tokens.is_(after, "word")
            after += 1
        if words > _UNKNOWN or not tokens.is_(after, "analyte"):
            after = self._according(read.after)
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
        start = self._with_word(at) if change is None else change
        return self._threshold(start, names, replace(read, stop=stop, after=end), "bound")

    def _according(self, at: int) -> int:
        """Return the index of the scale that classes are of: "class III heart failure, as per the NYHA"."""
        after = at
        while after - at < _LONGEST_DISEASE and self.tokens.is_(after, *_OF_DISEASE):
            after += 1
        named = any(
            self.tokens.is_(index, "link") and self.tokens[index].value in _BY_SCALE
            for index in range(after - 3, after)
        )
        return after if named else -1

    def _is_part(self, names: Names, at: int) -> bool:
        """Say whether names after a bound say which part of what stands before it: "lesion of 2 cm in diameter"."""
        phrase = phrase_before(self.tokens, at, self._after) if "diameter" in names.names[0] else None
        return phrase is not None and may_measure(phrase, "mm", 1.0, "")

    def _leading(self, at: int) -> Read | None:
        """Read a bound before what is measured."""
        kind = self.tokens.kind(at)
        if kind == "sign":
            return self.bounds.signed(at)
        if self.tokens.is_(at - 1, "word", "link") and self.tokens[at - 1].value in ("version", "v", "ver"):
            return None
        if kind == "number" and (read := self.bounds.ranged(at) or self.bounds.postfixed(at)):
            return read
        if self.tokens.is_(at + 1, "unit", "times", "reference"):
            return None
        return self.bounds.classes(at, None)

    def _above(self, at: int) -> _Found | None:
        """Read "greater than NYHA class II"."""
        names = names_at(self.tokens, at + 1)
        fill = fill_after(self.tokens, names) if names else None
        sign = self.tokens[at].value
        if names is None or fill is None or not names.is_scale or not fill.close or sign not in MIRROR:
            return None
        read = self.bounds.classes(fill.at, names, sign)
        return self._threshold(self.tokens[at].start, names, read, "bound") if read else None

    def _with_word(self, at: int) -> int:
        """Return where a bound starts with a word for its kind before it: "clinical stage", "score of ≥ 4 on the"."""
        tokens = self.tokens
        if tokens.is_(at, "scale") and tokens.is_(at - 1, "word") and tokens[at - 1].value in _KINDS_OF_STAGE:
            return tokens[at - 1].start
        phrase = phrase_before(tokens, at, self._after)
        return phrase.start if phrase and _SCORE.search(phrase.names[0]) else tokens[at].start

    def _inherited(self, at: int) -> _Found | None:
        """Read a bound that takes over what the threshold before it measures."""
        if self._names is None or at - self._after > _LONGEST_GAP:
            return None
        opened = self.tokens.is_(at, "number") and self.tokens.is_(at - 1, "open")  # "Lansky 50-100% (16 and under)"
        read = None if opened else self.bounds.without_name(at)
        if read is None or not self.claims.continues(self.found[-1], self._names, read, at, self._after):
            return None
        rises = self.tokens.is_(at - 1, "word", "filler") and self.tokens[at - 1].value in RISES
        change = change_at_end(self.text, self.tokens[self._after - 1].end, self.tokens[at].start)
        change = change or self.found[-1].change
        read = self._conditioned(read, self.tokens[self._after - 1].end, self.tokens[at].start)
        found, after = self._threshold(self.tokens[at - rises].start, self._names, read, "inherited")
        level = bool(found.unit in REFERENCES or isinstance(found.value, str))
        return replace(found, change=None if level else change), after

    def _again(self, at: int) -> _Found | None:
        """Read a multiple in brackets after a threshold: "≤ 3 x ULN (5 x ULN if liver metastases)"."""
        if self._names is None or at != self._after + 1 or not self.tokens.is_(at - 1, "open"):
            return None
        read = self.bounds.referred(at, self.found[-1].bound)
        return self._threshold(self.tokens[at].start, self._names, read, "inherited") if read else None

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
        phrase, read = self._of_scale(phrase, read)
        return self._threshold(phrase.start, phrase, read, "unnamed")

    def _share(self, names: Names, read: Read) -> tuple[Names, Read]:
        """Give a share of another measure the ratio's name: "FEV1 < 70% of FVC" is no share of what is predicted."""
        at = read.after
        while self.tokens.is_(at, "filler") and self.tokens[at].value in _OF_THE:
            at += 1
        whole = names_at(self.tokens, at) if at > read.after and read.bound.unit in ("%", None) else None
        ratio = analyte_named(f"{names.names[0]}/{whole.names[0]}") if whole else None
        if whole is None or ratio is None or len(names.names) > 1:
            return names, read
        return replace(names, names=(ratio.name,), analytes=(ratio,)), replace(read, stop=whole.stop, after=whole.after)

    def _of_scale(self, phrase: Names, read: Read) -> tuple[Names, Read]:
        """Give a bare score the scale that it is on: "a score of ≥ 12 on the HADS", "by the HADS (score > 12)"."""
        if not _BARE_SCORE.fullmatch(phrase.names[0]) and phrase.names[0] != _STATUS:
            return phrase, read
        tokens, after = self.tokens, read.after
        while after - read.after < 4 and tokens.is_(after, "link", "between", "filler", "qualifier", "open"):
            after += 1
        names = names_at(tokens, after) if tokens.is_(read.after, "link", "between", "open") else None
        if names and names.is_scale:
            end = names.after
            while tokens.is_(end, "scale", "filler") and end - names.after < 3 and tokens[end].value in _KINDS_OF_SCALE:
                end += 1
            end += tokens.is_(read.after, "open") and tokens.is_(end, "close")
            if tokens.is_(read.after, "open") and not tokens.is_(end - 1, "close"):
                return phrase, read
            read = replace(read, stop=tokens[end - 1].end, after=end)
            return replace(phrase, names=names.names, analytes=names.analytes), read
        if phrase.names[0] == _STATUS:
            return phrase, read
        if read.bound.unit is None and (scale := scale_after(self.text, read.stop)):
            stop, name, short = scale
            known = analyte_named(short) or analyte_named(name)
            names = Names.of(known) if known else replace(phrase, names=((short or name).lower(),))
            return replace(phrase, names=names.names, analytes=names.analytes), replace(read, stop=stop)
        scale = self._scale_before(phrase.first)
        return (replace(phrase, names=(scale.name,), analytes=(scale,)) if scale else phrase), read

    def _scale_before(self, at: int) -> Analyte | None:
        """Return the scale that the sentence names last before a token."""
        for before in range(at - 1, at - _FAR, -1):
            if before < 0 or (self.tokens.is_(before, "stop") and self.tokens[before].value != ";"):
                return None
            if self.tokens.is_(before, "analyte") and self.tokens[before].value.kind == "score":
                return self.tokens[before].value
        return None

    # Results

    def _filled(self, read: Read, fill: Fill, names: Names) -> Read:
        """Give a bound what stands before it: the unit in brackets, a "not", "maximum" before what is measured."""
        bound = read.bound
        if fill.unit and bound.unit is None and isinstance(bound.value, float | tuple):
            bound = replace(bound, unit=fill.unit)
        if bound.unit in _VOLUMES and any(own.endswith(f"/{bound.unit}") for a in names.analytes for own in a.units):
            bound = replace(bound, unit=f"/{bound.unit}")  # "1000 mm3" has lost its slash
        if bound.unit == "10*9/L" and names.analytes and all("g/L" in analyte.units for analyte in names.analytes):
            bound = replace(bound, unit="g/L")  # "Hb < 90 G/L" is in capitals
        if fill.negated and bound.comparator in OPPOSITE:
            bound = replace(bound, comparator=OPPOSITE[bound.comparator])
        elif fill.negated and bound.value == "normal":
            bound = replace(bound, value="abnormal")
        share = _OF_MAXIMUM.fullmatch(bound.value) if isinstance(bound.value, str) else None
        if share and any(analyte.kind == "score" and analyte.high == float(share[2]) for analyte in names.analytes):
            bound = replace(bound, value=float(share[1]))  # "NRS > 3/10"
        limit = _LIMIT.match(self.text, names.start)
        if bound.comparator is None and limit and not names.names[0].startswith("max"):
            return replace(read, bound=replace(bound, comparator=_LIMITS[limit[1].lower()]), warning=None)
        return replace(read, bound=bound)

    def _conditioned(self, read: Read, start: int, end: int) -> Read:
        """Give a bound the people named before it: "Hemoglobin for men: ≥ 13 g/dL"."""
        condition = condition_before(self.text, start, end)
        if condition is None or (self.found and condition[1] == self.found[-1].condition):
            return read
        return replace(read, bound=replace(read.bound, condition=condition[1]))

    def _closed(self, read: Read, fill: Fill) -> Read:
        """Take in the closing bracket of a bound in brackets."""
        if not fill.opened or not self.tokens.is_(read.after, "close"):
            return read
        return replace(read, stop=self.tokens[read.after].end, after=read.after + 1)

    def _threshold(self, start: int, names: Names, read: Read, rule: str) -> _Found:
        stop = tail_after(self.text, read.stop)
        start = with_scale_word(self.text, start) if names.is_scale and start == names.start else start
        if names.is_scale or isinstance(read.bound.value, str):
            stop = restated_after(self.text, stop)
        pressure = len(names.names) == 1 and names.names[0].endswith("blood pressure")
        side = (
            side_after(self.text, stop) if pressure and (rule == "inherited" or len(names.names[0]) < _SIDED) else None
        )
        if side:
            stop, names = side[0], replace(names, names=(f"{side[1]} blood pressure",))
        sex = sex_after(self.text, stop) if isinstance(read.bound.value, float) else None
        if sex:
            stop, read = sex[0], replace(read, bound=replace(read.bound, condition=sex[1]))
        if self.text.startswith(")", stop) and self.text.count("(", start, stop) > self.text.count(")", start, stop):
            stop += 1
        bound = replace(read.bound, condition=read.bound.condition or condition_after(self.text, stop))
        self._names = names
        denied = is_denied(self.text, start)
        change = self._change(start, names, read, rule)
        if change is None and rule != "inherited" and change_before(self.text, self._name_start(names)) == start:
            start = self._name_start(names)  # "rise of ALT > 5 x ULN" is a level
        found = Threshold(start, stop, names.names, bound, read.others, rule, read.warning, denied, change)
        after = read.after
        while after < len(self.tokens) and self.tokens[after].start < stop:
            after += 1
        return found, after

    def _name_start(self, names: Names) -> int:
        return self.tokens[names.first].start if names.first < len(self.tokens) else names.start

    def _change(self, start: int, names: Names, read: Read, rule: str) -> str | None:
        """Return the change that a bound is on, None where it is on a level."""
        bound = read.bound
        if rule == "inherited" or not isinstance(bound.value, float | tuple) or bound.unit in REFERENCES:
            return None
        name = self._name_start(names)
        led = change_led(self.text, start, name)
        if led and levels_off(self.text, names.stop):
            return None
        change = led or change_after(self.text, names.stop) or from_baseline(self.text, read.stop)
        below = change == "decrease" and bound.comparator in HIGH and bound.unit != "%"
        return None if below else change  # "decrease in platelets < 100,000/mm3" is a level
