"""Tokens of a text in which thresholds are looked for: measured things, comparators, numbers, units, categories, words.

A token's kind says what it may do in the grammar (threshold_grammar.py). Every character but white space is in
one token; the tokens of a text are found in one pass, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from trialsift.values.analyte import AnalyteMatch, find_analytes
from trialsift.values.lexicon import Lexicon, first_word, first_word_at
from trialsift.values.number import Number, find_numbers
from trialsift.values.unit import parse_unit, unit_pattern
from trialsift.vocab import table

Kind = Literal[
    "analyte",  # value: Analyte
    "sign",  # comparator before its number; value: "<", "<=", ">", ">=", "=", "±", "?"
    "postfix",  # comparator after its number ("or higher"); value: ">=", "<=", "better" or "worse"
    "number",  # value: Number
    "unit",  # value: UCUM code
    "reference",  # "upper limit of normal"; value: "[ULN]", "[LLN]", "{normal}", "[baseline]"
    "times",  # "x", "times", "fold" between a factor and its reference
    "category",  # before or after what is measured; value: "positive", "normal", …
    "before",  # a category that only stands before it: "negative for"
    "after",  # a category that only stands after it: "within normal limits"
    "status",  # of a gene or marker, after it: "mutation", "overexpression"
    "degree",  # a word that may be a step of a scale: "mild", "high risk"
    "roman",  # Roman numeral, capital letter or number with one: a class, grade or stage
    "scale",  # "grade", "class", "stage"
    "between",  # "between", "from", "range"
    "outside",
    "filler",  # words that may stand between a measured thing and its bound
    "link",  # the same, where a sign follows ("as determined by … ≥ 3")
    "qualifier",  # words before a measured thing that belong to it
    "edge",  # words that end a noun phrase to the left: "patients", "with", "who"
    "and",
    "or",
    "comma",
    "slash",
    "dash",
    "open",
    "close",
    "colon",
    "not",
    "stop",  # end of a sentence or item
    "word",
]


class Token(NamedTuple):  # a tuple, since every word of a text is one
    """A token at `[start, end)` of the text."""

    kind: Kind
    start: int
    end: int
    value: Any = None


class Tokens:
    """The tokens of a text; beyond both ends stands a "stop"."""

    __slots__ = ("_kinds", "_length", "items", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.items = _tokens_of(text)
        self._kinds: list[Kind] = [token.kind for token in self.items]
        self._length = len(self._kinds)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> Token:
        return self.items[at]

    def kind(self, at: int) -> Kind:
        """Return the kind of a token, "stop" beyond the ends."""
        return self._kinds[at] if 0 <= at < self._length else "stop"

    def past(self, at: int, *kinds: str) -> int:
        """Return the index after the tokens of these kinds from `at` on, few as they may be."""
        end = at + MOST_PASSED
        while at < end and self.kind(at) in kinds:
            at += 1
        return at

    def is_(self, at: int, *kinds: Kind) -> bool:
        """Say whether a token is of one of some kinds."""
        return 0 <= at < self._length and self._kinds[at] in kinds

    def written(self, first: int, after: int) -> str:
        """Return the text of the tokens from `first` to before `after`, white space folded."""
        return " ".join(self.text[self.items[first].start : self.items[after - 1].end].split())


_DASHES = "-–—−‐‑~∼"
_MARKS: dict[str, Kind] = {
    ",": "comma", "/": "slash", "∕": "slash", "(": "open", "[": "open", "{": "open", ")": "close", "]": "close",
    "}": "close", ":": "colon", ";": "stop", ".": "stop", "!": "stop", "\n": "stop", "|": "stop", "•": "stop",
    "；": "stop", "。": "stop", "，": "comma", "、": "comma", "：": "colon", "（": "open", "）": "close",
    "&": "and", "+": "and", "×": "times", **dict.fromkeys(_DASHES, "dash"),
}  # fmt: skip
_WORDS: dict[str, Kind] = {
    "and": "and", "plus": "and", "or": "or", "and/or": "or", "between": "between", "from": "between",
    "range": "between", "ranging": "between", "ranges": "between", "outside": "outside", "to": "dash",
    "through": "dash", "until": "dash", "not": "not", "cannot": "not", "no": "not", "without": "not",
    "times": "times", "x": "times", "fold": "times", "time": "times",
}  # fmt: skip
_SPACE = re.compile(r"[^\S\n]+|\\(?=[()\[\]^*])")
# A line end inside a sentence is white space; one before a bullet, a number of a list or an empty line ends it.
_SOFT_BREAK = re.compile(r"\n(?![ \t]{0,40}(?:[-–*•·‣◦oO+][ \t]|\(?\d{1,2}[.)][ \t]|\n|$))[ \t]{0,80}")
_WORD = re.compile(r"[^\W_①-⑳]+(?:['’][^\W_]+)?")
_FULL_STOP = re.compile(r"\.(?=\s|$)(?!(?<=\b[A-Za-z]\.)\s[a-z])")  # not in "P. falciparum"
_GLUED_TIMES = re.compile(r"[xX](?=(?:[UL]LN|UNL|uln|lln|N)\b)")
_GLUED_REFERENCE = re.compile(r"[UL]LN(?=[A-Z][a-z]{2})")  # "5 x ULNTimepoint" has lost a line end
_CLASS = re.compile(r"(?:(?:I{1,3}|IV|VI?|i{2,3}|iv)[ABCFabc]?\d?|[ⅠⅡⅢⅣⅤⅥ]|[A-E]\d{0,2}|[0-6][abcABC]\d?)(?![\w'’])")
_CLASS_FIRST = frozenset("IViⅠⅡⅢⅣⅤⅥABCDE0123456")
_CLASS_AT_END = re.compile(
    r"(?<=[sediEeS])[\s-]{1,3}(?:I{1,3}|IV|VI?|[A-D]|\d[a-c]?|intermediate|high|low|positive|negative)$"
)
_RESULT_AT_END = re.compile(r"[\s-](?:sero)?(?:positive|negative)$", re.IGNORECASE)
MOST_PASSED = 4  # tokens that stand between a sign and its amount
_CLAUSE_ENDS = frozenset({"stop", "comma", "close", "open", "edge", "and", "or", "link"})
_AT_ENDS = frozenset({"at most", "at least", "maximum", "a maximum", "minimum", "a minimum"})
_GAP = re.compile(r"\s{0,3}(?:[-‐‑]\s?)?")
_TIMES = re.compile(r"[\s-]{0,2}(?:[×✕*·•]|[xX](?=[\sULNulnt]|$)|(?:times|fold)\b)", re.IGNORECASE)
_PERCENTILE = re.compile(r"(?:\s?(?:st|nd|rd|th))?[\s-]{0,2}(?:percentiles?|centiles?|%[\s-]?iles?)\b", re.IGNORECASE)
_MULTIPLES_OF_NORMAL = re.compile(r"\s?N(?![\w/^²])")  # "4N" is four times normal, not four newtons
_PER_SURFACE = re.compile(r"\s?/\s?1[.,]73(?![\d.]\d|\d)")  # whose "m2" is left out
_SENTENCE_END = re.compile(r"\.(?:\s+[A-Z]|\s*$|\s*\n)")  # the stop after "50 mL/min." is none of its own
_DEGREES = re.compile(r"\s?([CcFf])(?![\w-])")
_INVERSE = re.compile(r"[-−]1(?!\d)")  # "30 h-1"
_PRESSURE_PAIR = re.compile(r"/\(\d+\.[mk](?:m\[Hg\]|Pa)")
_SECOND_TEMPERATURE = re.compile(r"\s?/\s?\d{2,3}(?:\.\d)?\s?[°º]?\s?[CF]$")  # "37.5°C/99.5°F"
_PHRASES: tuple[tuple[str, str], ...] = (
    ("comparators", "comparator"),
    ("qualitative", "value"),
    ("references", "unit"),
)
# "or less than 3" is not "or less", and "or above 100" not "or above"
_THAN = re.compile(r"\s{1,3}(?:(?:than|to|or\s{1,3}equal)(?![a-z])|(?<=above\s)\d|(?<=below\s)\d|(?<=over\s)\d)", re.I)


@cache
def _words() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {row["word"]: row["kind"] for row in table("measure_words")}  # type: ignore[misc]
    return _WORDS | kinds


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


@cache
def unit_kinds() -> dict[str, str]:
    """Return the kinds of simple units ("mass", "time", "form", …) by UCUM code."""
    kinds: dict[str, str] = {}
    for row in table("units"):
        kinds.setdefault(row["ucum"], row["kind"])
    return kinds


@cache
def _lexicons() -> dict[str, tuple[tuple[Lexicon, str], ...]]:
    """Return, for a first word, the lexicons of phrases that start with it, and the column that a phrase stands for."""
    found: dict[str, tuple[tuple[Lexicon, str], ...]] = {}
    for name, column in _PHRASES:
        lexicon = Lexicon(name)
        for word in lexicon.first_words:
            found[word] = (*found.get(word, ()), (lexicon, column))
    return found


# Signs of a symbol font and of a wrong code page, each one character for one, so that places stay.
_LOST_SIGNS = str.maketrans(
    {
        "\uf03e": ">",
        "\uf03c": "<",
        "\uf0b3": "≥",
        "\uf0a3": "≤",
        "\uf0b1": "±",
        "\uf03d": "=",
        "\uf0b4": "×",
        "\uf0d7": "×",
    }
)
_DAMAGED = re.compile("[\uf03e\uf03c\uf0b3\uf0a3\uf0b1\uf03d\uf0b4\uf0d7³£]")
_ION = re.compile(  # "K+ < 3.5", "K+ less than 3"
    r"\b(K|Na|Ca|Mg)\d?\+{1,2}"
    r"(?=[ ]{0,2}\\?[<>≤≥=]|[ ](?:\d|less|more|greater|below|above|under|over|lower|higher|of\b))"
)
_LATIN_SIGN = re.compile(r"(?<![mMkKcdµμu0])[³£](?=[ ]?[\d.])")


def _repaired(text: str) -> str:
    """Return the text with its damaged signs restored: "³ 3" and "£ 3" are ≥ and ≤ seen through another code page."""
    if "+" in text:
        text = _ION.sub(lambda match: match[1] + " " * (len(match[0]) - len(match[1])), text)
    text = text.replace("´", "'")
    if _DAMAGED.search(text):
        text = _LATIN_SIGN.sub(lambda match: "≥" if match[0] == "³" else "≤", text.translate(_LOST_SIGNS))
    return text


def _tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text in their order, without overlap."""
    text = _repaired(text)
    words = _words()  # in a text in small letters "be" may be taken for the base excess
    analytes = {match.start: match for match in find_analytes(text) if text[match.start : match.end] not in words}
    numbers = {number.start: number for number in find_numbers(text)}
    tokens: list[Token] = []
    at, length = 0, len(text)
    while at < length:
        if text[at] == " ":
            at += 1
            continue
        space = None if text[at].isalnum() else _SPACE.match(text, at) or _SOFT_BREAK.match(text, at)
        if space:
            at = space.end()
            continue
        match = analytes.get(at)
        if match:
            tokens.append(Token("analyte", _in_bracket(text, match), _without_value(text, match), match.analyte))
        elif at in numbers:
            tokens.extend(_with_unit(text, numbers[at], analytes))
        else:
            tokens.append(_text_at(text, at))
        at = tokens[-1].end
    return [_trailing(text, tokens, index) for index in range(len(tokens))]


def _trailing(text: str, tokens: list[Token], at: int) -> Token:
    """Return a token as what bounds the amount before it where it ends a clause: "60 mg/L at most", "45 kg +"."""
    token = tokens[at]
    before = tokens[at - 1].kind if at else "stop"
    ends = at + 1 == len(tokens) or tokens[at + 1].kind in _CLAUSE_ENDS
    if token.kind == "sign" and ends and before in ("number", "unit", "roman", "reference", "times"):
        return token._replace(kind="postfix") if text[token.start : token.end].lower() in _AT_ENDS else token
    plus = token.kind == "and" and text[token.start] == "+" and before in ("unit", "reference")
    return token._replace(kind="postfix", value=">=") if plus and ends else token


def _in_bracket(text: str, match: AnalyteMatch) -> int:
    """Return the start of a name, inside the bracket that it does not close: "pain (NRS" is "NRS"."""
    opening = text.rfind("(", match.start, match.end)
    return match.start if opening < 0 or ")" in text[opening : match.end] else opening + 1


def _without_value(text: str, match: AnalyteMatch) -> int:
    """Return the end of a name without the class or result that the table takes in with it: "WHO grade IV"."""
    scale = match.analyte.kind == "score" or "genotype" in match.analyte.name
    value = (_CLASS_AT_END if scale else _RESULT_AT_END).search(text, match.start, match.end)
    return value.start() if value and value.start() > match.start else match.end


def _with_unit(text: str, number: Number, analytes: Mapping[int, Any]) -> list[Token]:
    """Return a number and what follows it directly: its unit, "x" before a reference, "N" for normal."""
    start, end = number.start, number.end
    roman = _CLASS.match(text, start)
    if roman and roman.end() > end:
        return [Token("roman", start, roman.end())]
    tokens = [Token("number", start, end, number)]
    if match := _MULTIPLES_OF_NORMAL.match(text, end):
        tokens.append(Token("reference", match.end() - 1, match.end(), "{normal}"))
    elif match := _PERCENTILE.match(text, end):
        tokens.append(Token("unit", end, match.end(), "{percentile}"))
    elif match := _TIMES.match(text, end):
        tokens.append(Token("times", match.end() - 1, match.end()))
    elif unit := _unit_at(text, end, analytes) or _temperature_at(text, number):
        tokens.append(unit)
    return tokens


def _temperature_at(text: str, number: Number) -> Token | None:
    """Return the "C" of "38.5 C" or the "F" of "101 F", numbers that a body's temperature may have."""
    match = _DEGREES.match(text, number.end)
    if match is None:
        return None
    code, low, high = ("Cel", 30, 45) if match[1] in "Cc" else ("[degF]", 85, 112)
    return Token("unit", match.start(1), match.end(), code) if low <= number.value <= high else None


def _unit_at(text: str, at: int, analytes: Mapping[int, Any]) -> Token | None:
    gap = _GAP.match(text, at)
    start = gap.end() if gap else at
    match = _unit().match(text, start)
    if match is None or match.end() == start or (start > at and text[start].isdigit()):  # "60-100%"
        return None
    if text[match.end() - 1].isalpha() and text[match.end() : match.end() + 1].isdigit():
        return None  # "group 1 - T4 count"
    second = _SECOND_TEMPERATURE.search(text, start, match.end())
    end = second.start() if second else match.end()
    code = parse_unit(text[start:end])
    counted = code is not None and unit_kinds().get(code) == "count"
    if code is None or (counted and start in analytes) or _PRESSURE_PAIR.match(code):
        # "> 1500 platelets > 100,000" has lost its comma; "140/90 mmHg" is two values
        return None
    if unit_kinds().get(code) == "time" and (inverse := _INVERSE.match(text, end)):
        return Token("unit", start, inverse.end(), f"/{code}")
    if code == "mL/min" and (surface := _PER_SURFACE.match(text, end)):
        return Token("unit", start, surface.end(), "mL/min/{1.73_m2}")
    return Token("unit", start, end - 1 if _SENTENCE_END.match(text, end - 1) else end, code)


def _phrase_at(text: str, at: int) -> Token | None:
    """Return the longest phrase of the tables at a place: comparator, reference or category."""
    best: Token | None = None
    word = first_word_at(text, at)
    for lexicon, column in _lexicons().get(word, ()):
        found = lexicon.at(text, at, word)
        if found and (best is None or found[0] > best.end):
            end, row = found
            best = Token(_phrase_kind(row), at, end, row[column])
    return None if best and best.kind == "postfix" and _THAN.match(text, best.end) else best


def _phrase_kind(row: Mapping[str, str]) -> Kind:
    if "comparator" in row:
        return "postfix" if row["place"] == "after" else "sign"
    if "unit" in row:
        return "reference"
    return "category" if row["place"] == "both" else row["place"]  # type: ignore[return-value]


def _text_at(text: str, at: int) -> Token:
    """Return the phrase, word or mark at a place."""
    match = _WORD.match(text, at)
    if match is None:
        return _phrase_at(text, at) or _mark_at(text, at)
    plain = _plain_word(match[0])
    if plain is not None:
        return Token(plain[0], at, match.end(), plain[1])
    return _phrase_at(text, at) or _word_at(text, at, match)


@lru_cache(maxsize=16_384)
def _plain_word(written: str) -> tuple[Kind, str] | None:
    """Return the kind and form of a word that is the same in any text, None where a phrase or class may begin."""
    word = written.lower()
    if (
        word == "and"
        or word[0] == "x"
        or _CLASS.fullmatch(written)
        or _GLUED_REFERENCE.match(written)
        or first_word(written) in _lexicons()
    ):
        return None
    return _words().get(word, "word"), word


def _word_at(text: str, at: int, match: re.Match[str]) -> Token:
    end, word, first = match.end(), match[0].lower(), text[at]
    if first in "xX" and (glued := _GLUED_TIMES.match(text, at)):
        return Token("times", at, glued.end())
    if glued := _GLUED_REFERENCE.match(text, at):
        return Token("reference", at, glued.end(), f"[{glued[0]}]")
    if word == "and" and text[end : end + 3].lower() == "/or":
        return Token("or", at, at + 6)
    roman = _CLASS.match(text, at) if first in _CLASS_FIRST else None
    if roman and roman.end() >= end:
        return Token("roman", at, roman.end(), word)
    return Token(_words().get(word, "word"), at, end, word)


def _mark_at(text: str, at: int) -> Token:
    char = text[at]
    if char == "." and not _FULL_STOP.match(text, at):  # "e.g.", ".5"
        return Token("word", at, at + 1, char)
    return Token(_MARKS.get(char, "word"), at, at + 1, char)
