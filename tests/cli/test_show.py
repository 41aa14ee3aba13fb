"""`show`, `schema` and `verify` as commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result
from typer.testing import CliRunner

from trialsift.cli import app
from trialsift.errors import TrialsiftError

pytestmark = pytest.mark.usefixtures("rules_only")
Write = Callable[..., Path]


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_show_writes_one_page(write_pages: Write, tmp_path: Path):
    page = write_pages("a.txt") / "a.txt"
    result = _run("show", page, "-o", tmp_path / "deep/page.html")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "deep/page.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "alt &gt; 3 [ULN] · eligible: ≤ 3 [ULN]" in html
    assert html.count("<script>") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.txt"], "gone.txt"),
        (["empty.txt"], "empty.txt"),
        (["a.txt", "-o", "a.txt/page.html"], "cannot write a.txt/page.html"),
    ],
)
def test_show_refuses_what_it_cannot_read_or_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
):
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("a.txt").write_text("Gout trial\n", encoding="utf-8")
    result = _run("show", *arguments)
    assert isinstance(result.exception, TrialsiftError), result.output
    assert message in str(result.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "empty.txt"]


def test_show_refuses_an_unknown_layout(write_pages: Write):
    result = _run("show", write_pages("a.txt") / "a.txt", "--layout", "geocities")
    assert result.exit_code == 2


def test_schema_is_one_that_validates():
    result = _run("schema")
    assert result.exit_code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(result.stdout))


@pytest.fixture
def records(write_pages: Write, tmp_path: Path) -> Path:
    result = _run("extract", write_pages("a.txt", "b.txt"), "-o", tmp_path / "out.jsonl", "--quiet")
    assert result.exit_code == 0, result.output
    return tmp_path / "out.jsonl"


def test_verify_says_how_many_records_hold(records: Path):
    result = _run("verify", records, "--root", records.parent / "pages")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "2 records hold\n")


def test_verify_names_file_line_and_page_of_each_fault(records: Path):
    page = records.parent / "pages/b.txt"
    page.write_text(page.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    result = _run("verify", records, "--root", records.parent / "pages")
    assert result.exit_code == 1
    assert result.stdout == f"{records}:2: b.txt: the file has changed since (SHA-256 differs)\n"
    assert result.stderr == "1 fault in 2 records\n"


def test_verify_refuses_a_file_that_is_not_there(tmp_path: Path):
    result = _run("verify", tmp_path / "gone.jsonl")
    assert isinstance(result.exception, TrialsiftError)
    assert "cannot read" in str(result.exception)
