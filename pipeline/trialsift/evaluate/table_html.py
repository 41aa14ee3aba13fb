"""Tables of a report as HTML: shares as bars with their interval, counts as links to their errors."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from trialsift.evaluate.tables import Cell, Count, Rate, Table
from trialsift.html_view.markup import element
from trialsift.labels import LABEL_NAMES

_FOLDED = ("section", "losses", "finders", "facts", "trial")  # closed until asked for


def table_html(table: Table) -> str:
    """Return a table as a section of the report."""
    head = "".join(_header(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns))
    rows = [f"{_first(row[0])}{''.join(map(_cell, row[1:]))}" for row in table.rows]
    body = element(
        "table", {"class": table.name},
        element("thead", {}, element("tr", {}, head)),
        element("tbody", {}, *(element("tr", {}, row) for row in rows)),
    )  # fmt: skip
    return section(table.name, table.title, table.note, element("div", {"class": "scroll"}, body))


def section(name: str, title: str, note: str, body: str) -> str:
    """Return a section of the report that can be folded; `note` is plain text, `body` HTML."""
    remark = element("p", {"class": "note"}, escape(note)) if note else ""
    summary = element("summary", {}, element("h2", {}, escape(title)))
    state = {} if name in _FOLDED else {"open": ""}
    return element("section", {"id": name}, element("details", state, summary, remark, body))


def spoken(name: str) -> str:
    """Return a label as it is shown in running text: "LAB_THRESHOLD" is "lab threshold"; other names as they are."""
    return name.replace("_", " ").lower() if name in LABEL_NAMES else name


def chip(label: str) -> str:
    """Return a label on its colour."""
    return element("span", {"class": "chip", "style": f"--c:var(--{label})"}, escape(spoken(label)))


def _header(name: str, cells: list[Cell]) -> str:
    numbers = all(isinstance(cell, int | Count) for cell in cells)
    return element("th", {"scope": "col", **({"class": "n"} if numbers else {})}, escape(spoken(name)))


def _first(cell: Cell) -> str:
    name = str(cell)
    return element("th", {"scope": "row"}, chip(name) if name in LABEL_NAMES else escape(name))


def _cell(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return _rate(cell)
    if isinstance(cell, Count):
        return _count(cell)
    return element("td", {"class": "n"}, f"{cell:,}") if isinstance(cell, int) else element("td", {}, escape(cell))


def _count(count: Count) -> str:
    if not count.number:
        return '<td class="n zero">·</td>'
    wanted = {name: value for name, value in (("label", count.label), ("kind", count.kind)) if value}
    return element("td", {"class": "n"}, element("a", {"href": f"#errors:{urlencode(wanted)}"}, f"{count.number:,}"))


def _rate(rate: Rate) -> str:
    if rate.value is None:
        return '<td class="rate none">–</td>'
    low, high = rate.interval or (rate.value, rate.value)
    ends = f"95%: {low:.3f} – {high:.3f}" if rate.interval else ""
    whisker = element("s", {"style": f"left:{low:.1%};width:{high - low:.1%}"}) if high > low else ""
    bar = element("span", {"class": "bar"}, element("i", {"style": f"width:{rate.value:.1%}"}), whisker)
    note = "; ".join(filter(None, (rate.note, ends)))
    return element("td", {"class": "rate", "title": note}, element("b", {}, f"{rate.value:.3f}"), bar)
