"""E-mails: their headers, signature and quoted lines are no content; the subject is the title where nothing else is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trialsift.lines import Line

LEAST_HEADERS = 2
LONGEST_SIGNATURE = 25  # lines
_HEADER = re.compile(
    r"(?P<subject>subject\s?:\s?(?:(?:re|fwd?|aw|wg)\s?:\s?)*).*"
    r"|(?:from|to|cc|bcc|date|sent|reply-to|return-path|received|message-id|mime-version|content-[a-z-]+|x-[a-z-]+|"
    r"importance|attachments?)\s?:.*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"--|(?:with |many |kind |best |warm |warmest )*(?:regards|thanks|wishes|best|cheers|sincerely|yours (?:sincerely|"
    r"faithfully|truly))(?: and (?:kind |best |warm )?regards)?\W*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r">|On .{6,80} wrote:$|-{3,} ?(?:original|forwarded) message", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """The lines of a page that is an e-mail, or of any other. subject: its line, with where its text begins."""

    content: list[Line]
    furniture: list[Line]
    subject: tuple[Line, int] | None = None


def read_letter(lines: Sequence[Line]) -> Letter:
    """Take the headers, the signature and what is quoted off an e-mail; any other page stays as it is."""
    start, headers, subject = 0, 0, None
    while start < len(lines) and (not lines[start].gap or not start):
        match = _HEADER.fullmatch(lines[start].text)
        headers += match is not None
        if match and match["subject"]:
            subject = lines[start], match.end("subject")
        start += 1
    if headers < LEAST_HEADERS or headers * 2 < start:
        return Letter(list(lines), [])
    furniture = [line for line in lines[:start] if not subject or line is not subject[0]]
    stop = _signature(lines, start)
    content: list[Line] = []
    for line in lines[start:stop]:
        (furniture if _QUOTED.match(line.block.text.strip()) else content).append(line)
    return Letter(content, [*furniture, *lines[stop:]], subject)


def _signature(lines: Sequence[Line], start: int) -> int:
    """Return where the signature begins; the number of lines where there is none."""
    for index in range(max(start, len(lines) - LONGEST_SIGNATURE), len(lines)):
        if _CLOSING.fullmatch(lines[index].block.text.strip()):
            return index
    return len(lines)
