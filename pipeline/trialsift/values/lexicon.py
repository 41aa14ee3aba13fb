"""Phrases of a vocabulary table, found at a place in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from trialsift.vocab import table

_FIRST_WORD = re.compile(r"[^\W\d_]+|.", re.DOTALL)
_SPACES = re.compile(r"[\s\-‐‑–]+")
_SHORT = 2  # "ID", "IT", "OD" are read as written: "it" and "id" are words


class Lexicon:
    """The `surface` column of a table: alternatives joined by "|", matched whatever their case and hyphens.

    A surface of up to two capitals is matched in capitals only; one in small letters beside it lifts that.
    """

    def __init__(self, name: str) -> None:
        self._rows: dict[str, Mapping[str, str]] = {}
        by_first: dict[str, list[str]] = {}
        for row in table(name):
            for surface in row["surface"].split("|"):
                key = _key(surface)
                if key not in self._rows:
                    self._rows[key] = row
                    by_first.setdefault(first_word(surface), []).append(surface)
        self._forms = {word: re.compile(_alternatives(surfaces)) for word, surfaces in by_first.items()}

    @property
    def first_words(self) -> frozenset[str]:
        """Lower-case first words of all phrases."""
        return frozenset(self._forms)

    def at(self, text: str, start: int, word: str) -> tuple[int, Mapping[str, str]] | None:
        """Return the end of the longest phrase that starts at `start`, and its row; `word` is its first word."""
        form = self._forms.get(word)
        match = form.match(text, start) if form else None
        return (match.end(), self._rows[_key(match[0])]) if match else None


def first_word(text: str) -> str:
    """Return the letters that a text starts with, in lower case, or its first character."""
    return first_word_at(text, 0)


def first_word_at(text: str, start: int) -> str:
    """Return the letters that stand at a place of a text, in lower case, or the character there."""
    match = _FIRST_WORD.match(text, start)
    return match[0].lower() if match else ""


def _key(surface: str) -> str:
    return _SPACES.sub(" ", surface) if _exact(surface) else _SPACES.sub(" ", surface).lower()


def _exact(surface: str) -> bool:
    return len(surface) <= _SHORT and surface.isupper()


def _alternatives(surfaces: list[str]) -> str:
    return "|".join(_form(surface) for surface in sorted(surfaces, key=len, reverse=True))


def _form(surface: str) -> str:
    escaped = r"[\s\-‐‑–]{1,24}".join(re.escape(word) for word in _SPACES.split(surface))
    escaped += r"(?!\w)" if surface[-1].isalpha() or surface[-1].isdecimal() else ""
    return f"(?:{escaped})" if _exact(surface) else f"(?i:{escaped})"


@cache
def lexicon(name: str) -> Lexicon:
    """Return the lexicon of `vocab/<name>.csv`."""
    return Lexicon(name)
