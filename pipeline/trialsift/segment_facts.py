"""Facts of a trial from the parts of a page's lines, also of those that are no content, for what no field states."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from trialsift.fact_segments import Segment, beside, phases_of, segments_of
from trialsift.page import Page
from trialsift.page_lines import PageLines, lines_of
from trialsift.record import Fact, Trial
from trialsift.registry_ids import find_ids
from trialsift.statements.acronym import find_acronym_in_text
from trialsift.statements.phase import find_stated_phase
from trialsift.statements.plain_design import find_plain_design
from trialsift.statements.sponsor import find_sponsor
from trialsift.statements.status import find_status

_NAVIGATION = re.compile(
    r"[|@»>▾/]|\b(?:skip|jump|log in|menu|newsletter|news for|issue \d)\b|\brelease\b", re.IGNORECASE
)
_TITLE_WORDS, _LONGEST_TITLE = 4, 200  # words, code points
_FIRST = 12  # parts; a status that stands alone is at the top of a page
_CODE = re.compile(  # of a sponsor or an ethics board; "SAFFRON-2" is a name
    r"(?<![\w/-])(?![A-Z]{4,}-\d{1,2}\b)(?:(?=[\w/-]*\d)[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+"
    r"|(?:IRB|REB|REC|HREC)[ -]\d[\w/-]+)"
    r"(?=\s?(?:[|,;/()·•&–—]|\.\s|\.$|\n|$|NCT|ISRCTN|[A-Z][a-z]))"
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/|(·•.—–-]|\band\b|\bor\b|&)?\s*"
    r"(?:(?:EU ?CT|EudraCT|CTIS|Protocol|Ethics|Registry|IRB|NCT|Study|no\.|number|own no\.:?)\s*)*"
)


def add_segment_facts(trial: Trial, page: Page) -> None:
    """Fill in status and phases from what stands by itself."""
    lines = lines_of(page)
    if trial.status is not None and trial.phases:
        return
    parts = _parts_of(lines)
    own = {fact.value for fact in trial.ids}
    _add_status(trial, lines, parts, own)
    _add_phases(trial, lines, parts, own)


def add_line_facts(trial: Trial, page: Page) -> None:
    """Fill in what sentences anywhere on the page state, and the sponsor by its name alone."""
    lines = lines_of(page)
    stated = find_status(lines.text) if trial.status is None else None
    if stated:
        trial.status = _fact(lines, stated[2], *stated[:2])
    if not trial.phases:
        trial.phases += [_fact(lines, value, start, end) for start, end, value in find_stated_phase(lines.text)]
    named = find_acronym_in_text(lines.text) if trial.acronym is None else None
    if named:
        trial.acronym = _fact(lines, lines.text[slice(*named)], *named)
    is_open = trial.masking is None or trial.allocation is None
    for name, start, end, value in find_plain_design(lines.text) if is_open else ():
        if getattr(trial, name) is None:
            setattr(trial, name, _fact(lines, value, start, end))
    _add_sponsor(trial, lines)


@lru_cache(maxsize=1)
def _parts_of(lines: PageLines) -> list[Segment]:
    return segments_of(lines.text)


def _of_another(parts: list[Segment], at: int, own: set[str]) -> bool:
    """Say whether the number of another trial stands beside a part."""
    near = parts[max(0, at - 1) : at + 2]
    return any(part.kind == "ids" and part.value not in own for part in near)


def _fact(lines: PageLines, value: str, start: int, end: int) -> Fact:
    return Fact(value, *lines.offsets.to_source(start, end))


def _add_status(trial: Trial, lines: PageLines, parts: list[Segment], own: set[str]) -> None:
    for at, part in enumerate(parts if trial.status is None else ()):
        if part.kind != "status" or _of_another(parts, at, own):
            continue
        if part.labelled or at < _FIRST or beside(parts, at, "ids", "phases", "people", "sponsor", reach=2):
            trial.status = _fact(lines, part.value, part.start, part.end)
            return


def _add_phases(trial: Trial, lines: PageLines, parts: list[Segment], own: set[str]) -> None:
    for at, part in enumerate(parts if not trial.phases else ()):
        if part.kind != "phases" or _of_another(parts, at, own):
            continue
        if part.labelled or beside(parts, at, "ids", "status", "people", "sponsor", reach=2):
            found = phases_of(lines.text[part.start : part.end])
            trial.phases += [_fact(lines, value, part.start + start, part.start + end) for start, end, value in found]
            if found:
                return


def _add_sponsor(trial: Trial, lines: PageLines) -> None:
    if trial.sponsor is not None:
        return
    place = find_sponsor(lines.text)
    parts = _parts_of(lines)
    own = {fact.value for fact in trial.ids}
    for at, part in enumerate(parts if place is None else ()):
        near = parts[max(0, at - 2) : at + 3]
        if part.kind == "sponsor" and any(other.kind == "ids" and other.value in own for other in near):
            place = part.start, part.end
            break
    if place:
        trial.sponsor = _fact(lines, " ".join(lines.text[slice(*place)].split()), *place)


def first_title(page: Page, title_of: Callable[[str], str | None]) -> Fact | None:
    """Return the first line at the top of a page that reads as a title: some words, no sentence and no facts."""
    lines = lines_of(page)
    for line in islice(re.finditer(r"[^\n]+", lines.text), _FIRST):
        text = line[0].strip(" *#")
        title = title_of(text) if len(text.split()) >= _TITLE_WORDS and len(text) <= _LONGEST_TITLE else None
        if (
            title
            and text[-1] not in ".:;],"
            and not text.isupper()
            and not _NAVIGATION.search(text)
            and not any(part.kind for part in segments_of(text))
        ):
            start = line.start() + line[0].index(text)
            return _fact(lines, title, start, start + len(text))
    return None


def add_neighbouring_ids(trial: Trial, page: Page) -> None:
    """Add the numbers that stand beside the trial's own in one line: "NCT09990001 / EU CT 2025-500001-12-00, ELM-7"."""
    if not trial.ids:
        return
    lines = lines_of(page)
    own = {fact.value for fact in trial.ids}
    found = [(start, end, value) for start, end, value in _numbers(lines.text)]
    groups: list[list[tuple[int, int, str]]] = []
    for number in found:
        if groups and _BETWEEN.fullmatch(lines.text, groups[-1][-1][1], number[0]):
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        if any(value in own for _, _, value in group):
            for start, end, value in group:
                if value not in own:
                    own.add(value)
                    trial.ids.append(_fact(lines, value, start, end))


def _numbers(text: str) -> list[tuple[int, int, str]]:
    registered = list(find_ids(text))
    taken = [(start, end) for start, end, _ in registered]
    codes = [
        (match.start(), match.end(), match[0])
        for match in _CODE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(registered + codes)
