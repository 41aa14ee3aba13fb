"""Furniture of HTML pages by tags, ids, classes and roles; content that has such names stays."""

from __future__ import annotations

import pytest

from trialsift.layouts.generic import GENERIC
from trialsift.layouts.html_furniture import furniture_paths, furniture_word
from trialsift.lines import read_lines
from trialsift.read.html import read_html
from trialsift.vocab import table

TRIAL = (
    "<main><h1>Honey for Cough</h1><h2>Conditions</h2><p>Cough</p><h2>Inclusion criteria</h2>"
    "<ul><li>Cough for less than seven days in a child of one to five years</li></ul></main>"
)


@pytest.mark.parametrize("row", table("html_furniture"), ids=lambda row: row["word"])
def test_word_is_found_in_its_example(row):
    (block,) = [block for block in read_html(row["example"] + "x") if block.text]
    assert furniture_word(block.path) is bool(row["sure"])


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ("nav", True), ("footer.site", True), ("aside", True), ("header", False), ("form#f", False),
        ("div#header", False), ("div.trial-header", None), ("div.panel-heading", None), ("body.has-sidebar", None),
        ("main.menu", None), ("div.navigator", None), ("div.mainContent-and-nav", False), ("p.note", None),
        ("th.menu", None), ("caption.skipCaption", None), ("div[navigation]", True), ("ul.mainMenu", True),
    ],
)  # fmt: skip
def test_words_of_an_element(entry, verdict):
    assert furniture_word(entry) is verdict


@pytest.mark.parametrize(
    ("html", "left_out"),
    [
        ("<nav><a>Find a trial</a></nav>" + TRIAL, ["Find a trial"]),
        ("<div class='cookie-banner'>We use cookies</div>" + TRIAL, ["We use cookies"]),
        (TRIAL + "<div class='related-studies'><p>Zinc for colds</p></div>", ["Zinc for colds"]),
        ("<div class='sidebar-layout with-nav'>" + TRIAL + "</div>", []),
        ("<form>" + TRIAL + "</form>", []),
        ("<header><h1>Honey for Cough</h1></header><p>Text of the page.</p>", []),
        ("<div class='banner'><p>Masks are asked for</p></div>" + TRIAL, ["Masks are asked for"]),
        ("<p class='excerpt'>The start of a...</p><p>The start of a long text.</p>", ["The start of a..."]),
        ("<p class='short'>Another text.</p><p>The start of a long text.</p>", []),
    ],
)  # fmt: skip
def test_furniture_of_a_page(html, left_out):
    lines = read_lines(read_html(html))
    paths = furniture_paths(lines, GENERIC)
    assert [line.text for line in lines if line.block.path in paths] == left_out
