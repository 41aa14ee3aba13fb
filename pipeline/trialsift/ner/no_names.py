"""What a model takes for a name and is none: words too general, parts of the body, the trial's own acronym, a company,
and a name inside of another thing's: "tumor cells", "Dementia Rating Scale", "vitamin D deficiency" as an intervention.
"""

from __future__ import annotations

import re

from trialsift.mention import Mention
from trialsift.ner.name_words import either
from trialsift.page import Page
from trialsift.rules import condition
from trialsift.rules.phrases import words_of
from trialsift.statements.acronym import find_acronym

_TITLES = ("title", "official_title")


def _words(role: str, label: str = "") -> str:
    return either(role, label, of="no_names")


# "serious illness", "significant medical conditions": by the guidelines no condition. With a body system, a mechanism
# or a course it is one: "progressive disease"
_GENERAL = {
    "CONDITION": re.compile(
        rf"(?!{_words('specific', 'CONDITION')})(?:{_words('modifier', 'CONDITION')}[ -]+)*"
        rf"{_words('general', 'CONDITION')}",
        re.IGNORECASE,
    ),
    "INTERVENTION": re.compile(
        rf"{_words('phrase', 'INTERVENTION')}|{_words('modifier', 'INTERVENTION')}"
        rf"(?: {_words('kind', 'INTERVENTION')})? {_words('general', 'INTERVENTION')}",
        re.IGNORECASE,
    ),
}
# "NSCLC (stage IIIB-IV)"
_STAGE_ALONE = re.compile(r"(?:stage|grade)s? [IVX\d](?:[IVXA-Ca-c\d ,/–-]|and|or|to)*", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"\d+(?:\.\d+)?\s?[x×]\s?10")  # "3 x 10^12 particle units", a dose
_OF_CELLS = re.compile(rf"{_words('cells', 'CONDITION')}$", re.IGNORECASE)
_AFTER = {
    # what makes a test, a place or a thing in the laboratory of the condition before it
    "CONDITION": re.compile(
        rf"[ -](?:(?:{_words('kind of test', 'CONDITION')} )?{_words('test', 'CONDITION')}"
        rf"|{_words('place', 'CONDITION')})\b",
        re.IGNORECASE,
    ),
    # what is measured in a body, and who makes it
    "INTERVENTION": re.compile(
        rf" {_words('measured', 'INTERVENTION')}\b|,? {_words('company', 'INTERVENTION')}\b", re.IGNORECASE
    ),
}
# "Department of Dermatology", "Heart Failure Unit", "[Lloyd-Jones, 2010]"
_INSTITUTION = _words("institution")
_OF_INSTITUTION = re.compile(rf"{_INSTITUTION} (?:of|for|against|Against)(?: (?:the|and|&|[A-Z][\w-]*,?)){{0,4}} $")
_BY_INSTITUTION = re.compile(
    rf"(?: (?:and|&|[A-Z][\w-]*)){{0,3}} (?:{_INSTITUTION}|[Uu]nits?)\b"
    r"|,? (?:et al|(?:19|20)\d\d[;\])])"
)
_REACH = 80  # characters before a mention

_CELLS = re.compile(r" cells?\b")
_ADJECTIVE = re.compile(r"(?:ic|al|ar|ary|ous)$")


def acronyms_of(page: Page) -> frozenset[str]:
    """Return the acronyms by which a page calls its own trial."""
    found = set()
    for passage in page.passages:
        text = page.text_of(passage)
        if passage.field == "acronym":
            found.add(text.strip())
        elif passage.field in _TITLES:
            place = find_acronym(text)
            found |= {text[slice(*place)]} if place else set()
    return frozenset(found)


def is_no_name(page: Page, mention: Mention, acronyms: frozenset[str]) -> bool:
    """Say whether a mention of a condition or an intervention names none."""
    text, name = page.text, page.text[mention.start : mention.end]
    if name in acronyms or _AFTER[mention.label].match(text, mention.end) or _is_of_institution(text, mention):
        return True
    if _GENERAL[mention.label].fullmatch(name):
        return True
    if mention.label == "INTERVENTION":
        return _POWER_OF_TEN.match(name) is not None
    if _STAGE_ALONE.fullmatch(name):
        return True
    return _is_site(name) or (_OF_CELLS.search(name) and _CELLS.match(text, mention.end)) is not None


def _is_of_institution(text: str, mention: Mention) -> bool:
    """Say whether a mention stands in the name of a department, a society or an author."""
    if not text[mention.start].isupper():
        return False
    before = _OF_INSTITUTION.search(text, max(0, mention.start - _REACH), mention.start)
    return before is not None or _BY_INSTITUTION.match(text, mention.end) is not None


def _is_site(name: str) -> bool:
    """Say whether a name holds parts of the body alone: "Head and neck"; "diabetic" is none."""
    words = [word for word in words_of(name) if word.form not in ("and", "or")]
    kinds = condition.head_words().kinds
    named = words and not _ADJECTIVE.search(words[-1].form)
    return bool(named) and all(kinds.get(word.text.lower()) == "site" for word in words)
