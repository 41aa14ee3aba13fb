"""The trial's status in a sentence: "The clinic is now enrolling adults with gout", "We are no longer recruiting"."""

from __future__ import annotations

import re

_TAKING = r"(?:recruit(?:ing|ment)|enrol(?:l|ling|lment|ment|ing)?)"
_FORMS = (
    # the more special ones first: each may hold the words of the ones after it
    (
        "NOT_YET_RECRUITING",
        rf"\bnot yet (?:{_TAKING}|open|started)\b|\b(?:will|expects? to|is due to) (?:open|start|begin) {_TAKING}\b",
    ),
    (
        "ACTIVE_NOT_RECRUITING",
        rf"\b(?:no longer|not currently|not) (?:{_TAKING}|accepting (?:new )?(?:participants|patients|volunteers))\b"
        rf"|\b{_TAKING} (?:is|has been|has|is now) (?:now )?(?:closed|completed?|finished|ended|stopped)\b"
        rf"|\b(?:has|have) (?:closed|completed|finished|stopped) {_TAKING}\b|\bclosed to (?:{_TAKING}|new \w+)\b",
    ),
    (
        "RECRUITING",
        r"\bwe (?:now |currently |actively )?recruit\b"
        r"|\b(?:is|are|we['’]re) (?:now |currently |actively |still )?(?:recruiting|enroll?ing)\b"
        r"|\b(?:now|currently|actively) (?:recruiting|enroll?ing)\b"
        rf"|\b{_TAKING} is (?:now )?(?:open|ongoing|under way)\b"
        r"|\b(?:is|are) (?:now |currently |actively )?(?:seeking|looking for|inviting) (?:\w+ ){0,3}"
        r"(?:participants|patients|volunteers|people|adults|men|women|children)\b",
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
