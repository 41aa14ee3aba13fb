"""HTML: every construct gives its blocks, each character with the source it came from."""

from __future__ import annotations

import pytest

from trialsift.read.html import read_html


def _blocks(text):
    """Return (kind, text) of the blocks with text."""
    return [(block.kind, block.text) for block in read_html(text) if block.text]


def _pieces(text):
    """Return (text, source slice) of all pieces."""
    return [(piece.text, text[piece.start : piece.end]) for block in read_html(text) for piece in block.pieces]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<title>A &amp; B</title>", [("heading", "A & B")]),
        ("<h2>Who  can\n join?</h2><p>Adults</p>", [("heading", "Who can join?"), ("paragraph", "Adults")]),
        ("<div>one<div>two</div>three</div>", [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")]),
        ("<p>one<p>two", [("paragraph", "one"), ("paragraph", "two")]),
        ("plain text alone", [("paragraph", "plain text alone")]),
        ("<p>a <b>bold</b><i> word</i> here</p>", [("paragraph", "a bold word here")]),
        ("<p>inter<b>feron</b></p>", [("paragraph", "interferon")]),
        ("<ul><li>one<li>two</ul>", [("item", "one"), ("item", "two")]),
        ("<ul><li><p>one</p><p>more</p></li></ul>", [("item", "one"), ("paragraph", "more")]),
        ("<li>no list around</li>", [("item", "no list around")]),
        ("<dl><dt>Phase<dd>2<dt>Sex</dl>", [("term", "Phase"), ("definition", "2"), ("term", "Sex")]),
        ("<table><tr><th>Age<td>18<tr><th>Sex</table>", [("cell", "Age"), ("cell", "18"), ("cell", "Sex")]),
        ("<table><caption>Dates</caption><tr><td>x</td></tr></table>", [("heading", "Dates"), ("cell", "x")]),
        ("<p>a<br>b<br/><br>c</p>", [("line", "a"), ("line", "b"), ("line", "c")]),
        ("<h3>two<br>lines</h3>", [("heading", "two lines")]),
        ("<li>first<br>second</li>", [("item", "first"), ("line", "second")]),
        ("<pre>a\n  b\n\nc</pre>", [("line", "a"), ("line", "b"), ("line", "c")]),
        ("<script>var a = '<p>no</p>';</script><p>yes</p>", [("paragraph", "yes")]),
        ("<style>p { color: red }</style><p>yes</p>", [("paragraph", "yes")]),
        ("<noscript><p>no</p></noscript><template><p>no</p></template><p>yes</p>", [("paragraph", "yes")]),
        ("<p hidden>no</p><p style='DISPLAY : none'>no</p><p>yes</p>", [("paragraph", "yes")]),
        ("<p aria-hidden=true>no</p><p>yes</p>", [("paragraph", "yes")]),
        ("<div style='display:none'><p>no</p><ul><li>no</ul></div><p>yes</p>", [("paragraph", "yes")]),
        ("<div class='tab-pane' style='display:none'><p>a tab</p></div>", [("paragraph", "a tab")]),
        ("<div data-tab=x style='display:none'>a tab</div>", [("paragraph", "a tab")]),
        ("<div class='tooltip-content' style='display:none'>no</div>", []),
        ("<select><option>no<option>no</select><textarea>no</textarea>yes", [("paragraph", "yes")]),
        ("<button>Search</button><h2><button aria-expanded=false>Criteria</button></h2>", [("heading", "Criteria")]),
        ("<!-- no --><p>yes<!-- <b>no</b> --></p><![CDATA[kept]]>", [("paragraph", "yes"), ("paragraph", "kept")]),
        ("<p>ALT <ULN and AST >2</p>", [("paragraph", "ALT <ULN and AST >2")]),
        ("<p>age < 5 and > 2 & up</p>", [("paragraph", "age < 5 and > 2 & up")]),
        ("<p>a</span></i> b</p></div>", [("paragraph", "a b")]),
        ("</br>a</br>b", [("line", "a"), ("line", "b")]),
        ("<h1>unclosed <b>bold", [("heading", "unclosed bold")]),
        ("<p title='a > b' class=x>text</p>", [("paragraph", "text")]),
        ("<P CLASS='x'>Upper</P>", [("paragraph", "Upper")]),
        ("<my-card><my-title>T</my-title>body</my-card>", [("paragraph", "T"), ("paragraph", "body")]),
        ("<p>word<o:p></o:p></p>", [("paragraph", "word")]),
        ("<td><i style='display:block'>a</i><b style='display:block'>b</b></td>", [("cell", "a"), ("cell", "b")]),
    ],
)  # fmt: skip
def test_blocks(text, blocks):
    assert _blocks(text) == blocks


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("<p>ALT &ge; 2</p>", [("ALT ", "ALT "), ("≥", "&ge;"), (" 2", " 2")]),
        ("<p>&lt5 &LT 6</p>", [("<", "&lt"), ("5 ", "5 "), ("<", "&LT"), (" 6", " 6")]),
        ("<p>&amp;c</p>", [("&", "&amp;"), ("c", "c")]),
        ("<p>&#8805;&#x2264;&#60</p>", [("≥", "&#8805;"), ("≤", "&#x2264;"), ("<", "&#60")]),
        ("<p>R&D at AT&T</p>", [("R&D at AT&T", "R&D at AT&T")]),
        ("<p>a\n   b</p>", [("a", "a"), (" ", "\n   "), ("b", "b")]),
        ("<p>a&nbsp;&nbsp; b</p>", [("a", "a"), (" ", "&nbsp;&nbsp; "), ("b", "b")]),
        ("<p> a <b> b </b></p>", [("a", "a"), (" ", " <b> "), ("b", "b")]),
        ("<p>10<sup>9</sup>/L</p>", [("10", "10"), ("^", "<sup>"), ("9", "9"), ("/L", "/L")]),
        ("<p>CO<sub>2</sub></p>", [("CO", "CO"), ("2", "2")]),
        ("<p>drug<sup>1</sup></p>", [("drug", "drug"), ("1", "1")]),
        ("<p>hyper&shy;tension</p>", [("hyper", "hyper"), ("tension", "tension")]),
        ("<th>two<br>lines</th>", [("two", "two"), (" ", "<br>"), ("lines", "lines")]),
    ],
)  # fmt: skip
def test_pieces(text, pieces):
    assert _pieces(text) == pieces


def test_tables_number_their_rows_and_columns():
    blocks = read_html(
        "<table><tr><th>A</th><td>1</td></tr><tr><td colspan=2>B<table><tr><td>in</td></tr></table>after</td></tr>"
        "<tr><td>C<br>D</td><td><ul><li>x</ul></td></tr></table>"
    )
    assert [(b.text, b.row, b.column) for b in blocks if b.text] == [
        ("A", 1, 0), ("1", 1, 1), ("B", 2, 0), ("in", 3, 0), ("after", 2, 0), ("C", 4, 0), ("D", 4, 0), ("x", 5, None),
    ]  # fmt: skip


def test_levels_of_headings_and_lists():
    blocks = read_html("<h1>a</h1><h4>b</h4><ul><li>c<ol><li>d</ol></ul><div role=heading aria-level=3>e</div>")
    assert [(b.text, b.kind, b.level) for b in blocks] == [
        ("a", "heading", 1), ("b", "heading", 4), ("c", "item", 1), ("d", "item", 2), ("e", "heading", 3),
    ]  # fmt: skip


def test_indentation_after_a_line_break_is_kept():
    blocks = read_html("<p>1. one<br/>\n    - sub<br>&nbsp;&nbsp;two</p>")
    assert [(b.text, b.level) for b in blocks if b.text] == [("1. one", 0), ("- sub", 4), ("two", 2)]


def test_path_names_the_elements_around():
    (block,) = read_html('<body class="a  b"><div id="main" role="main"><p>x</p></div></body>')
    assert block.path == "body.a.b > div#main[main] > p"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("<p><b>Phase</b> 2</p>", ["Phase"]),
        ("<p>Sponsor <span>A. Firm</span></p>", ["Sponsor"]),
        ("<p><b>All bold</b></p>", [""]),
        ("<p>Just <b>one</b> word</p>", [""]),
        ("<p><b>Status</b> open<br><b>Ages</b> 3</p>", ["Status", "Ages"]),
    ],
)
def test_labels_set_off_by_an_inline_element(text, leads):
    assert [b.text[: b.lead].strip() for b in read_html(text) if b.text] == leads
