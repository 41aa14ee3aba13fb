"""No input makes a parser take more than linear time: twice the text takes about twice as long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest

from trialsift.arms_in_words import arms_as_subjects, arms_in_words
from trialsift.build import build
from trialsift.extraction import extract_json
from trialsift.fact_segments import segments_of
from trialsift.intervention_types import type_by_name
from trialsift.page import Passage
from trialsift.read import decode
from trialsift.registry_ids import find_ids
from trialsift.rules.outcome_entries import read_entries
from trialsift.rules.outcome_prose import read_prose
from trialsift.rules.outcome_text import find_in_text
from trialsift.statements.acronym import find_acronym, find_acronym_in_text
from trialsift.statements.design import find_design, own_design
from trialsift.statements.enrollment import count_alone, find_count
from trialsift.statements.people import find_ages, find_counts
from trialsift.statements.phase import find_stated_phase
from trialsift.statements.plain_design import find_plain_design
from trialsift.statements.sex import find_sex
from trialsift.statements.sponsor import find_sponsor
from trialsift.statements.status import find_status
from trialsift.statements.strip import find_in_strip, find_labelled
from trialsift.values.age import parse_age
from trialsift.values.age_statement import find_age_limits
from trialsift.values.date import parse_date
from trialsift.values.dose import find_doses
from trialsift.values.phase import find_phases
from trialsift.values.threshold import find_thresholds, remembered
from trialsift.values.time_frame import parse_time_frame
from trialsift.values.unit import parse_unit


def _all(finder: Callable[[str], Iterable[object]]) -> Callable[[str], object]:
    """Return a finder that runs to its end."""

    def run(text: str) -> object:
        return list(finder(text))

    run.__name__ = finder.__name__
    return run


def _arms(text: str) -> object:
    return arms_in_words(text, ())


def find_endpoints(text: str) -> object:
    """Find the endpoints of a summary."""
    return find_in_text(text, Passage(0, len(text), "summary"))


def strip(text: str) -> object:
    """Read a text as a strip of facts."""
    return find_in_strip(text, certain=False)


PARSERS: tuple[Callable[[str], object], ...] = (
    find_doses,
    find_endpoints,
    find_thresholds,
    parse_time_frame,
    parse_age,
    parse_date,
    parse_unit,
    find_acronym,
    find_acronym_in_text,
    find_age_limits,
    find_count,
    count_alone,
    find_sex,
    find_sponsor,
    find_stated_phase,
    find_plain_design,
    segments_of,
    find_status,
    type_by_name,
    _all(arms_as_subjects),
    _arms,
    _all(find_design),
    _all(find_ids),
    _all(find_labelled),
    _all(find_ages),
    _all(find_counts),
    strip,
    _all(find_phases),
    _all(read_entries),
    _all(read_prose),
    _all(own_design),
)
# each repeated until it is long: what makes a pattern with nested repeats explode
PIECES = (
    "a", " ", "1", "1,", "1.", "10^", "( ", "((", "))", "[", "mg ", "mg/", "10 mg ", "10 mg, ", "1 or ",
    "1, 2 and ", "1-", "day 1, ", "days 1-2 and ", "every ", "every 3 ", "for ", "for 3 weeks ", "twice daily ",
    "at least ", "up to ", "< ", ">=", "week 1 to ", "after the ", "cycle ", "2 tablets of ", "oral ", "IV ",
    "single ", "x 2 ", "per kg ", "/kg", "18 years to ", "Jan 1, ", "2006-", "－", "é́", "ALT ", "ALT, ", "ALT and ",
    "ALT (", "ALT > ", "ALT ≤ 3 x ULN, ", "ALT of the ", "≥ ", "> 5 or ", "1 x ", "ULN ", "NYHA III, ", "positive ",
    "negative for ", "between 1 ", "to be ", "not ", "word ", "Word grade ", "HER2+", "T2N0", "II-", "1/2/", "1:1",
    "(1 ", "% of ", "SD below ", "this study is a ", "sponsored by Elm ", "60 people ", "Phase 1/", "adults and ",
    "\n", "\\[", "assigned to ", "two groups: ", "the tea group ",
)  # fmt: skip
# of whole pages: what their readers, the linking and the record are given over and over
PAGE_PIECES = (
    "*", "#", ":", "|", "µ", "中", "Aa", "(a) ", "(HIV) ", "human immunodeficiency virus (HIV) ", "HIV\n", "- HIV\n",
    "HIV ", "Conditions\n", "Secondary outcomes\n", "a: b\n", "a | b |\n", "|a|b|\n|--|--|\n", "a\tb\n", "1. a\n",
    "-\na\n", "• a\n", "Inclusion Criteria:\n", "Exclusion Criteria:\n- a\n", "Drug: aspirin 5 mg\n",
    "Arm A: aspirin 5 mg\n", "gout, ", "gout and ", "aspirin, ", "aspirin (a) ", "[a](b) ", "**a** ",
    "a [ Time Frame: 1 week ]\n", "NCT01234567\n", "E.1.1 a: b\n", "≥ 5 mg/dL ", "ALT > 3 and AST > 3 or ",
    "20%<PTA≤40% ", "day 1 ", "<", "<div>", "<p>a", "<table><tr><td>a", "<ul><li>gout", "<h2>a</h2>",
    "<dt>a</dt><dd>b</dd>", "<!--", "&", "&amp;",
)  # fmt: skip
FRAMES = {
    "criteria": "Colchicine in Gout\n\nInclusion Criteria:\n{}",
    "html": "<!DOCTYPE html><html><body><h1>Colchicine in Gout</h1><p>{}</p></body></html>",
}
_PAGE_SIZE = 2_000
_SIZE = 1_500
_FACTOR = 8  # four times the text may take this many times as long: noise, not a square
_QUICK = 0.05  # seconds within which growth does not matter


def _seconds(parser: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        remembered.cache_clear()  # remembered passages take no time
        start = time.process_time()
        parser(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_time_is_linear(parser, piece):
    parser("warm up")
    short = piece * (_SIZE // len(piece))
    long = piece * (4 * _SIZE // len(piece))
    taken = _seconds(parser, long)
    assert taken < max(_QUICK, _FACTOR * _seconds(parser, short)), f"{taken:.3f} s for {len(long)} characters"


@pytest.fixture(scope="module")
def read() -> Callable[[str], object]:
    """Return what makes a record of the text of a page, by the rules alone: the model takes the same for each token."""
    nlp = build()

    def extract(text: str) -> object:
        return extract_json(decode(text.encode(), path="page"), layout=None, nlp=nlp)

    extract(FRAMES["criteria"].format("- ALT > 3 x ULN\n- aspirin 5 mg\n"))
    return extract


@pytest.mark.parametrize("piece", PAGE_PIECES)
@pytest.mark.parametrize("frame", FRAMES)
def test_time_of_a_page_is_linear(read, frame, piece):
    short, long = (FRAMES[frame].format(piece * (size // len(piece))) for size in (_PAGE_SIZE, 4 * _PAGE_SIZE))
    taken = _seconds(read, long)
    assert taken < max(2 * _QUICK, _FACTOR * _seconds(read, short)), f"{taken:.3f} s for {len(long)} characters"
