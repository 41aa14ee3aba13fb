"""What a threshold measures, in tokens: "ALT (SGPT), AST and bilirubin", or a noun phrase that no table knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from trialsift.values.analyte import Analyte, analyte_named, convert_value
from trialsift.values.threshold_tokens import Token, Tokens, unit_kinds
from trialsift.vocab import table

REFERENCES = frozenset({"[ULN]", "[LLN]", "{normal}", "[baseline]"})
_LONGEST_LIST = 8  # names in a row, and parts of one name
_LONGEST_BRACKET = 16  # tokens
_LONGEST_PHRASE = 7  # tokens of a noun phrase
_NOT_MEASURED = frozenset({"form", "round", "cycle", "radiation"})  # kinds of units of what is given, not measured
_MEASURED = frozenset(
    {"pressure", "length", "area", "temperature", "angle", "fraction", "optics", "acoustics", "score", "rate"}
)
_SHORT_TIMES = frozenset({"ms", "us", "s", "min", "h"})
_CONCENTRATED = frozenset({"mass", "amount", "activity", "count", "multiplier", ""})
# Words that lead to how, when or as what something is measured.
_NO_BRIDGE = frozenset(
    {"defined", "as", "by", "using", "via", "during", "after", "before", "within", "while", "per", "prior", "based"}
)
_SHORT_FORM = re.compile(r"\s?[(\[][^()\[\]]*[)\]]$")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,5}(?:-?\d{1,2})?$")
_TITLED = re.compile(r"[A-Z][a-z]{2}")  # a new sentence begins where its stop was lost
_CHANGE = re.compile(
    r"\b(?:fall|drop|declines?|decreases?|increases?|increasing amount|rise|reduction|change|loss|gain|improvement)\s(?:in|of)\s"
    r"(?:the\s)?$",
    re.IGNORECASE,
)
_REACH = 30  # characters
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
    while len(found) < _LONGEST_LIST:
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
        if not tokens.is_(following, "analyte"):
            break
        found.append(tokens[following])
        last, after = following, after_bracket(tokens, following + 1)
    analytes = _ratio(tokens, found) or tuple({token.value.name: token.value for token in found}.values())
    first, start = _start(tokens, at)
    stop = tokens[after - 1].end
    return Names(start, stop, first, last, after, tuple(analyte.name for analyte in analytes), analytes)


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


def with_long_form(tokens: Tokens, names: Names, floor: int) -> Names | None:
    """Return names with the long form before them where they are its short form: "QT formula of Fridericia (QTcF)".

    None where the short form is of something else: "Partial Response (PR)" is no receptor. floor: index of the first
    token that may belong to it.
    """
    opening, closing = names.first - 1, names.last + 1
    if not (tokens.is_(opening, "open") and tokens.is_(closing, "close")) or tokens[closing].value != _CLOSING.get(
        tokens[opening].value
    ):
        return names
    phrase = phrase_before(tokens, opening, floor)
    start = phrase.start if phrase else tokens[opening].start
    if phrase and names.analytes and not _shares_word(phrase.names[0], names.analytes[0]):
        return None
    return replace(names, start=start, after=after_bracket(tokens, closing + 1))


_CLOSING = {"(": ")", "[": "]", "{": "}"}


def _shares_word(phrase: str, analyte: Analyte) -> bool:
    known = {word.lower() for name in (analyte.name, *analyte.synonyms) for word in _LETTERS.findall(name)}
    return any(word.lower() in known for word in _LETTERS.findall(phrase))


def _start(tokens: Tokens, at: int) -> tuple[int, int]:
    """Return where names start, past the qualifiers before them that say which kind is measured."""
    first = at
    while tokens.is_(first - 1, "qualifier") and at - first < _LONGEST_LIST:
        first -= 1
    if tokens[at].value.kind == "imaging" and not _TITLED.match(tokens.text, tokens[first].start):
        while at - first < 2 and tokens.is_(first - 1, "word") and tokens[first - 1].value not in _UNSPECIFIC:
            first -= 1 + 2 * (tokens.is_(first - 2, "dash") and tokens.is_(first - 3, "word"))
            if _TITLED.match(tokens.text, tokens[first].start):
                break
    start = tokens[first].start
    match = _AT_START.match(tokens.text, start)
    keep = tokens[first].kind == "analyte" and tokens[at].value.name.startswith("baseline")
    start = match.end() if match and not keep else start
    change = _CHANGE.search(tokens.text, max(0, start - _REACH), start)
    return first, change.start() if change else start


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
# Before "grade" or "stage" these name a disease, not a scale.
_NO_SCALE = frozenset(
    {"clinical", "pathologic", "pathological", "disease", "tumor", "tumour", "cancer", "any", "histologic", "histological",
     "toxicity", "event", "events", "phase", "cohort", "group", "carcinoma", "lymphoma", "leukemia", "leukaemia", "myeloma",
     "melanoma", "glioma", "adenocarcinoma", "sarcoma", "fl", "ataxia", "injury", "end"}
)  # fmt: skip


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


@cache
def _roles() -> dict[str, str]:
    return {row["word"]: row["role"] for row in table("phrase_words")}


def phrase_before(tokens: Tokens, at: int, floor: int) -> Names | None:
    """Return the noun phrase before a bound at `at` as what is measured, None where it names no measure.

    floor: index of the first token that may belong to it.
    """
    after = at
    while floor < after and at - after < _LONGEST_LIST and tokens.is_(after - 1, "filler", "link", "colon", "scale"):
        if tokens[after - 1].value in _NO_BRIDGE:
            return None
        after -= 1
    while after < at and tokens.is_(after, "filler") and _roles().get(tokens[after].value) in ("measure", "size"):
        after += 1
    first = after
    while first > floor and after - first < _LONGEST_PHRASE and (step := _step_back(tokens, first - 1)):
        if first < after and _new_sentence(tokens, first):
            break
        first -= step
    if tokens.is_(first - 1, "link") and tokens[first - 1].value in _NO_BRIDGE:
        return None  # "measured by body plethysmography"
    while first < after and (tokens.is_(first, "dash", "scale") or tokens[first].value in _NOT_FIRST):
        first += 1
    words = [tokens[index].value for index in range(first, after)]
    if not words:
        people = tokens.is_(first - 1, "edge") and first == at and tokens[first - 1].value in _PEOPLE
        return Names(tokens[at].start, tokens[at].start, at, at, at, (WEIGHT,)) if people else None
    if any(_roles().get(word) == "excluded" for word in words):
        return None
    name = tokens.written(first, after)
    if len(name) < 3 or not any(char.isalpha() for char in name):
        return None
    return Names(tokens[first].start, tokens[after - 1].end, first, after - 1, after, (name,))


_NOT_FIRST = frozenset(
    {"of", "a", "an", "the", "with", "is", "are", "be", "and", "that", "this", "these", "their", "its"}
)
_VERBS = frozenset({"is", "are", "was", "were", "be", "been", "must", "should", "shall", "will", "has", "have", "had"})


WEIGHT = "weight"  # of "patients < 50 kg"
_PEOPLE = frozenset(
    {"patients", "patient", "subjects", "participants", "children", "infants", "neonates", "adults", "individuals", "people",
     "persons", "men", "women", "males", "females"}
)  # fmt: skip


def _new_sentence(tokens: Tokens, at: int) -> bool:
    """Say whether a sentence begins at a token that follows another without a stop."""
    before = tokens.text[tokens[at - 1].start]
    return _TITLED.match(tokens.text, tokens[at].start) is not None and before.islower()


def _step_back(tokens: Tokens, at: int) -> int:
    """Return how many tokens ending at one belong to a noun phrase together, 0 for none."""
    if tokens.is_(at, "close"):  # an abbreviation in brackets: "Rating Scale (MADRS)"
        return 3 if tokens.is_(at - 1, "word") and tokens.is_(at - 2, "open") else 0
    if tokens.is_(at, "dash"):  # "non-index lesions"
        return int(at > 0 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start)
    if tokens.is_(at, "number"):  # "PHQ-9"
        return 2 if tokens.is_(at - 1, "dash") and tokens[at - 1].end == tokens[at].start else 0
    if tokens.is_(at, "roman"):  # "C-ACT"
        return int(tokens.is_(at + 1, "dash") and tokens[at].end == tokens[at + 1].start)
    inside = tokens.is_(at, "word", "qualifier") or (tokens.is_(at, "filler") and tokens[at].value not in _VERBS)
    return int(inside and tokens[at].value.isalnum())


def test_after(tokens: Tokens, at: int) -> Names | None:
    """Return a test that no table knows, from a token on: "CSF cytology", "serum anti-tTG antibodies"."""
    last, after = None, at
    while after - at < _LONGEST_PHRASE and tokens.is_(after, "word", "qualifier", "filler", "dash", "open", "close"):
        if isinstance(tokens[after].value, str) and _roles().get(tokens[after].value) == "test":
            last = after
        after += 1
    while tokens.is_(at, "filler", "dash"):
        at += 1
    if last is None or last <= at:
        return None
    name = tokens.written(at, last + 1).lower()
    return Names(tokens[at].start, tokens[last].end, at, last, last + 1, (name,))


def scale_before(tokens: Tokens, at: int) -> Names | None:
    """Return a scale that no table knows, by its name in capitals: "Papile grade", "ASTCT grade"."""
    if not tokens.is_(at - 1, "word") or tokens[at - 1].value in _NO_SCALE or tokens[at].value == "type":
        return None
    word = tokens.text[tokens[at - 1].start : tokens[at - 1].end]
    opens = tokens.is_(at - 2, "stop", "colon", "open", "dash") or at < 2
    if not (word[:1].isupper() and (not opens or word.isupper())) or _roles().get(word.lower()) == "excluded":
        return None
    return Names(tokens[at - 1].start, tokens[at].end, at - 1, at, at + 1, (tokens.written(at - 1, at + 1).lower(),))


def names_measure(phrase: Names) -> bool:
    """Say whether a noun phrase ends in a word for a measure: "score", "thickness"."""
    return phrase.names[0] == WEIGHT or _role(phrase) in ("measure", "size")


def _role(phrase: Names) -> str:
    """Return the role of the last word of a phrase, or of the one before the short form in brackets behind it."""
    name = _SHORT_FORM.sub("", phrase.names[0])
    return _roles().get(name.rpartition(" ")[2].lower(), "")


def may_measure(names: Names, unit: str | None, value: object, sign: str) -> bool:
    """Say whether a noun phrase with a bound in this unit is a measurement: by its last word, or by the unit.

    sign: the comparator as it is written.
    """
    if names.names[0] == WEIGHT:
        return unit in ("kg", "g", "[lb_av]")
    role = _role(names)
    if unit is None:
        return not isinstance(value, str) and (role == "measure" or (not sign.isalpha() and _is_acronym(names)))
    if unit in REFERENCES or role in ("measure", "size"):
        return True
    top, _, below = unit.partition("/")
    kinds = unit_kinds()
    if unit == "%":
        return not sign[:1].isalpha()
    if not below:
        return kinds.get(top) in _MEASURED
    if kinds.get(top) == "length" and below == "s":
        return True
    return kinds.get(top, "") in _CONCENTRATED and below != "kg" and kinds.get(below) in ("volume", "mass")


def _is_acronym(names: Names) -> bool:
    return _ACRONYM.match(names.names[0]) is not None
