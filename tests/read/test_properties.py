"""What holds for any input: pieces lead to their source, no other error, no more than linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialsift.errors import UnreadablePage
from trialsift.layouts import read_page
from trialsift.page import Source
from trialsift.read import READERS, decode, read_blocks
from trialsift.verify import same_text

BITS = st.sampled_from(
    "<p> </p> <div|class='a'> </div> <ul><li> <table><tr><td> <th> <br> <sup> </sup> <b> <!-- --> <![CDATA[ ]]> "
    '<script> </script> &ge; &lt &#8805; &nbsp; &#xD; & < > " \\u2265 \\n \\ { } [ ] : , null {"a":|" \n \r\n \t '
    "\u00ad Inclusion|Criteria: ALT 2.5|x|ULN 10 9 é ≥ 😀 Phase A.3 E.1.1 - 1. â‰¥".replace("|", "\0").split(" ")
).map(lambda bit: bit.replace("\0", " ")) | st.sampled_from((" ", "  ", "|"))
TEXTS = st.lists(BITS | st.text(max_size=4), max_size=40).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(sorted(READERS)))
def test_pieces_follow_each_other_and_read_as_their_source(text, media_type):
    end = 0
    for block in READERS[media_type](text):
        for piece in block.pieces:
            assert end <= piece.start < piece.end <= len(text)
            assert piece.text
            assert same_text(text[piece.start : piece.end], piece.text, exact=False)
            end = piece.end


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(sorted(READERS)))
def test_every_passage_is_found_in_its_source(text, media_type):
    page = read_page(Source("page", text, "0" * 64, 1, "utf-8", media_type))
    for passage in page.passages:
        words = page.text_of(passage)
        assert words.strip() == words != ""
        start, end = page.offsets.to_source(passage.start, passage.end)
        assert same_text(text[start:end], words, exact=False)
    places = [(region.start, region.end) for region in page.regions]
    assert places == sorted(places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300) | TEXTS.map(str.encode) | TEXTS.map(lambda text: text.encode("utf-16")))
def test_bytes_give_a_source_or_say_why_not(data):
    try:
        source = decode(data, path="page")
    except UnreadablePage as error:
        assert str(error).startswith("page: ")
        return
    assert source.text.strip()
    assert not source.text.startswith("\ufeff")
    source.text.encode()
    read_blocks(source)


DEEP, LONG = 10_000, 12_000
ADVERSARIES = [
    "<div>" * DEEP + "x" + "</div>" * DEEP,
    "<ul><li>" * DEEP,
    "<table><tr><td>" * (DEEP // 4),
    "<b>" * DEEP + "</i>" * DEEP,
    '{"a":' * DEEP,
    "[" * LONG,
    "<a " * LONG,
    '<a b="' * LONG,
    "<!--" * LONG,
    "<![CDATA[" * (LONG // 4),
    "</" * LONG,
    "&" * LONG,
    "&a" * LONG,
    '"\\u' * LONG,
    "\\" * LONG,
    "<p>x" * LONG,
    "word " * LONG,
    "a|" * LONG,
    "1. " * LONG,
    "(" * LONG,
    "- x: " * LONG,
]


@pytest.mark.parametrize("text", ADVERSARIES, ids=lambda text: text[:12])
@pytest.mark.parametrize("media_type", sorted(READERS))
def test_reading_takes_linear_time(text, media_type):
    def took(part):
        start = time.process_time()
        READERS[media_type](part)
        return time.process_time() - start

    def is_linear():
        short, long = took(text[: len(text) // 8]), took(text)
        return long < 0.15 + 40 * short

    assert any(is_linear() for _ in range(3))  # a busy machine may spoil a measurement
