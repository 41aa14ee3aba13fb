"""Abbreviations are those that scispaCy's own detector finds, words with hyphens taken whole."""

from __future__ import annotations

import random
import warnings

import pytest
import spacy
from scispacy.abbreviation import AbbreviationDetector

from trialsift.abbreviations import find_long_forms
from trialsift.tokens import make_tokenizer


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "long_forms"),
    [
        ("Liver failure (LF) after hepatitis B (HB)", {"LF": "Liver failure", "HB": "hepatitis B"}),
        ("ROM (range of motion of the knee)", {"ROM": "range of motion of the knee"}),
        ("tumour necrosis factor (TNF), transient nasal flow (TNF)", {"TNF": "tumour necrosis factor"}),
        ("tumour necrosis factor (TNF-a)", {"TNF-a": "tumour necrosis factor"}),
        ("HBV-related liver failure (HBV-LF)", {"HBV-LF": "HBV-related liver failure"}),
        ("bone marrow mononuclear cell (BM-MNC)", {"BM-MNC": "bone marrow mononuclear cell"}),
        ("a score (of 3) and (see below)", {}),
        ("no brackets, LF alone", {}),
        ("(LF) liver failure", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_long_forms(nlp, text, long_forms):
    assert find_long_forms(nlp.make_doc(text)) == long_forms


def test_same_as_scispacy(nlp):
    detector = AbbreviationDetector(nlp)
    words = [
        "(",
        ")",
        "(",
        ")",
        "alpha",
        "beta",
        "Ab",
        "AB",
        "ab",
        "bare",
        "(AB)",
        "(AB ab)",
        "axle bar",
    ]
    chance = random.Random(7)
    for _ in range(400):
        text = " ".join(chance.choices(words, k=chance.randint(1, 24)))
        doc = nlp.make_doc(text)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W036\]")
            detector(doc)
        expected = {span.text: span._.long_form.text for span in doc._.abbreviations}
        assert find_long_forms(doc) == expected, text
        doc._.abbreviations = []
