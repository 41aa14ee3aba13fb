"""Tokens of a text in which thresholds are looked for: measured things, comparators, numbers, units, categories, words.

A token's kind says what it may do in the grammar (threshold_grammar.py). Every character but white space is in
one token; the tokens of a text are found in one pass, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from trialsift.values.analyte import find_analytes
from trialsift.values.lexicon import lexicon
from trialsift.values.number import find_numbers
from trialsift.values.unit import parse_unit, unit_pattern
from trialsift.vocab import table

Kind = Literal[
    "analyte",  # value: Analyte
    "sign",  # comparator before its number; value: "<", "<=", ">", ">=", "=", "±", "?"
    "postfix",  # comparator after its number ("or higher"); value: ">=" or "<="
    "number",  # value: Number
    "unit",  # value: UCUM code
    "reference",  # "upper limit of normal"; value: "[ULN]", "[LLN]", "{normal}", "[baseline]"
    "times",  # "x", "times", "fold" between a factor and its reference
    "category",  # value: "positive", "normal", …
    "roman",  # Roman numeral or capital letter that may be a class or grade; value: its number or None
    "scale",  # "grade", "class", "stage"
    "between",
    "filler",  # words that may stand between a measured thing and its bound
    "link",  # the same, where a sign follows ("as determined by … ≥ 3")
    "qualifier",  # words before a measured thing that belong to it
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


@dataclass(frozen=True, slots=True)
class Token:
    """A token at `[start, end)` of the text."""

    kind: Kind
    start: int
    end: int
    value: Any = None


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DASH = "-–—−‐‑~∼"
_MARKS: dict[str, Kind] = {
    ",": "comma", "/": "slash", "∕": "slash", "(": "open", "[": "open", "{": "open", ")": "close", "]": "close",
    "}": "close", ":": "colon", ";": "stop", ".": "stop", "!": "stop", "\n": "stop", "|": "stop", "•": "stop",
    "&": "and", "+": "and", **dict.fromkeys(_DASH, "dash"),
}  # fmt: skip
_WORDS: dict[str, Kind] = {
    "and": "and", "plus": "and", "or": "or", "and/or": "or", "between": "between", "from": "between", "range": "filler",
    "ranging": "filler", "to": "dash", "through": "dash", "until": "dash", "not": "not", "no": "not", "without": "not",
    "times": "times", "x": "times", "fold": "times", "time": "times", "xs": "times",
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_CLASS = re.compile(r"(?:I{1,3}|IV|VI?)[ABCabc]?(?![\w])|[A-E][0-9]?(?![\w'’])|[0-6][abcABC](?![\w])")
_SPACE_OR_HYPHEN = re.compile(r"\s{0,3}[-‐‑]?\s{0,1}")


@cache
def _words() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {row["word"]: row["kind"] for row in table("measure_words")}  # type: ignore[misc]
    return kinds | _WORDS


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text in their order, without overlap."""
    analytes = {match.start: match for match in find_analytes(text)}
    numbers = {number.start: number for number in find_numbers(text)}
    tokens: list[Token] = []
    at, length = 0, len(text)
    while at < length:
        if text[at] in " \t\r\u00a0\u2009\u202f":
            at += 1
            continue
        token = _analyte_at(at, analytes) or _number_at(text, at, numbers, tokens) or _phrase_at(text, at, tokens)
        token = token or _word_at(text, at)
        tokens.append(token)
        at = token.end
        if token.kind == "number":
            unit = _unit_at(text, at)
            if unit is not None:
                tokens.append(unit)
                at = unit.end
    return tokens


def _analyte_at(at: int, analytes: dict[int, Any]) -> Token | None:
    match = analytes.get(at)
    return Token("analyte", at, match.end, match.analyte) if match else None


def _number_at(text: str, at: int, numbers: dict[int, Any], tokens: list[Token]) -> Token | None:
    number = numbers.get(at)
    if number is None:
        return None
    roman = _CLASS.match(text, at)
    if roman and roman.end() > number.end:
        return Token("roman", at, roman.end(), None)
    return Token("number", at, number.end, number)


def _unit_at(text: str, at: int) -> Token | None:
    gap = _SPACE_OR_HYPHEN.match(text, at)
    start = gap.end() if gap else at
    match = _unit().match(text, start)
    if match is None or match.end() == start:
        return None
    end = match.end()
    code = parse_unit(text[start:end])
    return Token("unit", start, end, code) if code else None


def _phrase_at(text: str, at: int, tokens: list[Token]) -> Token | None:
    """Return the longest phrase of the tables at a place: comparator, reference or category."""
    match = _WORD.match(text, at)
    word = match[0].lower() if match else text[at]
    first = re.match(r"[^\W\d_]+", word)
    key = first[0] if first else text[at].lower()
    best: Token | None = None
    for name, kind, column in (
        ("comparators", "sign", "comparator"),
        ("references", "reference", "unit"),
        ("qualitative", "category", "value"),
    ):
        found = lexicon(name).at(text, at, key)
        if found and (best is None or found[0] > best.end):
            end, row = found
            best = Token(_placed(kind, row), at, end, row[column])
    return best


def _placed(kind: Kind, row: Any) -> Kind:
    return "postfix" if kind == "sign" and row["place"] == "after" else kind


def _word_at(text: str, at: int) -> Token:
    match = _WORD.match(text, at)
    if match is None:
        char = text[at]
        # "e.g.", "Dr." and "0 .5" aside: a full stop ends a sentence only before a space and a capital
        if char == "." and not re.match(r"\.(?:\s|$)", text[at : at + 2]):
            return Token("word", at, at + 1)
        return Token(_MARKS.get(char, "word"), at, at + 1)
    end = match.end()
    word = match[0].lower()
    if text.startswith("and/or", at):
        return Token("or", at, at + 6)
    if word in ("x",) or text[at] in "×":
        return Token("times", at, end)
    roman = _CLASS.match(text, at)
    if roman and roman.end() >= end and word not in ("a", "i"):
        return Token("roman", at, roman.end(), _ROMAN.get(roman[0].lower()))
    return Token(_words().get(word, "word"), at, end)
