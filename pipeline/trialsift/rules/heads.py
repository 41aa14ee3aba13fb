"""Names found by their head word: "severe renal insufficiency", "inhaled corticosteroids".

A table gives each word one of five kinds: `name` (a name by itself), `head` (a name only with what stands
before it), `modifier` and `site` (words that stand before a head), `stop` (never part of a name).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from trialsift.rules.phrases import Word, word_form, words_of
from trialsift.vocab import table

Kind = Literal["name", "head", "modifier", "site", "stop"]

_GAP = re.compile(r"[ \u00a0]|[-‐‑–]|")
_NUMBER_TAIL = re.compile(r"-\d{1,3}(?![\w-])")  # COVID-19, interleukin-12
_MAX_WORDS = 9
_LONGEST_ENDING = 60  # characters of a word looked at for its ending
MOST_WORDS = 20_000  # remembered with their kind; memory stays flat over any number of pages


@dataclass(frozen=True, slots=True)
class HeadWords:
    """The words of a label: a table of kinds, and endings that tell a name or an adjective by its shape."""

    kinds: dict[str, Kind]
    name_ending: re.Pattern[str]
    adjective_ending: re.Pattern[str]
    _known: dict[str, Kind | None] = field(default_factory=dict, compare=False, repr=False)

    def kind(self, word: Word) -> Kind | None:
        """Return the kind of a word, by the table first and by its ending else."""
        return self.kinds_of((word,))[0]

    def kinds_of(self, words: Sequence[Word]) -> list[Kind | None]:
        """Return the kinds of words."""
        known = self._known
        if len(known) > MOST_WORDS:
            known.clear()
        return [known[word.text] if word.text in known else self._learn(word) for word in words]

    def _learn(self, word: Word) -> Kind | None:
        kind = self._known[word.text] = self._kind(word)
        return kind

    def _kind(self, word: Word) -> Kind | None:
        kind = self.kinds.get(word.text.lower()) or self.kinds.get(word.form)
        if kind is not None:
            return kind
        lower = word.text[-_LONGEST_ENDING:].lower()
        if self.name_ending.search(lower):
            return "name"
        if self.adjective_ending.search(lower):
            return "modifier"
        # An abbreviation before a head belongs to it: "CNS metastases".
        return "modifier" if len(word.text) > 1 and word.text.isupper() else None


def load_head_words(name: str, name_ending: str, adjective_ending: str) -> HeadWords:
    """Read `vocab/<name>.csv` (columns word, kind) and compile the endings, which match at a word's end."""
    kinds: dict[str, Kind] = {}
    for row in table(name):
        kinds[row["word"]] = row["kind"]  # type: ignore[assignment]
    for word, kind in list(kinds.items()):
        kinds.setdefault(word_form(word), kind)
    return HeadWords(kinds, re.compile(f"(?:{name_ending})$"), re.compile(f"(?:{adjective_ending})$"))


def find_by_head(text: str, words: Sequence[Word], head_words: HeadWords) -> Iterator[tuple[int, int]]:
    """Yield the half-open places of names in a text; `words` are its words."""
    kinds = head_words.kinds_of(words)
    if "name" not in kinds and "head" not in kinds:
        return
    index, length = 0, len(words)
    while index < length:
        if kinds[index] in (None, "stop"):
            index += 1
            continue
        stop = index + 1
        while (
            stop < length
            and kinds[stop] not in (None, "stop")
            and _GAP.fullmatch(text, words[stop - 1].end, words[stop].start)
        ):
            stop += 1
        span = _name_in_run(kinds, index, stop)
        if span is not None:
            first, last = span
            end = words[_with_site(text, words, kinds, last) - 1].end
            number = _NUMBER_TAIL.match(text, end)
            yield words[first].start, number.end() if number else end
        index = stop


def _name_in_run(kinds: list[Kind | None], start: int, stop: int) -> tuple[int, int] | None:
    """Return (first word, index after the last) of the name in a run of words that may belong to one."""
    last = stop
    while last > start and kinds[last - 1] not in ("name", "head"):
        last -= 1
    if last == start:
        return None
    start = max(start, last - _MAX_WORDS)
    if last - start == 1 and kinds[start] == "head":
        return None
    return start, last


def _with_site(text: str, words: Sequence[Word], kinds: list[Kind | None], last: int) -> int:
    """Take in "of the <site>" after a name: "cancer of the cervix". Return the index after the last word."""
    at = last
    if at < len(words) and words[at].form == "of" and text[words[at - 1].end : words[at].start] == " ":
        at += 1
        if at < len(words) and words[at].form == "the":
            at += 1
        end = at
        while (
            end < len(words)
            and end - at < 4
            and kinds[end] in ("site", "modifier")
            and (end == at or _GAP.fullmatch(text, words[end - 1].end, words[end].start))
        ):
            end += 1
        if end > at and kinds[end - 1] == "site":
            return end
    return last


def names_in(text: str, head_words: HeadWords) -> list[tuple[int, int]]:
    """Return the half-open places of all names in a text."""
    return list(find_by_head(text, words_of(text), head_words))
