"""`annotations`: write, check, count, compare and look at annotated pages, as commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from trialsift.cli import app
from trialsift.errors import BadAnnotation

MARKED = '{"encoding": "utf-8"}\n---\n⟦I:Colchicine⟧ for ⟦C:gout⟧, ⟦D:0.5 mg⟧{"amount": 0.5, "unit": "mg"}\n'


def _run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["annotations", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NCT09000001-veeva.txt", "NCT09000001-ictrp.txt"):
        Path(name).write_text(MARKED, encoding="utf-8")
    _run("compile", "NCT09000001-veeva.txt", "NCT09000001-ictrp.txt")
    return tmp_path / "annotations"


def test_compile_and_mark_are_the_inverse_of_each_other(folder: Path):
    assert _run("mark", "NCT09000001-veeva").stdout == MARKED
    _run("mark", "NCT09000001-veeva", "-o", "drafts/again.txt")
    assert Path("drafts/again.txt").read_text(encoding="utf-8") == MARKED


def test_compile_stops_at_a_fault_with_file_and_line(folder: Path):
    Path("bad.txt").write_text("{}\n---\n⟦C:gout\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["annotations", "compile", "bad.txt"])
    assert isinstance(result.exception, BadAnnotation)
    assert str(result.exception).startswith("bad.txt:3: at '⟦C:gout'")


def test_check_of_a_sound_folder_exits_0(folder: Path):
    result = _run("check")
    assert (result.stdout, result.stderr) == ("", "annotations: 0 faults, 0 warnings\n")


def test_check_prints_faults_and_warnings_and_exits_1_for_faults(folder: Path):
    Path("p-x.txt").write_text("{}\n---\n⟦C:the gout⟧ and ⟦C:pain.⟧\n", encoding="utf-8")
    _run("compile", "p-x.txt")
    result = _run("check", code=1)
    assert result.stdout == (
        "annotations/gold/p-x.json:3: 'pain.': '.' at its end\n"
        "annotations/gold/p-x.json:2: warning: 'the gout' begins with 'the', which is outside by the guidelines\n"
    )
    assert _run("check", "--no-warnings", code=1).stdout.count("\n") == 1
    Path("p-x.txt").write_text("{}\n---\n⟦C:the gout⟧\n", encoding="utf-8")
    _run("compile", "p-x.txt")
    assert _run("check").stderr == "annotations: 0 faults, 1 warning\n"


def test_stats_counts_by_label_split_and_layout(folder: Path):
    counts = json.loads(_run("stats", "--json").stdout)
    assert (counts["all"]["pages"], counts["all"]["trials"], counts["all"]["spans"]["DOSE"]) == (2, 1, 2)
    assert list(counts["by_layout"]) == ["ictrp", "veeva"]
    table = _run("stats", folder).stdout
    assert [line.split()[0] for line in table.splitlines() if line.strip()][-4:] == ["train", "ictrp", "veeva", "all"]


def test_agreement_compares_two_folders(folder: Path):
    Path("NCT09000001-veeva.txt").write_text(MARKED.replace("⟦C:gout⟧", "gout"), encoding="utf-8")
    _run("compile", "NCT09000001-veeva.txt", "-o", "second")
    found = json.loads(_run("agreement", "annotations", "second", "--json").stdout)
    assert found["pages"] == 1
    assert found["labels"]["CONDITION"]["strict_f1"] == 0
    assert found["labels"]["all"]["strict_f1"] == pytest.approx(0.8)
    assert "CONDITION" in _run("agreement", "annotations", "second").stdout


@pytest.mark.parametrize("page", ["NCT09000001-veeva", "annotations/gold/NCT09000001-veeva.json"])
def test_render_writes_one_page(folder: Path, page: str):
    _run("render", page, "-o", "shown/page.html")
    html = Path("shown/page.html").read_text(encoding="utf-8")
    assert html.count("<mark ") == 3
    assert "amount 0.5 · unit mg" in html


@pytest.mark.parametrize(
    "arguments",
    [
        ["mark", "NCT09000009-veeva"],
        ["render", "NCT09000009-veeva"],
        ["check", "nothing"],
        ["agreement", "annotations", "nothing"],
        ["compile", "gone.txt"],
    ],
)
def test_what_is_not_there_is_named(folder: Path, arguments: list[str]):
    result = CliRunner().invoke(app, ["annotations", *arguments])
    assert isinstance(result.exception, BadAnnotation), result.output
    assert any(name in str(result.exception) for name in ("NCT09000009-veeva", "nothing", "gone.txt"))
