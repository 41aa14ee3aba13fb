"""Headings of criteria in plain words: "You may be able to join if you", "Your child cannot take part if".

Read in this order: `side_of` and `side_in_prose`, then `states_criterion` and `is_nested`, which say of a line that
begins as such a heading that it is none.
"""

from __future__ import annotations

import re

from trialsift.layouts.chunk import Chunk
from trialsift.layouts.label_places import LONGEST_LABEL
from trialsift.layouts.layout import Layout
from trialsift.lines import Line
from trialsift.sections import Cue, heading_wordings, key_of

_PEOPLE = r"(?:participants?|patients?|people|volunteers|subjects|women|men|adults|children)"
_JOINING = re.compile(
    r"\b(?:can|can['’]?t|cannot|could|may|might|will|able|eligible|should|not)\b.{0,30}?"
    r"\b(?:join|take part|participate|qualify|enter|enrol|enroll|apply|fit|"
    r"be (?:included|eligible|invited|suitable|considered(?! to)|disqualified|a candidate|"
    r"a (?:good )?(?:fit|match)|(?:in|part of) (?:the|this) (?:study|trial)))\b"
    r"|\b(?:can['’]?t|cannot) (?:include|accept|enroll?)\b"
    rf"|\b(?:please|do not|don['’]t) (?:refer|send|enrol|enroll|include) (?:\w+ )?{_PEOPLE}\b"
    r"|^to (?:be (?:eligible|included|in (?:the|this) (?:study|trial))"
    r"|participate|join|take part|qualify|enter|enrol|enroll)\b"
    rf"|\b{_PEOPLE}\b.{{0,40}}\b(?:meet|meeting|excluded|ineligible|eligible)\b.{{0,30}}\b(?:following|criteria|these|below)\b"
    r"|\b(?:looking for|seeking|enrolling|recruiting|inviting) (?:\w+ ){1,4}(?:who|with|that|if)\b",
    re.IGNORECASE,
)
_HAVING = re.compile(
    r"(?:you|your child|participants?|patients?|people|volunteers|subjects|women|men|adults|children|they|each \w+)"
    r"(?: \w+)? (?:must|should|may|can)(?: not|not)?(?: (?:have|be|also|either))*\W*$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"^no\b|\b(?:not|cannot|can['’]?t|unable|(?<!-)ineligible|excluded|disqualified|neither|nobody|no one)\b|n['’]t\b",
    re.IGNORECASE,
)
_ANSWERING = re.compile(r"(?:sorry,? )?(?:not|no|yes)\b.{0,40}\b(?:if|when)\b", re.IGNORECASE)  # "Not this time if"
_CRITERIA = re.compile(r"criteri|clusion", re.IGNORECASE)
_OF_GROUPS = re.compile(r"\b(?:groups?|arms?|cohorts?|parts)\W*$", re.IGNORECASE)
_BROKEN_OFF = re.compile(
    r"(?::|…|\.\.\.|\b(?:if|with|who|when|have|has|had|are|is|be|you|they|he|she|he or she|they or you|your \w+))\W*$",
    re.IGNORECASE,
)

_ANNOUNCES = re.compile(r"\b(?:following|below|criteri(?:a|on)|any of|all of|requirements)\b|[?!…]\W*$", re.IGNORECASE)


def breaks_off(text: str) -> bool:
    """Say whether a text ends as one that a list goes on with: "You cannot join if"."""
    return _BROKEN_OFF.search(text) is not None


def side_of(text: str, *, sure: bool = False) -> Cue | None:
    """Return the side of the criteria that a line in plain words opens: "Your child cannot join if he or she".

    sure: whether the line is known to be a heading; any other must break off, as before a list.
    """
    if len(text) > LONGEST_LABEL or not (sure or breaks_off(text)):
        return None
    match = _JOINING.search(text) or _HAVING.match(text) or _ANSWERING.match(text)
    if not match or _OF_GROUPS.search(text):
        return None
    return Cue(f"eligibility.{'ex' if _DENIED.search(text) else 'in'}clusion")


def side_in_prose(text: str, chunk: Chunk) -> Cue | None:
    """Return the side that the start of a paragraph opens: "To be eligible, patients must meet the following: …; …".

    Among criteria only what excludes does: "Patients will be excluded for any of the following: …; …".
    """
    cue = side_of(text)
    if cue and chunk.holds_criteria and (cue.target != "eligibility.exclusion" or chunk.section == cue.target):
        return None
    return cue


def states_criterion(text: str, cue: Cue, layout: Layout) -> bool:
    """Say whether a line that starts as a heading goes on to a criterion: "Patients must not have brain metastases"."""
    if not cue.target.startswith("eligibility.") or breaks_off(text) or _ANNOUNCES.search(text):
        return False
    key = key_of(text)
    return not (layout.own.find_whole(key) or heading_wordings().find_whole(key))


def is_nested(line: Line, cue: Cue, chunk: Chunk) -> bool:
    """Say whether an item of a list of criteria opens no more than a list within it: "- Patients must not have:"."""
    in_words = cue.target.startswith("eligibility.") and not _CRITERIA.search(line.text)
    return in_words and bool(line.marker) and chunk.holds_criteria
