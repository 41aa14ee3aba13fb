"""Coordinated modifiers that share a head: "hepatic or renal failure" and "stage II or III cancer" are one name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialsift.rules.heads import HeadWords
from trialsift.rules.phrases import Word, words_of

_BEFORE, _AFTER = 160, 60  # characters looked at on either side of a name's start
_NUMERAL = r"(?:[IVX]{1,4}|\d)[A-Ca-c]?\d?"
_STAGES = re.compile(
    rf"\b(?:(?:WHO|NYHA|CTCAE|tumou?r) )?(?:stages?|grades?|types?|class|classes) {_NUMERAL}"
    rf"(?:(?:,? (?:or|and|to) |, |\s?[/–-]\s?){_NUMERAL}){{0,5}}(?![\w.])",
    re.IGNORECASE,
)
_STAGE = re.compile(r"[sS]tage|[gG]rade|[tT]ype|[cC]lass|STAGE|GRADE|TYPE|CLASS")  # quicker than what it guards
_JOINTS = frozenset({"and", "or"})
_JOINT = re.compile(r"(?:\b(?:and|or)[ /]|/)$", re.IGNORECASE)  # before a name that shares its head
_LONGEST_JOINT = 5  # characters
_PARTS = ("modifier", "site")
_LONGEST = 5  # joined modifiers taken in
_FEWEST_LISTED = 2  # where only commas join them: "cardiac, renal, hepatic disease"


def widened(text: str, start: int, end: int, head_words: HeadWords) -> int:
    """Return where the name `[start, end)` begins when modifiers that share its head with it are taken in.

    "renal failure" in "hepatic, cardiac or renal failure" begins at "hepatic"; "renal failure" in "gout or renal
    failure" begins where it did.
    """
    before = max(0, start - _BEFORE)
    line = max(text.rfind("\n", before, start) + 1, before)
    window = text[line : min(end, start + _AFTER)]
    if _STAGE.search(window):
        for stages in _STAGES.finditer(text, line, line + len(window)):
            if stages.start() < start <= stages.end() + 1 and stages.end() < end:
                return stages.start()
    listed = text[max(line, start - 2) : start] == ", "
    if not listed and not _JOINT.search(text, max(line, start - _LONGEST_JOINT), start):
        return start
    words = words_of(window)
    first = next((index for index, word in enumerate(words) if line + word.start >= start), len(words))
    if len(words) - first < 2 or not _is_part(words[first], head_words):
        return start
    starts = [first]
    while len(starts) <= _LONGEST:
        is_last = len(starts) == 1 and not listed
        before = _conjunct_before(window, words, starts[-1], head_words, is_last=is_last)
        if before is None:
            break
        starts.append(before)
    fewest = _FEWEST_LISTED if listed else 1
    return line + words[starts[-1]].start if len(starts) > fewest else start


def _conjunct_before(text: str, words: Sequence[Word], at: int, head_words: HeadWords, *, is_last: bool) -> int | None:
    """Return the index of the first word of the modifiers joined to those that begin at `at`, None for none.

    A comma joins only further modifiers: "fever, renal or hepatic failure" must not begin at a comma alone.
    """
    joined = at - 1
    if joined >= 1 and words[joined].form in _JOINTS:
        gap = text[words[joined - 1].end : words[joined].start]
        if gap not in (" ", ", ", "/") or text[words[joined].end : words[at].start] not in (" ", "/"):
            return None
        joined -= 1
    elif joined < 0 or text[words[joined].end : words[at].start] not in (("/",) if is_last else ("/", ", ")):
        return None
    if not _is_part(words[joined], head_words):
        return None
    while joined > 0 and text[words[joined - 1].end : words[joined].start] in (" ", "-"):
        if not _is_part(words[joined - 1], head_words):
            break
        joined -= 1
    return joined


def _is_part(word: Word, head_words: HeadWords) -> bool:
    """Say whether a word stands before a head; an abbreviation that no table knows may be a name of its own."""
    known = word.text.lower() in head_words.kinds or word.form in head_words.kinds
    return head_words.kind(word) in _PARTS and (known or not word.text.isupper())
