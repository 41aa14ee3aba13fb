"""Pages that lost their line ends."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.page import Source
from trialsift.read import decode

PAGE = (
    "Ginger Tea for Sea Sickness NCT09990123 Brief Summary: A trial of ginger tea on ferries. Conditions: Sea sickness "
    "Interventions: Dietary Supplement: Ginger tea Phase: 2 Enrollment: 40 Sponsor: Elmfield Clinic Ages: 18 years "
    "to 65 years Inclusion Criteria: 1. Sick on at least 2 of 3 trips 2. Haemoglobin above 10 g/dL Exclusion Criteria: "
    "1. Pregnancy or breast-feeding 2. Gallstones What did people do? They drank a cup at noon."
)


def _read(text: str) -> list[tuple[str, str | None, str]]:
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    return [(passage.section, passage.field, page.text_of(passage)) for passage in page.passages]


def test_labels_and_questions_divide_a_page_of_one_line():
    assert _read(PAGE) == [
        ("title", "title", "Ginger Tea for Sea Sickness"),
        ("summary", None, "NCT09990123"),
        ("summary", None, "A trial of ginger tea on ferries."),
        ("conditions", "conditions", "Sea sickness"),
        ("interventions", "interventions", "Dietary Supplement: Ginger tea"),
        ("design", "phases", "2"),
        ("design", "enrollment", "40"),
        ("design", "sponsor", "Elmfield Clinic"),
        ("eligibility", "ages", "18 years to 65 years"),
        ("eligibility.inclusion", None, "Sick on at least 2 of 3 trips"),
        ("eligibility.inclusion", None, "Haemoglobin above 10 g/dL"),
        ("eligibility.exclusion", None, "Pregnancy or breast-feeding"),
        ("eligibility.exclusion", None, "Gallstones"),
        ("description", None, "They drank a cup at noon."),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        # labels of one kind, or of sections alone, stand in the paragraphs of older records
        "Ginger tea may calm the stomach. PURPOSE: This trial studies how well ginger tea works in "
        "people who are sick at sea. OUTLINE: People get tea or water. PROJECTED ACCRUAL: 40 people.",
        "The nurse notes the ratio of two values: a first one, taken at noon, and a second one at night: both are "
        "kept for a year. The doctor then says one of three things: go on, stop, or take half as much tea.",
    ],
)
def test_a_paragraph_with_colons_stays_whole(paragraph):
    read = _read(f"Ginger Tea\n\nBrief Summary:\n{paragraph}\n")
    assert [text for _, _, text in read[1:]] == [paragraph]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("What do we want to learn?", "other"),
        ("What will happen during the trial?", "description"),
        ("Have you had gout in the last year?", "eligibility.inclusion"),
        ("Who", "eligibility.inclusion"),
    ],
)
def test_a_question_alone_in_a_line_ends_the_criteria(line, section):
    text = f"Ginger Tea\n\nInclusion Criteria:\n\n- Gout\n- Asthma\n\n{line}\n\nSomething else.\n"
    assert _read(text)[-1][0] == section


def test_no_line_goes_on_over_what_is_left_out():
    text = (
        "Ginger Tea for Gout\n\nWhat we measure\n- Safety: infections and second operations of any kind (24 months)\n\n"
        "▸ Results\nNot yet published. Sign up for our newsletter\n"
    )
    page = read_page(decode(text.encode(), path="page.txt"))
    assert [page.text_of(p) for p in page.passages if "Safety" in page.text_of(p)] == [
        "Safety: infections and second operations of any kind (24 months)"
    ]
