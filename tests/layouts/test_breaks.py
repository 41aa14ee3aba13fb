"""What printing leaves in a text, and facts that stand side by side."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.layouts.breaks import is_broken_title, is_page_number
from trialsift.layouts.strips import fact_strip
from trialsift.offsets import Piece
from trialsift.page import Source
from trialsift.runs import Run, join_runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONFIDENTIAL      Page 2 of 9", True),
        ("Page 3", True),
        ("- 4 -", True),
        ("page 12/40", True),
        ("3 / 12", True),
        ("3 of 12", True),
        ("Page 2 of the diary is filled in", False),
        ("120/80 mmHg", False),
        ("Homepage 3", False),
        ("4", False),
    ],
)
def test_page_numbers(text, expected):
    assert is_page_number(text) is expected


@pytest.mark.parametrize(
    ("title", "rest", "expected"),
    [
        ("Nettle Tea and Honey Against Hay Fever in Treating Adults", "With Asthma", True),
        ("Nettle Tea and Honey Against Hay Fever in Grown-Up Adults and", "Children", True),
        ("Nettle Tea and Honey Against Hay Fever in Grown-Up Adults Who", "sneeze", True),
        ("Nettle Tea and Honey Against Hay Fever in Grown-Up Adults", "Completed", False),
        ("Nettle Tea and Honey Against Hay Fever in Grown-Up Adults.", "with asthma", False),
        ("Nettle Tea for Hay Fever", "with asthma", False),
        (
            "Ginger tea with or without rest at sea in persistent sickness (TEA)",
            "The cook answers for this record",
            False,
        ),
        ("Ginger tea with or without rest at sea in persistent sickness", "In this study tea is given.", False),
        ("Ginger tea with or without rest at sea in persistent sickness", "In Adults and Children", True),
    ],
)
def test_titles_go_on_in_the_next_line(title, rest, expected):
    assert is_broken_title(title, rest) is expected


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("NCT09990001 | Phase II | Recruiting", ["ids", "phases", "status"]),
        ("NCT09990001 · Phase 1/2", ["ids", "phases"]),
        ("ISRCTN09990001 – Completed", ["ids", "status"]),
        ("NCT09990001 | Phase II | Nettle tea", []),
        ("Phase II", []),
        ("Recruiting", []),
        ("Phase 2 - Recruiting", []),
    ],
)
def test_facts_side_by_side(text, fields):
    assert [field for field, _, _ in fact_strip(text)] == fields


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["double-", "blind"], "double-blind"),
        (["type 2 dia-", "betes"], "type 2 diabetes"),
        (["Hyper-", "tension"], "Hypertension"),
        (["placebo-", "controlled"], "placebo-controlled"),
        (["non-", "small cell"], "non-small cell"),
        (["pre-", "and post-dose"], "pre- and post-dose"),
        (["range 2-", "4 mg"], "range 2- 4 mg"),
        (["a", "b"], "a b"),
    ],
)
def test_words_broken_at_a_hyphen_get_no_space(lines, text):
    runs, at = [], 0
    for line in lines:
        runs.append(Run([Piece(line, at, at + len(line))]))
        at += len(line) + 1
    assert join_runs(runs).text == text


def test_feet_and_heads_of_pages_are_left_out():
    foot = "\n\nPage {} of 3\n\fTEA-01 Protocol\n"
    body = f"Inclusion Criteria:\n\n1. Gout{foot.format(1)}2. Adults{foot.format(2)}3. Asthma\n"
    page = read_page(Source("page.txt", f"A Study of Tea\n\n{body}", "0" * 64, 1, "utf-8", "text/plain"))
    assert [page.text_of(p) for p in page.passages] == ["A Study of Tea", "Gout", "Adults", "Asthma"]
