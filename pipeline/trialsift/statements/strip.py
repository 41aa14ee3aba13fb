"""Who takes part, as the strip at the head of a page says it: "Adults 18+ | all genders | 138 participants".

A strip is read cell by cell, a cell from comma to comma; a part counts only where every word of it is known. What
does not say what it is ("18-75", "women") is read where other cells show that the text is a strip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.registry_ids import find_ids
from trialsift.registry_terms import registry_term
from trialsift.statements.people_words import BOTH, FEMALE, MALE, PEOPLE
from trialsift.values.age import Ages, parse_age
from trialsift.values.age_statement import in_order
from trialsift.values.phase import find_phases


@dataclass(frozen=True, slots=True)
class Said:
    """One fact at `[start, end)`; name is its field of `Trial`, or "ages" for both limits.

    sure: whether its own words say what it is. kind: of a number of participants.
    """

    name: str
    start: int
    end: int
    value: Ages | str | bool | int
    sure: bool = True
    kind: str | None = None


_BETWEEN_CELLS = re.compile(
    r"\s?[|•·●►\n]\s?|\s[*/](?=\s)|\s[-–—](?=\s)(?!\s?\d)|\s{2,}|\.{2,}\s?|\.(?:\s|$)|\][ \[]?|\[ ?"
)
_BETWEEN_PARTS = re.compile(r"[,;](?!\d)")
_SKIPPED = re.compile(r"[\s,;:()+✓–-]*")
_UNIT = r"(?:[ -]?(?:years?|yrs?\b\.?|y\.?o\b\.?|y\b|months?|mths?|mos?\b|weeks?|wks?\b)(?:[ -](?:of age|old)\b)?)"
_NUMBER = r"\d{1,3}(?![\d,.]*\d)"
_UP = r"(?:\s?\+|,? (?:and|or) (?:older|over|above|up|more)\b)"
_FROM = r"(?:from(?: the age of)?|over|under|at least|up to|[≥<>≤]=?)\s?"
_AGES = (
    rf"(?:{_NUMBER}{_UNIT}?(?:\s?[-–—~]\s?|\s(?:to|through)\s){_NUMBER}{_UNIT}?|"
    rf"{_NUMBER}{_UNIT}?{_UP}{_UNIT}?|{_FROM}{_NUMBER}{_UNIT}?{_UP}?|{_NUMBER}{_UNIT} (?:or|and) (?:older|over))"
)
_AGE_LABEL = (
    r"(?:\b(?:participant )?age[sd]?\b(?: (?:range|limits?|group|eligible(?: for (?:the )?study)?)\b)?\s?[:：]?\s?)"
)
_SEX_LABEL = r"(?:(?:sex(?:es)?|genders?)(?: eligible(?: for study)?)?\s?[:：]?\s?)"
_COUNT = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|\d{1,6}(?![\d,.]*\d)"
_WANTED = (
    r"(?:wanted|needed|planned(?: size)?|sought|places|target(?: (?:size|number))?|(?:target )?sample size|goal|"
    r"participants|size|people|looking for|took part|enrol+ment)(?: \((?:actual|estimated)\))?"
)
_SURE_AGES = re.compile(r"age|old|y\w*\.? (?:and|or)\b|and over|or over", re.IGNORECASE)
_PIECE = re.compile(
    r"(?P<healthy>(?:not for|no|accepts?) healthy volunteers|healthy volunteers?(?:\s?[:.]\s?|\s)(?:are )?"
    r"(?:not (?:accepted|needed)|accepted|no|yes))\b|"
    rf"(?P<both>{_SEX_LABEL}?{BOTH}|{_SEX_LABEL}(?:all|both|any))\b|"
    rf"(?P<one>(?P<label>{_SEX_LABEL})?(?:(?P<female>{FEMALE})|{MALE})\b(?P<only> only\b)?)|"
    rf"(?P<ages>{_AGE_LABEL}?(?:of )?(?P<limits>{_AGES}))|"
    rf"(?P<number>(?P<led>{_WANTED}\s?[:=]?\s|n\s?=\s?)?(?:about )?(?P<count>{_COUNT})"
    r"(?P<wanted>\s(?:wanted|needed|places|planned|enrolled|took part)\b)?)|"
    rf"(?P<people>(?:for )?(?:(?:healthy|eligible|older|young) )?{PEOPLE}\b)|"
    r"(?P<all>all|everyone|everybody)(?=\W*(?:$|[|•·●►\n/,;]))|"
    rf"(?P<word>(?:for|who|and|of|open to|in total|in all|no upper (?:age )?limit|inclusive|{_WANTED})\b)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:Participant )?A(?:ges|GES|ge(?= ?[:：])|ge (?:Range|Limits?|Group)|GE ?:)"
    r"(?: [Ee]ligible(?: for (?:the )?[Ss]tudy)?)?"
    rf"\s?[:：]?\s?(?P<ages>(?i:{_AGES}))|"
    r"(?i:(?:\b(?P<least>min(?:imum)?|lower)|\b(?:max(?:imum)?|upper)) age(?: limit)?[:.|]?\s?"
    rf"(?P<limit>{_NUMBER}{_UNIT}))|"
    r"(?i:\bage[ -](?:(?P<lowest>min(?:imum)?|lower(?: limit)?)|max(?:imum)?|upper(?: limit)?)[:.|]?\s{1,2}"
    rf"(?P<bound>{_NUMBER}{_UNIT}))|"
    r"\b(?:Sex(?:es)?|Genders?|SEX(?:ES)?|GENDERS?)(?: [Ee]ligible(?: for [Ss]tudy)?)?\s?[:：|]?\s?"
    r"(?:(?P<both>[Aa]ll|[Bb]oth(?: males and females)?|[Aa]ny)|(?P<female>[Ff]emales?)|(?P<male>[Mm]ales?))\b|"
    r"(?i:(?P<healthy>(?:\b(?:not|is|accepts) )?\b(?:no|for|accepting|accepts) healthy volunteers\b"
    r"(?:\s?[:.|]?\s(?:no|yes)\b)?|"
    r"\bhealthy volunteers\s?[:.|]?\s(?:are )?(?:not (?:accepted|needed)|accepted|no|yes)\b))|"
    r"(?i:\benrol+ment \((?P<kind>actual|estimated)\)[:.|]?\s?|\bsample size(?: is|[:.|])?\s?|\btarget number[:.|]\s?)"
    rf"(?P<count>{_COUNT})"
)
_ACTUAL = re.compile(r"enrolled|recruited|took part|actual|included", re.IGNORECASE)
_PLAN = re.compile(
    r"want|need|plan|places|target|goal|sample size|looking|estimat|anticipat|sought|aim|expect", re.IGNORECASE
)
_COUNTABLE = ("people", "both", "one")
_NO = re.compile(r"\b(?:no|not)\b", re.IGNORECASE)


def find_in_strip(text: str, *, certain: bool) -> list[Said]:
    """Return what the cells of a text say of who takes part.

    certain: whether only what says itself what it is may be read, as within prose.
    """
    cells = [(start, end, list(_read_cell(text, start, end))) for start, end in _cells(text)]
    known = sum(bool(said) or _is_of_trial(text[start:end]) for start, end, said in cells)
    return [said for _, _, found in cells for said in found if said.sure or (known > 1 and not certain)]


def find_labelled(text: str) -> Iterator[Said]:
    """Yield what stands behind a registry's own label within any text: "no metastases Sexes: All"."""
    for match in _LABELLED.finditer(text):
        limits = match["ages"] or match["limit"] or match["bound"]
        if limits:
            lead = "Minimum" if match["least"] or match["lowest"] else "Maximum"
            ages = parse_age(f"Age: {limits}" if match["ages"] else f"{lead} age: {limits}")
            if ages and in_order(ages):
                name = "ages" if match["ages"] else "limit" if match["limit"] else "bound"
                yield Said("ages", *match.span(name), ages)
        elif match["healthy"]:
            yield Said("healthy_volunteers", *match.span(), not _NO.search(match["healthy"]))
        elif match["count"]:
            kind = (match["kind"] or "estimated").lower()
            yield Said("enrollment", *match.span("count"), int(re.sub(r"\D", "", match["count"])), kind=kind)
        else:
            yield Said("sex", *match.span(), "ALL" if match["both"] else "FEMALE" if match["female"] else "MALE")


def kind_of(words: str) -> str | None:
    """Return whether words beside a number say that it was counted or planned."""
    return "actual" if _ACTUAL.search(words) else "estimated" if _PLAN.search(words) else None


def _cells(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BETWEEN_CELLS.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def _is_of_trial(cell: str) -> bool:
    """Say whether a cell is a phase, a status or a number of the trial."""
    if len(cell) > 60:
        return False
    return bool(list(find_phases(cell)) or list(find_ids(cell)) or registry_term("status", cell))


def _read_cell(text: str, start: int, end: int) -> Iterator[Said]:
    """Yield what a cell says, up to the first part that holds other words."""
    pieces: list[re.Match[str]] = []
    for part in _parts(text, start, end):
        found = _pieces(text, *part)
        if not found:
            break
        pieces += found
    for index, piece in enumerate(pieces):
        said = _said(pieces[index - 1] if index else None, piece, pieces[index + 1] if piece != pieces[-1] else None)
        if said:
            yield said


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _BETWEEN_PARTS.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _pieces(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the pieces that a part consists of, none where it holds a word that is in no piece."""
    pieces = []
    at = _after_gap(text, start, end)
    while at < end:
        piece = _PIECE.match(text, at, end)
        if piece is None:
            return []
        pieces.append(piece)
        at = _after_gap(text, piece.end(), end)
    return pieces


def _after_gap(text: str, at: int, end: int) -> int:
    gap = _SKIPPED.match(text, at, end)
    return gap.end() if gap else at


def _said(before: re.Match[str] | None, piece: re.Match[str], after: re.Match[str] | None) -> Said | None:
    beside = {_kind(other) for other in (before, after) if other}
    match _kind(piece):
        case "healthy":
            return Said("healthy_volunteers", *piece.span(), not _NO.search(piece[0]))
        case "both":
            return Said("sex", *piece.span(), "ALL")
        case "one":
            sure = bool(piece["only"] or piece["label"] or beside & {"ages", "number"})
            return Said("sex", *piece.span(), "FEMALE" if piece["female"] else "MALE", sure)
        case "ages":
            ages = parse_age(f"Age: {piece['ages']}")
            sure = bool(beside & {*_COUNTABLE, "all"} or _SURE_AGES.search(piece["ages"]))
            return Said("ages", *piece.span("limits"), ages, sure) if ages and in_order(ages) else None
        case "all":
            return Said("sex", *piece.span(), "ALL", "ages" in beside)
        case "number":
            counts = piece["led"] or piece["wanted"] or (after is not None and _kind(after) in _COUNTABLE)
            value = int(re.sub(r"\D", "", piece["count"]))
            count = Said("enrollment", *piece.span("count"), value, kind=kind_of(piece[0]))
            return count if counts and value > 1 else None
        case _:
            return None


def _kind(piece: re.Match[str]) -> str:
    return next(name for name in ("healthy", "both", "one", "ages", "number", "people", "all", "word") if piece[name])
