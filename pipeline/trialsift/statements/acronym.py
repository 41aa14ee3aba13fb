"""The trial's acronym in its title: "Ginger for Sea Sickness (CALM-SEA)", "CALM-SEA: ginger for sea sickness"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from trialsift.rules.phrases import words_of
from trialsift.vocab import table

_LONGEST = 25  # characters
_PASSED_OVER = 1  # small words of a long form that its abbreviation passes over in a row
_NAME = r"[A-Z][A-Za-z0-9]*(?:[-‐‑/+.][A-Za-z0-9]+){0,4}"
_NAMES = rf"(?P<name>{_NAME}(?: [A-Z0-9]+)?)"
_IN_BRACKETS = re.compile(rf"\([“\"'‘]?(?:[Tt]he )?{_NAMES}[”\"'’]?(?: [Ss]tudy| [Tt]rial)?\)\W*$")
_LEADING = re.compile(rf"(?:[Tt]he )?{_NAMES}(?: [Ss]tudy| [Tt]rial)?\s?(?::|\s[–—-])\s+(?=\w)")
_NAMED_STUDY = re.compile(rf"(?:[Tt]he )?{_NAMES} (?:[Ss]tudy|[Tt]rial)\W*")
_PART = re.compile(
    r"(?:phase|part|cohort|arm|group|stage|step|version|protocol|study|trial|year|week|day)\b", re.IGNORECASE
)
_CODE = re.compile(r"-\w+-\d")  # "ELM-GOUT-22" is a sponsor's number
# abbreviations that stand in titles too and name no trial
_OTHERS = frozenset(
    (
        "rct", "dna", "rna", "usa", "uk", "eu", "fda", "nih", "nci", "who", "icu", "hiv", "aids", "covid", "covid-19",
        "sars-cov-2", "mri", "ct", "pet", "iv", "nsclc",
    )
)  # fmt: skip


@cache
def _known_names() -> frozenset[str]:
    """Return short names of conditions and interventions, in lower case: they stand in brackets as acronyms do."""
    names = {name for row in table("concepts") for name in (row["name"], *row["synonyms"].split("|"))}
    names |= {row["word"] for kind in ("condition_words", "intervention_words") for row in table(kind)}
    return _OTHERS | {name.lower() for name in names if len(name) <= _LONGEST}


def find_acronym(title: str) -> tuple[int, int] | None:
    """Return the half-open place of the trial's acronym in its title; an abbreviation of the words before is none."""
    match = _IN_BRACKETS.search(title)
    if match:
        own = _is_acronym(match["name"]) and not abbreviates(match["name"], title[: match.start()])
        return match.span("name") if own else None
    match = _LEADING.match(title) or _NAMED_STUDY.fullmatch(title)
    return match.span("name") if match and _is_acronym(match["name"]) else None


def _is_acronym(name: str) -> bool:
    letters, capitals = sum(map(str.isalpha, name)), sum(map(str.isupper, name))
    if " " in name and not name.isupper():
        return False
    if not 3 <= len(name) <= _LONGEST or capitals < 3 or capitals * 3 < letters:
        return False
    if name.lower() in _known_names() or _PART.match(name) or _CODE.search(name):
        return False
    return sum(map(str.isdigit, name)) < letters  # otherwise it is a code of a sponsor or registry


def abbreviates(short: str, before: str) -> bool:
    """Say whether a short form's letters stand, word by word, in the words right before it."""
    letters = [char for char in short.removesuffix("s").lower() if char.isalnum()]
    words = [word.text.lower() for word in words_of(before)][-len(letters) - 2 :]
    return any(_spells(letters, words[at:]) for at, word in enumerate(words) if word[0] == letters[0])


def _spells(letters: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether each letter opens a word, passing over few, or stands in the word of the letter before it."""
    at, inside = 0, 1
    for letter in letters[1:]:
        opened = next((i for i in range(at + 1, min(at + 2 + _PASSED_OVER, len(words))) if words[i][0] == letter), None)
        if opened is not None:
            at, inside = opened, 1
            continue
        inside = words[at].find(letter, inside) + 1
        if not inside:
            return False
    return at + 2 >= len(words)


_STUDY_OF_NAME = re.compile(rf"\b(?:[Tt]he|[Oo]ur|[Tt]his) (?P<name>{_NAME}) (?:[Ss]tudy|[Tt]rial)\b")
_BEFORE_NUMBER = re.compile(rf"(?<![\w-])(?P<name>{_NAME})\s(?:\(|\|\s?|·\s?|—\s)(?=NCT\d{{8}}|ISRCTN\d{{8}})")
_SPOKEN_OF = re.compile(
    rf"\b(?:aim|aims|purpose|point|objective|goal) of (?P<aim>{_NAME})\b"
    rf"|(?:^|(?<=[.!?:]\s)|(?<=\n))(?:In (?P<place>{_NAME}),? (?:we|half|one|people|the|a)\b"
    rf"|(?P<subject>{_NAME}) (?:is|was|asks|tests|compares|will|looks|wants|puts|seeks|aims|does|has|pits)\b)"
)


def find_acronym_in_text(text: str) -> tuple[int, int] | None:
    """Return the half-open place of the one name that a page's text calls its study by; None where it uses two.

    A name that sentences only speak of counts where it also stands by itself, or before a colon, in a line.
    """
    found = [match.span("name") for form in (_STUDY_OF_NAME, _BEFORE_NUMBER) for match in form.finditer(text)]
    spoken = [match.span(match.lastgroup or 0) for match in _SPOKEN_OF.finditer(text)]
    found += [place for place in spoken if _stands_alone(text, text[slice(*place)])]
    names = {text[slice(*place)] for place in found if _is_acronym(text[slice(*place)])}
    found = [place for place in found if text[slice(*place)] in names]
    if len(names) != 1 or _is_explained(text, *names):
        return None
    return min(found)


def _is_explained(text: str, name: str) -> bool:
    """Say whether a name is an abbreviation: in brackets somewhere, or of the words before it where it first stands."""
    first = text.index(name)
    return f"({name})" in text or abbreviates(name, text[max(0, first - 120) : first])


def _stands_alone(text: str, name: str) -> bool:
    return re.search(rf"(?:^|[|·/>:]\s?){re.escape(name)}(?:\s?[:|·]|$)", text, re.MULTILINE) is not None
