"""Markers by their shape, where no table knows them: "JAK2V617F-positive", "IG::MYC rearrangement", "sIG-".

A gene or marker is written in capitals and digits. Viruses are left out: "HIV positive" is a condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"(?:[a-z]{0,2}[A-Z][A-Z0-9]{1,9}[a-z]?|Ph|[A-Z][a-z]{1,4}\d{0,2})(?:(?:::|[-/])[A-Z0-9]{1,8}){0,3}"
_VIRUS = "HIV|HCV|HBV|HAV|HDV|HEV|HPV|CMV|EBV|HTLV|HSV|VZV|RSV|SARS|COVID|MERS|TB"
_VIRUSES = re.compile(rf"(?:{_VIRUS})(?:-[12I]{{1,2}})?")
_METHOD = r"RT|PCR|MRI|CT|PET|ECG|FISH|IHC\d?|DNA|RNA|US|CAR"
_MARKER = re.compile(
    rf"(?!(?:{_VIRUS}|{_METHOD})\b)(?P<name>{_NAME})"
    r"(?:(?:(?:\s?[-‐‑]\s?|\s)(?P<status>positive|negative)\b|(?P<sign>[+]|[-−–](?=[,;.)/]|$)))"
    r"(?!\w|\s?[<>≤≥])(?![)\]]?\s(?:\([^()]{1,40}\)\s)?(?:[TB]|NK)?[- ]?"
    r"(?:cells?|lymphocytes?|counts?|symptoms?|subscales?|affect|factor)\b)|"
    r"\s(?P<changed>mutations?|rearrangements?|translocations?|fusions?(?: transcripts?| genes?)?|amplification|"
    r"overexpression)\b)"
)
_STATED = re.compile(
    r"(?:^|[\s-])(?P<changed>mutations?|rearrangements?|translocations?|fusions?|amplification|overexpression|"
    r"co-?deletion|deletion|methylation|transcript)$",
    re.IGNORECASE,
)
_T = r"[cpyra]{0,2}T(?:[0-4Xx][a-d]?|is)(?:(?:\s?[-–/]\s?|\sor\s)T?[0-4][a-d]?)?"
_N = r"[cpyr]{0,2}N[0-3Xx][a-c]?(?:\s?[-–/]\s?N?[0-3][a-c]?)?"
_M = r"[cpyr]{0,2}M[01Xx][a-c]?"
_NOTE = r"(?:\s\([^()]{3,40}\))?"
_TNM = re.compile(
    rf"(?:{_T}{_NOTE}[\s,;]{{0,2}}{_N}(?:[\s,;]{{0,2}}{_M})?|{_T}{_NOTE}[\s,;]{{0,2}}{_M}|{_N}[\s,;]{{0,2}}{_M})(?!\w)"
)
_BRACKETED = re.compile(r"\s?\([^()]*\)")
_STATUS_SCALE = re.compile(r"(WHO|NCI|CTC|GOG|RTOG|EORTC|AJCC|UICC)\s(?=[0-4](?:\s?(?:[-–,]|to|or)\s?[0-4]|\b(?!\.)))")
_ALONE = re.compile(r"[\d\s,–-]{1,8}(?:(?:to|or)\s[0-4])?[\s.;]{0,3}$")  # an item "WHO 0-2" of a heading that says it
_REACH = 30  # characters between the words and the scale
_FORM = re.compile(r"[A-Z].{0,12}[A-Z0-9]|Ph\b")
_CHANGES = {"ove": "overexpression"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker with its status, half-open; value: "positive", "negative", "mutation", "present", "overexpression"."""

    start: int
    end: int
    name: str
    value: str
    signed: bool = False  # its status is a sign: "ER+"


def is_virus(name: str) -> bool:
    """Say whether a name is that of a virus, whose result makes a condition and no marker of it."""
    return _VIRUSES.fullmatch(name) is not None


def tnm_at(text: str, start: int) -> Marker | None:
    """Read a stage of two or more of T, N and M that starts at a place: "cT2-4a N0M0"."""
    match = _TNM.match(text, start)
    if match is None:
        return None
    return Marker(start, match.end(), "tnm stage", " ".join(_BRACKETED.sub(" ", match[0]).split()))


def status_scale_at(text: str, start: int) -> str | None:
    """Return the scale of a performance status that stands at a place: "Performance status: WHO 0-2" or an item."""
    match = _STATUS_SCALE.match(text, start)
    if match is None:
        return None
    before = text[max(0, start - _REACH) : start].lower()
    alone = not before.strip(" -*•\n") and _ALONE.match(text, match.end()) is not None
    return match[1] if alone or "performance status" in before else None


def altered(name: str) -> str | None:
    """Return the alteration that a name states, "present" for a rearrangement, None where it states none."""
    match = _STATED.search(name)
    return _CHANGES.get(match["changed"][:3].lower(), "present") if match else None


def marker_at(text: str, start: int) -> Marker | None:
    """Read a marker and its status that start at a place."""
    match = _MARKER.match(text, start)
    if match is None or not _FORM.search(match["name"]):
        return None
    if match["changed"]:
        value = _CHANGES.get(match["changed"][:3], "present")
        name = match["name"] if value != "present" else f"{match['name']} {match['changed']}".removesuffix("s")
        return Marker(start, match.end(), name, value)
    value = match["status"] or ("positive" if match["sign"] == "+" else "negative")
    return Marker(start, match.end(), match["name"], value, bool(match["sign"]))
