"""What a threshold measures, in tokens: "ALT (SGPT), AST and bilirubin"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.values.analyte import Analyte, analyte_named, convert_value
from trialsift.values.threshold_change import change_before
from trialsift.values.threshold_tokens import Token, Tokens, unit_kinds

REFERENCES = frozenset({"[ULN]", "[LLN]", "{normal}", "[baseline]"})
_LONGEST_LIST = 8  # names in a row, and parts of one name
_LONGEST_BRACKET = 16  # tokens
_NOT_MEASURED = frozenset(
    {"form", "round", "cycle", "radiation", "electricity"}
)  # kinds of units of what is given, not measured
_SHORT_TIMES = frozenset({"ms", "us", "s", "min", "h"})
TITLED = re.compile(r"[A-Z][a-z]{2}")  # a new sentence begins where its stop was lost
_MEAN = re.compile(r"\b(?:mean|median|average)\s(?:value|level)s?\sof\s(?:the\s)?$", re.IGNORECASE)
_REACH = 30  # characters
_WAYS = r"measured|calculated|estimated|actual|serum|plasma|urine|blood"
_WAY = re.compile(rf"(?:{_WAYS})\b", re.IGNORECASE)
_OTHER_WAY = re.compile(rf"\b(?:{_WAYS})\s(?:or|and|and/or)\s$|\b(?:{_WAYS})/$", re.IGNORECASE)
_AT_START = re.compile(
    r"(?:baseline|initial|pre-?treatment|pre-?operative|post-?operative|screening|current|recent|persistent|stable)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what is measured, of one or more things.

    start, stop: in the text; first, after: the index of the first token and of the one after the last, brackets
    behind it included; last: index of the last name itself. analytes: empty where a noun phrase is not in the table.
    """

    start: int
    stop: int
    first: int
    last: int
    after: int
    names: tuple[str, ...]
    analytes: tuple[Analyte, ...] = ()

    @classmethod
    def of(cls, analyte: Analyte) -> Names:
        """Return the name of an analyte, in no text."""
        return cls(0, 0, 0, 0, 0, (analyte.name,), (analyte,))

    @property
    def one_kind(self) -> bool:
        """Say whether they are all of one kind."""
        return len({analyte.kind for analyte in self.analytes}) <= 1

    @property
    def is_scale(self) -> bool:
        """Say whether they are scores or functions, which have classes and small numbers for values."""
        last = self.analytes[-1] if self.analytes else None
        return last is not None and (last.kind in ("score", "function", "imaging") or "genotype" in last.name)

    def fit(self, unit: str | None, *, far: bool = False) -> bool:
        """Say whether a value in this unit may be theirs; far: whether words stand between the two."""
        if unit is None or unit in REFERENCES:
            return True
        if len(self.analytes) > 1:
            return all(_suits(analyte, unit) for analyte in self.analytes)
        if any(unit in analyte.units or (analyte.kind == "score" and unit[0] == "{") for analyte in self.analytes):
            return True
        top, _, below = unit.partition("/")
        if below == "kg" and self.analytes:
            return False  # "insulin > 1.2 U/kg" is given
        kinds = unit_kinds()
        if kinds.get(top, "") in (*_NOT_MEASURED, "time"):
            timed = any(kinds.get(own) == "time" for analyte in self.analytes for own in analyte.units)
            return timed and unit in _SHORT_TIMES  # a prothrombin time may take seconds, not weeks
        rate = kinds.get(below) == "time" and kinds.get(top) in ("mass", "activity", "amount")  # "500 mg/d" is given
        if far or (rate and not any("/min" in own for analyte in self.analytes for own in analyte.units)):
            return any(_converts(analyte, unit) for analyte in self.analytes)
        return True


def _suits(analyte: Analyte, unit: str) -> bool:
    return unit in analyte.units or _converts(analyte, unit) or (not analyte.units and analyte.kind == "lab")


def _converts(analyte: Analyte, unit: str) -> bool:
    return convert_value(1.0, unit, analyte) is not None


def names_at(tokens: Tokens, at: int) -> Names | None:
    """Return the measured things in a row that start at a token, with the qualifiers before the first."""
    if not tokens.is_(at, "analyte"):
        return None
    found: list[Token] = [tokens[at]]
    last, after = at, after_bracket(tokens, at + 1)
    while len(found) < _LONGEST_LIST and not is_plus(tokens, after):
        following = after
        while following - after < 3 and tokens.is_(following, "comma", "and", "or", "slash"):
            following += 1
        if following == after:
            joined = _continued(tokens, found[-1], after)
            if joined is None:
                break
            found[-1], last = joined
            after = after_bracket(tokens, last + 1)
            if last - at > _LONGEST_LIST:
                break
            continue
        while tokens.is_(following, "qualifier", "filler"):
            following += 1
        if not tokens.is_(following, "analyte") or (
            tokens[following].value is found[-1].value and following > after + 1
        ):
            break  # "an abnormal ECG or an ECG with …"
        if tokens[following].value.kind != found[-1].value.kind and (
            tokens.written(after, after + 1) == "+" or tokens[following - 1].value in ("a", "an")
        ):
            break  # "an IDH mutation, a Karnofsky index of …", "biopsy + ALP ≥ …"
        found.append(tokens[following])
        last, after = following, after_bracket(tokens, following + 1)
    analytes = _ratio(tokens, found) or tuple({token.value.name: token.value for token in found}.values())
    first, start = _start(tokens, at)
    stop = tokens[after - 1].end
    return Names(start, stop, first, last, after, tuple(analyte.name for analyte in analytes), analytes)


def first_of(tokens: Tokens, names: Names) -> Names:
    """Return the first of several names alone."""
    after = names.first + 1
    stop = tokens[names.first].end
    return Names(names.start, stop, names.first, names.first, after, names.names[:1], names.analytes[:1])


def _continued(tokens: Tokens, before: Token, at: int) -> tuple[Token, int] | None:
    """Return the name that goes on at a token, "ECOG (…) performance status", and the index of its last token."""
    at += tokens.is_(at, "dash")
    if not tokens.is_(at, "analyte"):
        return None
    names = before.value.name, tokens[at].value.name
    if names[0] == names[1]:
        return before, at
    if {before.value.kind, tokens[at].value.kind} != {"score"}:
        return None
    return (tokens[at], at) if names[0] == "performance status" else (before, at)


def _ratio(tokens: Tokens, found: list[Token]) -> tuple[Analyte, ...]:
    """Return the ratio of two measured things joined by a slash, where the table knows it: "FEV1/FVC"."""
    if len(found) != 2 or "/" not in tokens.text[found[0].end : found[1].start]:
        return ()
    name = "/".join(token.value.name for token in found)
    ratio = analyte_named(name)
    if ratio and ratio not in [token.value for token in found]:
        return (ratio,)
    stated = tokens.text[found[1].end :].lstrip()[:5].lower() == "ratio"
    return (Analyte(f"{name} ratio", "lab", ("1",)),) if stated else ()


def _start(tokens: Tokens, at: int) -> tuple[int, int]:
    """Return where names start, past the qualifiers before them that say which kind is measured."""
    first = at
    while tokens.is_(first - 1, "qualifier") and at - first < _LONGEST_LIST:
        first -= 1
    if tokens[at].value.kind == "imaging" and not TITLED.match(tokens.text, tokens[first].start):
        while at - first < 2 and tokens.is_(first - 1, "word") and tokens[first - 1].value not in _UNSPECIFIC:
            first -= 1 + 2 * (tokens.is_(first - 2, "dash") and tokens.is_(first - 3, "word"))
            if TITLED.match(tokens.text, tokens[first].start):
                break
    start = _either(tokens.text, tokens[first].start)
    match = _AT_START.match(tokens.text, start)
    keep = tokens[first].kind == "analyte" and tokens[at].value.name.startswith("baseline")
    start = match.end() if match and not keep else start
    change = change_before(tokens.text, start)
    mean = _MEAN.search(tokens.text, max(0, start - _REACH), start)
    return first, change if change is not None else mean.start() if mean else start


def _either(text: str, start: int) -> int:
    """Return where a name starts with the other way to measure it: "measured or calculated clearance"."""
    other = _OTHER_WAY.search(text, max(0, start - _REACH), start)
    return other.start() if other and _WAY.match(text, start) else start


# Before "lesion" these say that it can be measured, not which lesion it is.
_UNSPECIFIC = frozenset(
    {
        "measurable",
        "measureable",
        "evaluable",
        "bidimensionally",
        "unidimensionally",
        "target",
        "least",
        "one",
        "treated",
    }
)


def is_plus(tokens: Tokens, at: int) -> bool:
    """Say whether a token is a plus that joins nothing: "HBsAg +, anti-HBc + with"."""
    if not tokens.is_(at, "and") or tokens.written(at, at + 1) != "+":
        return False
    glued = (
        at > 0
        and tokens[at - 1].end == tokens[at].start
        and not tokens.text[tokens[at].end : tokens[at].end + 1].strip()
    )
    return glued or at + 1 == len(tokens) or tokens.is_(at + 1, "comma", "stop", "close", "or", "edge")


def after_bracket(tokens: Tokens, at: int) -> int:
    """Return the index after brackets that hold no bound: "(SGPT)", "[calculated by Cockcroft-Gault]"."""
    while tokens.is_(at, "open"):
        if tokens.is_(at + 1, "number") and _bounds_open(tokens, at + 2):
            return at
        depth = 0
        for index in range(at, min(at + _LONGEST_BRACKET, len(tokens))):
            kind = tokens.kind(index)
            if kind in ("sign", "stop", "category", "after", "postfix"):
                return at
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                at = index + 1
                break
        else:
            return at
    return at


def _bounds_open(tokens: Tokens, at: int) -> bool:
    """Say whether a number before a token is a bound: "HbA1c (7.0-9.5%)", but not "glucose (2 h)", "(25-OH)"."""
    if tokens.is_(at, "dash"):
        return tokens.is_(at + 1, "number")
    timed = tokens.is_(at, "unit") and unit_kinds().get(tokens[at].value) == "time"
    return tokens.is_(at, "unit", "times", "reference") and not timed
