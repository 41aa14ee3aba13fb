"""Each row of the tables of words about names proves itself by its example."""

import pytest

from trialsift.mention import Mention
from trialsift.ner.corrections import corrected
from trialsift.vocab import table


@pytest.mark.parametrize("name", ["name_edges", "no_names"])
def test_each_row_says_what_becomes_of_its_example(make_page, name):
    for row in table(name):
        page = make_page(("summary", None, f"We saw {row['example']}."))
        at = page.text.index(row["found"])
        mention = Mention(at, at + len(row["found"]), row["label"] or "CONDITION", "model:m", 0.8)
        names = [page.text[m.start : m.end] for m in corrected([mention], page)]
        assert names == [name for name in row["expected"].split("|") if name], row


@pytest.mark.parametrize("name", ["name_edges", "no_names"])
def test_no_word_stands_twice_for_a_role(name):
    words = [
        (row["role"], row["label"], row.get("after"), word) for row in table(name) for word in row["words"].split("|")
    ]
    assert sorted(set(words), key=str) == sorted(words, key=str)
