"""`trialsift evaluate`: how good it is, against pages annotated by hand."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.counted import counted

if TYPE_CHECKING:
    from trialsift.evaluate.compare import Comparison
    from trialsift.evaluate.gate import Verdict
    from trialsift.evaluate.result import Evaluation

_MOST_LINES = 12  # cells below their floor that are printed; the report has them all


def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder of annotated pages: gold/ and pages/, or a gold folder itself.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the report.")] = Path("report"),
    pages: Annotated[Path | None, typer.Option(help="Folder of the pages, where it is not beside the gold.")] = None,
    model: Annotated[str | None, typer.Option(help="Model to score: trf, a folder, none; sm if not given.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Score the records of this .jsonl instead.")] = None,
    part: Annotated[str, typer.Option(help="train, dev, test or all.")] = "all",
    name: Annotated[str | None, typer.Option(help="Name of the gold set; its folder's if not given.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Exit 1 where a score is below its floor.")] = False,
    floors: Annotated[Path, typer.Option(help="File of the floors.")] = Path("models/floors.json"),
    update_floors: Annotated[bool, typer.Option("--update-floors", help="Pin the floors to these scores.")] = False,
    allow_regression: Annotated[bool, typer.Option("--allow-regression", help="Let floors be lowered.")] = False,
    compare: Annotated[Path | None, typer.Option(help="An earlier report.json to compare with.")] = None,
    workers: Annotated[int, typer.Option("-j", "--workers", help="Processes; 0 takes one for each core.", min=0)] = 0,
) -> None:
    """Score the extractor on annotated pages and write a report.

    Example: trialsift evaluate --gold annotations --gate -o report/annotations

    The report folder gets report.md, report.html, report.json and junit.xml. Exits 1 where the gate fails.
    """
    from trialsift.evaluate.compare import compare as compare_with
    from trialsift.evaluate.evaluation import evaluate as score
    from trialsift.evaluate.gate import check, check_part, read_floors
    from trialsift.evaluate.gold import PART_NAMES, gold_name
    from trialsift.evaluate.result import read_report
    from trialsift.evaluate.write import write_report

    if part not in PART_NAMES:
        raise typer.BadParameter(f"--part: unknown part {part!r}; choose from {', '.join(PART_NAMES)}")
    old = read_report(compare) if compare else None
    pinned = read_floors(floors)
    if gate and not update_floors:
        check_part(pinned, name or gold_name(gold), part)
    scored = score(
        gold, pages=pages, part=part, name=name, model=model, predictions=predictions,
        workers=workers or os.cpu_count() or 1,
    )  # fmt: skip
    comparison = compare_with(old, scored.evaluation) if old else None
    if update_floors:
        pinned = _update(scored.evaluation, floors, allow_regression)
    options = {"--gold": gold, "--pages": pages, "--model": model, "--name": name, "--floors": floors, "-o": output}
    given = (word for option, value in options.items() if value for word in (option, str(value)))
    pin = shlex.join(["trialsift", "evaluate", "--update-floors", *given])
    verdict = check(scored.evaluation, pinned, pin=pin) if gate or update_floors else None
    write_report(scored, output, verdict=verdict, comparison=comparison)
    _show(scored.evaluation, comparison)
    typer.echo(f"{output / 'report.html'} written", err=True)
    if verdict is not None:
        _judge(verdict)


def _update(evaluation: Evaluation, path: Path, allow_regression: bool):  # noqa: ANN202  (Floors, imported late)
    from trialsift.evaluate.gate import read_floors, update, write_floors

    floors, changes = update(evaluation, read_floors(path), allow_regression=allow_regression)
    write_floors(path, floors)
    typer.echo(f"{path}: {counted(len(changes), 'floor')} of {evaluation.gold.name} pinned anew", err=True)
    return floors


def _show(evaluation: Evaluation, comparison: Comparison | None) -> None:
    """Print the scores, and the changes against an earlier run."""
    from trialsift.evaluate.tables import Rate, labels_table

    gold = evaluation.gold
    typer.echo(f"{gold.name}: {counted(gold.pages, 'page')} (part: {gold.part}), model {evaluation.model}")
    table = labels_table(evaluation)
    typer.echo("".join(f"{column:>12}" if at else f"{column:<15}" for at, column in enumerate(table.columns)))
    for row in table.rows:
        cells = [f"{cell.value:.3f}" if isinstance(cell, Rate) and cell.value is not None else "–" for cell in row[2:]]
        typer.echo(f"{row[0]!s:<15}{row[1]!s:>12}" + "".join(f"{cell:>12}" for cell in cells))
    for change in comparison.changes if comparison else ():
        pages = ", ".join(f"{page} {balance:+d}" for page, balance in change.pages.items())
        typer.echo(
            f"{change.label:<15}{change.old:>8.4f} → {change.new:.4f} ({change.gain:+.4f}, p {change.p:.3f}) {pages}"
        )


def _judge(verdict: Verdict) -> None:
    from trialsift.evaluate.junit import describe

    if verdict.holds:
        typer.echo(f"gate: {counted(len(verdict.checks), 'floor')} held", err=True)
        return
    typer.echo(f"gate: {verdict.problem or f'{len(verdict.fallen)} of {len(verdict.checks)} floors fell'}", err=True)
    for check in verdict.fallen[:_MOST_LINES]:
        pages = ", ".join(f"{page} ({count})" for page, count in check.pages)
        typer.echo(f"  {describe(check)}" + (f"; look at {pages}" if pages else ""), err=True)
    if len(verdict.fallen) > _MOST_LINES:
        typer.echo(f"  and {len(verdict.fallen) - _MOST_LINES} more in the report", err=True)
    raise typer.Exit(1)
