"""One page as HTML: its text with marks and sections, panels beside it, links both ways.

Read in this order: `render_page`, `_Places` (which element stands for a place of the source), `_source_view` and
`_clean_view` (the text), `_panel` (beside it), `_document`. Styles and script are page.css and page.js; a
Content-Security-Policy names their hashes, so that nothing else on the page can run or load.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from trialsift.html_view.markup import Item, Markup, element, tag
from trialsift.html_view.parts import Bar, Entry, Mark, Panel, Place
from trialsift.labels import LABELS
from trialsift.offsets import OffsetMap
from trialsift.page import Page

Layers = Sequence[tuple[str, Sequence[Mark]]]

_REGION, _MARK, _PIN = range(3)  # ranks: what encloses what
_BETWEEN = re.compile(r"\W{0,99}(?:\w{1,3}[.)]\W{0,9})?")  # a heading and its section: marks, the number of an item
_RAW = "r"  # prefix of ids in the raw source that stands below a clean text
_TEXT = "p"


def render_page(
    text: str,
    layers: Layers,
    *,
    title: str,
    subtitle: str = "",
    page: Page | None = None,
    panels: Sequence[Panel] = (),
) -> str:
    """Return a self-contained HTML page that shows a decoded source with its marks.

    layers: (name, marks); the first is drawn as background, further ones as underline. page: greys what is no
    content and names sections; for HTML, JSON and XML it shows the clean content, the raw source below it.
    """
    places = _Places(panels)
    clean = page is not None and page.source.media_type != "text/plain"
    if page is None or not clean:
        body = element("div", {"class": "source", "id": "text"}, _source_view(text, layers, page, places, _TEXT))
    else:
        raw = element("div", {"class": "source"}, _source_view(text, layers, page, places, _RAW))
        raw = element("details", {"id": "raw"}, element("summary", {}, "Raw source"), raw)
        body = element("div", {"class": "clean", "id": "text"}, _clean_view(page, layers, places)) + raw
    aside = "".join(_panel(panel, places, page.offsets if page and clean else None) for panel in panels)
    return _document(title, subtitle, _controls(layers, page), body, aside)


def link_to(place: Place, page: Page | None = None) -> str:
    """Return the fragment that leads to a place in the view of a page, "#…"; `page` is what `render_page` was given."""
    return _link(place, page.offsets if page is not None and page.source.media_type != "text/plain" else None)


class _Places:
    """Ids of panel entries, and of the entry that a place of the source leads back to."""

    def __init__(self, panels: Iterable[Panel]) -> None:
        self._numbers: dict[int, int] = {}
        self.entry_of: dict[Place, str] = {}
        for entry in (entry for panel in panels for top in panel.entries for entry in _with_children(top)):
            self._numbers[id(entry)] = len(self._numbers)
            for place in entry.places:
                self.entry_of.setdefault(place, self.id_of(entry))

    def id_of(self, entry: Entry) -> str:
        """Return the id of an entry's element."""
        return f"e{self._numbers[id(entry)]}"


def _with_children(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _with_children(child)


def _place_id(view: str, place: Place) -> str:
    return f"{view}{place[0]}-{place[1]}"


def _mark_items(layers: Layers, places: _Places, view: str) -> Iterator[Item]:
    seen: set[Place] = set()
    for number, (name, marks) in enumerate(layers):
        for mark in marks:
            place = (mark.start, mark.end)
            attributes = {
                "data-l": mark.label,
                "data-k": str(number),
                "data-note": " · ".join(filter(None, (mark.label, name, mark.state, mark.note))),
                "tabindex": "-1",
            }
            if mark.state:
                attributes["data-s"] = mark.state
            if place in places.entry_of:
                attributes["data-to"] = places.entry_of[place]
            if place not in seen:
                attributes["id"] = _place_id(view, place)
                seen.add(place)
            yield Item(*place, _MARK, "mark", attributes)
    for place, entry in places.entry_of.items():
        if place not in seen:
            pin = {"class": "pin", "id": _place_id(view, place), "href": f"#{entry}", "aria-label": "fact"}
            yield Item(place[0], place[0], _PIN, "a", pin)


def _source_view(text: str, layers: Layers, page: Page | None, places: _Places, view: str) -> str:
    items = list(_mark_items(layers, places, view))
    if page is not None:
        items += [Item(r.start, r.end, _REGION, "span", {"class": r.kind}) for r in page.regions if r.start < r.end]
        items += _section_items(page)
    return Markup(text, items).write(0, len(text))


def _section_items(page: Page) -> Iterator[Item]:
    """Yield the name of each section at its start, above the headings that stand directly before it."""
    headings = [(region.start, region.end) for region in page.regions if region.kind == "heading"]
    previous = ""
    for passage in page.passages:
        if passage.section != previous and passage.start < passage.end:
            start, _ = page.offsets.to_source(passage.start, passage.end)
            at = bisect_right(headings, (start, start))
            while at and _BETWEEN.fullmatch(page.source.text, headings[at - 1][1], start):
                at -= 1
                start = headings[at][0]
            yield Item(start, start, _REGION, "span", {"class": "section", "data-name": passage.section})
            previous = passage.section


def _clean_view(page: Page, layers: Layers, places: _Places) -> str:
    markup = Markup(page.text, _moved(_mark_items(layers, places, _TEXT), page.offsets))
    parts: list[str] = []
    section = heading = ""
    for passage in page.passages:
        if passage.section != section:
            section = passage.section
            parts.append(element("span", {"class": "section", "data-name": section}))
        if passage.heading != heading:
            heading = passage.heading
            parts.append(element("h3", {}, escape(heading)) if heading else "")
        level = {"class": f"level{min(passage.level, 4)}"} if passage.level >= 0 else {}
        parts.append(element("p", level, markup.write(passage.start, passage.end)))
    return "".join(parts)


def _moved(items: Iterable[Item], offsets: OffsetMap) -> Iterator[Item]:
    for item in items:
        place = offsets.to_text(item.start, max(item.end, item.start + 1))
        if place is not None:
            end = place[1] if item.end > item.start else place[0]
            yield Item(place[0], end, item.rank, item.element, item.attributes)


def _panel(panel: Panel, places: _Places, offsets: OffsetMap | None) -> str:
    count = element("span", {"class": "count"}, f"{len(panel.entries)}") if panel.entries else ""
    summary = element("summary", {}, element("h2", {}, escape(panel.title)), count, _tags(panel.tags))
    inside = [_bar(panel.bar)] if panel.bar else []
    if panel.entries:
        inside.append(element("ul", {}, *(_entry(entry, places, offsets) for entry in panel.entries)))
    return element("details", {"class": "panel", **({"open": ""} if panel.open else {})}, summary, *inside)


def _entry(entry: Entry, places: _Places, offsets: OffsetMap | None) -> str:
    text = escape(entry.text)
    links = [_link(place, offsets) for place in entry.places]
    if links:
        text = element("a", {"href": links[0]}, text)
    more = [element("a", {"href": link, "class": "more"}, f"{n}") for n, link in enumerate(links[1:], 2)]
    parts = [text, " " if entry.tags else "", _tags(entry.tags), " " if more else "", " ".join(more)]
    if entry.detail:
        parts.append(element("div", {"class": "detail"}, escape(entry.detail)))
    if entry.children:
        parts.append(element("ul", {}, *(_entry(child, places, offsets) for child in entry.children)))
    attributes = {"id": places.id_of(entry), **({"data-l": entry.label} if entry.label else {})}
    if entry.key is None:
        return element("li", attributes, *parts)
    key = element("span", {"class": "key"}, escape(entry.key))
    return element("li", {**attributes, "class": "keyed"}, key, element("span", {}, *parts))


def _link(place: Place, offsets: OffsetMap | None) -> str:
    """Return the link to a place: in the clean text where it is content, else in the raw source."""
    outside = offsets is not None and offsets.to_text(place[0], max(place[1], place[0] + 1)) is None
    return f"#{_place_id(_RAW if outside else _TEXT, place)}"


def _tags(tags: Iterable[str]) -> str:
    return " ".join(element("span", {"class": "tag"}, escape(text)) for text in tags)


def _bar(bar: Bar) -> str:
    """Return a bar of SVG rectangles: the policy allows no style attributes."""
    whole = sum(size for _, size in bar.parts) or 1
    rects, at = [], 0.0
    for number, (name, size) in enumerate(bar.parts):
        width = 100 * size / whole
        shape = {"x": f"{at:.2f}", "width": f"{width:.2f}", "height": "6", "class": f"share{number}"}
        rects.append(element("rect", shape, element("title", {}, escape(name))))
        at += width
    svg = {"viewBox": "0 0 100 6", "preserveAspectRatio": "none", "class": "bar", "role": "img", "aria-label": "shares"}
    keys = (
        element("li", {"class": f"share{number}"}, f"{escape(name)} {100 * size / whole:.0f}%")
        for number, (name, size) in enumerate(bar.parts)
    )
    return element("svg", svg, *rects) + element("ul", {"class": "shares"}, *keys)


def _controls(layers: Layers, page: Page | None) -> str:
    parts: list[str] = []
    for label in LABELS:
        count = sum(mark.label == label.name for _, marks in layers[:1] for mark in marks)
        name = label.name.lower().replace("_", " ")
        parts.append(_switch(f"show-{label.name}", f"{name} {count:,}", {"data-l": label.name}))
    if len(layers) > 1:
        parts += [_switch(f"layer-{number}", name, {"data-k": f"{number}"}) for number, (name, _) in enumerate(layers)]
    if page is not None and any(region.kind == "boilerplate" for region in page.regions):
        parts.append(_switch("show-boilerplate", "boilerplate", {"class": "boilerplate"}))
    return "".join(parts)


def _switch(name: str, text: str, attributes: dict[str, str]) -> str:
    box = tag("input", {"type": "checkbox", "id": name, "checked": ""})
    return element("label", attributes, box, " ", element("span", {}, escape(text)))


@cache
def _asset(name: str) -> str:
    text = files("trialsift.html_view").joinpath(name).read_text(encoding="utf-8")
    if name == "page.css":
        text += "".join(_label_style(label.name, label.colour) for label in LABELS)
    return text


def _label_style(name: str, colour: str) -> str:
    hidden = f"body:has(#show-{name}:not(:checked)) mark[data-l={name}]"
    return f'[data-l="{name}"]{{--c:{colour}}}\n{hidden}{{all:unset}}\n'


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _document(title: str, subtitle: str, controls: str, body: str, aside: str) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    head = "".join(
        (
            '<meta charset="utf-8">',
            tag("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            element("title", {}, escape(title)),
            element("style", {}, style),
        )
    )
    header = element(
        "header", {},
        element("h1", {}, escape(title)),
        element("p", {"class": "subtitle"}, escape(subtitle)) if subtitle else "",
        element("nav", {"aria-label": "Show"}, controls),
    )  # fmt: skip
    main = element("main", {"tabindex": "-1", "aria-label": "Page"}, body)
    side = element("aside", {"id": "facts", "aria-label": "Facts"}, aside) if aside else ""
    note = (
        '<footer><output id="note" aria-live="polite">Point at a mark, or press n and p to step through them; '
        "Enter goes to its fact.</output></footer>"
    )
    skip = '<a class="skip" href="#facts">Skip to the facts</a>' if aside else ""
    inside = skip + header + element("div", {"class": "columns" if aside else "column"}, main, side) + note
    page = element("head", {}, head) + element("body", {}, inside, element("script", {}, script))
    return f'<!doctype html>\n<html lang="en">{page}</html>\n'
