"""What a threshold measures: laboratory analytes, vital signs, scores, imaging and function measures, found in text.

A synonym in `vocab/analytes.csv` is matched whatever its case, hyphens, plural, British spelling and slips of one
letter, within what its mark asks for. In a text that was put into small letters all marks but "!" want a comparison
instead of capitals. Words that a name takes to itself ("serum", "level") stand in `vocab/analyte_qualifiers.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from trialsift.values.analyte_context import compared, same_capitals, same_word
from trialsift.values.analyte_table import MARKS, Analyte, analytes, qualifiers, split_mark
from trialsift.values.conversion import convert_value
from trialsift.values.spelling import Speller, plain_form
from trialsift.values.threshold_change import without_change

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

Spans = list[tuple[int, int]]

_WORD = re.compile(r"(?:[A-Za-z]\.){2,6}|[^\W_]+")
# What may stand between two words of one name: "alpha-\n  fetoprotein", "PCO(2)", "BCR::ABL", "e'", "HLA-B*5701".
_GAP = re.compile(r"\s{0,80}|\s{0,3}[-‐‑‒–—−/∕]\s{0,80}|\s?\\?[(\[]|['’+_]\s?|::?|\s?&\s?|[.,;]|\)\(|\\?\*")
_INITIAL_GAP = re.compile(r"\.\s{0,3}")  # "P. falciparum"
_SPACE = re.compile(r"\s{0,80}|[-‐‑–]\s{0,80}")
_BRACKET = re.compile(r",?\s{0,80}\\?[(\[]\s?(?P<inside>[^()\[\]\\]{1,60}?)\s?\\?[)\]]")
_INNER = re.compile(r"\s{0,80}\\?[(\[]\s?[\w+/-]{1,10}\s?\\?[)\]]")  # "white blood cell (WBC) count"
_LISTED = re.compile(r"\s?(?:[,;/=]|\bor\b|\band\b)\s?")
_SAME = re.compile(r"\s?[/=]\s?$")
_SHORT_FORM = 8  # letters of an abbreviation in brackets


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
def _trie() -> _Node:
    root = _Node()
    for analyte in analytes():
        marked = {bare.lower() for mark, bare in map(split_mark, analyte.synonyms) if mark}
        names = () if analyte.name in marked else (analyte.name,)
        for synonym in (*names, *analyte.synonyms):
            mark, bare = split_mark(synonym)
            words = _WORD.findall(bare)
            # In capitals too, where the plural of a short word cannot be told: "WHITE BLOOD CELLS", "SLUMS".
            for path in {tuple(map(plain_form, words)), tuple(plain_form(word.upper()) for word in words)}:
                _insert(root, path, _Synonym(analyte, mark, tuple(words)))
    return root


def _insert(node: _Node, path: tuple[str, ...], synonym: _Synonym) -> None:
    for form in path:
        node = node.next.setdefault(form, _Node())
    node.synonyms.append(synonym)
    node.synonyms.sort(key=lambda known: MARKS.find(known.mark) if known.mark else len(MARKS))


@cache
def _speller() -> Speller:
    vocabulary = {word for words in qualifiers("before", "after", "aside") for word in words}
    nodes = [_trie()]
    while nodes:
        node = nodes.pop()
        vocabulary.update(node.next)
        nodes.extend(node.next.values())
    return Speller(vocabulary)


@lru_cache(maxsize=16_384)
def _form(word: str) -> str:
    return _speller().form(word)


class _Reading:
    """A text as words with their places and forms, and the names that start at them."""

    __slots__ = ("forms", "small", "spans", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = text.islower()
        self.spans: Spans = [match.span() for match in _WORD.finditer(text)]
        self.forms = list(map(_form, _WORD.findall(text)))

    def longest(self, index: int) -> tuple[int, Analyte] | None:
        """Return the index after the longest name that starts at a word, and what it names."""
        if index >= len(self.forms):
            return None
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

    def beyond(self, index: int, after: int) -> tuple[int, Analyte] | None:
        """Return the longest name that starts at a word where it goes on behind another by more than "level"."""
        longer = self.longest(index)
        if longer is None or longer[0] <= after or (self.forms[longer[0] - 1],) in qualifiers("after"):
            return None
        return longer

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
            return len(spans) > 1 or same_word(synonym.words[0], self.text[slice(*spans[0])])
        words = [self.text[start:end] for start, end in spans]
        pairs = zip(synonym.words, words, strict=True)
        if self.small and synonym.mark != "!":
            return all(word == written.lower() for written, word in pairs) and compared(
                "~", self.text, spans[0][0], spans[-1][1]
            )
        if synonym.mark == "^":
            return all(same_capitals(*pair) for pair in pairs)
        return tuple(words) == synonym.words and (
            synonym.mark == "=" or compared(synonym.mark, self.text, spans[0][0], spans[-1][1])
        )

    def start_of(self, index: int, floor: int) -> int:
        """Return where a name starts with the qualifiers before it: "mean pre-dialysis Hb"."""
        leads = qualifiers("before")
        while index > 0:
            for size in (2, 1):
                first = index - size
                named = first >= 0 and tuple(self.forms[first:index]) in leads and not self._is_verb(first)
                if named and self._adjoin(first, index, floor):
                    index = first
                    break
            else:
                break
        return self.spans[index][0]

    def _is_verb(self, index: int) -> bool:
        """Tell whether a word has the form of a qualifier but is a verb: "means eGFR < 15"."""
        return self.text[slice(*self.spans[index])].lower() == "means"

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
        tails = qualifiers("after")
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


def find_analytes(text: str) -> list[AnalyteMatch]:
    """Return the analytes that a text names, in order and disjoint: at each word the longest name."""
    reading = _Reading(text)
    first, leads = _trie().next, qualifiers("before")
    found: list[AnalyteMatch] = []
    forms = reading.forms
    index, length = 0, len(forms)
    while index < length:
        hit = reading.longest(index) if forms[index] in first else None
        if hit is None:
            index += 1
            continue
        if (forms[index],) in leads and (longer := reading.beyond(index + 1, hit[0])):
            index, hit = index + 1, longer  # "serum iron binding capacity" is no serum iron
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
    yield from ((split_mark(synonym)[1], analyte) for analyte in analytes() for synonym in analyte.synonyms)


def _folded(name: str) -> str:
    return " ".join(map(_form, _WORD.findall(name.lower())))


@lru_cache(maxsize=8192)
def _bare(name: str) -> str:
    """Return the folded name without the words that do not tell names apart, or all of it where none is left."""
    generic = qualifiers("before", "after", "aside")
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
    """Return the key under which the synonyms of an analyte meet: the name of its row, or its own bare words.

    A change of it meets it there: "fall in haemoglobin" is told from "haemoglobin" by its direction alone.
    """
    analyte = analyte_named(name) or analyte_named(without_change(name))
    return analyte.name if analyte else _bare(name)


def same_analyte(a: str, b: str) -> bool:
    """Tell whether two names mean one thing measured: "serum bilirubin" and "Total Bilirubin" do."""
    return analyte_key(a) == analyte_key(b)
