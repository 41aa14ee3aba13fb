"""A page of each layout, written for this test, with its passages: `tests/pages/<layout>/<page>` and `<page>.passages`.

A passage's line is "section/field #group >level: text", groups counted as they come; the first lines name the
layout and the warnings.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from trialsift.layouts import layout_names, read_page
from trialsift.read import decode, read_source
from trialsift.verify import same_text

FOLDER = Path(__file__).resolve().parents[1] / "pages"
PAGES = sorted(path for path in FOLDER.glob("*/*") if path.suffix != ".passages")


def _lines(page):
    yield f"layout: {page.layout}"
    yield from (f"warning: {warning}" for warning in page.warnings)
    groups = {}
    for passage in page.passages:
        field = f"/{passage.field}" if passage.field else ""
        group = "" if passage.group is None else f" #{groups.setdefault(passage.group, len(groups) + 1)}"
        level = f" >{passage.level}" if passage.level > 0 else ""
        yield f"{passage.section}{field}{group}{level}: {page.text_of(passage)}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_page_gives_its_passages(path):
    expected = path.with_name(f"{path.name}.passages").read_text(encoding="utf-8")
    assert list(_lines(read_page(read_source(path)))) == expected.splitlines()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_kind_of_line_end_makes_no_difference(path):
    lines = path.read_bytes().replace(b"\r\n", b"\n")
    unix, windows = (read_page(decode(data, path=path.name)) for data in (lines, lines.replace(b"\n", b"\r\n")))
    assert list(_lines(windows)) == list(_lines(unix))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_passages_and_regions_lead_to_the_source(path):
    source = read_source(path)
    page = read_page(source)
    for passage in page.passages:
        start, end = page.offsets.to_source(passage.start, passage.end)
        assert same_text(source.text[start:end], page.text_of(passage), exact=source.media_type == "text/plain")
    assert [r for r in page.regions if not 0 <= r.start < r.end <= len(source.text)] == []


def test_every_layout_has_a_page_that_chooses_it():
    chosen = {read_page(read_source(path)).layout for path in PAGES}
    assert sorted(set(layout_names()) - chosen) == []
    assert sorted({path.parent.name for path in PAGES} - chosen) == []


def test_a_named_layout_is_taken():
    source = read_source(FOLDER / "veeva" / "dump.txt")
    page = read_page(source, layout="generic")
    assert (page.layout, page.layout_score) == ("generic", 1.0)
