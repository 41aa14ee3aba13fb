"""The whole way: an annotated folder through the extractor into a report, the gate, and the browser."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from trialsift import rules
from trialsift.annotate.folder import write_gold
from trialsift.annotate.marks import parse_marks
from trialsift.build import build
from trialsift.cli import app
from trialsift.evaluate.compare import compare
from trialsift.evaluate.evaluation import Scored, evaluate
from trialsift.evaluate.gate import BadFloors, Floors, check, update
from trialsift.evaluate.result import json_schema, read_report
from trialsift.evaluate.write import write_report

CONDITIONS = ("Gout", "Asthma", "Migraine", "Psoriasis", "Glaucoma", "Eczema", "Epilepsy", "Sinusitis")
PAGE = """A Trial of ⟦I:Alzelin⟧ in ⟦C:{name}⟧

Condition:
⟦C:{name}⟧

Intervention:
Drug: ⟦I:Alzelin⟧

Primary outcome:
⟦O:Relief of pain <script>alert(1)</script>⟧

Inclusion criteria:
- Adults with ⟦C:{lower}⟧
- No ⟦C:tuberculosis⟧
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of annotated pages, the last one with markup in its text."""
    root = tmp_path_factory.mktemp("hand") / "set"
    ids = []
    for name in CONDITIONS:
        text, spans = parse_marks(PAGE.format(name=name, lower=name.lower()))
        page_id = f"{name.lower()}-plain"
        (root / "pages").mkdir(parents=True, exist_ok=True)
        (root / "pages" / f"{page_id}.txt").write_text(text, encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        write_gold(
            root / "gold" / f"{page_id}.json", f"{page_id}.txt", sha256, list(spans), {"title": text.split("\n")[0]}
        )
        ids.append(page_id)
    (root / "splits.json").write_text(json.dumps({"train": ids[:4], "dev": ids[4:6], "test": ids[6:]}))
    return root


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline of rules alone, so that the test does not hang on what the shipped model knows."""
    path = tmp_path_factory.mktemp("model") / "rules"
    build().to_disk(path)
    return str(path)


@pytest.fixture(scope="module")
def scored(folder: Path, model: str) -> Scored:
    return evaluate(folder, model=model)


def test_every_page_is_scored(scored):
    result = scored.evaluation
    assert (result.gold.name, result.gold.pages, result.gold.spans["CONDITION"]) == ("set", 8, 32)
    assert list(result.pages) == sorted(f"{name.lower()}-plain" for name in CONDITIONS)
    assert all(page.problem == "" for page in result.pages.values())
    assert list(result.scores["part"]) == ["dev", "test", "train"]
    assert list(result.scores["layout"]) == ["plain"]
    strict = result.overall["strict"]
    assert strict["CONDITION"].f1 > 0.7
    assert strict["INTERVENTION"].f1 > 0.7


def test_a_part_alone_scores_as_in_the_whole(scored, folder, model):
    """Counts and ratios are the same; intervals are not, since they are drawn from other pages."""

    def figures(scores):
        return {(m, n): (s.tp, s.fp, s.fn, s.f1) for m, rows in scores.items() for n, s in rows.items()}

    dev = evaluate(folder, model=model, part="dev").evaluation
    assert figures(dev.overall) == figures(scored.evaluation.scores["part"]["dev"])


def test_processes_give_the_same(scored, folder, model):
    assert evaluate(folder, model=model, workers=2).evaluation == scored.evaluation


def test_records_of_a_file_score_as_the_run(scored, folder, model, tmp_path):
    from trialsift.inputs import find_inputs
    from trialsift.run import Options, run

    output = tmp_path / "out.jsonl"
    run(find_inputs([str(folder / "pages")]), str(output), Options(model=model), workers=1)
    read = evaluate(folder, predictions=output).evaluation
    assert (read.scores, read.errors, read.trial) == (
        scored.evaluation.scores,
        scored.evaluation.errors,
        scored.evaluation.trial,
    )
    assert read.sides == {}


def test_a_broken_rule_makes_the_gate_fail_and_name_the_label(scored, folder, model, monkeypatch):
    floors, _ = update(scored.evaluation, Floors())
    assert check(scored.evaluation, floors).holds
    broken = tuple((lambda page: []) if rule is rules.condition.find else rule for rule in rules.RULES)
    monkeypatch.setattr(rules, "RULES", broken)
    without = evaluate(folder, model=model).evaluation
    verdict = check(without, floors)
    assert not verdict.holds
    assert {check.label for check in verdict.fallen} == {"CONDITION", "micro"}
    assert all(check.pages for check in verdict.fallen)
    change = next(change for change in compare(scored.evaluation, without).changes if change.label == "CONDITION")
    assert (change.new, change.p) == (0.0, 0.001)
    assert change.gain < -0.7


def test_the_report_is_whole_and_the_same_twice(scored, folder, model, tmp_path):
    floors, _ = update(scored.evaluation, Floors())
    one, two = tmp_path / "one", tmp_path / "two"
    for path in (one, two):
        result = evaluate(folder, model=model)
        write_report(result, path, verdict=check(result.evaluation, floors))
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    pages = sorted(f"pages/{name.lower()}-plain.html" for name in CONDITIONS)
    assert names == ["junit.xml", *pages, "report.html", "report.json", "report.md"]
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)
    assert read_report(one / "report.json") == scored.evaluation
    jsonschema.validate(json.loads((one / "report.json").read_text()), json_schema())


def test_nothing_of_a_page_can_run(scored, tmp_path):
    write_report(scored, tmp_path)
    for path in tmp_path.rglob("*.html"):
        content = path.read_text()
        assert "<script>alert" not in content
        assert "Content-Security-Policy" in content
        assert not re.search(r'(?:src|href)="(?:https?:)?//', content)


def test_an_earlier_report_loses_its_pages_and_nothing_else(scored, tmp_path):
    write_report(scored, tmp_path)
    (tmp_path / "pages" / "old.html").write_text("of an earlier run")
    (tmp_path / "notes.txt").write_text("mine")
    write_report(scored, tmp_path)
    assert not (tmp_path / "pages" / "old.html").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_changed_page_is_refused(folder, model, tmp_path):
    from trialsift.errors import BadAnnotation

    copy = tmp_path / "set"
    shutil.copytree(folder, copy)
    page = copy / "pages" / "gout-plain.txt"
    page.write_text(page.read_text() + "more")
    with pytest.raises(BadAnnotation, match="has changed"):
        evaluate(copy, model=model)


def _run(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_command_line_pins_holds_and_falls(folder, model, tmp_path, monkeypatch):
    floors = tmp_path / "floors.json"
    common = ("--gold", folder, "--model", model, "-o", tmp_path / "report", "--floors", floors)
    first = _run(*common, "--gate")
    assert (first.exit_code, "there are no floors" in first.output) == (1, True)
    assert _run(*common, "--update-floors").exit_code == 0
    assert _run(*common, "--gate").exit_code == 0
    shutil.copyfile(tmp_path / "report" / "report.json", tmp_path / "old.json")
    broken = tuple(rule for rule in rules.RULES if rule is not rules.condition.find)
    monkeypatch.setattr(rules, "RULES", broken)
    fallen = _run(*common, "--gate", "--compare", tmp_path / "old.json")
    assert fallen.exit_code == 1
    assert "CONDITION in all: F1 0.0000" in fallen.output
    assert "p 0.001" in fallen.output
    assert "Below the floor" in (tmp_path / "report" / "report.md").read_text()
    lowered = _run(*common, "--update-floors")
    assert isinstance(lowered.exception, Exception)
    assert "--allow-regression" in str(lowered.exception)
    assert _run(*common, "--update-floors", "--allow-regression").exit_code == 0


def test_gate_on_one_part_says_that_floors_are_of_all(folder, model, tmp_path):
    common = ("--gold", folder, "--model", model, "-o", tmp_path / "report", "--floors", tmp_path / "floors.json")
    first = _run(*common, "--gate")
    assert f"trialsift evaluate --update-floors --gold {folder} --model {model}" in first.output
    assert _run(*common, "--update-floors").exit_code == 0
    result = _run(*common, "--gate", "--part", "dev")
    assert isinstance(result.exception, BadFloors)
    assert str(result.exception) == (
        "the floors of 'set' are pinned on --part all, and scores of --part dev cannot be compared with them: "
        "leave out --gate, or score that part"
    )


def test_command_line_names_unknown_parts(folder, tmp_path):
    result = _run("--gold", folder, "--part", "half", "-o", tmp_path)
    assert result.exit_code == 2
    assert "unknown part" in result.output


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the report was not opened in a browser")
def test_the_report_opens_in_a_browser_without_an_error(scored, tmp_path):
    """Its filter counts every error, follows a link of the table of kinds, and nothing is refused or thrown."""
    write_report(scored, tmp_path / "report")
    errors = scored.evaluation.errors
    page = tmp_path / "report" / "report.html"
    shown, log = _open(page, tmp_path)
    assert f"<output>{len(errors)} of {len(errors)}</output>" in shown
    assert log == []
    missed = sum(error.kind == errors[0].kind for error in errors)
    shown, log = _open(page, tmp_path, f"#errors:kind={errors[0].kind.replace(' ', '+')}")
    assert f"<output>{missed} of {len(errors)}</output>" in shown
    assert log == []
    for view in sorted((tmp_path / "report" / "pages").glob("*.html"))[:2]:
        _, log = _open(view, tmp_path)
        assert log == []


def _open(page: Path, scratch: Path, fragment: str = "") -> tuple[str, list[str]]:
    """Return the page as the browser leaves it, and what it wrote to its console."""
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={scratch / 'browser'}", "--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom",
        f"{page.as_uri()}{fragment}",
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout, [line for line in result.stderr.splitlines() if ":CONSOLE" in line]
