"""What a threshold measures, in tokens: "ALT (SGPT), AST and bilirubin", or a noun phrase that no table knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from trialsift.values.analyte import Analyte, convert_value
from trialsift.values.threshold_tokens import Token, Tokens, unit_kinds
from trialsift.vocab import table

_LONGEST_BRACKET = 16  # tokens
_LONGEST_PHRASE = 5  # words of a noun phrase
_NOT_MEASURED = frozenset({"form", "round", "cycle", "radiation"})  # kinds of units of what is given, not measured
_MEASURED = frozenset(
    {"pressure", "length", "area", "temperature", "angle", "fraction", "optics", "acoustics", "score", "rate"}
)
_CONCENTRATED = frozenset({"mass", "amount", "activity", "count", "multiplier", ""})
REFERENCES = frozenset({"[ULN]", "[LLN]", "{normal}", "[baseline]"})


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what is measured, of one or more things.

    start: in the text; first, after: the index of the first token and of the one after the last; analytes: None
    for each where a noun phrase is not in the table.
    """

    start: int
    stop: int
    first: int
    after: int
    names: tuple[str, ...]
    analytes: tuple[Analyte, ...] = ()

    @property
    def is_scale(self) -> bool:
        """Say whether they are scores or functions, which have classes and small numbers for values."""
        return bool(self.analytes) and self.analytes[-1].kind in ("score", "function", "imaging")

    def fit(self, unit: str | None, *, far: bool = False) -> bool:
        """Say whether a value in this unit may be theirs; far: whether words stand between the two."""
        if unit is None or unit in REFERENCES:
            return True
        kind = unit_kinds().get(unit.split("/")[0] or unit, "")
        if kind in _NOT_MEASURED and not any(unit in analyte.units for analyte in self.analytes):
            return False
        if kind == "time" and "/" not in unit:
            return any(_is_time(own) for analyte in self.analytes for own in analyte.units)
        return not far or any(_fits(analyte, unit) for analyte in self.analytes)


def _is_time(unit: str) -> bool:
    return unit_kinds().get(unit) == "time"


def _fits(analyte: Analyte, unit: str) -> bool:
    if not analyte.units or not analyte.canonical_unit:
        return True
    return unit in analyte.units or convert_value(1.0, unit, analyte) is not None


def names_at(tokens: Tokens, at: int) -> Names | None:
    """Return the measured things in a row that start at a token, with the qualifiers before the first."""
    if not tokens.is_(at, "analyte"):
        return None
    first = _qualified(tokens, at)
    found: list[Token] = [tokens[at]]
    after = after_bracket(tokens, at + 1)
    while True:
        following = after
        while following - after < 3 and tokens.is_(following, "comma", "and", "or", "slash"):
            following += 1
        if following == after:
            break
        while tokens.is_(following, "qualifier", "filler"):
            following += 1
        if not tokens.is_(following, "analyte"):
            break
        found.append(tokens[following])
        after = after_bracket(tokens, following + 1)
    analytes = tuple(dict.fromkeys(token.value for token in found))
    names = tuple(analyte.name for analyte in analytes)
    return Names(tokens[first].start, tokens[after - 1].end, first, after, names, analytes)


def _qualified(tokens: Tokens, at: int) -> int:
    """Return the index of the first of the qualifiers before a measured thing."""
    while tokens.is_(at - 1, "qualifier"):
        at -= 1
    return at


def after_bracket(tokens: Tokens, at: int) -> int:
    """Return the index after brackets that hold no bound: "(SGPT)", "[calculated by Cockcroft-Gault]"."""
    while tokens.is_(at, "open"):
        depth = 0
        for index in range(at, min(at + _LONGEST_BRACKET, len(tokens))):
            kind = tokens.kind(index)
            if kind in ("sign", "stop", "category", "postfix"):
                return at
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                at = index + 1
                break
        else:
            return at
    return at


@cache
def _phrase_words() -> dict[str, str]:
    return {row["word"]: row["role"] for row in table("phrase_words")}


def phrase_before(tokens: Tokens, at: int, floor: int) -> Names | None:
    """Return the noun phrase before a bound at `at` as what is measured, None where it names no measure.

    floor: index of the first token that may belong to it.
    """
    after = at
    while after > floor and tokens.is_(after - 1, "filler", "link", "colon", "scale"):
        if tokens[after - 1].value in _NO_BRIDGE:
            return None
        after -= 1
    while after < at and tokens.is_(after, "filler") and _phrase_words().get(tokens[after].value) == "measure":
        after += 1
    first = after
    while first > floor and after - first < _LONGEST_PHRASE and _in_phrase(tokens, first - 1):
        first -= 1
    if tokens.is_(first - 1, "link") and tokens[first - 1].value in _NO_BRIDGE:
        return None  # "measured by body plethysmography"
    while first < after and not tokens.is_(first, "word", "qualifier"):
        first += 1
    words = [tokens[index].value for index in range(first, after)]
    if not words or any(_phrase_words().get(word) == "excluded" for word in words):
        return None
    name = tokens.written(first, after).lower()
    if len(name) < 3 or not any(char.isalpha() for char in name):
        return None
    return Names(tokens[first].start, tokens[after - 1].end, first, after, (name,))


# Words that lead to how, when or as what something is measured.
_NO_BRIDGE = frozenset(
    {"defined", "as", "by", "using", "via", "during", "after", "before", "within", "while", "per", "prior"}
)


def _in_phrase(tokens: Tokens, at: int) -> bool:
    if tokens.is_(at, "dash"):  # "non-index lesions"
        return at > 0 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    return tokens.is_(at, "word", "qualifier", "filler") and tokens[at].value.isalnum()


def may_measure(names: Names, unit: str | None, value: object) -> bool:
    """Say whether a noun phrase with a bound in this unit is a measurement: by its last word, or by the unit."""
    role = _phrase_words().get(names.names[0].rpartition(" ")[2], "")
    if unit is None:
        return role == "measure" and not isinstance(value, str)
    if unit in REFERENCES or role in ("measure", "size"):
        return True
    top, _, below = unit.partition("/")
    kinds = unit_kinds()
    if not below:
        return kinds.get(top) in _MEASURED
    return kinds.get(top, "") in _CONCENTRATED and kinds.get(below) in ("volume", "mass", "area")
