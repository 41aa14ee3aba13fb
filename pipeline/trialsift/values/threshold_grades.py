"""Classes, grades and degrees in tokens: "III or IV", "ECOG 0 or 1", "grade 2 or higher", "mild to moderate"."""

from __future__ import annotations

import re
from dataclasses import replace

from trialsift.values.threshold import Bound
from trialsift.values.threshold_classes import listed
from trialsift.values.threshold_direction import better_or_worse
from trialsift.values.threshold_names import Names
from trialsift.values.threshold_read import Read, counts_on, past_postfix
from trialsift.values.threshold_tokens import Tokens

_SMALL_SCALE = 10.0  # a bare number is a grade on scales that end here; beyond it may be anything ("PASI 75")
_VERSIONED = "ctcae grade"  # whose versions are written "4.0", its grades never
_LISTED = re.compile(r"\.\s[A-Z]")


class Grades:
    """Reads steps of scales in the tokens of one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def classes(self, at: int, names: Names | None, comparator: str | None = None) -> Read | None:
        """Read classes or grades: "III or IV", "grade 2 or higher", "0, 1 or 2"."""
        first = self.tokens.past(at, "scale", "filler")
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
        return past_postfix(self.tokens, read)

    def small(self, at: int, names: Names) -> Read | None:
        """Read small numbers without a sign as grades of a scale: "ECOG 0 or 1"."""
        unit = self.tokens[at + 1].value if self.tokens.is_(at + 1, "unit") else None
        if not names.is_scale or unit not in (None, "%") or (unit and names.analytes[-1].kind != "score"):
            return None  # "Karnofsky 70%" is a class, "FEV1 of 70%" has lost its sign
        read = self.classes(at, names)
        if read is None or counts_on(self.tokens.text, read.stop):
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

    def is_foreign(self, at: int, names: Names) -> bool:
        """Say whether a letter or Roman numeral is no class of what is measured: "CGI C", "ADHD RS IV"."""
        analyte = names.analytes[-1]
        if not self.tokens.is_(at, "roman") or self.tokens.is_(at - 1, "scale"):
            return False
        letter = self.tokens.written(at, at + 1)
        if len(letter) == 1 and letter in "ABCDE":
            return letter not in analyte.categorical
        return not analyte.categorical and analyte.high is not None and analyte.high > _SMALL_SCALE

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
        return past_postfix(self.tokens, read) if comparator else self._graded_on(read)

    def _graded_on(self, read: Read) -> Read:
        if self.tokens.is_(read.after, "postfix"):
            token = self.tokens[read.after]
            sign = ">=" if token.value in ("worse", ">=") else "<="
            return replace(read, bound=replace(read.bound, comparator=sign), stop=token.end, after=read.after + 1)
        return read
