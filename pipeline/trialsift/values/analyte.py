"""What a threshold measures: laboratory analytes, vital signs, scores, imaging and function measures, found in text.

`vocab/analytes.csv` holds a row for each. A synonym is matched whatever its hyphens, plural, British spelling and
slips of one letter; whatever its case too, but a single word with capitals wants capitals ("SALT", "Wells"). A mark in
front of a synonym says that it is also a word or short for something else: "=" wants the case as written ("=PT"), "~"
also a comparison beside it ("~K": "K > 5.5"), "!" also a finding ("!ER": "ER-positive"). Words that a name takes to
itself or that do not tell names apart ("serum", "level") stand in `vocab/analyte_qualifiers.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
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
Spans = list[tuple[int, int]]

_WORD = re.compile(r"(?:[A-Za-z]\.){2,6}|[^\W_]+")
# What may stand between two words of one name: "alpha-\n  fetoprotein", "PCO(2)", "BCR::ABL", "e'", "HLA-B*5701".
_GAP = re.compile(r"\s{0,80}|\s{0,3}[-‐‑‒–—−/∕]\s{0,80}|\s?\\?[(\[]|['’+_]\s?|::?|[.,]|\\?\*")
_INITIAL_GAP = re.compile(r"\.\s{0,3}")  # "P. falciparum"
_SPACE = re.compile(r"\s{0,80}|[-‐‑–]\s{0,80}")
_BRACKET = re.compile(r"\s{0,80}\\?[(\[]\s?(?P<inside>[^()\[\]\\]{1,60}?)\s?\\?[)\]]")
_INNER = re.compile(r"\s{0,80}\\?[(\[]\s?[\w+/-]{1,10}\s?\\?[)\]]")  # "white blood cell (WBC) count"
_LISTED = re.compile(r"\s?(?:[,;/=]|\bor\b|\band\b)\s?")
_SAME = re.compile(r"\s?[/=]\s?$")
_SHORT_NAME = 6  # letters; "lams" is not the plural of "LAM"
_SHORT_FORM = 8  # letters of an abbreviation in brackets

_AROUND = 28  # characters before a marked synonym
_MARKS = "~!="  # in the order of trial
_SIBLINGS = (
    r"(?:\s{0,3}(?:[/,&]|\band\b|\bor\b)\s{0,3}[\w-]{1,12}(?![\w-])){0,3}"  # "PT/PTT normal", "ER and PR negative"
)
_VERBS = (
    r"(?:levels?|values?|concentrations?|scores?|counts?|results?|status|is|are|was|of|must be|should be)[\s:]{1,3}"
)
_BETWEEN = rf"[+⁺]?(?:[\s:,()\[\]\\]|\s[-–]\s?){{0,4}}(?:{_VERBS}){{0,3}}"
_BOUND = r"\s(?:the\s|a\s|or\sequal\sto\s)?(?:\d|normal|institution|reference|lower|upper|than|or\b|[<>≤≥])"
_COMPARED = re.compile(
    rf"{_SIBLINGS}{_BETWEEN}\\?(?:[<>≥≤≧≦⩾⩽＜＞=±³£]|\d|"
    rf"(?:no[tr]?\s)?(?:less|lower|more|greater|higher|fewer|above|below|over|under|between|within|from|up\sto){_BOUND}|"
    r"(?:at\sleast|at\smost|not\sexceed|exceed|normal|abnormal|elevated|prolonged|increased|decreased|outside)\b)",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"(?:\b(?:normal|abnormal|elevated|prolonged|increased|decreased|raised|low|high|reduced|"
    r"normalized|normalised|serum|plasma|free|total)\s|"
    r"\d\s?\\?[<>≤≥]=?\s?)$",
    re.IGNORECASE,
)
_FOUND = re.compile(
    rf"{_SIBLINGS}{_BETWEEN}-?(?:positiv|negativ|pos\b|neg\b|[+＋]|[-−–](?![\w\s])|express|amplif|overexpress|low\b|"
    r"wild|mutat|mutant|unknown)",
    re.IGNORECASE,
)
_FOUND_BEFORE = re.compile(
    r"(?:positive|negative|positivity|expression of|expressing|expresses|express)\s(?:for\s)?(?:both\s)?$",
    re.IGNORECASE,
)
_CONTEXT = {"~": (_COMPARED, _COMPARED_BEFORE), "!": (_FOUND, _FOUND_BEFORE)}


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
    """A synonym at the end of its path in the trie. words: as written, where their case counts."""

    analyte: Analyte
    mark: str
    words: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A step of the trie over the forms of words."""

    next: dict[str, _Node] = field(default_factory=dict)
    synonyms: list[_Synonym] = field(default_factory=list)


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


@cache
def _qualifiers(*places: str) -> frozenset[tuple[str, ...]]:
    rows = (row for row in table("analyte_qualifiers") if row["place"] in places)
    return frozenset(tuple(plain_form(word) for word in row["words"].split()) for row in rows)


@cache
def _trie() -> _Node:
    root = _Node()
    for analyte in analytes():
        marked = {bare.lower() for mark, bare in map(_split_mark, analyte.synonyms) if mark}
        names = () if analyte.name in marked else (analyte.name,)
        for synonym in (*names, *analyte.synonyms):
            mark, bare = _split_mark(synonym)
            words = _WORD.findall(bare)
            # In capitals too, where the plural of a short word cannot be told: "WHITE BLOOD CELLS", "SLUMS".
            for path in {tuple(map(plain_form, words)), tuple(plain_form(word.upper()) for word in words)}:
                _insert(root, path, _Synonym(analyte, mark, tuple(words)))
    return root


def _insert(node: _Node, path: tuple[str, ...], synonym: _Synonym) -> None:
    for form in path:
        node = node.next.setdefault(form, _Node())
    node.synonyms.append(synonym)
    node.synonyms.sort(key=lambda known: _MARKS.find(known.mark) if known.mark else len(_MARKS))


def _split_mark(synonym: str) -> tuple[str, str]:
    return (synonym[0], synonym[1:]) if synonym[0] in _MARKS else ("", synonym)


@cache
def _speller() -> Speller:
    vocabulary = {word for words in _qualifiers("before", "after", "aside") for word in words}
    nodes = [_trie()]
    while nodes:
        node = nodes.pop()
        vocabulary.update(node.next)
        nodes.extend(node.next.values())
    return Speller(vocabulary)


@lru_cache(maxsize=65536)
def _form(word: str) -> str:
    return _speller().form(word)


class _Reading:
    """A text as words with their places and forms, and the names that start at them."""

    __slots__ = ("forms", "spans", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: Spans = [match.span() for match in _WORD.finditer(text)]
        self.forms = list(map(_form, _WORD.findall(text)))

    def longest(self, index: int) -> tuple[int, Analyte] | None:
        """Return the index after the longest name that starts at a word, and what it names."""
        node, at, best = _trie().next.get(self.forms[index]), index, None
        path: Spans = []
        while node is not None:
            path.append(self.spans[at])
            for synonym in node.synonyms:
                if self._fits(synonym, path):
                    best = at + 1, synonym.analyte
                    break
            at, node = self._next(at, node)
        return best

    def _next(self, at: int, node: _Node) -> tuple[int, _Node | None]:
        """Return the next word of a name after a word of it and its node, past an abbreviation in brackets between."""
        following = at + 1
        if following >= len(self.spans):
            return at, None
        below = node.next.get(self.forms[following])
        if below is not None and self._joined(following):
            return following, below
        inner = _INNER.match(self.text, self.spans[at][1])
        while inner and following < len(self.spans) and self.spans[following][0] < inner.end():
            following += 1
        if inner is None or following == len(self.spans):
            return at, None
        adjoin = _SPACE.fullmatch(self.text, inner.end(), self.spans[following][0])
        return following, node.next.get(self.forms[following]) if adjoin else None

    def _joined(self, at: int) -> bool:
        """Tell whether a word goes on with the name that the one before it belongs to."""
        (before, start), (end, _) = self.spans[at - 1], self.spans[at]
        if end - start == 1 and self.text[start] == " ":
            return True
        initial = start - before == 1 and _INITIAL_GAP.fullmatch(self.text, start, end)
        return bool(initial or _GAP.fullmatch(self.text, start, end))

    def _fits(self, synonym: _Synonym, spans: Spans) -> bool:
        if not synonym.mark:
            return len(spans) > 1 or _same_case(synonym.words[0], self.text[slice(*spans[0])])
        if any(self.text[start:end] != word for (start, end), word in zip(spans, synonym.words, strict=True)):
            return False
        if synonym.mark == "=":
            return True
        start, end = spans[0][0], spans[-1][1]
        after, before = _CONTEXT[synonym.mark]
        return bool(after.match(self.text, end) or before.search(self.text[max(0, start - _AROUND) : start]))

    def start_of(self, index: int, floor: int) -> int:
        """Return where a name starts with the qualifiers before it: "mean pre-dialysis Hb"."""
        leads = _qualifiers("before")
        while index > 0:
            for size in (2, 1):
                first = index - size
                if first >= 0 and tuple(self.forms[first:index]) in leads and self._adjoin(first, index, floor):
                    index = first
                    break
            else:
                break
        return self.spans[index][0]

    def _adjoin(self, first: int, index: int, floor: int) -> bool:
        gaps = ((self.spans[at][1], self.spans[at + 1][0]) for at in range(first, index))
        return self.spans[first][0] >= floor and all(_SPACE.fullmatch(self.text, *gap) for gap in gaps)

    def end_of(self, index: int, after: int, named: tuple[Analyte, ...]) -> tuple[int, int]:
        """Return where a name ends with generic nouns and the same names in brackets, and the index of the next word.

        after: index after the last word of the name itself.
        """
        start, end = self.spans[index][0], self.spans[after - 1][1]
        end, after = self._after_nouns(self._closed(start, end), after)
        bracketed = self._after_bracket(start, end, named)
        if bracketed == end:
            return end, after
        while after < len(self.spans) and self.spans[after][0] < bracketed:
            after += 1
        return self._after_nouns(bracketed, after)

    def _after_nouns(self, end: int, after: int) -> tuple[int, int]:
        tails = _qualifiers("after")
        while (
            after < len(self.spans)
            and (self.forms[after],) in tails
            and _SPACE.fullmatch(self.text, end, self.spans[after][0])
        ):
            end = self.spans[after][1]
            after += 1
        return end, after

    def _closed(self, start: int, end: int) -> int:
        """Return the end with the bracket that a name opens inside: "PCO(2)"."""
        for opening, closing in ("()", "[]"):
            if self.text.count(opening, start, end) > self.text.count(closing, start, end):
                return end + 1 if self.text.startswith(closing, end) else end
        return end

    def _after_bracket(self, start: int, end: int, named: tuple[Analyte, ...]) -> int:
        """Return the end with a bracket that names the same things again: "absolute neutrophil count (ANC)"."""
        match = _BRACKET.match(self.text, end)
        if match is None:
            return end
        if _abbreviates(match["inside"], self.text[start:end]):
            return match.end()
        parts = [analyte_named(part) for part in _LISTED.split(match["inside"])]
        return match.end() if all(part is not None and part in named for part in parts) else end


def _same_case(written: str, word: str) -> bool:
    """Tell whether a word of a text has the letters and capitals that a synonym of one word asks for."""
    capitals = sum(map(str.isupper, written))
    if written == word or (not capitals and len(written) > _SHORT_NAME):
        return True
    word = unicodedata.normalize("NFKC", word)
    if capitals and (word.islower() if capitals == 1 else sum(map(str.isupper, word)) < 2):
        return False
    return written.lower() in (word.lower(), word.removesuffix("s").lower())


def find_analytes(text: str) -> list[AnalyteMatch]:
    """Return the analytes that a text names, in order and disjoint: at each word the longest name."""
    reading = _Reading(text)
    first = _trie().next
    found: list[AnalyteMatch] = []
    index = 0
    while index < len(reading.forms):
        hit = reading.longest(index) if reading.forms[index] in first else None
        if hit is None:
            index += 1
            continue
        after, analyte = hit
        start = reading.start_of(index, found[-1].end if found else 0)
        end, index = reading.end_of(index, after, (analyte, *(match.analyte for match in found[-1:])))
        if found and found[-1].analyte is analyte and _SAME.match(text[found[-1].end : start]):
            start = found.pop().start
        found.append(AnalyteMatch(start, end, analyte))
    return found


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether the letters of a short form stand in the long form in their order, from the first of a word."""
    letters = [char.lower() for char in short if char.isalpha()]
    if not 2 <= len(letters) <= _SHORT_FORM or " " in short or short.islower():
        return False
    rest = iter(long.lower())
    starts = {word[0].lower() for word in _WORD.findall(long)}
    return letters[0] in starts and all(letter in rest for letter in letters)


@cache
def _names() -> tuple[dict[str, Analyte], dict[str, Analyte]]:
    """Return analytes by synonym as written and by the forms of a synonym; a row's own name goes first."""
    written: dict[str, Analyte] = {}
    folded: dict[str, Analyte] = {}
    for synonym, analyte in _all_synonyms():
        written.setdefault(synonym, analyte)
        folded.setdefault(_folded(synonym), analyte)
    for synonym, analyte in _all_synonyms():
        folded.setdefault(_bare(synonym), analyte)
    return written, folded


def _all_synonyms() -> Iterator[tuple[str, Analyte]]:
    yield from ((analyte.name, analyte) for analyte in analytes())
    yield from ((_split_mark(synonym)[1], analyte) for analyte in analytes() for synonym in analyte.synonyms)


def _folded(name: str) -> str:
    return " ".join(map(_form, _WORD.findall(name)))


@lru_cache(maxsize=8192)
def _bare(name: str) -> str:
    """Return the folded name without the words that do not tell names apart, or all of it where none is left."""
    generic = _qualifiers("before", "after", "aside")
    forms = _folded(name).split()
    return " ".join(form for form in forms if (form,) not in generic) or " ".join(forms)


@lru_cache(maxsize=8192)
def analyte_named(name: str) -> Analyte | None:
    """Return the analyte of a name or synonym, with or without qualifiers such as "serum"; None for an unknown one."""
    written, folded = _names()
    name = name.strip()
    known = written.get(name) or folded.get(_folded(name))
    if known:
        return known
    matches = find_analytes(name)
    if len(matches) == 1 and (matches[0].start, matches[0].end) == (0, len(name)):
        return matches[0].analyte
    return folded.get(_bare(name))


def analyte_key(name: str) -> str:
    """Return the key under which the synonyms of an analyte meet: the name of its row, or its own bare words."""
    analyte = analyte_named(name)
    return analyte.name if analyte else _bare(name)


def same_analyte(a: str, b: str) -> bool:
    """Tell whether two names mean one thing measured: "serum bilirubin" and "Total Bilirubin" do."""
    return analyte_key(a) == analyte_key(b)
