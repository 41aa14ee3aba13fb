"""The view of one page of a report: its source with gold and found spans, and its errors beside it."""

from __future__ import annotations

from collections.abc import Sequence

from trialsift.counted import counted
from trialsift.evaluate.case import Case, Span
from trialsift.evaluate.errors import KINDS
from trialsift.evaluate.result import Error, PlacedSpan
from trialsift.html_view import Entry, Mark, Panel, link_to, render_page
from trialsift.labels import LABEL_NAMES

_OPEN = 60  # a panel with more errors than these is closed at first


def page_file(page: str) -> str:
    """Return the name of a page's view."""
    return f"{page.replace('/', '__')}.html"


def page_link(case: Case, span: PlacedSpan) -> str:
    """Return the link from the report to the place of a span in its page's view."""
    return f"pages/{page_file(case.id)}{link_to((span.start, span.end), case.page)}"


def page_html(case: Case, errors: Sequence[Error]) -> str:
    """Return the view of a page: found spans coloured, gold ones underlined, wrong ones ringed."""
    states = {
        (side, span.label, span.start, span.end): error.kind
        for error in errors
        for side, span in (("found", error.found), ("gold", error.gold))
        if span is not None
    }
    layers = [
        (side, [_mark(span, side, states) for span in spans])
        for side, spans in (("found", case.found), ("gold", case.gold))
    ]
    return render_page(
        case.text,
        layers,
        title=case.id,
        subtitle=_subtitle(case, errors),
        page=case.page,
        panels=[panel for kind in KINDS if (panel := _panel(kind, errors))],
    )


def _subtitle(case: Case, errors: Sequence[Error]) -> str:
    part = f" · {case.part}" if case.part else ""
    problem = f" · {case.problem}" if case.problem else ""
    counts = f"{counted(len(case.gold), 'gold span')}, {len(case.found)} found, {counted(len(errors), 'error')}"
    return f"{case.layout}{part} · {counts}{problem}"


def _mark(span: Span, side: str, states: dict[tuple[str, str, int, int], str]) -> Mark:
    values = ", ".join(f"{name}: {value}" for name, value in span.attrs.items())
    by = f"{span.by} {span.score:.2f}" if side == "found" else ""
    state = states.get((side, span.label, span.start, span.end), "")
    return Mark(span.start, span.end, span.label, " · ".join(filter(None, (by, values))), state)  # type: ignore[arg-type]


def _panel(kind: str, errors: Sequence[Error]) -> Panel | None:
    chosen = sorted((error for error in errors if error.kind == kind), key=lambda e: LABEL_NAMES.index(e.label))
    if not chosen:
        return None
    return Panel(kind, tuple(map(_entry, chosen)), open=len(chosen) <= _OPEN)


def _entry(error: Error) -> Entry:
    spans = [span for span in (error.found, error.gold) if span is not None]
    text = spans[-1].text
    tags = (error.label.lower().replace("_", " "), error.section)
    return Entry(text, tuple((span.start, span.end) for span in spans[::-1]), tags, error.detail, error.label)
