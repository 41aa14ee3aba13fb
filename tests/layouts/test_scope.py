"""Pages that are not one trial's: a warning, and no facts."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.read import decode

ANSWERS = (
    "<html><head><title>Whooping cough</title></head><body><h1>Whooping cough</h1><h2>Diagnosis</h2><p>By swab.</p>"
    "</body></html>"
)
RESULTS = (
    "<h1>Search</h1><p>12 results found for: cough</p><table><tr><th>Condition</th><td>Cough</td></tr>"
    "<tr><th>Phase</th><td>2</td></tr></table>"
)


def _page(text):
    return read_page(decode(text.encode(), path="page"))


def test_page_about_a_disease_gives_no_facts():
    page = _page(ANSWERS)
    assert page.warnings == ("nothing on the page says that it is a clinical trial's; no facts were taken from it",)
    assert {passage.field for passage in page.passages} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Honey for cough\n\nThe patients were randomly assigned to honey or tea. It helped.\n",
        "Honey for cough\n\nAll may take part in the fair. Everyone can join the club.\n",
    ],
)
def test_page_that_invites_nobody_or_allots_nobody_gives_no_facts(text):
    assert {passage.field for passage in _page(text).passages} == {None}


def test_result_list_is_said_to_be_one():
    assert _page(RESULTS).warnings == (
        "the page is a list of search results; what follows the first trial in it may be of others",
    )


def test_page_that_names_many_trials_is_a_list():
    items = "".join(f"<li><a>NCT0999000{n}</a> Honey for cough, part {n}</li>" for n in range(7))
    assert _page(f"<h1>Search results</h1><ol>{items}</ol>").warnings == (
        "the page is a list of search results; what follows the first trial in it may be of others",
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_table_with_a_trial_a_row_gives_no_facts(sign):
    rows = [["NCT Number", "Study Title", "Conditions", "Phases"], ["NCT09990001", "Honey", "Cough", "PHASE2"]]
    page = _page("\n".join(sign.join(row) for row in rows))
    assert page.warnings == ("the page is a table with a trial in each row; save each trial in a page of its own",)
    assert {passage.field for passage in page.passages} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Title: Honey, sponsor, and phase 2\nPhase: 2\nInclusion criteria:\n- Cough\n",
        "Honey for cough\n\nInclusion criteria:\n- Cough\n",
        "Conditions: Cough\nPhase: 2\nThe team found 12 studies of honey.\n",
        "<h1>Honey</h1><p>Registered as ACTRN12620000000000.</p>",
        "<h1>Honey</h1><h2>Clinical trial</h2><h3>Status</h3><p>Recruiting</p>",
        "Honey for cough\n\nChildren will be randomly assigned to honey or tea.\n\nThose with croup cannot join.\n",
    ],
)
def test_trial_pages_are_not_doubted(text):
    assert _page(text).warnings == ()
