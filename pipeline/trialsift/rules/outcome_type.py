"""Of which type endpoints of running text are: their heading, their sentence, a label before it or "also" says it."""

from __future__ import annotations

import re

_KINDS = r"(?:co-|key )?(?P<type>primary|main|secondary|secondarily|exploratory|tertiary|other)"
_AIMS = r"(?:objectives?|aims?|goals?|purposes?|hypothes[ie]s|questions?|end-?\s?points?|outcomes?(?: measures?)?)"
# "The primary aim of the study is to assess", "Secondarily, we"
_SAID = re.compile(
    rf"\b(?P<type>primary|main|secondary|secondarily|exploratory|tertiary)\b(?: \w+)?(?:\s{_AIMS}\b|,)", re.IGNORECASE
)
# "Primary objective: to assess … Secondary - to describe"
_LABEL = re.compile(
    rf"(?:^|[.;:*•\n]\s|\s[-–]\s|~){_KINDS}(?: \w+)?(?:\s{_AIMS})?(?:\s?-?\s?[A-D\d])?(?:\s?:|\s[-–])[\s~]",
    re.IGNORECASE,
)
# "pain is the primary endpoint", "pain (main outcome)", "with pain as primary endpoint"
_AFTER = re.compile(
    rf"\s?(?:(?:as|is|are|being|was|were|will be)\s(?:the |a |an |our |its |considered as the )?|\((?:the )?){_KINDS}"
    rf"(?: (?:efficacy|safety|study|clinical|trial))?\s(?:{_AIMS}|criteri(?:on|a)|variables?|measures?)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\b(?:also|besides|in addition|additionally|after that|then|further|furthermore|secondly|as well)\b", re.IGNORECASE
)
_MAIN = re.compile(
    rf"\b(?:(?:primary|main|most important)\s(?:\w+\s)?(?:{_AIMS}|things?|measures?|results?)|most interested)\b",
    re.IGNORECASE,
)
# A line of its own between objectives: "Secondary"
_SIDE = re.compile(rf"{_KINDS}(?:\s(?:\w+\s)?{_AIMS})?\W*", re.IGNORECASE)
_QUESTIONS = re.compile(rf"\b{_KINDS} questions?\b[^.?:]{{0,60}}:$", re.IGNORECASE)
_OF_AIMS = re.compile(rf"\b{_AIMS}\b", re.IGNORECASE)
_TYPES = {"primary": "primary", "main": "primary", "secondary": "secondary", "secondarily": "secondary"}
_SENTENCE_END = re.compile(r"[.;?!:]\s+|\n")
_SENTENCE = 240  # characters before an endpoint that are looked at for the start of its sentence
_REACH = 1200  # characters before an endpoint in which a label is looked for


def heads_aims(heading: str) -> bool:
    """Say whether a heading opens the aims or endpoints of a study."""
    return _OF_AIMS.search(heading) is not None


def side_of_questions(text: str) -> str | None:
    """Return the type of the questions that a line opens: "The main questions it aims to answer are:"."""
    match = _QUESTIONS.search(text)
    return _type_of(match["type"]) if match else None


def side_of_line(text: str) -> str | None:
    """Return the type that a line opens among aims: "Secondary"; None where it says more."""
    match = _SIDE.fullmatch(text)
    return _type_of(match["type"]) if match else None


def type_in_text(text: str, at: int, sentence: str, heading: str, side: str | None) -> str | None:
    """Return the type of the endpoints at a place of a text.

    sentence: its text up to there. side: the type that a line before the text opened.
    """
    said = [*_SAID.finditer(f"{heading},"), *_SAID.finditer(sentence)]
    if said:
        return _type_of(said[-1]["type"])
    start = max(0, at - _REACH)
    labels = [*_LABEL.finditer(text, start, at)]
    if labels:
        return _type_of(labels[-1]["type"])
    if side is None and _ALSO.search(sentence) and _MAIN.search(text, start, at):
        return "secondary"
    return side


def sentence_before(text: str, at: int) -> str:
    """Return the text of a sentence before `at`."""
    start = max(0, at - _SENTENCE)
    for end in _SENTENCE_END.finditer(text, start, at):
        start = end.end()
    return text[start:at]


def type_after(text: str, at: int) -> str | None:
    """Return the type that stands directly behind an endpoint: "pain is the primary endpoint"."""
    match = _AFTER.match(text, at)
    return _type_of(match["type"]) if match else None


def type_of_word(word: str) -> str:
    """Return the type that "key secondary", "co-primary" or "main" names."""
    return _type_of(word.lower().removeprefix("key ").removeprefix("co-"))


def _type_of(word: str) -> str:
    return _TYPES.get(word.lower(), "other")
