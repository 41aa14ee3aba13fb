"""The tokenizer: every word, number and punctuation mark a token of its own, so that any span falls on token edges.

spaCy's default keeps `eGFR>=60` and `7.0-9.5` whole, which no value inside them could be a span of.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

_MARK = r"[^\w\s]|_"
_TOKEN = re.compile(r"[^\W_]+|\S|\s+")
_LONG = re.compile(r"\S{256}")


class WordTokenizer(Tokenizer):
    """spaCy's tokenizer, but for texts with long stretches without a space, over which it takes quadratic time."""

    def __call__(self, text: str) -> Doc:
        """Return the doc of a text; `doc.text == text`."""
        return _by_pattern(self.vocab, text) if _LONG.search(text) else super().__call__(text)


def _by_pattern(vocab: Vocab, text: str) -> Doc:
    """Return the doc that spaCy's tokenizer makes; the first space after a word belongs to that word."""
    words: list[str] = []
    spaces: list[bool] = []
    for token in _TOKEN.findall(text):
        word = token
        if words and token[0] == " ":
            spaces[-1], word = True, token[1:]
        if word:
            words.append(word)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


def make_tokenizer(nlp: Language) -> Tokenizer:
    """Return the tokenizer for a pipeline; `doc.text == text` always holds."""
    return WordTokenizer(
        nlp.vocab,
        prefix_search=re.compile(f"^(?:{_MARK})").search,
        suffix_search=re.compile(f"(?:{_MARK})$").search,
        infix_finditer=re.compile(_MARK).finditer,
    )


def tokenizer_factory() -> Callable[[Language], Tokenizer]:
    """Return `make_tokenizer`, in the form that spaCy's config asks for."""
    return make_tokenizer
