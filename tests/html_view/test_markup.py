"""Markup: items over a text become elements, wherever they nest, touch or cross, and the text stays what it is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.html_view.markup import Item, Markup, element, tag

TEXT = "ab<c>&de"


def _item(start: int, end: int, name: str, rank: int = 1) -> Item:
    return Item(start, end, rank, name, {"id": name} if start < end else {})


@pytest.mark.parametrize(
    ("items", "html"),
    [
        ([], "ab&lt;c&gt;&amp;de"),
        ([_item(0, 2, "i")], '<i id="i">ab</i>&lt;c&gt;&amp;de'),
        ([_item(0, 2, "i"), _item(2, 8, "b")], '<i id="i">ab</i><b id="b">&lt;c&gt;&amp;de</b>'),
        ([_item(0, 5, "i"), _item(1, 2, "b")], '<i id="i">a<b id="b">b</b>&lt;c&gt;</i>&amp;de'),
        ([_item(0, 1, "b"), _item(0, 5, "i")], '<i id="i"><b id="b">a</b>b&lt;c&gt;</i>&amp;de'),
        ([_item(0, 2, "i"), _item(1, 5, "b")], '<i id="i">a<b id="b">b</b></i><b>&lt;c&gt;</b>&amp;de'),
        ([_item(0, 2, "i"), _item(0, 2, "b")], '<i id="i"><b id="b">ab</b></i>&lt;c&gt;&amp;de'),
        # a lower rank encloses: the mark is closed and opened again inside the region
        ([_item(0, 5, "b", 1), _item(2, 8, "i", 0)],
         '<b id="b">ab</b><i id="i"><b>&lt;c&gt;</b>&amp;de</i>'),
        ([_item(2, 2, "a"), _item(2, 5, "i")], 'ab<a></a><i id="i">&lt;c&gt;</i>&amp;de'),
    ],
)  # fmt: skip
def test_items_become_elements(items: list[Item], html: str):
    assert Markup(TEXT, items).write(0, len(TEXT)) == html


def test_item_that_reaches_over_parts_is_written_in_each():
    markup = Markup(TEXT, [_item(1, 6, "i"), _item(4, 5, "b")])
    assert [markup.write(0, 2), markup.write(3, 5), markup.write(5, 8)] == [
        'a<i id="i">b</i>',
        '<i>c<b id="b">&gt;</b></i>',
        "<i>&amp;</i>de",
    ]


def test_values_of_attributes_are_escaped():
    assert tag("a", {"title": "\"><script>'"}) == '<a title="&quot;&gt;&lt;script&gt;&#x27;">'
    assert element("p", {}, "x", "<b>y</b>") == "<p>x<b>y</b></p>"


class _Reader(HTMLParser):
    """Gathers the text, and what each character lies in; fails where elements do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.inside: list[set[str]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.inside += [set(self.open)] * len(data)


_SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(st.tuples(_SPANS, st.integers(0, 2)), max_size=7))
def test_any_items_nest_and_keep_the_text(drawn: list):
    items = [_item(start, end, f"x{n}", rank) for n, ((start, end), rank) in enumerate(drawn)]
    reader = _Reader()
    reader.feed(Markup(TEXT, items).write(0, len(TEXT)))
    reader.close()
    assert (reader.text, reader.open) == (TEXT, [])
    expected = [{item.element for item in items if item.start <= at < item.end} for at in range(len(TEXT))]
    assert reader.inside == expected
