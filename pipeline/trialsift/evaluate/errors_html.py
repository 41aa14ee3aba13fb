"""The errors of a report as HTML: each in its context, with the fields that report.js filters by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from trialsift.evaluate.case import Case
from trialsift.evaluate.errors import KINDS
from trialsift.evaluate.page_html import page_link
from trialsift.evaluate.result import Error
from trialsift.evaluate.table_html import chip, spoken
from trialsift.html_view.markup import Item, Markup, element
from trialsift.labels import LABEL_NAMES

_CONTEXT = 110  # code points of the page on either side of an error
_LINE_END = re.compile(r"\s*\n\s*")
_LINE_SIGN = ' <i class="line-end">↵</i> '
_LONGEST = 400  # code points of a span that are shown


def errors_html(errors: Sequence[Error], cases: Mapping[str, Case]) -> str:
    """Return the list of errors and its filter; `cases` are by the id of their page."""
    choices = {
        "label": LABEL_NAMES,
        "kind": KINDS,
        "layout": sorted({error.layout for error in errors}),
        "section": sorted({error.section for error in errors}),
        "part": sorted({cases[error.page].part or "" for error in errors} - {""}),
    }
    legend = (
        "<mark>Found</mark> is coloured, <u>gold</u> underlined. The name of a page leads to the place there, with "
        "everything that was found around it."
    )
    search = element("label", {}, 'text <input type="search" name="text" placeholder="any words">')
    selects = (_select(name, values) for name, values in choices.items())
    form = element(
        "form", {"id": "filter", "hidden": ""}, *selects, search, '<output></output><button type="reset">all</button>'
    )
    rows = (_row(error, cases[error.page]) for error in errors)
    return element(
        "section", {"id": "errors"},
        "<h2>Errors</h2>", element("p", {"class": "note"}, legend), form, element("ol", {"class": "errors"}, *rows),
    )  # fmt: skip


def _select(name: str, values: Iterable[str]) -> str:
    options = (element("option", {"value": value}, escape(spoken(value))) for value in values)
    return element(
        "label", {}, f"{name} ", element("select", {"name": name}, '<option value="">all</option>', *options)
    )


def _row(error: Error, case: Case) -> str:
    span = error.gold or error.found
    assert span is not None, "an error is of a gold or of a found span"
    by = f" · {error.found.by} {error.found.score:.2f}" if error.found else ""
    data = {
        "data-label": error.label,
        "data-kind": error.kind,
        "data-layout": error.layout,
        "data-section": error.section,
        "data-part": case.part or "",
    }
    head = element(
        "div", {},
        chip(error.label),
        element("b", {"class": "kind"}, escape(error.kind)),
        element("span", {"class": "where"}, escape(error.section + by)),
        element("a", {"href": page_link(case, span)}, escape(error.page)),
    )  # fmt: skip
    detail = element("p", {"class": "detail"}, escape(error.detail)) if error.detail else ""
    return element("li", data, head, element("blockquote", {}, context(case, error)), detail) + "\n"


def context(case: Case, error: Error) -> str:
    """Return the place of an error in its page as HTML: gold underlined, found coloured."""
    spans = [(span, name) for span, name in ((error.found, "mark"), (error.gold, "u")) if span is not None]
    text, places = _readable(case, [(span.start, span.end) for span, _ in spans])
    items = [
        Item(start, min(end, start + _LONGEST), rank, name, {"style": f"--c:var(--{span.label})"})
        for rank, ((span, name), (start, end)) in enumerate(zip(spans, places, strict=True))
    ]
    first, last = min(item.start for item in items), max(item.end for item in items)
    start = _whole_word(text, max(first - _CONTEXT, 0), first)
    end = text.rfind(" ", last, last + _CONTEXT)
    end = end if end > 0 and last + _CONTEXT < len(text) else min(last + _CONTEXT, len(text))
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shown = Markup(text, items).write(start, end).strip()
    return f"{before}{_LINE_END.sub(_LINE_SIGN, shown)}{after}"


def _whole_word(text: str, start: int, stop: int) -> int:
    """Return the start of the first whole word at or after `start`, of those before `stop`."""
    space = text.find(" ", start, stop)
    return space + 1 if start and space >= 0 else start


def _readable(case: Case, places: Sequence[tuple[int, int]]) -> tuple[str, Sequence[tuple[int, int]]]:
    """Return a text and the places in it: the clean text of a page of tags where it has them, else the source."""
    page = case.page
    if page is None or page.source.media_type == "text/plain":
        return case.text, places
    moved = [place for start, end in places if (place := page.offsets.to_text(start, end))]
    return (page.text, moved) if len(moved) == len(places) else (case.text, places)
