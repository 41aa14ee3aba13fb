"""The tokenizer: every word, number and punctuation mark a token of its own, so that any span falls on token edges.

spaCy's default keeps `eGFR>=60` and `7.0-9.5` whole, which no value inside them could be a span of.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer

_MARK = r"[^\w\s]|_"


def make_tokenizer(nlp: Language) -> Tokenizer:
    """Return the tokenizer for a pipeline; `doc.text == text` always holds."""
    return Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(f"^(?:{_MARK})").search,
        suffix_search=re.compile(f"(?:{_MARK})$").search,
        infix_finditer=re.compile(_MARK).finditer,
    )


def tokenizer_factory() -> Callable[[Language], Tokenizer]:
    """Return `make_tokenizer`, in the form that spaCy's config asks for."""
    return make_tokenizer
