"""What a threshold measures where no table knows it: a noun phrase before a bound, a test, a scale by its capitals."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from trialsift.values.analyte import Analyte
from trialsift.values.threshold_names import REFERENCES, TITLED, Names, after_bracket
from trialsift.values.threshold_tokens import Tokens, unit_kinds
from trialsift.vocab import table

WEIGHT = "weight"  # of "patients < 50 kg"
_WEIGHTS = ("kg", "g", "[lb_av]")
_LONGEST_LEAD = 8  # tokens between a noun phrase and its bound
_LONGEST_SHORT_FORM = 8  # tokens of what stands in brackets behind a name
_LONGEST_PHRASE = 7  # tokens
_MEASURED = frozenset(
    {"pressure", "length", "area", "temperature", "angle", "fraction", "optics", "acoustics", "score", "rate"}
)
_PER_WHICH = ("volume", "mass", "amount")
_CONCENTRATED = frozenset({"mass", "amount", "activity", "count", "multiplier", ""})
# Words that lead to how, when or as what something is measured.
_NO_BRIDGE = frozenset(
    {"defined", "as", "by", "using", "via", "during", "after", "before", "within", "while", "per", "prior", "based"}
)
_AS = frozenset({"as", "defined"})  # "as long as the component is > 50%"
_BEFORE_HEAD = frozenset({"a", "an", "the", "total", "sum", "overall"})
_NOT_FIRST = frozenset(
    {"of", "a", "an", "the", "is", "are", "be", "and", "that", "this", "these", "their", "its", "your", "his", "her"}
)
_VERBS = frozenset({"is", "are", "was", "were", "be", "been", "must", "should", "shall", "will", "has", "have", "had"})
_BULLETS = ("*", "•", "·", "+")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SHORT_FORM = re.compile(r"\s?[(\[][^()\[\]]*[)\]]$")
_ADJECTIVE = re.compile(r"(?:able|ible|ory|ed|ent|ic|al|ive|ant)$")
_LEVEL = re.compile(r"levels?", re.IGNORECASE)
_SMALL = 20.0  # a number that is no larger may count something: "ICU at least 2"
_SHARE = re.compile(r"\d{1,2}/10")  # "worst breathlessness ≥ 3/10"
_SCALE = re.compile(r"\bscales?$", re.IGNORECASE)
_GENERAL = frozenset({"enzymes", "values", "tests", "levels", "function", "functions"})
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,5}(?:-?\d{1,2})?$")


@cache
def _roles() -> dict[str, str]:
    return {row["word"]: row["role"] for row in table("phrase_words")}


@cache
def measured_states() -> dict[str, str]:
    """Return what is measured in a state of the body, by the state: "hyperkalemia" → "potassium"."""
    return {word: row["analyte"] for row in table("measured_states") for word in row["words"].split("|")}


def role_of(word: object) -> str:
    """Return the part that a word has in a noun phrase ("measure", "test", "person", …), "" for none."""
    return _roles().get(word, "") if isinstance(word, str) else ""


def phrase_before(tokens: Tokens, at: int, floor: int) -> Names | None:
    """Return the noun phrase before a bound at `at` as what is measured, None where it names no measure.

    floor: index of the first token that may belong to it.
    """
    after = _end_of_phrase(tokens, at, floor)
    if after is None:
        return None
    first = _start_of_phrase(tokens, after, floor)
    if tokens.is_(first - 1, "link") and tokens[first - 1].value in _NO_BRIDGE - _AS:
        return None  # "measured by body plethysmography"
    while first < after and (tokens.is_(first, "dash", "scale") or tokens[first].value in _NOT_FIRST | _VERBS):
        first += 1
    if first == after:
        return _weight_of(tokens, at) if first == at else None
    if tokens.is_(first, "number"):
        return None
    name = tokens.written(first, after)
    excluded = any(role_of(tokens[index].value) == "excluded" for index in range(first, after))
    if excluded or len(name) < 3 or not any(char.isalpha() for char in name):
        return None
    return Names(tokens[first].start, tokens[after - 1].end, first, after - 1, after, (name,))


def _end_of_phrase(tokens: Tokens, at: int, floor: int) -> int | None:
    """Return the index after the noun phrase before a bound, past "of", "must be"; None where it says how or when."""
    after = at
    while floor < after and at - after < _LONGEST_LEAD and tokens.is_(after - 1, "filler", "link", "colon", "scale"):
        if tokens[after - 1].value in _NO_BRIDGE:
            measured = any(role_of(tokens[index].value) == "measure" for index in range(after, at))
            if not measured:  # "defined as > 5 mm", but "defined as a score of > 5"
                return None
            break
        after -= 1
    head = after
    while head < at and tokens.is_(head, "filler") and tokens[head].value in _BEFORE_HEAD:
        head += 1
    while head < at and tokens.is_(head, "filler") and role_of(tokens[head].value) in ("measure", "size"):
        head += 1
        after = head
    return after


def _start_of_phrase(tokens: Tokens, after: int, floor: int) -> int:
    first = after
    while first > floor and after - first < _LONGEST_PHRASE and (step := _step_back(tokens, first - 1)):
        if first < after and _new_sentence(tokens, first):
            break
        first -= step
    return first


def _weight_of(tokens: Tokens, at: int) -> Names | None:
    """Return the weight of the people right before a bound: "patients < 50 kg"."""
    if not tokens.is_(at - 1, "edge") or role_of(tokens[at - 1].value) != "person":
        return None
    return Names(tokens[at].start, tokens[at].start, at, at, at, (WEIGHT,))


def _new_sentence(tokens: Tokens, at: int) -> bool:
    """Say whether a sentence begins at a token that follows another without a stop."""
    return TITLED.match(tokens.text, tokens[at].start) is not None and tokens.text[tokens[at - 1].start].islower()


def _step_back(tokens: Tokens, at: int) -> int:
    """Return how many tokens ending at one belong to a noun phrase together, 0 for none."""
    if tokens.is_(at, "close"):  # "Rating Scale (MADRS)", "MDAS [Memorial Delirium Assessment Scale]"
        opening = at - 1
        while at - opening < _LONGEST_SHORT_FORM and tokens.is_(opening, "word", "qualifier", "filler", "dash"):
            opening -= 1
        return at - opening + 1 if tokens.is_(opening, "open") and at - opening > 1 else 0
    if tokens.is_(at, "dash"):  # "non-index lesions"
        return int(at > 0 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start)
    if tokens.is_(at, "number"):  # "PHQ-9"
        return 2 if tokens.is_(at - 1, "dash") and tokens[at - 1].end == tokens[at].start else 0
    if tokens.is_(at, "roman"):  # "C-ACT"
        return int(tokens.is_(at + 1, "dash") and tokens[at].end == tokens[at + 1].start)
    inside = tokens.is_(at, "word", "qualifier") or (tokens.is_(at, "filler") and tokens[at].value not in _VERBS)
    return int(inside and tokens[at].value[:1].isalnum())


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
    acronym = tokens.is_(opening - 1, "word") and tokens.written(opening - 1, opening).isupper()  # "TG (triglyceride)"
    start = phrase.start if phrase else tokens[opening - acronym].start
    general = tokens[opening - 1].value in _GENERAL  # "liver values (ALT, AST)"
    if phrase and names.analytes and not general and not _shares_word(phrase.names[0], names.analytes[0]):
        return None
    return replace(names, start=start, after=after_bracket(tokens, closing + 1))


def _shares_word(phrase: str, analyte: Analyte) -> bool:
    known = {word.lower() for name in (analyte.name, *analyte.synonyms) for word in _LETTERS.findall(name)}
    return any(word.lower() in known for word in _LETTERS.findall(phrase))


def scale_before(tokens: Tokens, at: int) -> Names | None:
    """Return a scale that no table knows, by its name in capitals: "Papile grade", "ASTCT grade"."""
    if not tokens.is_(at - 1, "word") or tokens[at].value == "type":
        return None
    word = tokens.written(at - 1, at)
    opens = at < 2 or tokens.is_(at - 2, "stop", "colon", "open", "dash") or tokens[at - 2].value in _BULLETS
    titled = word[:1].isupper() and not opens and _ADJECTIVE.search(word) is None  # not "Resectable Stage III"
    name = word.isupper() or titled
    if not name or role_of(word.lower()) in ("excluded", "disease", "size"):
        return None
    return Names(tokens[at - 1].start, tokens[at].end, at - 1, at, at + 1, (tokens.written(at - 1, at + 1).lower(),))


def names_measure(phrase: Names) -> bool:
    """Say whether a noun phrase ends in a word for a measure: "score", "thickness"."""
    return phrase.names[0] == WEIGHT or _role(phrase) in ("measure", "size")


def _role(phrase: Names) -> str:
    """Return the role of the last word of a phrase, or of the one before the short form in brackets behind it."""
    name = _SHORT_FORM.sub("", phrase.names[0])
    return role_of(name.rpartition(" ")[2].lower())


def may_measure(names: Names, unit: str | None, value: object, sign: str) -> bool:
    """Say whether a noun phrase with a bound in this unit is a measurement: by its last word, or by the unit.

    sign: the comparator as it is written.
    """
    if names.names[0] == WEIGHT:
        return unit in _WEIGHTS
    if isinstance(value, tuple) and value[0] in (0.0, 1.0) and _SCALE.search(names.names[0]):
        return False  # "on a scale of 0-4" says where the values are from
    role = _role(names)
    if unit is None:
        if isinstance(value, str):
            return _SHARE.fullmatch(value) is not None and not sign.isalpha()
        if _LEVEL.fullmatch(names.names[0]):
            return False
        large = isinstance(value, float) and (value > _SMALL or not value.is_integer())
        return role == "measure" or ((large or not sign.isalpha()) and _is_acronym(names))
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
    return kinds.get(top, "") in _CONCENTRATED and below != "kg" and kinds.get(below) in _PER_WHICH


def _is_acronym(names: Names) -> bool:
    return _ACRONYM.match(names.names[0]) is not None
