"""Conditions that a page lists without separators, and a model takes for one: "gout Unstable angina Active asthma"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialsift.mention import Mention
from trialsift.ner.name_words import words_for
from trialsift.rules.condition import head_words
from trialsift.rules.heads import Kind, names_in
from trialsift.rules.phrases import Word, words_of

# words that open a name, and never stand behind one's last word
_OPENS = words_for("opens", "CONDITION")
_SHORTEST = 3  # characters of a word that opens a name: "hepatitis B infection" is one


def parted(text: str, mention: Mention) -> Iterator[Mention]:
    """Yield a mention of a condition as one for each name that it holds, and any other as it is."""
    words = words_of(text[mention.start : mention.end]) if mention.label == "CONDITION" else []
    cuts = list(_cuts(text[mention.start : mention.end], words)) if len(words) > 2 else []
    for first, stop in itertools.pairwise([0, *cuts, len(words)]) if cuts else ():
        end = words[stop - 1].end if stop < len(words) else mention.end - mention.start
        yield replace(mention, start=mention.start + words[first].start, end=mention.start + end)
    if not cuts:
        yield mention


def _cuts(name: str, words: Sequence[Word]) -> Iterator[int]:
    """Yield the indices of the words that open a further name.

    One with a capital behind a word without says that sentences lost their ends; then any with a capital may open one.
    """
    kinds = head_words().kinds_of(words)
    ends = [at for at in range(len(words) - 1) if _ends_name(name, words, kinds, at)]
    run_on = any(words[at].text[0].islower() and _is_capitalised(words[at + 1]) for at in ends)
    for at in ends:
        if (run_on and _is_capitalised(words[at + 1])) or words[at + 1].text.lower() in _OPENS:
            yield at + 1


def _is_capitalised(word: Word) -> bool:
    return word.text[0].isupper() and not word.text.isupper()


def _ends_name(name: str, words: Sequence[Word], kinds: Sequence[Kind | None], at: int) -> bool:
    """Say whether a name ends with a word and a whole one begins with the next."""
    following = words[at + 1]
    if kinds[at] != "name" and (kinds[at] != "head" or at == 0):
        return False
    if name[words[at].end : following.start] != " " or len(following.text) < _SHORTEST:
        return False
    return any(start == 0 for start, _ in names_in(name[following.start :], head_words())[:1])
