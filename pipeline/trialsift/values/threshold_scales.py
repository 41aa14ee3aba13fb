"""Which scale a score, class or status is on, where another part of the sentence says it.

"0-1 (ECOG)", "a score of ≥ 12 on the HADS", "class III heart failure, as per the NYHA".
"""

from __future__ import annotations

import re
from dataclasses import replace

from trialsift.values.analyte import Analyte, analyte_named
from trialsift.values.threshold_context import scale_after
from trialsift.values.threshold_names import Names, names_at
from trialsift.values.threshold_phrases import phrase_before
from trialsift.values.threshold_read import Read
from trialsift.values.threshold_tokens import Kind, Tokens

_STATUS = "performance status"  # by which scale may follow: "0-1 (ECOG)", "> 70 by Karnofsky"
_KINDS_OF_SCALE = frozenset({"scale", "scales", "score", "classification", "criteria", "status", "performance"})
_OF_THE = frozenset({"of", "the", "their"})
_BARE_SCORE = re.compile(r"(?:minimum |maximum |total |severity |overall |summary |composite |baseline )*scores?", re.I)
_OF_DISEASE: tuple[Kind, ...] = ("word", "comma", "link", "filler", "dash")
_LONGEST_DISEASE = 9  # tokens
_BY_SCALE = frozenset({"per", "according", "by"})
_KINDS_OF_STAGE = frozenset({"clinical", "pathologic", "pathological", "tumor", "tumour", "disease"})
_SCORE = re.compile(r"(?:score|rating)s?$", re.IGNORECASE)
_FAR = 10  # tokens
_SOME_SCALE = re.compile(r"\son\s(?:the|an?)\s(?P<name>(?:[\w-]{2,20}\s){0,3}(?:scale|score|index|questionnaire))\b")


class Scales:
    """Finds, in the tokens of one text, the scales of scores."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.text = tokens.text

    def share(self, names: Names, read: Read) -> tuple[Names, Read]:
        """Give a share of another measure the ratio's name: "FEV1 < 70% of FVC" is no share of what is predicted."""
        at = read.after
        while self.tokens.is_(at, "filler") and self.tokens[at].value in _OF_THE:
            at += 1
        whole = names_at(self.tokens, at) if at > read.after and read.bound.unit in ("%", None) else None
        ratio = analyte_named(f"{names.names[0]}/{whole.names[0]}") if whole else None
        if whole is None or ratio is None or len(names.names) > 1:
            return names, read
        return replace(names, names=(ratio.name,), analytes=(ratio,)), replace(read, stop=whole.stop, after=whole.after)

    def named(self, phrase: Names, read: Read) -> tuple[Names, Read]:
        """Give a bare score the scale that it is on: "a score of ≥ 12 on the HADS", "by the HADS (score > 12)"."""
        if not _BARE_SCORE.fullmatch(phrase.names[0]) and phrase.names[0] != _STATUS:
            return phrase, read
        tokens, after = self.tokens, read.after
        while after - read.after < 4 and tokens.is_(after, "link", "between", "filler", "qualifier", "open"):
            after += 1
        names = names_at(tokens, after) if tokens.is_(read.after, "link", "between", "open") else None
        if names and names.is_scale:
            end = names.after
            while tokens.is_(end, "scale", "filler") and end - names.after < 3 and tokens[end].value in _KINDS_OF_SCALE:
                end += 1
            end += tokens.is_(read.after, "open") and tokens.is_(end, "close")
            if tokens.is_(read.after, "open") and not tokens.is_(end - 1, "close"):
                return phrase, read
            read = replace(read, stop=tokens[end - 1].end, after=end)
            return replace(phrase, names=names.names, analytes=names.analytes), read
        if phrase.names[0] == _STATUS:
            return phrase, read
        if read.bound.unit is None and (scale := scale_after(self.text, read.stop)):
            stop, name, short = scale
            known = analyte_named(short) or analyte_named(name)
            names = Names.of(known) if known else replace(phrase, names=((short or name).lower(),))
            return replace(phrase, names=names.names, analytes=names.analytes), replace(read, stop=stop)
        scale = self._scale_before(phrase.first)
        return (replace(phrase, names=(scale.name,), analytes=(scale,)) if scale else phrase), read

    def other(self, read: Read, names: Names) -> Names:
        """Return the scale that a bound without a name says it is on, or the names before it: "or > 36 on the FSS"."""
        after = read.after
        if not self.tokens.is_(after, "link") or self.tokens[after].value != "on":
            return names
        scale = names_at(self.tokens, self.tokens.past(after + 1, "filler"))
        if scale and scale.is_scale:
            return replace(names, names=scale.names, analytes=scale.analytes)
        found = _SOME_SCALE.match(self.text, read.stop)
        return replace(names, names=(found["name"].lower(),), analytes=()) if found else names

    def _scale_before(self, at: int) -> Analyte | None:
        """Return the scale that the sentence names last before a token."""
        for before in range(at - 1, at - _FAR, -1):
            if before < 0 or (self.tokens.is_(before, "stop") and self.tokens[before].value != ";"):
                return None
            if self.tokens.is_(before, "analyte") and self.tokens[before].value.kind == "score":
                return self.tokens[before].value
        return None

    def according(self, at: int) -> int:
        """Return the index of the scale that classes are of: "class III heart failure, as per the NYHA"."""
        after = at
        while after - at < _LONGEST_DISEASE and self.tokens.is_(after, *_OF_DISEASE):
            after += 1
        named = any(
            self.tokens.is_(index, "link") and self.tokens[index].value in _BY_SCALE
            for index in range(after - 3, after)
        )
        return after if named else -1

    def with_word(self, at: int, floor: int) -> int:
        """Return where a bound starts with a word for its kind before it: "clinical stage", "score of ≥ 4 on the"."""
        tokens = self.tokens
        if tokens.is_(at, "scale") and tokens.is_(at - 1, "word") and tokens[at - 1].value in _KINDS_OF_STAGE:
            return tokens[at - 1].start
        phrase = phrase_before(tokens, at, floor)
        return phrase.start if phrase and _SCORE.search(phrase.names[0]) else tokens[at].start
