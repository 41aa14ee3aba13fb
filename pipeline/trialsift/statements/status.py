"""The trial's status in a sentence: "The clinic is now enrolling adults with gout", "We are no longer recruiting"."""

from __future__ import annotations

import re

_TAKING = r"(?:recruit(?:ing|ment)|enrol(?:l|ling|lment|ment|ing)?)"
_PEOPLE = r"(?:participants|patients|volunteers|people|adults|men|women|children|teens|families|couples)"
_SEASON = r"(?:spring|summer|autumn|winter|year|month|week|[A-Z])"
_NOW = r"(?:\(?still!?\)? |now |currently |actively )?"
_STUDY_IS = r"(?:\b(?:study|trial|it)(?:['’]s| is)|(?<![\w-])(?-i:[A-Z][A-Z0-9-]{3,24}) is)"
_TO_WHOM = r"(?:for (?:patients|new|recruitment|people)|to (?:new|patients|people|all))"
_FORMS = (
    # the more special ones first: each may hold the words of the ones after it
    (
        "SUSPENDED",
        rf"\b{_TAKING} (?:is|has been) (?:suspended|paused|on hold)\b|\bdosing in [\w-]+ has been paused\b",
    ),
    (
        "NOT_YET_RECRUITING",
        rf"\bnot yet (?:{_TAKING}|open|started)\b|\bnot open yet\b"
        rf"|\b(?:will|expects? to|is due to) (?:open|start|begin) {_TAKING}\b|\b(?:study|trial|it) will open\b"
        rf"|\bdue to open\b|\bopening (?:this|next|in) {_SEASON}|\bopens soon\b|\bbefore recruitment\b",
    ),
    ("ENROLLING_BY_INVITATION", r"\b(?:patients|participants|people) by invitation only\b"),
    (
        "ACTIVE_NOT_RECRUITING",
        rf"\b(?:no longer|not currently|not) (?:{_TAKING}|accepting (?:new )?(?:participants|patients|volunteers))\b"
        rf"|\b{_TAKING} (?:(?:is|has been|has|is now) (?:now )?(?:closed|completed?|finished|ended|stopped)|closed)\b"
        rf"|\b(?:has|have) (?:closed|completed|finished|stopped) {_TAKING}\b"
        rf"|\bclosed to (?:{_TAKING}|newcomers|new \w+)\b"
        r"|\ball (?:\d[\d,]* )?(?:people|participants|patients) have been (?:enrolled|recruited)\b",
    ),
    (
        "COMPLETED",
        r"\b(?:completed|finished) (?:clinical )?(?:trial|study|project)\b"
        r"|\b(?:study|trial) (?:has|is) (?:now )?(?:ended|finished|over|closed)\b",
    ),
    (
        "RECRUITING",
        r"\bwe (?:now |currently |actively )?recruit\b|\brecruiting now\b|\bStatus:? recruiting\b"
        rf"|\b(?:is|are|['’](?:re|s)) {_NOW}(?:recruiting|enroll?ing)\b"
        r"|\b(?:now|currently|actively) (?:recruiting|enroll?ing)\b"
        rf"|\b{_TAKING} (?:is (?:now )?(?:open|ongoing|under way)|goes on|continues|under way)\b"
        r"|(?:^|(?<=[.!?|·•*\n] )|(?<=[\n*>]))recruiting (?:in|at|until|till|through|thru|from|across)\b"
        rf"|\b(?:is|are|['’](?:re|s)) {_NOW}(?:seeking|looking for|inviting) (?:[\w-]+ ){{0,3}}{_PEOPLE}\b"
        rf"|{_STUDY_IS} (?:now )?open(?:\s?!+|(?: now)?(?=[.,;)]| {_TO_WHOM}| now))"
        rf"|\b(?:study|trial) (?:now )?open\?\s+Yes\b|\bopen (?:for|to) new {_PEOPLE}\b",
    ),
)
_PATTERNS = tuple((value, re.compile(form, re.IGNORECASE)) for value, form in _FORMS)
_OTHERS = re.compile(r"\b(?:other|others|similar|all our|which|some|sites? that|if)\b[^.;]*$", re.IGNORECASE)


def find_status(text: str) -> tuple[int, int, str] | None:
    """Return the half-open place and value of the status that the sentences of a text state; None without any."""
    for value, pattern in _PATTERNS:
        match = pattern.search(text)
        if match and not _OTHERS.search(text, 0, match.start()):
            return match.start(), match.end(), value
    return None
