"""Names that brackets interrupt: "anti-vascular endothelial growth factor (anti-VEGF) treatment" is one.

By the guidelines such an expression is marked over its brackets. A tagger, which reads token by token, cuts it there
or leaves half of the brackets in a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from trialsift.mention import Mention
from trialsift.ner.name_words import words_for
from trialsift.statements.acronym import abbreviates

# a word or two in brackets, with what goes on behind them
_BRACKETS = re.compile(r" \((?P<short>[^()\s]{1,20}(?: [^()\s]{1,20})?)\) (?P<next>[\w'’-]{1,40})")
_WORD_BEFORE = re.compile(r"[\w'’-]+$")
_LONGEST_WORD = 40  # characters
_LONG_FORM = 80  # characters
_DOUBTED = 0.6  # score of a part; a surer one is a name by itself: "squamous cell carcinoma (SCC) skin cancer"
_GOES_ON = {label: words_for("behind brackets", label) for label in ("CONDITION", "INTERVENTION")}
_PRODUCTS = words_for("product")  # of which brackets say the kind: "flu (inactivated) vaccine"


def over_brackets(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions with those of conditions and interventions that brackets cut made one."""
    mentions = list(mentions)
    found = list(_BRACKETS.finditer(text))
    for label in _GOES_ON if found else ():
        own = {mention.start: mention for mention in mentions if mention.label == label}
        ends = {mention.end: mention for mention in own.values()}
        for brackets in found:
            whole = _whole(text, brackets, own, ends)
            if whole:
                for part in [m for m in own.values() if whole.start <= m.start and m.end <= whole.end]:
                    del own[part.start]
                    ends.pop(part.end, None)
                own[whole.start] = ends[whole.end] = whole
        mentions = [mention for mention in mentions if mention.label != label] + list(own.values())
    return mentions


def _whole(
    text: str, brackets: re.Match[str], own: Mapping[int, Mention], ends: Mapping[int, Mention]
) -> Mention | None:
    """Return the name that brackets interrupt, None where they only follow one; own, ends: mentions by their edges."""
    before = ends.get(brackets.start())
    inside = own.get(brackets.start("short"))
    if inside and inside.end > brackets.end("short"):
        word = _WORD_BEFORE.search(text, max(0, brackets.start() - _LONGEST_WORD), brackets.start())
        start = before.start if before else word.start() if word else inside.start
        return replace(inside, start=start)
    if before is None:
        return None
    if brackets["next"].lower() in _PRODUCTS:
        return replace(before, end=brackets.end())
    if not brackets["next"][0].islower() or not _is_short_form(text, brackets):
        return None
    after = own.get(brackets.start("next"))
    if after is None:
        return replace(before, end=brackets.end()) if brackets["next"] in _GOES_ON[before.label] else None
    score = min(before.score, after.score)
    return replace(before, end=after.end, score=score) if score < _DOUBTED else None


def _is_short_form(text: str, brackets: re.Match[str]) -> bool:
    if not any(map(str.isupper, brackets["short"])):
        return False
    long = text[max(0, brackets.start() - _LONG_FORM) : brackets.start()]
    return abbreviates(brackets["short"], long.replace("-", " ")) or abbreviates(brackets["short"], long)
