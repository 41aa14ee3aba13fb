"""Tokens: words, numbers and marks apart; the same from both ways of making them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokenizer import Tokenizer

from trialsift.tokens import make_tokenizer

NLP = spacy.blank("en")
TOKENIZER = make_tokenizer(NLP)
LONG = "x" * 300


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("eGFR>=60 mL/min", ["eGFR", ">", "=", "60", "mL", "/", "min"]),
        ("7.0-9.5%", ["7", ".", "0", "-", "9", ".", "5", "%"]),
        ("a_b", ["a", "_", "b"]),
        ("a  b\n c ", ["a", " ", "b", "\n ", "c"]),
        (" a", [" ", "a"]),
        ("", []),
    ],
)
def test_tokens(text, tokens):
    assert [token.text for token in TOKENIZER(text)] == tokens


@given(st.text(alphabet="aB1é²_-.(' \n\t\u00a0\u200b", max_size=30))
def test_long_words_change_nothing_else(text):
    whole = f"{text} {LONG}"
    expected = [(token.text, token.whitespace_) for token in Tokenizer.__call__(TOKENIZER, whole)]
    doc = TOKENIZER(whole)
    assert [(token.text, token.whitespace_) for token in doc] == expected
    assert doc.text == whole
