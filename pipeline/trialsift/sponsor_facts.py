"""The sponsor of a trial: a name without its kind, its country's sign and the people who speak for it."""

from __future__ import annotations

import re

from trialsift.organisations import without_rest
from trialsift.page import Page, Passage
from trialsift.placed_facts import NOTHING, add_facts, fact_at
from trialsift.record import Trial

_NO_SPONSOR = re.compile(r"principal investigator|sponsor(?:[- ]investigator)?", re.IGNORECASE)
_PERSON = re.compile(r",\s?(?:M\.?D|Ph\.?\s?D|R\.?N|M\.?Sc|M\.?P\.?H|Dr|Prof)\b|^(?:Dr|Prof)\b\.?", re.IGNORECASE)
_SPONSOR_TAIL = re.compile(  # what is no part of the name
    r"\s+[—–|·]\s.*$|;\s.*$|, Dept\b.*$|\s\([A-Z]{2,3}\)$|\s\((?:self[- ]fund\w*|(?:the )?sponsor\b[^()]*)\)$",
    re.DOTALL,
)
_LABELLED_VALUE = re.compile(r"[A-Z][\w ()/]{3,60}\s?:\s+\S")
_KIND_OF_SPONSOR = re.compile(r"\b(?:type|category|level|nature)\b", re.IGNORECASE)
_TOGETHER = re.compile(r",? and is in collaboration with (?=\S)", re.IGNORECASE)
_SPONSOR_TYPE = re.compile(
    # kinds of sponsor that the ISRCTN register prints behind the name
    r",\s(?:University/education|Hospital/treatment cent(?:re|er)|Industry|Government|Charity|Research organisation|"
    r"Other|Not defined)$"
)


def read_sponsor(trial: Trial, page: Page, passage: Passage) -> None:
    """Read the sponsor; who is responsible or gave the information counts only where that is no person."""
    text = _SPONSOR_TYPE.sub("", page.text_of(passage))
    if _KIND_OF_SPONSOR.search(passage.heading):
        return
    together = _TOGETHER.search(text)
    if together:
        place = (together.end(), len(text.rstrip(" .")))
        add_facts(trial.collaborators, page, passage, [(*place, text[slice(*place)])])
        text = text[: together.start()]
    text = _SPONSOR_TAIL.sub("", text)
    text = without_rest(text)
    vague = "responsible" in passage.heading.lower() or "provided" in passage.heading.lower()
    if (
        trial.sponsor is None
        and not _LABELLED_VALUE.match(text)
        and not (_NO_SPONSOR.fullmatch(text) or NOTHING.fullmatch(text))
        and not (vague and _PERSON.search(text))
    ):
        trial.sponsor = fact_at(page, passage, " ".join(text.split()), 0, len(text))
