"""Words of a text, and a matcher that finds many phrases in them at once.

Shared by the rules for conditions and interventions: vocabulary tables and a page's own names are both
lists of phrases to find again, whatever their case, hyphens and plural.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?\+?")
_LONGEST_REMEMBERED = 4000  # characters
T = TypeVar("T")
_NO_PLURAL = ("ss", "us", "is", "as", "os")


class Word(NamedTuple):  # a tuple, since a page has thousands of them
    """A word with its half-open place in the text and its form for matching."""

    start: int
    end: int
    text: str
    form: str


@lru_cache(maxsize=16_384)
@lru_cache(maxsize=16_384)
def word_form(text: str) -> str:
    """Return lower case without a possessive or a plural ending: "Crohn's" and "crohns" both give "crohn"."""
    form = text.lower().replace("’", "'").removesuffix("'s")
    if len(form) > 3 and form.endswith("ies"):
        return form[:-3] + "y"
    if len(form) > 3 and form.endswith("s") and not form.endswith(_NO_PLURAL):
        return form[:-1]
    return form


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in their order; several rules ask for those of the same passage."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _words(text)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> tuple[Word, ...]:
    return _words(text)


def _words(text: str) -> tuple[Word, ...]:
    return tuple([Word(*m.span(), word := m[0], word_form(word)) for m in _WORD.finditer(text)])


class Phrases(Generic[T]):
    """Phrases with a payload each; finds the longest phrase at every word, left to right, without overlap."""

    __slots__ = ("_by_first", "_longest")

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], T]] = {}
        self._longest: dict[str, int] = {}
        for phrase, payload in entries:
            forms = tuple(word.form for word in words_of(phrase))
            if forms:
                self._by_first.setdefault(forms[0], {}).setdefault(forms, payload)
                self._longest[forms[0]] = max(self._longest.get(forms[0], 0), len(forms))

    def at(self, words: Sequence[Word], index: int) -> tuple[int, T] | None:
        """Return the index after the longest phrase that starts at `words[index]`, and its payload."""
        first = words[index].form
        candidates = self._by_first.get(first)
        if candidates is None:
            return None
        for size in range(min(self._longest[first], len(words) - index), 0, -1):
            key = tuple(word.form for word in words[index : index + size])
            if key in candidates:
                return index + size, candidates[key]
        return None

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int, T]]:
        """Yield (first word, index after the last word, payload) for each phrase found."""
        index = 0
        while index < len(words):
            hit = self.at(words, index) if words[index].form in self._by_first else None
            if hit is None:
                index += 1
            else:
                yield index, hit[0], hit[1]
                index = hit[0]
