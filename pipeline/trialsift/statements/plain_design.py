"""Masking and allocation in everyday words: "neither you nor the clinic will know", "a computer picks"."""

from __future__ import annotations

import re

_NOT_KNOW = (
    r"(?:(?:do|does|did|will|could|can|may|wo|don|doesn|didn|won|can)(?:['’]t|not|\snot)\s(?:know|be told|tell))"
)
_WHAT = r"(?:which|what|who|the\s(?:order|group|dose)|(?:your|their)\sgroup)"
_JUDGE = (
    r"(?:assessors?|nurses?|persons?|people|psychologists?|technicians?|physio\w*|orthoptists?|testers?|raters?|examiners?|"
    r"dermatologists?|radiologists?|surgeons?|researchers?|those|one)"
)
_FORMS = (
    # the more special ones first
    (
        "masking",
        "NONE",
        r"\byou(?:['’]ll|\swill)\sknow\s(?:the|your|which)\s(?:group|half|arm|one)\b"
        r"|\b(?:patients|parents|participants|everyone|everybody)\b[^.;?]{0,30}\sknows?\sthe\sgroup\b",
    ),
    (
        "masking",
        "DOUBLE",
        rf"\bneither\b[^.;?]{{2,80}}\bnor\b[^.;?]{{2,80}}?\b(?:know|told)\b"
        rf"|\b(?:nobody|no one|no-one)\b[^.;?]{{0,70}}?\bknows?\s{_WHAT}\b"
        rf"|\byou\swon['’]t\sknow,?\snor\b|\bwe\sdon['’]t\sknow\s{_WHAT}\sand\syou\sdon['’]t\seither\b",
    ),
    (
        "masking",
        "SINGLE",
        rf"\b{_JUDGE}\s(?:who|that|at)\b[^.;?]{{0,60}}?\b{_NOT_KNOW}\b[^.;?]{{0,20}}?\b{_WHAT}\b"
        r"|\b(?:testers|assessors|raters|examiners)\b[^.;?]{0,40}\b(?:are\s(?:blind|blinded)|have\sno\sknowledge)\b"
        rf"|\b{_JUDGE}\swho\s(?:did|does|do)\snot\sknow\sthe\sgroup\b",
    ),
    (
        "allocation",
        "RANDOMIZED",
        r"\b(?:drawn|decided|assigned|allotted|divided|put|chosen|picked|sorted|allocated|split)\b[^.;?]{0,30}?\b(?:by\slot|by\schance|"
        r"at\srandom)\b|\bchance\sdecides\b|\bby\sthe\stoss\sof\b|\bflips?\s(?:of\s)?(?:the|a)\scoin\b"
        r"|\ba\scomputer\s(?:picks|decides|chooses|draws|drew|deals|allots|gives\sthem\seither)\b"
        r"|(?:^|(?<=[.:\n]\s)|(?<=\n))by\s(?:lot|chance),?\s|\bthe\sassignment\sis\srandom\b|(?:^|(?<=[.;|]\s)|(?<=\n))randomi[sz]ed\b"
        r"|\ballocation:\srandomi[sz]ed\b",
    ),
)
_PATTERNS = tuple((field, value, re.compile(form, re.IGNORECASE)) for field, value, form in _FORMS)
# every form holds one of these words, and few texts do: looking for them is much faster
_WORDS = {
    "masking": ("know", "blind", "told", " tell"),
    "allocation": ("random", "by lot", "by chance", "chance decides", "toss", "coin", "computer"),
}
_ANOTHER = re.compile(r"\b(?:previous|earlier|another|other trials?|published|these|those studies)\b", re.IGNORECASE)


def find_plain_design(text: str) -> list[tuple[str, int, int, str]]:
    """Return (field, start, end, value) of the masking and allocation that a text tells, each field once."""
    found: dict[str, tuple[str, int, int, str]] = {}
    lower = text.lower()
    told = {field for field, words in _WORDS.items() if any(word in lower for word in words)}
    for field, value, pattern in _PATTERNS:
        if field not in told:
            continue
        for match in pattern.finditer(text):
            sentence = text[max(0, match.start() - 80) : match.end()].rpartition(". ")[2]
            if not _ANOTHER.search(sentence):
                found.setdefault(field, (field, match.start(), match.end(), value))
    return list(found.values())
