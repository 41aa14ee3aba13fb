"""Words of time: every row of the table shows itself in its example, which says when something is measured."""

from __future__ import annotations

import re

import pytest

from trialsift.rules.outcome_entries import is_time
from trialsift.values.time_words import time_words
from trialsift.vocab import table


@pytest.mark.parametrize("row", table("time_words"), ids=lambda row: row["example"])
def test_row(row):
    words = row["words"].split("|")
    assert any(re.search(rf"\b{re.escape(word)}\b", row["example"]) for word in words)
    assert is_time(row["example"])


def test_longer_words_come_first():
    assert re.match(time_words("event"), "follow-up")[0] == "follow-up"
    assert re.match(time_words("unit", "event"), "minutes")[0] == "minutes"
    assert re.match(time_words("unit"), "baseline") is None
