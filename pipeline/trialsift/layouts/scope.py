"""Whether a page is one trial's: a page that is not gives no facts, and a warning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialsift.layouts.chunk import Chunk
from trialsift.page import Source
from trialsift.registry_ids import find_ids
from trialsift.sections import key_of, label_wordings

_OF_A_TRIAL = ("eligibility", "outcomes", "arms", "interventions")
_ANYWHERE = ("title", "official_title", "acronym", "keywords", "countries")
# "12 results found for: malaria. Displaying page 1 of 2."
_RESULT_LIST = re.compile(
    r"\b(?P<count>\d{1,7})\s{0,3}(?:results?|result\(s\)|studies|trials|clinical trials)\s{1,3}(?:were\s)?found\b"
    r"|\bDisplaying page \d+ of \d+|\bShowing \d+\s?(?:-|–|to)\s?\d+ of \d+ (?:results|studies|trials)\b",
    re.IGNORECASE,
)
_OF_RESULT_LISTS = ("found", "displaying page", "showing ")  # without one of these the pattern cannot match
_TRIAL = re.compile(r"\b(?:clinical|randomi[sz]ed|controlled|research|pilot) (?:trial|study)\b", re.IGNORECASE)
# what a page without headings says of its own trial: how people are allotted, and who may take part
_ALLOTS = re.compile(
    r"\b(?:are|be) (?:randomly |then )?(?:randomi[sz]ed|assigned|allocated|allotted|divided)\b|\brandomly assign|"
    r"\bwill assign you\b",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:can|may|cannot|may not|must not|will) (?:take part|join|be (?:recruited|enroll?ed|included))\b|"
    r"\beligible\s?:|\b(?:study|trial) (?:plans|aims) to\b",
    re.IGNORECASE,
)
LEAST_COLUMNS = 3  # of a table of trials
LONGEST_HEADER = 2_000  # code points
MANY_TRIALS = 6  # registry numbers of one registry; a trial may name the ones before it
FRONT = 200_000  # code points searched for the words of a result list


def doubts(source: Source, chunks: Sequence[Chunk]) -> list[str]:
    """Return why a page may not be one trial's. Where nothing on it is of a trial, its title is no trial's either."""
    found: list[str] = []
    said = {_part_of_a_trial(chunk) for chunk in chunks if chunk.lines} - {""}
    if len(said) < 2 and said.isdisjoint(("eligibility", "outcomes")) and not _is_called_a_trial(chunks, said):
        found.append("nothing on the page says that it is a clinical trial's; no facts were taken from it")
        _take_no_facts(chunks)
    elif _is_table(source.text):
        found.append("the page is a table with a trial in each row; save each trial in a page of its own")
        _take_no_facts(chunks)
    front = source.text[:FRONT].lower()
    results = any(word in front for word in _OF_RESULT_LISTS) and _RESULT_LIST.search(source.text, 0, FRONT)
    if results or _names_many(chunks):
        found.append("the page is a list of search results; what follows the first trial in it may be of others")
    return found


def _take_no_facts(chunks: Sequence[Chunk]) -> None:
    for chunk in chunks:
        chunk.section, chunk.field = "other", None


def _is_table(text: str) -> bool:
    """Whether the first line names columns of facts: "NCT Number,Study Title,Status,Phases"."""
    first = next((line for line in text[:FRONT].splitlines() if line.strip()), "")[:LONGEST_HEADER]
    names = [name.strip(" \"'") for name in re.split(r"[,;\t]", first)]
    known = sum(label_wordings().find(key_of(name)) is not None for name in names if name)
    return len(names) >= LEAST_COLUMNS and known * 2 > len(names)


def _names_many(chunks: Sequence[Chunk]) -> bool:
    """Whether the page's content names more trials than one trial's page does."""
    named = {number for chunk in chunks for line in chunk.lines for _, _, number in find_ids(line.text)}
    return sum(number.startswith("NCT") for number in named) >= MANY_TRIALS


def _is_called_a_trial(chunks: Sequence[Chunk], said: set[str]) -> bool:
    """Whether a page with hardly a label holds a registry number, or calls what it has a field of a trial."""
    text = "\n".join(part for chunk in chunks for part in (chunk.heading, *(line.text for line in chunk.lines)))
    if next(find_ids(text), None) is not None or (said and _TRIAL.search(text)):
        return True
    return _ALLOTS.search(text) is not None and _INVITES.search(text) is not None


def _part_of_a_trial(chunk: Chunk) -> str:
    """Return which part of a trial's page a chunk is; "" where any page could hold it."""
    if chunk.field:
        return "" if chunk.field in _ANYWHERE else chunk.field
    section = chunk.section.partition(".")[0]
    return section if section in _OF_A_TRIAL else ""
