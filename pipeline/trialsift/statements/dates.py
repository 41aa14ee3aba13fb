"""When a trial starts and ends, in a sentence: "The trial opened in May 2024 and will end in March 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.values.date import parse_date

_WHEN = r"[^.;]{0,25}?\s(?:in|on|from|since|by|until|till)\s(?P<date>(?:[^.;]|\.(?=\s?\d)){4,30})"
_FORMS = (
    (
        "start_date",
        re.compile(
            r"\b(?:study|trial|recruitment|enrol+ment|it|we)\b[^.;]{0,60}?\b(?:starts?|started|begins?|began|opens?|"
            rf"opened|commence[sd]?|recruiting)\b{_WHEN}",
            re.IGNORECASE,
        ),
    ),
    (
        "completion_date",
        re.compile(
            r"\b(?:study|trial|it)\b(?:(?!\brecruit|\benrol)[^.;]){0,100}?\b(?:ends?|ended|finish(?:es|ed)?|closes?|"
            rf"completed?|concludes?|(?:runs?|lasts?)(?= until))\b{_WHEN}",
            re.IGNORECASE,
        ),
    ),
)
_LOOK_BACK = 30  # code points before the trial is named in which it may be called another
_OTHERS = re.compile(
    r"\b(?:previous|earlier|other|another|published|which|that|approved|if|first|pilot|results?)\b", re.IGNORECASE
)


def find_dates(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield (fact, start, end, date) of the dates that the sentences of a text give for the trial's start and end."""
    for name, form in _FORMS:
        for match in form.finditer(text):
            before = match["date"].partition(" and ")[0]
            date = parse_date(before) if before[:1].isalnum() else None
            if date and not _OTHERS.search(text, max(0, match.start() - _LOOK_BACK), match.end()):
                yield name, match.start("date"), match.start("date") + len(before.rstrip()), date
                break
