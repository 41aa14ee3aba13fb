"""Who takes part in sentences: "96 women from the age of 25", "half of the 84 participants", "teens of 12 to 17".

A number of people is the trial's where a sentence opens with it, or takes all or a share of them; ages are where they
follow the people of a heading, a count or an invitation. What other sentences say of people is about the disease.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.statements.people_words import BOTH, COUNTED, FEMALE, MALE, PEOPLE
from trialsift.statements.strip import Said, kind_of
from trialsift.values.age import parse_age
from trialsift.values.age_statement import in_order

_COUNT = r"(?P<count>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,6}(?![\d,.]*\d))"
_WHO = rf"(?:\s[^\W\d][\w-]*){{0,2}}?\s(?P<who>{BOTH}|{COUNTED})\b"
_SHARE = re.compile(
    rf"\b(?:(?:all|half of|each of|(?:third|quarter)s? of) (?:the |our )?|of (?:the|our) ){_COUNT}{_WHO}",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:(?:a total of|in (?:this|the|our) (?:[\w-]+ ){0,3}(?:study|trial|project),?) )?"
    rf"{_COUNT}{_WHO}(?!:)",
    re.IGNORECASE,
)
_STUDY_OF = re.compile(
    r"\b(?:(?:study|trial) (?:in|with|of|among)|enrol+(?:s|ed)?|randomi[sz]es|(?:aim|room) for|need|want(?:s|ed)?) "
    rf"{_COUNT}{_WHO}",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:each|per|every|another|previous|earlier|pilot|reported|published|percent|worldwide|a year|more|control|"
    r"died|dropped|arm|placebo|mostly|mainly|first|small|still)\b|%|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:took part|were|was|had|have been|has been|enrol+ed)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|to be|are to)\b", re.IGNORECASE)
_YEARS = r"(?:[ -]?(?:years?|yrs?\b\.?|months?|weeks?)(?:[ -](?:of age|old)\b)?)"
_NUMBER = r"\d{1,3}(?![\d,.]*\d)"
_LIMITS = (
    rf"(?P<limits>{_NUMBER}{_YEARS}?(?:\s?[-–—]\s?|\s(?:to|and|through)\s){_NUMBER}{_YEARS}?|"
    rf"{_NUMBER}{_YEARS}?(?:\+|,? (?:and|or) (?:older|over|above|up|more)\b)|{_NUMBER} years(?: up)?\b)"
)
_AGED = re.compile(
    rf"(?P<who>\b(?:{BOTH}|{PEOPLE}|{FEMALE}|{MALE})),?\s"
    r"\(?(?:who are )?(?:aged?|ages|of|from(?: the age of)?|between(?: the ages of)?|at)?"
    rf"\s?\(?{_LIMITS}(?=[\s.,;:)]|$)(?!\s?(?:%|mg|kg|points?|hospitals|centres|groups|and \d)|\)?:)",
    re.IGNORECASE,
)
_INVITED = re.compile(
    r"\b(?:stud(?:y|ies)|trial|project|looking for|invites?|recruit\w*|enrol\w*|take part|took part|join|who|whom|for|"
    r"included?|eligible|suitable|wanted|in:)\b|\d",
    re.IGNORECASE,
)
_OF_DISEASE = re.compile(
    r"\b(?:one in|in ten|most|many|often|common\w*|approved|usually|groups? of|mg|under)\b|%", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def find_counts(text: str) -> Iterator[Said]:
    """Yield the numbers of people whom sentences take for those of the trial, and their sex."""
    for start, end in _sentences(text):
        sentence = text[start:end]
        for pattern in (_SHARE, _OPENS, _STUDY_OF):
            match = pattern.search(sentence)
            value = int(match["count"].replace(",", "")) if match else 0
            if match is None or value < 5 or _OTHER.search(_clause(sentence, match)):
                continue
            kind = _kind(sentence, match.end())
            yield Said("enrollment", start + match.start("count"), start + match.end("count"), value, kind=kind)
            yield from _sex(match, start)
            break


def find_ages(text: str) -> Iterator[Said]:
    """Yield the ages of people whom sentences invite or count."""
    for start, end in _sentences(text):
        sentence = text[start:end]
        for match in _AGED.finditer(sentence):
            before = sentence[: match.start()]
            ages = parse_age(f"Age: {match['limits']}")
            if ages is None or not in_order(ages) or _OF_DISEASE.search(before):
                continue
            if not before.strip() or _INVITED.search(before):
                yield Said("ages", start + match.start("limits"), start + match.end("limits"), ages)
                yield from _sex(match, start)


def _kind(sentence: str, at: int) -> str | None:
    """Return whether a sentence counts people or plans for them; None where its verbs leave that open."""
    if _FUTURE.search(sentence):
        return "estimated"
    return "actual" if _PAST.search(sentence, at) else kind_of(sentence)


def _clause(sentence: str, match: re.Match[str]) -> str:
    """Return the words around a number up to the next commas or brackets."""
    before = re.split(r"[,;:()]", sentence[: match.start()])[-1]
    return before + match[0] + re.split(r"[,;(]", sentence[match.end() :])[0]


def _sex(match: re.Match[str], at: int) -> Iterator[Said]:
    for form, value in ((BOTH, "ALL"), (FEMALE, "FEMALE"), (MALE, "MALE")):
        if re.fullmatch(form, match["who"], re.IGNORECASE):
            yield Said("sex", at + match.start("who"), at + match.end("who"), value)
            return


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _SENTENCE.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)
