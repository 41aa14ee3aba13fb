"""report.html: the whole report in one file that needs no network; every text of a page is escaped.

Read in this order: `report_html`, `_head`, then table_html.py (figures), figures_html.py (confusion, calibration)
and errors_html.py (every error in its context).
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files

from trialsift.counted import counted
from trialsift.evaluate.compare import Comparison
from trialsift.evaluate.errors_html import errors_html
from trialsift.evaluate.evaluation import Scored
from trialsift.evaluate.figures_html import calibration_html, confusion_html
from trialsift.evaluate.gate import Verdict
from trialsift.evaluate.result import Evaluation, Score
from trialsift.evaluate.score import MICRO
from trialsift.evaluate.table_html import table_html
from trialsift.evaluate.tables import all_tables, changes_table, fallen_table
from trialsift.html_view.markup import element, tag
from trialsift.labels import LABELS

_MODES = (
    ("strict", "strict", "same start, end and label"),
    ("relaxed", "relaxed", "any overlap, one to one"),
    ("token", "words", "each word by itself"),
)


def report_html(scored: Scored, verdict: Verdict | None, comparison: Comparison | None) -> str:
    """Return the report as one HTML page. verdict, comparison: shown where there are any."""
    evaluation = scored.evaluation
    body = [
        _head(evaluation, verdict),
        _gate(verdict),
        table_html(changes_table(comparison)) if comparison else "",
        *map(table_html, all_tables(evaluation)),
        confusion_html(evaluation.confusion),
        calibration_html(evaluation.calibration),
        errors_html(evaluation.errors, {case.id: case for case in scored.cases}),
    ]
    return _document(f"Evaluation of {evaluation.gold.name}", "\n".join(filter(None, body)))


def _head(evaluation: Evaluation, verdict: Verdict | None) -> str:
    gold = evaluation.gold
    state = "" if verdict is None else "holds" if verdict.holds else "fails"
    pill = element("span", {"class": f"pill {state}"}, f"gate {state}") if state else ""
    facts = (
        f"{counted(gold.pages, 'page')} (part: {gold.part}), {counted(sum(gold.spans.values()), 'gold span')} · "
        f"model {evaluation.model} · "
        f"trialsift {evaluation.version}"
    )
    errors = element("a", {"href": "#errors"}, counted(len(evaluation.errors), "error"))
    tiles = [_tile(name, evaluation.overall[mode][MICRO], note) for mode, name, note in _MODES]
    return element(
        "header", {},
        element("h1", {}, f"Evaluation of {escape(gold.name)} {pill}"),
        element("p", {}, f"{escape(facts)} · {errors}"),
        element("div", {"class": "tiles"}, *tiles),
        _problems(evaluation),
    )  # fmt: skip


def _tile(name: str, score: Score, note: str) -> str:
    ends = score.f1_interval
    return element(
        "div", {"class": "tile"},
        element("b", {}, "–" if score.f1 is None else f"{score.f1:.3f}"),
        element("i", {}, f"{ends[0]:.3f} – {ends[1]:.3f}" if ends else "&nbsp;"),
        element("span", {}, f"micro F1, {name}"),
        element("small", {}, note),
    )  # fmt: skip


def _problems(evaluation: Evaluation) -> str:
    lines = [
        element("li", {}, escape(f"{name}: {page.problem}")) for name, page in evaluation.pages.items() if page.problem
    ]
    if not lines:
        return ""
    summary = element("summary", {}, f"{counted(len(lines), 'page')} gave no record")
    return element("details", {"class": "bad", "open": ""}, summary, element("ul", {}, *lines))


def _gate(verdict: Verdict | None) -> str:
    if verdict is None or verdict.holds:
        return ""
    if verdict.problem:
        return element("section", {"class": "bad"}, "<h2>Gate</h2>", element("p", {}, escape(verdict.problem)))
    table = fallen_table(verdict)
    return table_html(table) if table else ""


def _document(title: str, body: str) -> str:
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    colours = "".join(f"--{label.name}:{label.colour};" for label in LABELS)
    head = (
        '<meta charset="utf-8">',
        tag("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="icon" href="data:,">',
        element("title", {}, escape(title)),
        element("style", {}, f":root{{{colours}}}\n{_asset('report.css')}"),
    )
    inside = element("main", {}, body) + element("script", {}, script)
    return f'<!doctype html>\n<html lang="en"><head>{"".join(head)}</head>\n<body>{inside}</body></html>\n'


@cache
def _asset(name: str) -> str:
    return files("trialsift.evaluate").joinpath("assets", name).read_text(encoding="utf-8")
