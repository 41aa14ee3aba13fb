"""One form for the spellings of a word: case, plural, British spelling, Greek letters, a slip of one letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "ß": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda"}
)
_BRITISH = (
    ("haem", "hem"),
    ("aemi", "emi"),
    ("oestr", "estr"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("leuco", "leuko"),
    ("tumour", "tumor"),
    ("titre", "titer"),
    ("sulph", "sulf"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("coeliac", "celiac"),
    ("anaesth", "anesth"),
    ("paed", "ped"),
    ("gynaec", "gynec"),
    ("fibre", "fiber"),
    ("colour", "color"),
    ("diarrhoe", "diarrhe"),
)
_BRITISH_WORD = re.compile("|".join(british for british, _ in _BRITISH))
_AMERICAN = dict(_BRITISH)
_NO_PLURAL = ("ss", "us", "is", "as", "os")
_ACRONYM = 6  # letters; the last one of "HADS" is no plural
_SLIP_FROM, _SLIP_TO = 8, 40  # letters; shorter words have neighbours that are words ("weight", "eight")
# Words one letter away from the name of a measure that mean something else.
_NO_SLIP = frozenset(
    ("calciuric", "chlorine", "cholesteryl", "coagulating", "colonoscope", "cortison", "endoscope", "erythropoietic",
     "fontanel", "fountain", "glucagen", "glycosuric", "heartmate", "hepatology", "hepatoma", "heterotropic",
     "hyperopic", "hyperoxia", "parasitemic", "prolastin", "proteinuric", "retraction", "spirometer", "sternberg",
     "thymoglobulin", "thyrotropic", "transferring", "weighting")
)  # fmt: skip


def plain_form(word: str) -> str:
    """Return the American singular of a word in lower case: "Haemoglobins" and "hemoglobin" are one."""
    form = word.lower()
    if not form.isascii():
        form = unicodedata.normalize("NFKC", form.translate(_GREEK)).replace("’", "'")
    form = form.removesuffix("'s").replace(".", "")
    form = _BRITISH_WORD.sub(lambda m: _AMERICAN[m[0]], form)
    if len(form) > 3 and form.endswith("ies"):
        return form[:-3] + "y"
    if word.isupper() and len(word) <= _ACRONYM:
        return form
    if len(form) > 3 and form.endswith("s") and (form.endswith("omas") or not form.endswith(_NO_PLURAL)):
        return form[:-1]
    return form


class Speller:
    """The words of a vocabulary, found again where one letter is missing, doubled, wrong or swapped."""

    __slots__ = ("_near", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._near: dict[str, str] = {}
        for word in sorted(self._words):
            if _may_slip(word):
                for form in (word, *_shortened(word)):
                    self._near.setdefault(form, word)

    def form(self, word: str) -> str:
        """Return the plain form of a word, or the vocabulary's word that it misspells."""
        form = plain_form(word)
        if form in self._words or not _may_slip(form) or form in _NO_SLIP:
            return form
        for shorter in (form, *_shortened(form)):
            near = self._near.get(shorter)
            if near is not None and near[:2] == form[:2] and abs(len(near) - len(form)) <= 1:
                return near
        return form


def _may_slip(word: str) -> bool:
    return _SLIP_FROM <= len(word) <= _SLIP_TO and word.isalpha()


def _shortened(word: str) -> Iterator[str]:
    """Yield the word without one of its letters; two words a slip apart share one of these."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
