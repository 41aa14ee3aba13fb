"""report.md: the short report, as a CI job's summary shows it."""

from __future__ import annotations

from trialsift.counted import counted
from trialsift.evaluate.compare import Comparison
from trialsift.evaluate.gate import Verdict
from trialsift.evaluate.result import Evaluation
from trialsift.evaluate.score import MICRO
from trialsift.evaluate.tables import Cell, Count, Rate, Table, changes_table, fallen_table, summary_tables

# Intervals stand only where the eye compares; a number in each cell of a wide table is enough.
_WITH_INTERVALS = ("labels",)


def report_md(evaluation: Evaluation, verdict: Verdict | None, comparison: Comparison | None) -> str:
    """Return the report as Markdown. verdict, comparison: shown where there are any."""
    gold = evaluation.gold
    parts = [
        f"## Evaluation of {gold.name}: {_shown(_micro(evaluation, 'strict'), True)} strict F1",
        f"{counted(gold.pages, 'page')} (part: {gold.part}), {counted(sum(gold.spans.values()), 'gold span')}, "
        f"model: {evaluation.model}, "
        f"trialsift {evaluation.version}. Calibration error of the model's scores: {_error(evaluation)}.",
        *_problems(evaluation),
        *_gate(verdict),
    ]
    if comparison is not None:
        parts += _table(changes_table(comparison))
    for table in summary_tables(evaluation):
        parts += _table(table)
    return "\n\n".join(parts) + "\n"


def _micro(evaluation: Evaluation, mode: str) -> Rate:
    score = evaluation.overall[mode][MICRO]
    return Rate(score.f1, score.f1_interval)


def _error(evaluation: Evaluation) -> str:
    error = evaluation.calibration.error
    return "–" if error is None else f"{error:.3f}"


def _problems(evaluation: Evaluation) -> list[str]:
    problems = [f"- {name}: {page.problem}" for name, page in evaluation.pages.items() if page.problem]
    return [f"**{counted(len(problems), 'page')} gave no record:**", "\n".join(problems)] if problems else []


def _gate(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return []
    if verdict.holds:
        return [f"**Gate: holds** ({counted(len(verdict.checks), 'floor')})."]
    table = fallen_table(verdict)
    reason = verdict.problem or f"{len(verdict.fallen)} of {len(verdict.checks)} floors do not hold"
    return [f"**Gate: fails.** {reason}.", *(_table(table) if table else [])]


def _table(table: Table) -> list[str]:
    spread = table.name in _WITH_INTERVALS
    lines = [
        _row(table.columns),
        "|".join(("", *("---" if not number else "---:" for number in range(len(table.columns))), "")),
        *(_row([_shown(cell, spread) for cell in row]) for row in table.rows),
    ]
    return [f"### {table.title}", *([table.note] if table.note else []), "\n".join(lines)]


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _shown(cell: Cell, spread: bool) -> str:
    if isinstance(cell, Rate):
        if cell.value is None:
            return "–"
        ends = f" [{cell.interval[0]:.3f}, {cell.interval[1]:.3f}]" if spread and cell.interval else ""
        return f"{cell.value:.3f}{ends}"
    return f"{cell.number:,}" if isinstance(cell, Count) else f"{cell:,}" if isinstance(cell, int) else cell
