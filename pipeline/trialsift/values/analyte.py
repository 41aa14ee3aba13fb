"""What a threshold measures: laboratory analytes, vital signs, scores, imaging and function measures, found in text.

`vocab/analytes.csv` holds a row for each. A synonym is matched whatever its case, hyphens, plural and British
spelling, except where a mark in front of it says that it is also a word or a short form of something else:
"=" wants the case as written ("=PT"), "~" also a comparison beside it ("~K": "K > 5.5"), "!" also a finding
("!ER": "ER-positive").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from trialsift.values.conversion import convert_value
from trialsift.values.spelling import Speller, plain_form
from trialsift.vocab import table

__all__ = [
    "Analyte",
    "AnalyteMatch",
    "analyte_key",
    "analyte_named",
    "analytes",
    "convert_value",
    "find_analytes",
    "same_analyte",
]

Kind = Literal["lab", "vital", "score", "imaging", "function"]

_WORD = re.compile(r"(?:[A-Za-z]\.){2,6}|[^\W_]+")
_GAP = re.compile(r"\s{0,80}|\s{0,3}[-‐‑‒–—−/∕]\s{0,80}|\s?\\?[(\[]|['’+_]\s?|::?|\.")
_SPACE = re.compile(r"\s{0,80}|[-‐‑–]\s{0,80}")
_OPENING = re.compile(r"\s{0,80}\\?[(\[]\s?(?P<inside>[^()\[\]\\]{1,60}?)\s?\\?[)\]]")
_LISTED = re.compile(r"\s?(?:[,;/=]|\bor\b|\band\b)\s?")
_SAME = re.compile(r"\s?[/=]\s?$")
_SIBLINGS = r"(?:\s{0,3}(?:[/,&]|\band\b|\bor\b)\s{0,3}[\w-]{1,12}){0,3}"
_COMPARED = re.compile(
    _SIBLINGS
    + r"[\s:,()\[\]\\-]{0,4}(?:(?:levels?|values?|concentrations?|scores?|counts?|results?|is|are|was|of|must be|should be)[\s:]{1,3}){0,3}"
    r"\\?(?:[<>≥≤≧≦⩾⩽＜＞=±³£]|\d|(?:at least|at most|less|lower|more|greater|higher|fewer|above|below|over|under|"
    r"between|within|up to|no[tr]? |exceed|normal|abnormal|elevated|prolonged|increased|decreased|outside|from)\b)",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"(?:\b(?:normal|abnormal|elevated|prolonged|increased|decreased|raised|low|high|reduced|serum|plasma|free|total|"
    r"positive|negative)\s|\d\s?\\?[<>≤≥]=?\s?)$",
    re.IGNORECASE,
)
_FINDING = re.compile(
    _SIBLINGS + r"[\s:,()\[\]\\-]{0,4}(?:(?:status|expression|is|are|was|of|must be|should be)[\s:]{1,3}){0,3}"
    r"(?:positiv|negativ|pos\b|neg\b|[+＋]|[-−–](?![\w\s])|status|express|amplif|overexpress|low\b|unknown)",
    re.IGNORECASE,
)
_FINDING_BEFORE = re.compile(
    r"(?:positive|negative|expression of|expressing|expresses|express|positivity for)\s(?:for\s)?(?:both\s)?$", re.I
)
_AROUND = 28
_LEADS = frozenset(
    [
        "serum",
        "plasma",
        "blood",
        "mean",
        "average",
        "total",
        "baseline",
        "resting",
        "peak",
        "calculated",
        "estimated",
        "measured",
        "corrected",
        "predialysis",
        "maximum",
        "maximal",
        "minimum",
        "minimal",
        "absolute",
        "venous",
        "arterial",
        "capillary",
        "intact",
        "circulating",
        "morning",
        "sitting",
        "supine",
        "seated",
        "standing",
        "office",
        "clinic",
        "daytime",
        "adjusted",
        "uncorrected",
        "whole",
        "peripheral",
        "trough",
        "median",
        "initial",
        "random",
        "actual",
        "24hour",
    ]
)
_LEAD_PAIRS = frozenset(
    [("pre", "dialysis"), ("post", "dialysis"), ("post", "bronchodilator"), ("pre", "bronchodilator"), ("24", "hour"),
     ("24", "hr"), ("24", "h"), ("age", "adjusted"), ("albumin", "corrected"), ("pre", "treatment"), ("pre", "operative")]
)  # fmt: skip
_TAILS = frozenset(
    ["level", "concentration", "value", "count", "score", "titer", "result", "reading", "measurement", "number"]
)
_GENERIC = (
    _LEADS | _TAILS | frozenset(["test", "assay", "activity", "the", "of", "in", "scale", "class", "status", "rate"])
)
_MARKS = "=~!"


@dataclass(frozen=True, slots=True)
class Analyte:
    """Something measured. units: UCUM codes usually written; low and high: the range that a score is defined on.

    molar_mass is in g/mol and valence in charges, None where values are not converted through them.
    """

    name: str
    kind: Kind
    units: tuple[str, ...] = ()
    canonical_unit: str = ""
    molar_mass: float | None = None
    valence: int | None = None
    low: float | None = None
    high: float | None = None
    categorical: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalyteMatch:
    """The half-open place of a name, with the qualifiers and the bracketed abbreviation that belong to it."""

    start: int
    end: int
    analyte: Analyte


@dataclass(frozen=True, slots=True)
class _Synonym:
    """A synonym at the end of its path in the trie; exact: how each word is written, where that counts."""

    analyte: Analyte
    mark: str
    exact: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A step of the trie over the forms of words."""

    next: dict[str, _Node]
    synonyms: list[_Synonym]


@cache
def analytes() -> tuple[Analyte, ...]:
    """Return all analytes in the order of the table."""
    return tuple(_analyte(row) for row in table("analytes"))


def _analyte(row: dict[str, str]) -> Analyte:
    return Analyte(
        row["name"],
        cast(Kind, row["kind"]),
        tuple(filter(None, row["units"].split("|"))),
        row["canonical_unit"],
        float(row["molar_mass"]) if row["molar_mass"] else None,
        int(row["valence"]) if row["valence"] else None,
        float(row["low"]) if row["low"] else None,
        float(row["high"]) if row["high"] else None,
        tuple(filter(None, row["categories"].split("|"))),
        tuple(filter(None, row["synonyms"].split("|"))),
    )


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(text)]


@cache
def _trie() -> _Node:
    root = _Node({}, [])
    for analyte in analytes():
        for synonym in (analyte.name, *analyte.synonyms):
            mark = synonym[0] if synonym[0] in _MARKS else ""
            words = _words(synonym.removeprefix(mark))
            node = root
            for word in words:
                node = node.next.setdefault(plain_form(word), _Node({}, []))
            if mark or all(known.mark for known in node.synonyms):
                node.synonyms.append(_Synonym(analyte, mark, tuple(words) if mark else ()))
    _order(root)
    return root


def _order(node: _Node) -> None:
    """Put the synonyms of a path in the order of trial: a comparison or finding beside it, its case, any case."""
    node.synonyms.sort(key=lambda synonym: "~!=".find(synonym.mark) if synonym.mark else len(_MARKS))
    for below in node.next.values():
        _order(below)


@cache
def _speller() -> Speller:
    vocabulary: set[str] = set()
    nodes = [_trie()]
    while nodes:
        node = nodes.pop()
        vocabulary |= node.next.keys()
        nodes.extend(node.next.values())
    return Speller(vocabulary)


@lru_cache(maxsize=65536)
def _form(word: str) -> str:
    return _speller().form(word)


def find_analytes(text: str) -> list[AnalyteMatch]:
    """Return the analytes that a text names, in order and disjoint: at each word the longest name."""
    words = [match.span() for match in _WORD.finditer(text)]
    forms = [_form(text[start:end]) for start, end in words]
    first = _trie().next
    found: list[AnalyteMatch] = []
    index, floor = 0, 0
    while index < len(words):
        hit = _longest(text, words, forms, index) if forms[index] in first else None
        if hit is None:
            index += 1
            continue
        after, analyte = hit
        start = _with_leads(text, words, forms, index, floor)
        end = _with_tails(text, words, forms, after, _closed(text, words[index][0], words[after - 1][1]))
        end = _with_bracket(text, start, end, (analyte, *(match.analyte for match in found[-1:])))
        found.append(AnalyteMatch(start, end, analyte))
        if len(found) > 1 and found[-2].analyte is analyte and _SAME.match(text[found[-2].end : start]):
            found[-2:] = [AnalyteMatch(found[-2].start, end, analyte)]
        floor = end
        while index < len(words) and words[index][0] < end:
            index += 1
    return found


def _longest(text: str, words: list[tuple[int, int]], forms: list[str], index: int) -> tuple[int, Analyte] | None:
    """Return the index after the longest name that starts at a word, and what it names."""
    node, at, best = _trie(), index, None
    while at < len(words):
        node = node.next.get(forms[at])
        if node is None or (at > index and not _joined(text, words[at - 1][1], words[at][0])):
            break
        at += 1
        for synonym in node.synonyms:
            if _fits(synonym, text, words[index:at]):
                best = at, synonym.analyte
                break
    return best


def _joined(text: str, start: int, end: int) -> bool:
    return (end - start == 1 and text[start] == " ") or _GAP.fullmatch(text, start, end) is not None


def _fits(synonym: _Synonym, text: str, words: list[tuple[int, int]]) -> bool:
    if not synonym.mark:
        return True
    if any(text[start:end] != word for (start, end), word in zip(words, synonym.exact, strict=True)):
        return False
    if synonym.mark == "=":
        return True
    start, end = words[0][0], words[-1][1]
    after, before = (_COMPARED, _COMPARED_BEFORE) if synonym.mark == "~" else (_FINDING, _FINDING_BEFORE)
    return after.match(text, end) is not None or before.search(text[max(0, start - _AROUND) : start]) is not None


def _closed(text: str, start: int, end: int) -> int:
    """Return the end with the bracket that a name opens inside: "PCO(2)"."""
    for opening, closing in ("()", "[]"):
        if text.count(opening, start, end) > text.count(closing, start, end) and text.startswith(closing, end):
            return end + 1
    return end


def _with_leads(text: str, words: list[tuple[int, int]], forms: list[str], index: int, floor: int) -> int:
    """Return where a name starts with the qualifiers before it: "mean pre-dialysis Hb"."""
    at = index
    while at > 0 and words[at - 1][0] >= floor and _SPACE.fullmatch(text, words[at - 1][1], words[at][0]):
        pair = at > 1 and words[at - 2][0] >= floor and (forms[at - 2], forms[at - 1]) in _LEAD_PAIRS
        if not pair and forms[at - 1] not in _LEADS:
            break
        at -= 2 if pair else 1
    return words[at][0]


def _with_tails(text: str, words: list[tuple[int, int]], forms: list[str], after: int, end: int) -> int:
    """Return where a name ends with the generic nouns after it: "Hb concentration"."""
    while after < len(words) and forms[after] in _TAILS and _SPACE.fullmatch(text, end, words[after][0]):
        end = words[after][1]
        after += 1
    return end


def _with_bracket(text: str, start: int, end: int, named: tuple[Analyte, ...]) -> int:
    """Return the end with a bracket that names the same things again: "absolute neutrophil count (ANC)"."""
    match = _OPENING.match(text, end)
    if match is None:
        return end
    inside = match["inside"]
    if _abbreviates(inside, text[start:end]):
        return match.end()
    parts = [analyte_named(part) for part in _LISTED.split(inside)]
    return match.end() if all(part is not None and part in named for part in parts) else end


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether the letters of a short form stand in the long form in their order, from the first of a word."""
    letters = [c.lower() for c in short if c.isalnum()]
    if not 2 <= len(letters) <= 8 or " " in short or not any(c.isupper() for c in short):
        return False
    rest = iter(long.lower())
    return any(word[:1].lower() == letters[0] for word in _words(long)) and all(
        c in rest for c in letters if c.isalpha()
    )


@cache
def _names() -> tuple[dict[str, Analyte], dict[str, Analyte]]:
    """Return analytes by synonym as written and by the key of a synonym; a row's own name goes first."""
    exact: dict[str, Analyte] = {}
    folded: dict[str, Analyte] = {}
    for synonym, analyte in _all_synonyms():
        exact.setdefault(synonym, analyte)
        folded.setdefault(_folded(synonym), analyte)
    for synonym, analyte in _all_synonyms():
        folded.setdefault(_bare(synonym), analyte)
    return exact, folded


def _all_synonyms() -> Iterator[tuple[str, Analyte]]:
    for analyte in analytes():
        yield analyte.name, analyte
    for analyte in analytes():
        for synonym in analyte.synonyms:
            yield synonym.lstrip(_MARKS), analyte


def _folded(name: str) -> str:
    return " ".join(_form(word) for word in _words(name))


def _bare(name: str) -> str:
    """Return the folded name without the words that do not tell analytes apart, or all of it where none is left."""
    return _without(_folded(name).split(), _GENERIC)


def _without(forms: Iterable[str], generic: frozenset[str]) -> str:
    forms = list(forms)
    return " ".join(form for form in forms if form not in generic) or " ".join(forms)


@lru_cache(maxsize=8192)
def analyte_named(name: str) -> Analyte | None:
    """Return the analyte of a name or synonym, with or without qualifiers such as "serum"; None for an unknown one."""
    exact, folded = _names()
    name = name.strip()
    return exact.get(name) or folded.get(_folded(name)) or folded.get(_bare(name))


def analyte_key(name: str) -> str:
    """Return the key under which the synonyms of an analyte meet: the name of its row, or its own bare words."""
    analyte = analyte_named(name)
    return analyte.name if analyte else _bare(name)


def same_analyte(a: str, b: str) -> bool:
    """Tell whether two names mean one thing measured: "serum bilirubin" and "Total Bilirubin" do."""
    return analyte_key(a) == analyte_key(b)
