"""The forms under which spellings of one name meet: folded, with its words sorted, and without its degree."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trialsift.rules.phrases import word_form

_WORD = re.compile(r"[^\W_]+(?:['’]s)?\+?")
# British → American, on whole words in lower case: "oesophageal", "tumour", "leukaemia", "anaesthesia"
_AMERICAN = (
    (re.compile(r"aemi"), "emi"),
    (re.compile(r"paeni"), "peni"),
    (re.compile(r"^(h|c|an)ae(?=[a-z])"), r"\1e"),
    (re.compile(r"^(o)edem|^oe(?=s)"), lambda m: "edem" if m[1] else "e"),
    (re.compile(r"(?<=[a-z])oedem"), "edem"),
    (re.compile(r"^(p)ae(?=d)|^(f)oe(?=t)"), lambda m: (m[1] or m[2]) + "e"),
    (re.compile(r"(?<=rrh)oe"), "e"),
    (re.compile(r"^dyspnoea"), "dyspnea"),
    (re.compile(r"pnoea"), "pnea"),
    (re.compile(r"(?<=tum)our"), "or"),
    (re.compile(r"(?<=[a-z]{3})isation$"), "ization"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"leuco(?=[pc]y?)"), "leuko"),
)
_SMALL = frozenset({"of", "the", "in", "due", "to", "with", "and", "a", "an", "by", "for", "nos", "mellitus"})
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
}
_NUMBERED = frozenset({"type", "factor", "stage", "grade", "class", "phase"})
# Degree, course and time of a disease: without them the same disease remains.
_DEGREE = re.compile(
    r"^(?:(?:mild|moderate|severe|very|clinically|significant|active|uncontrolled|poorly|well|controlled|"
    r"refractory|symptomatic|asymptomatic|persistent|recurrent|relapsed|relapsing|advanced|progressive|stable|unstable|early|"
    r"late|newly|diagnosed|new|onset|known|serious|current|previous|prior|concomitant|comorbid|suspected|confirmed|"
    r"untreated|treated|clinical|established|inadequately|pa?ediatric|childhood|adult|or|to|and)(?:[- ]+|$))+",
    re.IGNORECASE,
)
_NOT_BARE = frozenset({"coronary syndrome", "angina", "phase", "stage", "disease", "heart disease"})
_INVERTED = re.compile(r"^([^,]+), ([^,]+)(?:, ([^,]+))?$")


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Return the words of a name in lower case, singular, American spelling, without accents and marks."""
    plain = name if name.isascii() else _without_accents(name)
    words = [_american(word_form(match[0])) for match in _WORD.finditer(plain)]
    return " ".join(
        _ROMAN.get(word, word) if at and words[at - 1] in _NUMBERED else word for at, word in enumerate(words)
    )


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=16_384)
def _american(word: str) -> str:
    if word.isascii() and word.isalpha():
        for pattern, replacement in _AMERICAN:
            word = pattern.sub(replacement, word)
    return word


def sorted_key(key: str) -> str:
    """Return the words of a folded name in alphabetical order without small words: "of" and "in" change nothing."""
    return " ".join(sorted(word for word in key.split() if word not in _SMALL))


def without_degree(name: str) -> str | None:
    """Return a name without the words of degree and time before it, None where it has none or nothing would be left."""
    match = _DEGREE.match(name)
    rest = name[match.end() :].strip() if match else ""
    return rest if len(rest) > 3 and rest.lower() not in _NOT_BARE else None


def turned(name: str) -> str | None:
    """Return "acute myeloid leukemia" for "leukemia, myeloid, acute"; None where nothing is turned round."""
    match = _INVERTED.match(name)
    return " ".join(part for part in reversed(match.groups()) if part) if match else None
