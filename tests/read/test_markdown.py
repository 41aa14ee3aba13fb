"""Markdown: headings, lists, tables and lines as blocks, marks left out, every character at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.read.markdown import is_markdown, read_markdown


def _blocks(text):
    return [(block.kind, block.level, block.text, block.lead) for block in read_markdown(text) if block.text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n## B\n", True),
        ("Menu\n\n### Who can join\n", True),
        ("# item\n# item\n", False),
        ("#1 Adults\n##2\n", False),
        ("Grade ## 3\n", False),
        ("", False),
    ],
)
def test_a_page_is_markdown_by_its_headings(text, expected):
    assert is_markdown(text) is expected


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A study #\n", [("heading", 1, "A study", 0)]),
        ("### **Who** can join?\n", [("heading", 3, "Who can join?", 0)]),
        ("**Phase:** II  \n**Sponsor**: X", [("line", 0, "Phase: II  ", 6), ("line", 0, "Sponsor: X", 7)]),
        ("* one\n* two\n", [("item", 1, "* one", 0), ("item", 1, "* two", 0)]),
        ("1. one\n   goes on\n2. two", [("item", 1, "1. one goes on", 0), ("item", 1, "2. two", 0)]),
        ("- a\n  - b\n    - c\n- d", [("item", n, f"- {t}", 0) for n, t in ((1, "a"), (2, "b"), (3, "c"), (1, "d"))]),
        ("a [link](https://x.org/a_(b)) here", [("line", 0, "a link here", 0)]),
        ("![logo](x.png) text", [("line", 0, " text", 0)]),
        ("[1,2] (see text)", [("line", 0, "[1,2] (see text)", 0)]),
        ("*in vitro* and _ex vivo_, `code`", [("line", 0, "in vitro and ex vivo, code", 0)]),
        ("ANC 1,000/mm3* and PLT 5*10^9", [("line", 0, "ANC 1,000/mm3* and PLT 5*10^9", 0)]),
        ("snake_case_name, 2 * 3 * 4", [("line", 0, "snake_case_name, 2 * 3 * 4", 0)]),
        ("ALT \\> 3", [("line", 0, "ALT \\> 3", 0)]),
        ("ALT &gt; 3", [("line", 0, "ALT > 3", 0)]),
        ("> 3 x ULN", [("line", 0, "> 3 x ULN", 0)]),
        ("---\n***\n```\n", []),
        ("two lines\nof one", [("line", 0, "two lines", 0), ("line", 0, "of one", 0)]),
    ],
)
def test_lines_become_blocks(text, blocks):
    assert _blocks(text) == blocks


def test_tables_become_cells():
    text = "| Measure | When |\n|:--|--:|\n| Pain \\| ache | Week 1<br>Week 2 |\n|| Day 3 |\nafter | a row\n\nend | x\n"
    found = [(b.kind, b.row, b.column, b.text, b.path) for b in read_markdown(text) if b.text]
    table = "main > table#t0 > tr"
    assert found == [
        ("cell", 1, 0, "Measure", f"{table} > th"),
        ("cell", 1, 1, "When", f"{table} > th"),
        ("cell", 2, 0, "Pain \\| ache", f"{table} > td"),
        ("cell", 2, 1, "Week 1", f"{table} > td"),
        ("cell", 2, 1, "Week 2", f"{table} > td"),
        ("cell", 3, 1, "Day 3", f"{table} > td"),
        ("cell", 4, 0, "after", f"{table} > td"),
        ("cell", 4, 1, "a row", f"{table} > td"),
        ("line", None, None, "end | x", "main > p"),
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[Home](/) · [About](/about)", "main > nav > p"),
        ("[A sponsor](https://x.org)", "main > p"),
        ("[Home](/) or [About](/about)", "main > p"),
    ],
)
def test_a_row_of_links_is_a_menu(text, path):
    assert {block.path for block in read_markdown(text)} == {path}


@given(st.text(alphabet="ab1|-#*_[]()!<br>\\&;`:. \n\r", max_size=120))
def test_blocks_lead_back_to_the_source(text):
    at = 0
    for block in read_markdown(text):
        for piece in block.pieces:
            assert at <= piece.start <= piece.end <= len(text)
            assert not piece.verbatim or text[piece.start : piece.end] == piece.text or piece.text == " "
            at = piece.end
        assert 0 <= block.lead <= len(block.text)


@pytest.mark.parametrize(
    "part", ["[", "![", "**a", "*a ", "__a_", "`", "|", "- ", "\\", "[a](", "a](b) ", "-\n- \n", "|-|\n"]
)
def test_reading_takes_linear_time(part):
    def took(times):
        start = time.process_time()
        read_markdown(part * times)
        return time.process_time() - start

    assert took(12_000) < 0.15 + 40 * took(1_500)
