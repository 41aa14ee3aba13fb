"""Compile: pages marked by hand, or a table of spans, become page and gold; `marked_form` is the way back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from trialsift.annotate.compile import compile_file, marked_form
from trialsift.annotate.folder import GoldSpan, find_page
from trialsift.errors import BadAnnotation

PAGE = "⟦I:Colchicine⟧ for ⟦C:gout⟧\n\nTake ⟦D:0.5 mg⟧{}{daily}\n"


def _compile(folder: Path, content: str | bytes, name: str = "NCT09000001-veeva.txt") -> Path:
    path = folder / "drafts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return compile_file(path, folder / "annotations")


def test_marked_page_gives_page_and_gold(tmp_path: Path):
    facts = {"ids": ["NCT09000001"], "min_age": {"value": 18, "unit": "a"}}
    gold = _compile(tmp_path, f"{json.dumps({'trial': facts})}\n---\n⟦I:Colchicine⟧ for ⟦C:gout⟧\n")
    page = tmp_path / "annotations/pages/NCT09000001-veeva.txt"
    assert page.read_bytes() == b"Colchicine for gout\n"
    assert json.loads(gold.read_text(encoding="utf-8")) == {
        "schema": "trial-annotations/1",
        "page": "NCT09000001-veeva.txt",
        "sha256": hashlib.sha256(b"Colchicine for gout\n").hexdigest(),
        "trial": facts,
        "spans": [
            {"start": 0, "end": 10, "label": "INTERVENTION", "text": "Colchicine", "attrs": {}},
            {"start": 15, "end": 19, "label": "CONDITION", "text": "gout", "attrs": {}},
        ],
    }


@pytest.mark.parametrize(
    ("header", "data"),
    [
        ({}, "Gout ≥ 2\nflares\n".encode()),
        ({"encoding": "utf-8-sig"}, b"\xef\xbb\xbf" + "Gout ≥ 2\nflares\n".encode()),
        ({"encoding": "utf-16"}, "Gout ≥ 2\nflares\n".encode("utf-16")),
        ({"newline": "crlf"}, "Gout ≥ 2\r\nflares\r\n".encode()),
    ],
)
def test_page_is_written_as_the_header_says(tmp_path: Path, header: dict, data: bytes):
    _compile(tmp_path, f"{json.dumps(header)}\n---\n⟦C:Gout⟧ ≥ 2\n⟦O:flares⟧\n")
    page = find_page(tmp_path / "annotations", "NCT09000001-veeva")
    assert page.path.read_bytes() == data
    shift = 1 if "newline" in header else 0
    assert page.spans == (
        GoldSpan(0, 4, "CONDITION", "Gout"),
        GoldSpan(9 + shift, 15 + shift, "OUTCOME", "flares"),
    )
    assert page.read().path == str(page.path)


@pytest.mark.parametrize(
    "marked",
    [
        f'{{"encoding": "utf-8"}}\n---\n{PAGE}',
        f'{{"encoding": "utf-8", "trial": {{"ids": ["NCT09000001"]}}}}\n---\n{PAGE}',
        f'{{"encoding": "utf-8", "newline": "crlf"}}\n---\n{PAGE}',
        f'{{"encoding": "utf-8-sig"}}\n---\n{PAGE}',
        f'{{"encoding": "utf-8"}}\n---\n{PAGE}mixed\r\nends\r',
    ],
)
def test_marked_form_is_what_was_compiled(tmp_path: Path, marked: str):
    _compile(tmp_path, marked)
    assert marked_form(find_page(tmp_path / "annotations", "NCT09000001-veeva")) == marked


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":2: the second line of a marked page is ---"),
        ("{}\nGout\n", ":2: the second line of a marked page is ---"),
        ("gout\n---\nGout", ":1: the first line of a marked page is JSON"),
        ("[]\n---\nGout", ":1: the header is a JSON object of encoding, newline, trial"),
        ('{"charset": "x"}\n---\nGout', ":1: the header is a JSON object of encoding, newline, trial"),
        ('{"newline": "cr"}\n---\nGout', ":1: newline is one of lf, crlf"),
        ('{"encoding": "latin"}\n---\nGout≥', ":3: '≥' cannot be written in latin"),
        ('{"encoding": "klingon"}\n---\nGout', ":1: unknown encoding 'klingon'"),
        ("{}\n---\nGout\n⟦C:Gout", ":4: at '⟦C:Gout': this CONDITION is never closed"),
        (b"{}\n---\nGout \xff", "not in UTF-8"),
    ],
)
def test_fault_of_a_marked_page_names_file_and_line(tmp_path: Path, content: str | bytes, message: str):
    with pytest.raises(BadAnnotation) as caught:
        _compile(tmp_path, content)
    assert "NCT09000001-veeva.txt" in str(caught.value)
    assert message in str(caught.value)
    assert not (tmp_path / "annotations").exists()


def test_page_that_is_read_in_another_encoding_is_refused(tmp_path: Path):
    with pytest.raises(BadAnnotation, match=":4: the page would be read in"):
        _compile(tmp_path, '{"encoding": "mac-roman"}\n---\nPlain\nSjögren\n')


def test_two_files_of_one_page_are_refused(tmp_path: Path):
    _compile(tmp_path, "{}\n---\nGout")
    with pytest.raises(BadAnnotation, match="has this page's id already"):
        _compile(tmp_path, "{}\n---\nGout", name="NCT09000001-veeva.html")


def _table(folder: Path, rows: str, suffix: str = ".tsv") -> Path:
    (folder / "p-x.html").write_text("<p>Gout, gout and\n<b>gout flares</b> 5 mg\n", encoding="utf-8")
    path = folder / f"p-x{suffix}"
    path.write_text(rows, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("suffix", "rows"),
    [
        (
            ".tsv",
            'line\tlabel\ttext\tattrs\tnth\n2\tOUTCOME\tgout flares\t{"type": "primary"}\n1\tCONDITION\tgout\n'
            '\n2\tDOSE\t5 mg\t{"amount": 5, "unit": "mg"}\n0\tTRIAL\t\t{"ids": ["X"]}\n',
        ),
        (
            ".csv",
            '2,OUTCOME,gout flares,"{""type"": ""primary""}",1\n1,CONDITION,gout,,1\n'
            '2,DOSE,5 mg,"{""amount"": 5, ""unit"": ""mg""}"\n0,TRIAL,,"{""ids"": [""X""]}",\n',
        ),
    ],
)
def test_table_of_spans_gives_the_same_gold(tmp_path: Path, suffix: str, rows: str):
    compile_file(_table(tmp_path, rows, suffix), tmp_path / "out")
    page = find_page(tmp_path / "out", "p-x")
    assert page.facts == {"ids": ["X"]}
    assert page.spans == (
        GoldSpan(9, 13, "CONDITION", "gout"),
        GoldSpan(21, 32, "OUTCOME", "gout flares", {"type": "primary"}),
        GoldSpan(37, 41, "DOSE", "5 mg", {"amount": 5, "unit": "mg"}),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1\tCONDITION\tasthma", "'asthma' does not stand on line 1"),
        ("2\tCONDITION\tgout\t\t2", "'gout' does not stand on line 2 of the page 2 times"),
        ("9\tCONDITION\tgout", "the page has lines 1 to 3, not '9'"),
        ("x\tCONDITION\tgout", "not 'x'"),
        ("1\tDISEASE\tgout", "unknown label 'DISEASE'"),
        ("1\tCONDITION\tgout\t{", "attrs are no JSON"),
        ("1\tCONDITION\tgout\t[]", "attrs are a JSON object"),
        ("1\tCONDITION\tgout\t{}\t1\tx", "6 cells"),
    ],
)
def test_fault_of_a_table_names_file_and_line(tmp_path: Path, row: str, message: str):
    with pytest.raises(BadAnnotation) as caught:
        compile_file(_table(tmp_path, f"1\tCONDITION\tGout\n{row}\n"), tmp_path / "out")
    assert "p-x.tsv:2: " in str(caught.value)
    assert message in str(caught.value)


def test_table_without_its_page_is_refused(tmp_path: Path):
    (tmp_path / "lonely.tsv").write_text("1\tCONDITION\tgout\n", encoding="utf-8")
    with pytest.raises(BadAnnotation, match=r"0 pages named lonely\.\*"):
        compile_file(tmp_path / "lonely.tsv", tmp_path / "out")
