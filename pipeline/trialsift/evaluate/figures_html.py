"""Figures of a report: the confusion of labels and boundaries, the reliability of the model's scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from trialsift.counted import counted
from trialsift.evaluate.errors import EDGES, NONE, SIDES
from trialsift.evaluate.result import Bin, Calibration, Confusion
from trialsift.evaluate.table_html import chip, section, spoken
from trialsift.html_view.markup import element
from trialsift.labels import LABEL_NAMES

Counts = Mapping[str, Mapping[str, int]]


def confusion_html(confusion: Confusion) -> str:
    """Return the grid of labels, and for each label where and in which words its boundaries go wrong."""
    names = (*LABEL_NAMES, NONE)
    blocks = [element("div", {"class": "wide"}, _grid("gold ↓ found →", names, confusion.labels, diagonal=True))]
    for label in LABEL_NAMES:
        cells = confusion.edges.get(label)
        if cells:
            counts = {a: {b: cells.get(f"start {a}, end {b}", 0) for b in EDGES} for a in EDGES}
            grid = _grid("start ↓ end →", EDGES, counts)
            blocks.append(element("figure", {}, _caption(label, "boundaries"), grid, _words(confusion.words[label])))
    note = (
        "Labels: what each gold span was found as; “none” is missed, or spurious. Boundaries: where starts and ends "
        "lie of the spans found in part, and which words are often left out or taken too much there."
    )
    return section("confusion", "Confusion", note, element("div", {"class": "grids"}, *blocks))


def _grid(corner: str, names: Sequence[str], counts: Counts, *, diagonal: bool = False) -> str:
    """Return a grid of counts, the darker the more; `diagonal`: what lies on it is right."""

    def right(row: str, column: str) -> bool:
        return diagonal and row == column

    most = max((counts[row][column] for row in names for column in names if not right(row, column)), default=0)
    lines = []
    for row in names:
        cells = (_heat(counts[row][column], most, right=right(row, column)) for column in names)
        lines.append(element("tr", {}, element("th", {"scope": "row"}, escape(spoken(row))), *cells))
    head = (element("th", {"scope": "col"}, escape(name)) for name in (corner, *map(spoken, names)))
    table = element(
        "table", {"class": "heat"}, element("thead", {}, element("tr", {}, *head)), element("tbody", {}, *lines)
    )
    return element("div", {"class": "scroll"}, table)


def _heat(count: int, most: int, *, right: bool) -> str:
    if not count:
        return '<td class="n zero">·</td>'
    strength = 0 if right else round(100 * (count / most) ** 0.5)
    return element("td", {"class": "n right" if right else "n", "style": f"--h:{strength}%"}, f"{count:,}")


def _words(sides: Mapping[str, Sequence[tuple[str, int]]]) -> str:
    lines = []
    for side in SIDES:
        if sides.get(side):
            words = ", ".join(f"“{text}” {count}" for text, count in sides[side])
            lines.append(element("dt", {}, side) + element("dd", {}, escape(words)))
    return element("dl", {}, *lines) if lines else ""


def _caption(label: str, what: str) -> str:
    return element("figcaption", {}, f"{chip(label)} {what}")


def calibration_html(calibration: Calibration) -> str:
    """Return the reliability curve, "" without a model; on the diagonal a score means what it says."""
    if not calibration.mentions:
        return ""
    filled = [(b, b.mean_score, b.right) for b in calibration.bins if b.mean_score is not None and b.right is not None]
    most = max(b.count for b, _, _ in filled)
    columns = (_column(b, b.count / most) for b, _, _ in filled)
    dots = (
        element("circle", {"cx": f"{100 * score:.1f}", "cy": f"{100 - 100 * right:.1f}", "r": "2.2"}, _tip(b))
        for b, score, right in filled
    )
    points = " ".join(f"{100 * score:.1f},{100 - 100 * right:.1f}" for _, score, right in filled)
    picture = element(
        "svg", {"viewBox": "-14 -4 122 152", "role": "img", "aria-label": "Reliability of the scores of the model"},
        '<path class="axis" d="M0 0V100H100M0 100L100 0"/>',
        *columns,
        element("polyline", {"points": points}),
        *dots,
        '<text x="-2" y="3" text-anchor="end">1</text><text x="-2" y="102" text-anchor="end">0</text>',
        '<text x="50" y="143" text-anchor="middle">score given, and how many mentions</text>',
        '<text x="-6" y="50" text-anchor="middle" transform="rotate(-90 -6 50)">share right</text>',
    )  # fmt: skip
    error = f"expected calibration error {calibration.error or 0:.3f}"
    note = f"{counted(calibration.mentions, 'mention')} of the model; {error}."
    return section("calibration", "Calibration of the model", note, element("div", {"class": "plot"}, picture))


def _column(bin_: Bin, share: float) -> str:
    place = {
        "x": f"{100 * bin_.low + 1:.1f}",
        "y": f"{134 - 30 * share:.1f}",
        "width": "8",
        "height": f"{30 * share:.1f}",
    }
    return element("rect", {"class": "many", **place}, _tip(bin_))


def _tip(bin_: Bin) -> str:
    count = counted(bin_.count, "mention")
    words = f"{count} scored {bin_.low:.1f} – {bin_.high:.1f}: mean {bin_.mean_score}, right {bin_.right}"
    return element("title", {}, words)
