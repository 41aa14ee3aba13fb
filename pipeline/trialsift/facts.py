"""Facts of a trial: fields of a page → `Trial`, each value normalised to the registries' own vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from trialsift.page import Page, Passage
from trialsift.record import AgeFact, EnrollmentFact, Fact, Trial, YesNoFact
from trialsift.rules.fields import entries
from trialsift.values.age import parse_age
from trialsift.values.date import parse_date
from trialsift.vocab import table

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|(?<![\d.])\d{1,9}")
_KIND = re.compile(r"\b(actual|estimated|anticipated|target|planned)\b", re.IGNORECASE)
_PHASE = re.compile(
    r"\b(early)?[\s_]*phase[\s_]*(?P<first>[0-4]|iv|i{1,3})\s*[ab]?(?:\s*(?:/|-|–|,|and|&|to|\|)\s*(?:phase[\s_]*)?(?P<second>[0-4]|iv|i{1,3})[ab]?(?![\w]))?"
    r"|\b(?P<none>n/?a\b|not applicable)|(?P<bare>^\s*(?:[0-4]|iv|i{1,3})\s*$)",
    re.IGNORECASE,
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_DESIGN_PART = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z ]{2,30}):\s*(?P<value>[^.;:\n]{1,120}?)\s*(?=[.;\n]|$|,\s*[A-Z][a-z]+ ?[A-Za-z]*:)"
)
_DESIGN_NAMES = {
    "allocation": "allocation",
    "intervention model": "intervention_model",
    "interventional model": "intervention_model",
    "assignment": "intervention_model",
    "masking": "masking",
    "blinding": "masking",
    "primary purpose": "primary_purpose",
    "purpose": "primary_purpose",
}
IDS = (
    # (registry, form), written from the registries' own descriptions of their numbers
    ("NCT", re.compile(r"\bNCT\s?-?(\d{8})\b", re.IGNORECASE)),
    ("EUDRACT", re.compile(r"(?<![\d-])(\d{4}-\d{6}-\d{2})(?!-?\d)")),
    ("CTIS", re.compile(r"(?<![\d-])(\d{4}-5\d{5}-\d{2}-\d{2})(?!\d)")),
    ("ISRCTN", re.compile(r"\bISRCTN\s?(\d{8})\b", re.IGNORECASE)),
    ("ACTRN", re.compile(r"\bACTRN\s?(\d{14})p?\b", re.IGNORECASE)),
    ("CHICTR", re.compile(r"\bChiCTR[-\w]{0,6}?\d{8,10}\b", re.IGNORECASE)),
    ("DRKS", re.compile(r"\bDRKS\s?\d{8}\b", re.IGNORECASE)),
    ("JRCT", re.compile(r"\bjRCTs?\d{9,10}\b", re.IGNORECASE)),
    ("UMIN", re.compile(r"\bUMIN\s?\d{9}\b", re.IGNORECASE)),
    ("CTRI", re.compile(r"\bCTRI/\d{4}/\d{2,3}/\d{6}\b", re.IGNORECASE)),
    ("KCT", re.compile(r"\bKCT\d{7}\b", re.IGNORECASE)),
    ("IRCT", re.compile(r"\bIRCT\d{8,20}N?\d*\b", re.IGNORECASE)),
    ("NTR", re.compile(r"\b(?:NTR\d{3,5}|NL-OMON\d{3,6}|NL\d{4,5})\b")),
    ("PACTR", re.compile(r"\bPACTR\d{15,18}\b", re.IGNORECASE)),
    ("RBR", re.compile(r"\bRBR-[0-9a-z]{6,8}\b", re.IGNORECASE)),
    ("TCTR", re.compile(r"\bTCTR\d{11}\b", re.IGNORECASE)),
    ("SLCTR", re.compile(r"\bSLCTR/\d{4}/\d{3}\b", re.IGNORECASE)),
)


def trial_facts(page: Page) -> Trial:
    """Return the facts of a page; what it does not say stays None or empty."""
    trial = Trial()
    for passage in page.passages:
        if passage.field in _READERS:
            _READERS[passage.field](trial, page, passage)
    if not trial.ids:
        _ids_anywhere(trial, page)
    return trial


def _fact(page: Page, passage: Passage, value: str, start: int = 0, end: int | None = None) -> Fact:
    stop = passage.end if end is None else passage.start + end
    source_start, source_end = page.offsets.to_source(passage.start + start, stop)
    return Fact(value, source_start, source_end)


@cache
def _terms(field: str) -> dict[str, str]:
    return {row["surface"]: row["value"] for row in table("registry_terms") if row["field"] == field}


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text.lower()).strip()


def registry_term(field: str, text: str) -> str | None:
    """Return the registry's word for a field's text, or None; "Double (Participant, Investigator)" gives "DOUBLE"."""
    terms = _terms(field)
    whole = _plain(text)
    if whole in terms:
        return terms[whole]
    before_bracket = _plain(re.split(r"[(\[:,;|]", text, maxsplit=1)[0])
    return terms.get(before_bracket)


def _once(name: str, value: Callable[[str], str | None]) -> Callable[[Trial, Page, Passage], None]:
    """Make a reader that sets a fact that a trial has once; the first readable value on the page counts."""

    def read(trial: Trial, page: Page, passage: Passage) -> None:
        if getattr(trial, name) is None:
            found = value(page.text_of(passage))
            if found is not None:
                setattr(trial, name, _fact(page, passage, found))

    return read


def _several(name: str) -> Callable[[Trial, Page, Passage], None]:
    def read(trial: Trial, page: Page, passage: Passage) -> None:
        text = page.text_of(passage)
        facts: list[Fact] = getattr(trial, name)
        seen = {fact.value.lower() for fact in facts}
        for start, end in entries(text):
            if text[start:end].lower() not in seen:
                facts.append(_fact(page, passage, text[start:end], start, end))
                seen.add(text[start:end].lower())

    return read


def _text(text: str) -> str | None:
    return " ".join(text.split()) or None


def _term(field: str) -> Callable[[str], str | None]:
    return lambda text: registry_term(field, text)


def find_ids(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, identifier) of the registry numbers in a text, half-open, sorted by start."""
    found = [
        (match.start(), match.end(), _normal_id(registry, match))
        for registry, form in IDS
        for match in form.finditer(text)
    ]
    yield from sorted(found)


def _normal_id(registry: str, match: re.Match[str]) -> str:
    if registry in ("NCT", "ISRCTN", "ACTRN"):
        return registry + match.group(1)
    return match.group(1) if match.re.groups else match.group().replace(" ", "")


def _ids(trial: Trial, page: Page, passage: Passage) -> None:
    text = page.text_of(passage)
    known = {fact.value for fact in trial.ids}
    found = list(find_ids(text)) or [(start, end, text[start:end]) for start, end in entries(text)]
    for start, end, value in found:
        if value not in known and len(value) <= 60:
            trial.ids.append(_fact(page, passage, value, start, end))
            known.add(value)


def _ids_anywhere(trial: Trial, page: Page) -> None:
    """Take the registry number that stands first in the content of a page without an identifier field."""
    for start, end, value in find_ids(page.text):
        trial.ids.append(Fact(value, *page.offsets.to_source(start, end)))
        return


def _phases(trial: Trial, page: Page, passage: Passage) -> None:
    text = page.text_of(passage)
    known = {fact.value for fact in trial.phases}
    for match in _PHASE.finditer(text):
        for value in phase_values(match):
            if value not in known:
                trial.phases.append(_fact(page, passage, value, match.start(), match.end()))
                known.add(value)


def phase_values(match: re.Match[str]) -> list[str]:
    """Return "PHASE1", … for a match of a phase; "Phase I/II" gives two."""
    if match["none"]:
        return ["NA"]
    numbers = [match["first"] or match["bare"], match["second"]]
    digits = [_ROMAN.get(number.strip().lower(), number.strip()) for number in numbers if number]
    prefix = "EARLY_PHASE" if match.group(1) or digits == ["0"] else "PHASE"
    return [prefix + ("1" if digit == "0" else digit) for digit in digits]


def _enrollment(trial: Trial, page: Page, passage: Passage) -> None:
    if trial.enrollment is not None:
        return
    text = page.text_of(passage)
    number = _NUMBER.search(text)
    if number is None:
        return
    kind_match = _KIND.search(text) or _KIND.search(passage.heading)
    kind = None if kind_match is None else "actual" if kind_match[0].lower() == "actual" else "estimated"
    start, end = page.offsets.to_source(passage.start + number.start(), passage.start + number.end())
    trial.enrollment = EnrollmentFact(int(re.sub(r"\D", "", number[0])), kind, start, end)


def _age(trial: Trial, page: Page, passage: Passage) -> None:
    text = page.text_of(passage)
    prefix = {"min_age": "Minimum age: ", "max_age": "Maximum age: "}.get(passage.field or "", "")
    ages = parse_age(prefix + text)
    if ages is None:
        return
    start, end = page.offsets.to_source(passage.start, passage.end)
    for name in ("min_age", "max_age"):
        limit = getattr(ages, name)
        if limit is not None and getattr(trial, name) is None and passage.field in ("ages", name):
            setattr(trial, name, AgeFact(limit.value, limit.unit, start, end))


def _healthy(trial: Trial, page: Page, passage: Passage) -> None:
    value = registry_term("healthy_volunteers", page.text_of(passage))
    if trial.healthy_volunteers is None and value is not None:
        start, end = page.offsets.to_source(passage.start, passage.end)
        trial.healthy_volunteers = YesNoFact(value == "yes", start, end)


def _design(trial: Trial, page: Page, passage: Passage) -> None:
    """Read several design facts out of one string: "Allocation: Randomized. Masking: Double"."""
    text = page.text_of(passage)
    for part in _DESIGN_PART.finditer(text):
        name = _DESIGN_NAMES.get(part["name"].strip().lower())
        value = registry_term(name, part["value"]) if name else None
        if name and value and getattr(trial, name) is None:
            setattr(trial, name, _fact(page, passage, value, part.start("value"), part.end("value")))


_READERS: dict[str | None, Callable[[Trial, Page, Passage], None]] = {
    "ids": _ids,
    "title": _once("title", _text),
    "official_title": _once("official_title", _text),
    "acronym": _once("acronym", _text),
    "status": _once("status", _term("status")),
    "phases": _phases,
    "study_type": _once("study_type", _term("study_type")),
    "allocation": _once("allocation", _term("allocation")),
    "intervention_model": _once("intervention_model", _term("intervention_model")),
    "masking": _once("masking", _term("masking")),
    "primary_purpose": _once("primary_purpose", _term("primary_purpose")),
    "design": _design,
    "enrollment": _enrollment,
    "start_date": _once("start_date", parse_date),
    "primary_completion_date": _once("primary_completion_date", parse_date),
    "completion_date": _once("completion_date", parse_date),
    "sponsor": _once("sponsor", _text),
    "collaborators": _several("collaborators"),
    "ages": _age,
    "min_age": _age,
    "max_age": _age,
    "sex": _once("sex", _term("sex")),
    "healthy_volunteers": _healthy,
    "countries": _several("countries"),
    "keywords": _several("keywords"),
    "mesh_terms": _several("mesh_terms"),
}
