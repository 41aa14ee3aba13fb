"""`extract`: what goes where, what the exit code says, and what is refused before any page is read."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from trialsift.cli import app, extract_app
from trialsift.errors import TrialsiftError
from trialsift.record import GROUPS, json_schema
from trialsift.tables import TABLES

pytestmark = pytest.mark.usefixtures("rules_only")
Write = Callable[..., Path]


def _extract(*arguments: str | Path, code: int = 0, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(extract_app, [*map(str, arguments), "--workers", "1"], input=stdin)
    assert result.exit_code == code, result.output
    return result


def _records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_folder_gives_one_record_a_page_in_order(write_pages: Write, tmp_path: Path):
    result = _extract(write_pages("b.txt", "a.txt", "deep/c.txt"), "-o", tmp_path / "out.jsonl")
    assert [record["source"]["path"] for record in _records(tmp_path / "out.jsonl")] == ["a.txt", "b.txt", "deep/c.txt"]
    assert result.stderr == f"{tmp_path / 'out.jsonl'}: 3 records\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "pages"]


def test_record_fits_the_schema_and_points_home(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt")
    _extract(pages, "-o", tmp_path / "out.jsonl")
    (record,) = _records(tmp_path / "out.jsonl")
    jsonschema.validate(record, json_schema())
    text = (pages / "a.txt").read_text(encoding="utf-8")
    assert [m["text"] for m in record["mentions"]] == [text[m["start"] : m["end"]] for m in record["mentions"]]
    thresholds = [record["mentions"][t["mention"]]["text"] for t in record["lab_thresholds"]]
    assert thresholds == ["eGFR ≥ 30 mL/min", "ALT > 3 x ULN"]
    assert sum(record["coverage"].values()) == len(text)


def test_paths_come_from_standard_input(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt", "b.txt")
    listed = f"{pages / 'b.txt'}\n\n{pages / 'a.txt'}\n"
    _extract("-", "-o", tmp_path / "out.jsonl", stdin=listed)
    assert [record["source"]["path"] for record in _records(tmp_path / "out.jsonl")] == ["b.txt", "a.txt"]


def test_records_go_to_standard_output_and_errors_to_standard_error(write_pages: Write):
    pages = write_pages("a.txt")
    (pages / "b.txt").write_bytes(b"")
    result = _extract(pages, "-o", "-", code=1)
    assert [json.loads(line)["source"]["path"] for line in result.stdout.splitlines()] == ["a.txt"]
    assert json.loads(result.stderr.splitlines()[0])["path"] == "b.txt"


def test_pages_that_fail_stand_in_the_file_of_errors(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt", "c.txt")
    (pages / "b.txt").write_bytes(b"")
    result = _extract(pages, "-o", tmp_path / "out.jsonl", code=1)
    (line,) = _records(tmp_path / "out.errors.jsonl")
    assert (line["path"], line["error"]) == ("b.txt", "UnreadablePage")
    assert len(_records(tmp_path / "out.jsonl")) == 2
    assert f"1 page could not be read: see {tmp_path / 'out.errors.jsonl'}" in result.stderr
    (pages / "b.txt").unlink()
    _extract(pages, "-o", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_csv_is_a_table_for_each_kind_of_fact(write_pages: Write, tmp_path: Path):
    _extract(write_pages("a.txt"), "-o", tmp_path / "out", "--format", "csv")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{table.name}.csv" for table in TABLES)
    text = (tmp_path / "out/lab_thresholds.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["text"], row["comparator"], row["low"], row["unit"]) for row in rows] == [
        ("eGFR ≥ 30 mL/min", ">=", "30.0", "mL/min"),
        ("ALT > 3 x ULN", ">", "3.0", "[ULN]"),
    ]


def test_a_table_tells_the_ends_of_a_range_and_a_change(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt")
    text = "Inclusion Criteria:\n\n- HbA1c from 7 to < 10 %\n\n- Fall in FEV1 of more than 20%\n"
    (pages / "a.txt").write_text(text, encoding="utf-8")
    _extract(pages, "-o", tmp_path / "out", "--format", "csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "out/lab_thresholds.csv").read_text(encoding="utf-8")))
    assert [
        tuple(row[name] for name in ("low", "low_inclusive", "high", "high_inclusive", "change")) for row in rows
    ] == [
        ("7.0", "True", "10.0", "False", ""),
        ("20.0", "", "20.0", "", "decrease"),
    ]


def test_parquet_holds_the_rows_of_csv(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt", "b.txt")
    _extract(pages, "-o", tmp_path / "out", "--format", "parquet")
    _extract(pages, "-o", tmp_path / "csv", "--format", "csv")
    for table in TABLES:
        read = pq.read_table(tmp_path / f"out/{table.name}.parquet")
        rows = (tmp_path / f"csv/{table.name}.csv").read_text(encoding="utf-8")
        assert read.num_rows == len(list(csv.DictReader(io.StringIO(rows))))
        assert read.column_names == [name for name, _ in table.columns]


def test_fields_empty_the_other_groups(write_pages: Write, tmp_path: Path):
    _extract(write_pages("a.txt"), "-o", tmp_path / "out.jsonl", "--fields", "trial,lab_thresholds")
    (record,) = _records(tmp_path / "out.jsonl")
    jsonschema.validate(record, json_schema())
    assert [name for name in GROUPS if record[name]] == ["trial", "mentions", "lab_thresholds"]


def test_labels_choose_what_is_found(write_pages: Write, tmp_path: Path):
    _extract(write_pages("a.txt"), "-o", tmp_path / "out.jsonl", "--labels", "dose,lab_threshold")
    (record,) = _records(tmp_path / "out.jsonl")
    assert sorted({mention["label"] for mention in record["mentions"]}) == ["DOSE", "LAB_THRESHOLD"]


def test_layout_is_forced(write_pages: Write, tmp_path: Path):
    _extract(write_pages("a.txt"), "-o", tmp_path / "out.jsonl", "--layout", "veeva")
    (record,) = _records(tmp_path / "out.jsonl")
    assert record["source"]["layout"] == "veeva"


def test_quiet_says_nothing(write_pages: Write, tmp_path: Path):
    result = _extract(write_pages("a.txt"), "-o", tmp_path / "out.jsonl", "--quiet")
    assert result.output == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--labels", "CONDITION,ORGAN"], "unknown name 'ORGAN'; choose from CONDITION"),
        (["--fields", "trial,sites"], "unknown name 'sites'; choose from trial"),
        (["--layout", "geocities"], "unknown name 'geocities'; choose from"),
        (["--workers", "-1"], "Invalid value"),
        (["--max-bytes", "0"], "Invalid value"),
        (["--colour"], "No such option"),
    ],
)
def test_wrong_use_exits_2_and_says_why(write_pages: Write, tmp_path: Path, options: list[str], message: str):
    command = [str(write_pages("a.txt")), "-o", str(tmp_path / "out.jsonl"), *options]
    result = CliRunner().invoke(extract_app, command)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing/*.txt", "-o", "out.jsonl"], "matches no file: check it"),
        (["empty", "-o", "out.jsonl"], "no page to read in empty: name a file"),
        (["-", "-o", "out.jsonl"], "no page to read in what standard input lists"),
        (["page.txt", "-o", "out.xml", "--format", "xml"], "unknown format 'xml': choose one of jsonl, csv, parquet"),
        (["page.txt", "-o", "-", "--format", "csv"], "cannot go to standard output: name a folder"),
        (["page.txt", "-o", "page.txt", "--format", "csv"], "no page to read in page.txt"),
        (["page.txt", "-o", "other.txt", "--format", "csv"], "other.txt is a file, and csv output is a folder"),
        (
            ["page.txt", "-o", "empty"],
            "empty is a folder, and jsonl output is a file: name one, such as empty/out.jsonl",
        ),
        (["page.txt", "-o", "other.txt/out.jsonl"], "cannot write other.txt/out.jsonl.part"),
        (["page.txt", "-o", "other.txt/out", "--format", "csv"], "cannot make the folder other.txt/out.part"),
        (["page.txt", "-o", "full", "--format", "csv"], "full holds other files (letter.doc), and would be replaced"),
        (["page.txt", "-o", "out", "--format", "csv", "--resume"], "--resume goes on with a .jsonl file"),
        (["page.txt", "-o", "-", "--resume"], "--resume goes on with a .jsonl file"),
        (["page.txt", "-o", "out.jsonl", "--model", "nothing"], "nothing"),
    ],
)
def test_unusable_input_and_output_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
):
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "full"):
        Path(folder).mkdir()
    for name in ("page.txt", "other.txt", "full/letter.doc"):
        Path(name).write_text("Gout trial\n", encoding="utf-8")
    result = CliRunner().invoke(extract_app, arguments, input="")
    assert isinstance(result.exception, TrialsiftError), result.output
    assert message in str(result.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full", "other.txt", "page.txt"]
    assert Path("full/letter.doc").exists()


def test_tables_of_an_earlier_run_are_replaced(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt", "b.txt")
    _extract(pages, "-o", tmp_path / "out", "--format", "csv")
    (pages / "b.txt").unlink()
    _extract(pages, "-o", tmp_path / "out", "--format", "parquet")
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".parquet"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages"]


def test_error_of_the_user_is_one_line_and_exit_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    from trialsift.cli import main

    monkeypatch.setattr(sys, "argv", ["trialsift", "extract", "no such *", "-o", "out.jsonl"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        "error: the pattern 'no such *' matches no file: check it, and quote it from the shell if needed\n"
    )


@pytest.mark.parametrize("program", [app, extract_app])
def test_no_argument_says_how_to_go_on(program: object):
    result = CliRunner().invoke(program, [])  # type: ignore[arg-type]
    assert result.exit_code == 2
    assert "Usage" in result.output
