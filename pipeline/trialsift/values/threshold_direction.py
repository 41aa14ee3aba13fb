"""Which way a comparator points: turned round, and on scales where more is better or worse."""

from __future__ import annotations

import re

from trialsift.values.threshold_amounts import Amount
from trialsift.values.threshold_names import Names

MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# Scales on which more is better; on the others "2 or better" is at most 2.
_MORE_IS_BETTER = re.compile(
    r"karnofsky|lansky|glasgow coma|gcs|mini-mental|mmse|montreal cognitive|moca|apgar|acuity|vision|walk|kccq|"
    r"quality of life|ejection|lvef|fev1|vital capacity|bcva|ucva|visual field|mean deviation|barthel|sppb|"
    r"physical performance|iief|constant",
)
_WORSE_IS_MORE = re.compile(
    r"hba1c|glucose|bilirubin|creatinine\b(?! clearance)|\bcrp\b|\balt\b|\bast\b|pressure|cholesterol|\bpsa\b|potassium"
)
_QUALITY = re.compile(r"(?P<no>not? )?(?P<word>worse|better) than$", re.IGNORECASE)
_LESS_IS_BETTER = re.compile(r"pure.tone|hearing")  # functions that are worse where they are higher


def turned(sign: str, written: str, amount: Amount, names: Names | None, *, logmar: bool) -> str:
    """Return the comparator of an amount that counts down, or of a scale on which the better is more."""
    quality = _QUALITY.search(written)
    if quality and names and names.is_scale:
        more = _MORE_IS_BETTER.search(names.names[-1]) is not None and not logmar and amount.unit != "{logMAR}"
        sign = "<" if more == (quality["word"].lower() == "worse") else ">"
        return OPPOSITE[sign] if quality["no"] else sign
    if amount.below:  # "more than 2 SD below the mean" is less than -2 SD
        return MIRROR.get(sign, sign)
    if amount.comparator and amount.comparator[0] == "<" and sign in OPPOSITE:
        return MIRROR[sign]  # "more than 25% below the LLN" is less than 0.75 LLN
    return sign


def better_or_worse(sign: str, names: Names | None, unit: str | None = None) -> str:
    """Return the comparator that "or better", "or worse" is on what is measured; other comparators as they are."""
    if sign not in ("better", "worse"):
        return sign
    if unit == "{logMAR}":
        return "<=" if sign == "better" else ">="
    kind = names.analytes[-1].kind if names and names.analytes else "score" if names is None else "lab"
    named = " ".join(names.names) if names else ""
    rises = _MORE_IS_BETTER.search(named) is not None or (
        kind not in ("score", "imaging") and not (_LESS_IS_BETTER.search(named) or _WORSE_IS_MORE.search(named))
    )
    return ">=" if rises == (sign == "better") else "<="


def away_from_zero(sign: str | None, written: str, amount: Amount) -> str | None:
    """Return the comparator of words before a negative amount of dioptres: "myopia of more than -6 D" is below -6."""
    minus = isinstance(amount.value, float) and amount.value < 0 and amount.unit == "[diop]"
    return MIRROR.get(sign, sign) if sign and minus and written.isascii() and written[:1].isalpha() else sign
