"""What the wording of a heading or label opens, by the tables of a layout and those that all share."""

from __future__ import annotations

from trialsift.layouts.layout import Layout
from trialsift.sections import Cue, Wordings, heading_wordings, key_of, label_wordings


def look_up(text: str, layout: Layout, inline: bool = False) -> Cue | None:
    """Return what a wording opens, by the layout's own table first."""
    key = key_of(text)
    wordings = label_wordings() if inline else heading_wordings()
    return (
        layout.own.find(key)
        or wordings.find(key)
        or (_of_two_languages(key, wordings) if " / " in text and ":" not in text.rstrip(" :") else None)
    )


def _of_two_languages(key: str, wordings: Wordings) -> Cue | None:
    """Return what a wording in two languages opens, by the one that is known: "Titel / Title"."""
    parts = key.split(" / ")
    cues = [cue for part in parts if (cue := wordings.find_whole(part))] if len(parts) == 2 else []
    return cues[-1] if cues and (len(cues) == 1 or cues[0].target == cues[1].target) else None
