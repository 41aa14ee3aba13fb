"""What stands over the title of a text: the site's name ("German Clinical Trials Register"), a number alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.registry_ids import find_ids
from trialsift.sections import Cue

LONGEST_NAME = 8  # words
SHORTEST_TITLE = 4  # words
FARTHEST, FARTHEST_LABEL = 8, 60  # lines from the top in which the title, or the label of one, stands
_TITLE = Cue("field:title")
_OF_SITES = re.compile(
    r"\b(?:trials|studies|research|register|registry|registries|database|portal|hospital|university|clinic|institute|"
    r"foundation|centre|center|finder)\b",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"[»›>|]")  # "Home » Studies"
_ADDRESS = re.compile(r"https?://\S*")
_OF_TITLES = re.compile(
    r"\b(?:trial|study|versus|vs|effects?|efficacy|safety|patients|adults|children|treatment)\b|\d|[:?]", re.IGNORECASE
)


def site_names(lines: Sequence[Line], layout: Layout) -> int:
    """Return how many lines stand over the title where the first names the site; 0 where none may be the title."""
    names = 0
    while names < len(lines) and _names_site(lines[names].text):
        names += 1
    for place, line in enumerate(lines[: FARTHEST if names else 0]):
        cue = look_up(line.text, layout) if place >= names else None
        if place >= names and _may_be_title(line.text, cue):
            return place
        if place >= names and (":" in line.text or (cue and not cue.furniture and cue.target != "other")):
            break
    labelled = any(look_up(line.text, layout) == _TITLE for line in lines[names:FARTHEST_LABEL]) if names else False
    return names if labelled else 0


def _names_site(text: str) -> bool:
    if _ADDRESS.sub("", _without_numbers(text)).strip(" ,;:|#-") == "":
        return True
    return len(text.split()) <= LONGEST_NAME and bool(_OF_SITES.search(text)) and not _OF_TITLES.search(text)


def _without_numbers(text: str) -> str:
    for start, end, _ in reversed(list(find_ids(text))):
        text = text[:start] + text[end:]
    return text


def _may_be_title(text: str, cue: Cue | None) -> bool:
    return (
        cue is None
        and len(text.split()) >= SHORTEST_TITLE
        and text[0].isupper()
        and text[-1] not in ".:;,!"
        and not _TRAIL.search(text)
    )
