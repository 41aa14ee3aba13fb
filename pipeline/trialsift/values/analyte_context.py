"""Whether a word that looks like a name is one: its capitals, and the comparison or the finding beside it."""

from __future__ import annotations

import re
import unicodedata

_SHORT_NAME = 6  # letters; "lams" is not the plural of "LAM"
_AROUND = 28  # characters before a marked synonym
# "PT/PTT normal", "ER and PR negative", "ER, PR and HER2-negative"
_SIBLINGS = (
    r"(?:\s{0,3}(?:[/,&]|\band\b|\bor\b)\s{0,3}"
    r"(?:[\w-]{1,12}(?![\w-])|\w{1,12}(?=-(?:positiv|negativ)))){0,3}"
)
_VERBS = (
    r"(?:levels?|values?|concentrations?|scores?|counts?|results?|status|is|are|was|of|must be|should be)[\s:]{1,3}"
)
_BETWEEN = rf"[+⁺]?(?:[\s:,()\[\]\\]|\s[-–]\s?){{0,4}}(?:{_VERBS}){{0,3}}"
_BOUND = r"\s(?:the\s|a\s|or\sequal\sto\s)?(?:\d|normal|institution|reference|lower|upper|than|or\b|[<>≤≥])"
_COMPARED = re.compile(
    rf"{_SIBLINGS}{_BETWEEN}\\?(?:[<>≥≤≧≦⩾⩽＜＞=±³£]|\d|"
    rf"(?:no[tr]?\s)?(?:less|lower|more|greater|higher|fewer|above|below|over|under|between|within|from|up\sto){_BOUND}|"
    r"(?:at\sleast|at\smost|not\sexceed|exceed|normal|abnormal|elevated|prolonged|increased|decreased|outside)\b)",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"(?:\b(?:normal|abnormal|elevated|prolonged|increased|decreased|raised|low|high|reduced|"
    r"normalized|normalised|serum|plasma|free|total)\s|"
    r"\d\s?\\?[<>≤≥]=?\s?)$",
    re.IGNORECASE,
)
_FOUND = re.compile(
    rf"{_SIBLINGS}{_BETWEEN}-?(?:positiv|negativ|pos\b|neg\b|[+＋]|[-−–](?![\w\s])|express|amplif|overexpress|low\b|"
    r"wild|mutat|mutant|unknown|\s?\\?[<>≥≤]=?\s?\d{1,2}\s?%)",
    re.IGNORECASE,
)
_FOUND_BEFORE = re.compile(
    r"(?:positive|negative|positivity|expression of|expressing|expresses|express)\s(?:for\s)?(?:both\s)?$",
    re.IGNORECASE,
)
_CONTEXT = {"~": (_COMPARED, _COMPARED_BEFORE), "!": (_FOUND, _FOUND_BEFORE)}


def compared(mark: str, text: str, start: int, end: int) -> bool:
    """Tell whether a comparison ("~") or a finding ("!") stands beside a name, and no number that it is the unit of."""
    after, before = _CONTEXT[mark]
    left = text[max(0, start - _AROUND) : start]
    return not left.rstrip()[-1:].isdigit() and bool(after.match(text, end) or before.search(left))


def same_word(written: str, word: str) -> bool:
    """Tell whether a word is a synonym, not only like it: short names and acronyms have no plural but a small "s"."""
    if written == word or (len(written) > _SHORT_NAME and written[1:].islower()):
        return True
    word = unicodedata.normalize("NFKC", word)
    plural = not word.islower() or written.islower()
    return written.lower() in (word.lower(), word.removesuffix("s").lower() if plural else word)


def same_capitals(written: str, word: str) -> bool:
    """Tell whether a word has the letters of a synonym, and capitals as it has: one, or more than one."""
    several = sum(map(str.isupper, written)) > 1
    enough = sum(map(str.isupper, word)) > 1 if several else not word.islower()
    return enough and same_word(written, word) and word.lower().startswith(written.lower())
