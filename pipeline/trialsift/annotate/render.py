"""An annotated page as HTML: its spans in colour, the list of them beside it."""

from __future__ import annotations

from trialsift.annotate.folder import GoldPage, GoldSpan
from trialsift.counted import counted
from trialsift.html_view import Entry, Mark, Panel, render_page
from trialsift.labels import LABELS
from trialsift.show import written


def render_gold(page: GoldPage) -> str:
    """Return the HTML page of an annotated page. Raises BadAnnotation where the page is not the annotated one."""
    from trialsift.layouts import read_page

    read = read_page(page.read())
    return render_page(
        read.source.text,
        [("gold", [Mark(span.start, span.end, span.label, written(span.attrs)) for span in page.spans])],
        title=page.id,
        subtitle=f"{counted(len(page.spans), 'span')} by hand · {page.path.name} · {page.part or 'in no split'}",
        page=read,
        panels=[*_facts(page), *_spans(page)],
    )


def _facts(page: GoldPage) -> list[Panel]:
    entries = (Entry(written(value), tags=(name.replace("_", " "),)) for name, value in (page.facts or {}).items())
    return [Panel("Trial", tuple(entries))] if page.facts else []


def _spans(page: GoldPage) -> list[Panel]:
    found: list[Panel] = []
    for label in LABELS:
        entries = tuple(_entry(span) for span in page.spans if span.label == label.name)
        if entries:
            found.append(Panel(label.name, entries))
    return found


def _entry(span: GoldSpan) -> Entry:
    return Entry(" ".join(span.text.split()), ((span.start, span.end),), detail=written(span.attrs), label=span.label)
