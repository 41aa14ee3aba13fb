"""Text dumps: lines as blocks, references and stray tags at their places."""

from __future__ import annotations

import pytest

from trialsift.read.text import read_text


def _lines(text):
    return [
        (block.text, [(p.text, text[p.start : p.end]) for p in block.pieces], block.level) for block in read_text(text)
    ]


def test_every_line_is_a_block_with_its_indentation():
    assert _lines("a\r\n  b\n\n\tc") == [
        ("a", [("a", "a")], 0),
        ("  b", [("  b", "  b")], 2),
        ("", [], 0),
        ("\tc", [("\tc", "\tc")], 1),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ALT &ge; 2", [[("ALT ", "ALT "), ("≥", "&ge;"), (" 2", " 2")]]),
        ("&#8805;&#x2264;", [[("≥", "&#8805;"), ("≤", "&#x2264;")]]),
        ("R&D; AT&T", [[("R&D; AT&T", "R&D; AT&T")]]),
        ("x &nosuchname; y", [[("x ", "x "), ("&nosuchname;", "&nosuchname;"), (" y", " y")]]),
        ("10<sup>9</sup>/L", [[("10", "10"), ("^", "<sup>"), ("9", "9"), ("/L", "/L")]]),
        ("kg/m<sup>2</sup>", [[("kg/m", "kg/m"), ("^", "<sup>"), ("2", "2")]]),
        ("study<sup>1</sup>", [[("study", "study"), ("1", "1")]]),
        ("CD4<sup>+</sup>", [[("CD4", "CD4"), ("+", "+")]]),
        ("a<br>b<BR/>c", [[("a", "a")], [("b", "b")], [("c", "c")]]),
        ("a<b and c>d", [[("a<b and c>d", "a<b and c>d")]]),
        ("is <ULN", [[("is <ULN", "is <ULN")]]),
        ("<li>one", [[], [("• ", "<li>"), ("one", "one")]]),
        ("hyper\u00adtension", [[("hyper", "hyper"), ("tension", "tension")]]),
        ("a\u2028b\fc", [[("a", "a")], [("b", "b")], [("c", "c")]]),
        ("NEL\x85stays", [[("NEL\x85stays", "NEL\x85stays")]]),
    ],
)
def test_pieces(text, lines):
    assert [pieces for _, pieces, _ in _lines(text)] == lines


def test_no_text_gives_one_empty_line():
    assert [block.pieces for block in read_text("\n")] == [()]
