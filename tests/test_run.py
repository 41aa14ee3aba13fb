"""A run: the same bytes however many processes, and records that were cut down still hold together."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from trialsift.inputs import find_inputs
from trialsift.record import GROUPS, from_json
from trialsift.run import Options, PageReader, errors_path, keep_fields, own_files, run
from trialsift.verify import check

Write = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("rules_only")


def test_any_number_of_workers_writes_the_same_bytes(write_pages: Write, tmp_path: Path):
    pages = write_pages(count=30)
    (pages / "p007.txt").write_bytes(b"")
    written = []
    for workers in (1, 2, 3):
        out = tmp_path / f"out{workers}.jsonl"
        run(find_inputs([str(pages)]), str(out), Options(), workers=workers)
        written.append((out.read_bytes(), out.with_name(f"out{workers}.errors.jsonl").read_bytes()))
    assert written[0] == written[1] == written[2]
    assert written[0][0].count(b"\n") == 29


def test_words_of_pages_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(30):
        (pages / f"{number:02}.txt").write_text(f"Condition: gout\nBrief Summary:\nWord{number}x and word{number}y.\n")
    inputs = find_inputs([str(pages)])
    kept = [PageReader(Options())(page) for page in inputs]
    monkeypatch.setattr("trialsift.run._PAGES_OF_ZONE", 5)
    reader = PageReader(Options())
    assert [reader(page) for page in inputs] == kept
    strings = reader._pipeline().vocab.strings
    assert "Word3x" in strings  # the words of the first pages stay: most are common ones
    assert not any(f"Word{number}x" in strings for number in range(10, 25))


@pytest.fixture
def line(write_pages: Write, tmp_path: Path) -> bytes:
    run(find_inputs([str(write_pages("a.txt"))]), str(tmp_path / "out.jsonl"), Options(), workers=1)
    return (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.parametrize("fields", [(), *itertools.combinations(GROUPS, 1), *itertools.combinations(GROUPS, 2)])
def test_record_with_some_groups_only_still_holds(line: bytes, tmp_path: Path, fields: tuple[str, ...]):
    record = from_json(keep_fields(line, fields))
    assert list(check(record, tmp_path / "pages")) == []
    full = from_json(line)
    assert {name: len(getattr(record, name)) for name in fields if name != "trial"} == {
        name: len(getattr(full, name)) for name in fields if name != "trial"
    }


@pytest.mark.parametrize(
    ("output", "errors"),
    [
        ("out.jsonl", "out.errors.jsonl"),
        ("deep/out.jsonl", "deep/out.errors.jsonl"),
        ("records.json", "records.json.errors.jsonl"),
        ("tables", "tables.errors.jsonl"),
        ("-", None),
        ("/dev/null", None),
    ],
)
def test_errors_lie_beside_the_output(output: str, errors: str | None):
    assert errors_path(output) == (Path(errors) if errors else None)


def test_files_of_a_run_are_its_output_and_errors_and_what_they_are_written_as():
    assert [str(path) for path in own_files("out.jsonl")] == [
        "out.jsonl",
        "out.jsonl.part",
        "out.errors.jsonl",
        "out.errors.jsonl.part",
    ]
    assert own_files("-") == []
