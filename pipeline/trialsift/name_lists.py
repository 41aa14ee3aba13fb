"""Lists of names that lost their separators: "Crohn Disease Rectal Fistula" → two names.

What the page says elsewhere, the vocabulary of concepts and the words that end a name show where names end. A list
that they do not explain for the most part stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from trialsift.concepts.names import fold, turned
from trialsift.rules import condition, intervention
from trialsift.rules.fields import entries, split_unseparated
from trialsift.rules.heads import names_in
from trialsift.rules.phrases import Word, word_form, words_of
from trialsift.vocab import table

LEAST_EXPLAINED = 0.5  # share of a list's characters in names that something speaks for
_MOST_WORDS = 5  # of a keyword between commas; more are keywords that nothing parts
_USUAL_WORDS = 2  # words of a name that its last word only speaks for, beside it
LEAST_WORDS = 3  # of a list; shorter ones are one name
_SEPARATOR = re.compile(r"[;|\t\n•·]")
_INVERTED = re.compile(r",\s")
_QUALIFYING_ENDS = frozenset(("cell", "positive", "negative", "type", "onset", "dependent", "human"))
_GROUPS = ("diseases", "disorders", "neoplasms", "processes", "complications", "anomalies", "infections")
_GROUP_ENDS = frozenset(map(word_form, _GROUPS))  # they end names of groups of diseases, and never open a name
_SMALL = frozenset(("of", "the", "and", "in", "for", "with", "or", "to", "by", "at", "on", "a", "an"))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(fold(name) for row in table("concepts") for name in (row["name"], *row["synonyms"].split("|")))


def names_in_list(text: str, others: Iterable[str] | None = None, *, headings: bool = False) -> list[tuple[int, int]]:
    """Return the half-open places of the names in a list, with or without separators.

    others: texts of the page outside of the list, which repeat its names; None where the list is known to have
    separators. headings: whether the names are headings of a thesaurus, where a comma turns a name round: "Leukemia,
    Myeloid" is one, "Anemia, Gout" are two.
    """
    if _SEPARATOR.search(text):
        return list(entries(text, _belongs if headings else None))
    parts = [len(words_of(part)) for part in _INVERTED.split(text)]
    apart = max(parts) <= (LEAST_WORDS if headings else _MOST_WORDS) and sum(parts) <= LEAST_WORDS * len(parts)
    if others is None or sum(parts) < LEAST_WORDS or (len(parts) > 1 and apart):
        return list(entries(text, turns_round if headings else None))
    return list(_split(text, tuple(others)))


def turns_round(part: str) -> bool:
    """Say whether the part of a name behind a comma only says which one: "Leukemia, Myeloid", "Arthritis, Knee"."""
    words = words_of(part)
    return 0 < len(words) <= LEAST_WORDS and not _ends_in_name(words[-1])


@lru_cache(maxsize=4)  # facts and conditions read the same lists
def _split(text: str, others: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Divide a list without separators; it stays whole where too little speaks for a division."""
    known = _Known(others)
    places = split_unseparated(text, known.score)
    explained = sum(end - start for start, end in places if known.speaks_for(text[start:end]))
    if len(places) < 2 or explained < LEAST_EXPLAINED * sum(end - start for start, end in places):
        return tuple(entries(text, _belongs))
    return tuple(places)


def _belongs(part: str) -> bool:
    return True


class _Known:
    """Names that something speaks for."""

    def __init__(self, others: Iterable[str]) -> None:
        self._text = " " + " ".join(" ".join(word.form for word in words_of(text)) for text in others) + " "

    def score(self, name: str) -> float:
        """Score a part of a list as a name of its own: below 0 what nothing speaks for."""
        words = words_of(name)
        penalty = sum(word.form in _SMALL for word in (words[0], words[-1])) * 3.0 + _inverted_tail(name)
        penalty += words[0].form in _GROUP_ENDS and len(words) > 1
        if len(name) < 2 or _qualifies_only(words_of(turned(name) or name)):
            penalty += 1.5
        reasons = self._reasons(name)
        if not reasons:
            return -0.7 - 0.1 * len(words) - penalty
        # a long name is likely one name only where the page or the vocabulary has it as a whole
        longer = len(words) - 1 if self._stands(name) else min(len(words) - 1, _USUAL_WORDS)
        return -0.9 + 0.9 * min(reasons, 2) + 0.3 * longer - 0.9 * self._names_within(name) - penalty

    def speaks_for(self, name: str) -> bool:
        """Say whether anything speaks for a name."""
        return self._reasons(name) > 0

    def _stands(self, name: str) -> bool:
        """Say whether the page outside of the list, or the vocabulary, has a name as a whole."""
        forms = " ".join(word.form for word in words_of(turned(name) or name))
        return f" {forms} " in self._text or fold(name) in _vocabulary()

    def _reasons(self, name: str) -> float:
        straight = turned(name) or name
        words = words_of(straight)
        if not words:
            return 0
        stands = f" {' '.join(word.form for word in words)} " in self._text
        if fold(name) in _vocabulary() or fold(straight) in _vocabulary():
            return 1 + stands
        if len(words) == 1:
            return 1 if _is_name(straight) else 0.5 * stands
        return stands + _is_name(straight)

    def _names_within(self, name: str) -> int:
        """Count the words inside a name where another name ends and a further one follows."""
        words = words_of(name)
        if fold(name) in _vocabulary():
            return 0
        cuts = 0
        for at in range(1, len(words)):
            head, rest = name[: words[at - 1].end], name[words[at].start :]
            separate = f" {words[at - 1].form} {words[at].form} " not in self._text
            cuts += separate and name[words[at - 1].end] == " " and _is_name(head) and _is_name(turned(rest) or rest)
        return cuts


def _inverted_tail(name: str) -> float:
    """Return the penalty of the words behind commas: one turns a name round, more with a name in them are the next."""
    tails = [words_of(part) for part in _INVERTED.split(name)[1:]]
    return sum(
        0.8 * len(words)
        for words in tails
        if len(words) > 3 or (len(words) > 1 and _ends_in_name(words[-1], sites=True))
    )


def _ends_in_name(word: Word, *, sites: bool = False) -> bool:
    """Say whether a name can end with a word; sites: count parts of the body too."""
    kinds = ("name", "head", "site") if sites else ("name", "head")
    return word.form not in _QUALIFYING_ENDS and any(heads().kind(word) in kinds for heads in _HEADS)


def _qualifies_only(words: Sequence[Word]) -> bool:
    """Say whether the last word of a part only says which one of what follows: "recurrent", "Uterine"."""
    kinds = {heads().kind(words[-1]) for heads in _HEADS}
    if words[-1].form in _QUALIFYING_ENDS or words[-1].text.isupper():
        return False
    return "name" not in kinds and "head" not in kinds and bool(kinds & {"modifier", "site"})


_HEADS: tuple[Callable, ...] = (condition.head_words, intervention.head_words)


def _is_name(name: str) -> bool:
    """Say whether a name is one by the word that it ends with."""
    words = words_of(name)
    if len(words) > 1 and words[-1].form in _GROUP_ENDS and words[0].form not in _GROUP_ENDS:
        return True
    return any(names_in(name, heads())[-1:] == [(0, len(name))] for heads in _HEADS)
