"""Registry numbers in a text: NCT, EudraCT, CTIS, ISRCTN, ACTRN, ChiCTR, DRKS, jRCT, UMIN and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORMS = (
    # (registry, form), written from the registries' own descriptions of their numbers
    ("NCT", re.compile(r"\bNCT\s?-?(\d{8})\b", re.IGNORECASE)),
    ("EUDRACT", re.compile(r"(?<![\d-])(\d{4}-\d{6}-\d{2})(?!-?\d)")),
    ("CTIS", re.compile(r"(?<![\d-])(\d{4}-\d{6}-\d{2}-\d{2})(?!\d)")),
    ("ISRCTN", re.compile(r"\bISRCTN\s?(\d{8})\b", re.IGNORECASE)),
    ("ACTRN", re.compile(r"\bACTRN\s?(\d{11,14}p?)\b", re.IGNORECASE)),
    ("CHICTR", re.compile(r"\bChiCTR[-\w]{0,6}?\d{8,10}\b", re.IGNORECASE)),
    ("DRKS", re.compile(r"\bDRKS\s?\d{8}\b", re.IGNORECASE)),
    ("JRCT", re.compile(r"\bjRCTs?\d{9,10}\b", re.IGNORECASE)),
    ("UMIN", re.compile(r"\bUMIN\s?\d{9}\b", re.IGNORECASE)),
    ("CTRI", re.compile(r"\bCTRI/\d{4}/\d{2,3}/\d{6}\b", re.IGNORECASE)),
    ("KCT", re.compile(r"\bKCT\d{7}\b", re.IGNORECASE)),
    ("IRCT", re.compile(r"\bIRCT\d{8,20}N?\d*\b", re.IGNORECASE)),
    ("NTR", re.compile(r"\b(?:NTR-?\d{3,8}|NL-OMON\d{3,6}|NL\d{4,5}(?!\.\d))\b")),
    ("CCMO", re.compile(r"\bNL\d{5}\.\d{3}\.\d{2}\b")),
    ("PACTR", re.compile(r"\bPACTR\d{12,18}\b", re.IGNORECASE)),
    ("RBR", re.compile(r"\bRBR-[0-9a-z]{6,8}\b", re.IGNORECASE)),
    ("TCTR", re.compile(r"\bTCTR\d{11}\b", re.IGNORECASE)),
    ("SLCTR", re.compile(r"\bSLCTR/\d{4}/\d{3,5}\b", re.IGNORECASE)),
    ("UTN", re.compile(r"\bU1111-\d{4}-\d{4}\b")),
    ("IRAS", re.compile(r"\bIRAS(?: (?:ID|number|project ID))?:? ?(\d{5,7})\b", re.IGNORECASE)),
)
_ANY = re.compile(r"\d{3}|RBR-", re.IGNORECASE)  # every form has one of these, and few passages have
# what a form always has, in capitals, where that is not the registry's name: to look for it is much faster
_LITERALS = {"EUDRACT": "-", "CTIS": "-", "NTR": "N", "CCMO": "NL", "RBR": "RBR-", "UTN": "U1111-"}
_PREFIXED = {"NCT": "NCT", "ISRCTN": "ISRCTN", "ACTRN": "ACTRN", "IRAS": "IRAS "}


def find_ids(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, identifier) of the registry numbers in a text, half-open, sorted by start."""
    if not _ANY.search(text):
        return
    upper = text.upper()
    yield from sorted(
        (match.start(), match.end(), _normal(registry, match))
        for registry, form in _FORMS
        if _LITERALS.get(registry, registry) in upper
        for match in form.finditer(text)
    )


def _normal(registry: str, match: re.Match[str]) -> str:
    if registry in _PREFIXED:
        return _PREFIXED[registry] + match[1]
    return match[1] if match.re.groups else match[0].replace(" ", "")
