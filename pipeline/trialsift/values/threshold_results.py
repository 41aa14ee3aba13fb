"""What names and a bound make together: a threshold with its whole span, whom it is for, whether it bounds a change."""

from __future__ import annotations

import re
from dataclasses import replace

from trialsift.values.threshold import Threshold
from trialsift.values.threshold_change import change_after, change_before, change_led, from_baseline, levels_off
from trialsift.values.threshold_context import (
    condition_after,
    is_denied,
    restated_after,
    sex_after,
    side_after,
    tail_after,
    with_scale_word,
)
from trialsift.values.threshold_direction import OPPOSITE
from trialsift.values.threshold_fill import Fill
from trialsift.values.threshold_names import REFERENCES, Names
from trialsift.values.threshold_read import HIGH, Read
from trialsift.values.threshold_tokens import Tokens

_LIMIT = re.compile(r"(max|min)im(?:um|al)\b", re.IGNORECASE)
_VOLUMES = frozenset({"uL", "mL", "L"})
_OF_MAXIMUM = re.compile(r"(\d{1,3}(?:\.\d)?)/(\d{1,3})")
_SHORTENED = frozenset({"mmol", "umol", "nmol", "pmol", "meq", "deg"})
_LIMITS = {"max": "<=", "min": ">="}
_SIDED = len("systolic blood pressure")


class Results:
    """Makes thresholds of the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.text = tokens.text

    def filled(self, read: Read, fill: Fill, names: Names) -> Read:
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

    def closed(self, read: Read, fill: Fill) -> Read:
        """Take in the closing bracket of a bound in brackets."""
        if not fill.opened or not self.tokens.is_(read.after, "close"):
            return read
        return replace(read, stop=self.tokens[read.after].end, after=read.after + 1)

    def threshold(self, start: int, names: Names, read: Read, rule: str) -> tuple[Threshold, int, Names]:
        """Return the threshold of names with a bound, the index of the token after it, and what it measures."""
        stop = tail_after(self.text, read.stop)
        stop, read = self._postfixed(replace(read, bound=replace(read.bound, unit=self._unit(names, read))), stop)
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
        denied = is_denied(self.text, start)
        change = self._change(start, names, read, rule)
        if change is None and rule != "inherited" and change_before(self.text, self._name_start(names)) == start:
            start = self._name_start(names)  # "rise of ALT > 5 x ULN" is a level
        found = Threshold(start, stop, names.names, bound, read.others, rule, read.warning, denied, change)
        after = read.after
        while after < len(self.tokens) and self.tokens[after].start < stop:
            after += 1
        return found, after, names

    def _postfixed(self, read: Read, stop: int) -> tuple[int, Read]:
        """Take in a comparator behind the words after a bound: "pain of 3 out of 10 at most"."""
        index = read.after
        while index < len(self.tokens) and self.tokens[index].start < stop:
            index += 1
        token = self.tokens[index] if self.tokens.is_(index, "postfix") and index > read.after else None
        if token is None or read.bound.comparator not in (None, "=") or token.value not in OPPOSITE:
            return stop, read
        return token.end, replace(
            read, bound=replace(read.bound, comparator=token.value), after=index + 1, warning=None
        )

    def _unit(self, names: Names, read: Read) -> str | None:
        """Return the unit that a shortened one stands for with what is measured: "bilirubin > 3x", "K > 5.5 mmol"."""
        unit = read.bound.unit
        if isinstance(read.bound.value, str) or not names.analytes:
            return unit
        if unit is None:
            times = self.tokens.is_(read.after - 1, "times") and self.text[read.stop - 1] in "xX×"
            return "[ULN]" if times and all(analyte.kind == "lab" for analyte in names.analytes) else None
        for whole in (f"{unit}/L", "Cel" if unit == "deg" else ""):
            if unit in _SHORTENED and all(whole in analyte.units for analyte in names.analytes):
                return whole
        return unit

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
