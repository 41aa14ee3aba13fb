"""What may stand between a measured thing and its bound: "of", "must be", "(mg/dL)", "as determined by …"."""

from __future__ import annotations

from dataclasses import dataclass

from trialsift.values.threshold_names import Names, after_bracket
from trialsift.values.threshold_tokens import Tokens, unit_kinds
from trialsift.values.unit import parse_unit

_LONGEST = 18  # tokens
_PAIRED = 4  # tokens of "160/100 mmHg"
_WORDS = 3  # words that no table knows; more after a link ("as calculated by the formula of …")
_LINKED_WORDS = 8
_BOUNDS = ("sign", "between", "outside", "number", "category", "before", "after", "status", "degree", "roman", "scale")
_NEW_CLAUSE = frozenset(
    {"with", "who", "whose", "whom", "that", "which", "having", "but", "because", "where", "when", "if"}
)
_TIMED = frozenset({"week", "weeks", "day", "days", "month", "visit", "cycle", "version"})


@dataclass(frozen=True, slots=True)
class Fill:
    """What was passed over. at: index of the token where the bound starts.

    close: only fillers; opened: a bracket opens right before the bound; unit: one named in brackets before it.
    """

    at: int
    close: bool
    negated: bool = False
    opened: bool = False
    unit: str | None = None


def fill_after(tokens: Tokens, names: Names) -> Fill:
    """Pass over what stands between names and their bound."""
    at, negated, unit = names.after, False, _unit_inside(tokens, names.last + 1, names.after)
    while at - names.after < _LONGEST:
        kind = tokens.kind(at)
        if _is_filler(tokens, at, names):
            at += 1
        elif kind == "not" and tokens[at].value in ("not", "cannot"):
            negated, at = not negated, at + 1
        elif kind == "open":
            after = after_bracket(tokens, at)
            if after == at:
                return Fill(at + 1, True, negated, True, unit)
            unit = unit or _unit_inside(tokens, at, after)
            at = after
        else:
            break
    if tokens.is_(at, *_BOUNDS):
        return Fill(at, True, negated, False, unit)
    sign = _sign_after(tokens, at, names)
    if sign is None:
        return Fill(at, True, negated, False, unit)
    return Fill(sign, False, negated, tokens.is_(sign - 1, "open"), unit)


def _is_filler(tokens: Tokens, at: int, names: Names) -> bool:
    """Say whether a token may be passed over between names and their bound."""
    kind = tokens.kind(at)
    if kind in ("filler", "colon", "qualifier") or (kind in ("dash", "scale") and _leads(tokens, at)):
        return True
    if kind == "edge":  # "BMI of either 30 or more"
        return tokens[at].value == "either" and tokens.is_(at + 1, "number", "sign")
    if kind == "link":  # "increased by 2 points"
        return tokens[at].value == "by" and tokens.is_(at + 1, "number", "sign")
    if kind == "comma":  # "BP, < 160/100"
        return at == names.after and _bounds_last(tokens, at + 1)
    # "HER2 expression of 2+"
    return kind == "before" and tokens.is_(at + 1, "number", "sign") and tokens.written(at, at + 1).endswith(" of")


def _bounds_last(tokens: Tokens, at: int) -> bool:
    """Say whether a sign at a token bounds what stands before it: "BP, < 160/100", "platelets, minimum of 90,000"."""
    if not tokens.is_(at, "sign") or not tokens.is_(at + 1, "number"):
        return False
    follows = at + 2 + tokens.is_(at + 2, "unit")
    symbol = not any(map(str.isalpha, tokens.written(at, at + 1)))
    return symbol or follows >= len(tokens) or tokens.is_(follows, "stop", "comma", "close")


def _leads(tokens: Tokens, at: int) -> bool:
    """Say whether a dash, "to" or "class" leads to a bound: "HER2-negative", "KPS to ≥ 70", "class: > III"."""
    if tokens.is_(at, "scale"):
        return tokens.is_(at + 1, "sign", "between", "outside", "scale", "colon", "filler", "dash")
    if tokens[at].value == "to" and (tokens.is_(at + 1, "filler") or _is_postfixed(tokens, at + 1)):
        return True
    return tokens.is_(at + 1, "sign", "category", "before", "after", "status", "scale", "roman", "degree")


def _is_postfixed(tokens: Tokens, at: int) -> bool:
    """Say whether an amount ends in its comparator: "to 20/100 or worse"."""
    end = at
    while end - at < _PAIRED and tokens.is_(end, "number", "slash", "unit"):
        end += 1
    return end > at and tokens.is_(end, "postfix")


def _unit_inside(tokens: Tokens, opening: int, after: int) -> str | None:
    if not 3 <= after - opening <= 8:
        return None
    inside = tokens.text[tokens[opening].end : tokens[after - 1].start]
    return parse_unit(inside) or parse_unit(inside.rpartition(",")[2])  # "(BMI, kg/m2)"


def _sign_after(tokens: Tokens, at: int, names: Names) -> int | None:
    """Return the index of the sign that follows within the sentence, past words, links and times; None for none."""
    words, allowed, index = 0, _WORDS, at
    while index < at + _LONGEST:
        kind = tokens.kind(index)
        if kind in ("sign", "between"):
            return index if kind == "sign" or tokens.is_(index + 1, "number", "sign", "filler") else None
        if kind == "link":
            allowed = _LINKED_WORDS
        elif kind in ("word", "edge", "scale"):
            words += 1
        if kind == "open" and tokens.is_(index + 1, "sign"):
            return index + 1
        after = after_bracket(tokens, index) if kind == "open" else index + 1
        if words > allowed or after == index or _ends(tokens, index, kind, names):
            return None
        index = after
    return None


def _ends(tokens: Tokens, at: int, kind: str, names: Names) -> bool:
    """Say whether no bound of what stands before a token comes after it."""
    if kind == "number":
        return not _is_time(tokens, at)
    if kind == "edge":
        brief = tokens.is_(at + 1, "word") and tokens.is_(at + 2, "sign")  # "PCWP with exercise ≥ 25 mmHg"
        return tokens[at].value in _NEW_CLAUSE and not brief
    if kind == "comma":
        return not tokens.is_(at + 1, "link", "qualifier")
    if kind == "analyte":  # "creatinine clearance calculated from serum creatinine"
        led = at - 1 - tokens.is_(at - 1, "filler")  # "using the CKD-EPI equation"
        return not tokens.is_(led, "link") and tokens[at].value not in names.analytes
    return kind in ("stop", "category", "after", "or", "degree", "close")


def _is_time(tokens: Tokens, at: int) -> bool:
    """Say whether a number is of a time: "14 days", "week 48"."""
    if tokens.is_(at + 1, "unit") and unit_kinds().get(tokens[at + 1].value) == "time":
        return True
    return tokens.is_(at - 1, "word", "link") and tokens[at - 1].value in _TIMED
