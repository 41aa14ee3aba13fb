"""Where a name that a model found begins and ends by the guidelines.

Framing words stay outside, and so does a test's result. A cut inside a word, inside brackets or before what shares the
name's head ("hepatitis B | or C", "alcohol abuse | or dependence") is no end of a name.
"""

from __future__ import annotations

import re

from trialsift.ner.name_words import any_of, either
from trialsift.rules import condition
from trialsift.rules.phrases import words_of
from trialsift.vocab import table

_ORDER = re.compile(rf"{either('order', 'INTERVENTION')}\s+(?=\S)(?!line)", re.IGNORECASE)
_NOT_PERSON = re.compile(rf"non-(?={either('person', 'CONDITION')}$)", re.IGNORECASE)
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|μg|g|m[lL])\s+(?=[a-zA-Z]{4})")
_LEADS = {
    label: (re.compile(rf"(?:{either('framing', label)}\s+)+(?=\S)", re.IGNORECASE), *more)
    for label, more in (("CONDITION", (_NOT_PERSON,)), ("INTERVENTION", (_ORDER, _AMOUNT)))
}
_RESULT = re.compile(rf"(?<=[A-Z\d])[ -]{either('result', 'CONDITION')}$|\+$")
_EVENT = re.compile(rf"\s{either('event', 'CONDITION')}$", re.IGNORECASE)
_PLURAL = "(s)"
_TAILS = {"CONDITION": (_RESULT, _EVENT), "INTERVENTION": ()}
_CUT_WORD = re.compile(r"(?:[\w’']+[-‐‑])*[\w’']+[-‐‑]?$")  # "re" before "-induction therapy"
_LONGEST_WORD = 30  # characters
_OR = r"(?:,? ?(?:or|and|and/or|/) ?)"


def _listed(role: str, label: str, between: str) -> str:
    """Return a regular expression for what goes on behind a name's last words, by the rows of a role."""
    rows = (row for row in table("name_edges") if (row["role"], row["label"]) == (role, label))
    return "|".join(
        rf"(?<={re.escape(after)}){between}{any_of(frozenset(row['words'].split('|')))}\b"
        for row in rows
        for after in row["after"].split("|")
    )


# what belongs to a name behind the place where it was cut
_GOES_ON = {
    "CONDITION": re.compile(
        rf"(?<=\d)(?:, ?\d)*{_OR}\d(?![\w.%])"  # "spinocerebellar ataxia 1 | , 2 and 6"
        rf"|(?<= [A-D])(?:, ?[A-D])*{_OR}[B-E](?![\w-])"
        rf"|{_listed('pair', 'CONDITION', _OR)}"
    ),
    "INTERVENTION": re.compile(
        r"(?<= [A-Z])\.(?![A-Z\d])"  # "Melissa officinalis L | ."
        r"|(?<=[A-Za-z®])\+(?=[\s),;]|$)(?! ?/)"
        r"|(?<=PET)[/-](?:CT|MRI?)(?: scans?)?\b|(?<=omography)/[Cc]omputed [Tt]omography\b"
        rf"|{_listed('follows', 'INTERVENTION', ' ')}|{_listed('pair', 'INTERVENTION', _OR)}"
    ),
}
_PROCEDURE = re.compile(rf"{either('procedure', 'INTERVENTION')}$", re.IGNORECASE)
_TO_SITE = re.compile(r" (?:of|on|to) (?:the )?(?:other |whole )?(?=\w)")
_LONGEST_SITE = 60  # characters


def edges(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """Return where the name `[start, end)` of a label begins and ends by the guidelines."""
    start = _word_start(text, start)
    for pattern in _LEADS[label]:
        lead = pattern.match(text, start, end)
        start = lead.end() if lead else start
    for pattern in _TAILS[label]:
        tail = pattern.search(text, start, end)
        end = tail.start() if tail else end
    if label == "INTERVENTION":
        end = _with_site(text, start, end)
    more = _GOES_ON[label].match(text, end)
    if more:
        return start, more.end()
    return start, end + len(_PLURAL) if text.startswith(_PLURAL, end) else end


def _word_start(text: str, start: int) -> int:
    """Return where the word begins that a name was cut in: "re" of "re-induction therapy"."""
    inside = text[start].islower() and text[start - 1 : start] in ("-", "‐", "‑")
    if not inside and text[start] not in "-‐‑":
        return start
    before = _CUT_WORD.search(text, max(0, start - _LONGEST_WORD), start)
    return before.start() if before else start


def _with_site(text: str, start: int, end: int) -> int:
    """Return where a procedure ends with the part of the body that it is done on: "resection of the left kidney"."""
    to = _TO_SITE.match(text, end) if _PROCEDURE.search(text, start, end) else None
    if to is None:
        return end
    words = words_of(text[to.end() : to.end() + _LONGEST_SITE])
    at = last = 0
    for word, kind in zip(words, condition.head_words().kinds_of(words), strict=True):
        if text[to.end() + at : to.end() + word.start] not in ("", " ", "-"):
            break
        if kind is None or (kind == "stop" and word.form not in ("and", "or")):
            return end if kind is None or not last else to.end() + last  # "to the node field" is no part of a body
        at = word.end
        last = at if kind in ("site", "name") else last
    return to.end() + last if last else end
