"""Write a report folder: report.md, report.html with a view of each page, report.json, junit.xml."""

from __future__ import annotations

from pathlib import Path

from trialsift.errors import TrialsiftError
from trialsift.evaluate.compare import Comparison
from trialsift.evaluate.evaluation import Scored
from trialsift.evaluate.gate import Verdict
from trialsift.evaluate.junit import junit_xml
from trialsift.evaluate.page_html import page_file, page_html
from trialsift.evaluate.report_html import report_html
from trialsift.evaluate.report_md import report_md
from trialsift.evaluate.result import to_json

PAGES = "pages"


class UnwritableReport(TrialsiftError):
    """A report folder that cannot be written."""


def write_report(
    scored: Scored, folder: Path, *, verdict: Verdict | None = None, comparison: Comparison | None = None
) -> None:
    """Write all files of a report into a folder, over an earlier report there.

    Raises UnwritableReport where that cannot be done.
    """
    evaluation = scored.evaluation
    files = {
        "report.md": report_md(evaluation, verdict, comparison).encode(),
        "report.html": report_html(scored, verdict, comparison).encode(),
        "report.json": to_json(evaluation),
    }
    if verdict is not None:
        files["junit.xml"] = junit_xml(evaluation.gold.name, verdict)
    for case in scored.cases:
        errors = [error for error in evaluation.errors if error.page == case.id]
        files[f"{PAGES}/{page_file(case.id)}"] = page_html(case, errors).encode()
    try:
        _remove_old_pages(folder)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise UnwritableReport(f"cannot write the report to {folder}: {error.strerror}; choose another -o") from error


def _remove_old_pages(folder: Path) -> None:
    """Remove the page views of an earlier report; files of anything else stay."""
    if (folder / "report.json").exists():
        for path in (folder / PAGES).glob("*.html"):
            path.unlink()
