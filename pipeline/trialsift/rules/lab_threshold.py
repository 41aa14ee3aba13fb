"""Lab thresholds: what the value parser finds in the content of a page."""

from __future__ import annotations

import re

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.values.threshold import Threshold, thresholds_of

LABEL = "LAB_THRESHOLD"

# Fields whose text says nothing of a person's measurements.
_NO_FIELDS = frozenset(
    ("ids", "status", "phases", "study_type", "enrollment", "start_date", "primary_completion_date", "completion_date",
     "sponsor", "collaborators", "ages", "min_age", "max_age", "sex", "healthy_volunteers", "countries", "allocation",
     "masking", "acronym")
)  # fmt: skip
_EXPRESSION = re.compile(r"expression of", re.IGNORECASE)
_DOSED = re.compile(r"\bif (?:the |their |body |birth )?$", re.IGNORECASE)
_RANGES = re.compile(
    r"\b(?:scores?|scales?|points?|it|total|index|ratings?)\b[^.;]{0,30}?\brang(?:es?|ed|ing)\b", re.IGNORECASE
)
_OF_ASSAY = re.compile(
    r"\b(?:limit|level|threshold)s? of (?:detection|quantif\w+)(?: (?:of|for|in|by|with))?(?: (?:the|a|an|this))?"
    r"(?: [\w-]+){0,3}\s?$",
    re.IGNORECASE,
)
_REACH = 90  # characters
_SCORES = {
    "chain": 0.9,
    "measured": 0.9,
    "outside": 0.9,
    "limit": 0.85,
    "category": 0.85,
    "bound": 0.8,
    "inherited": 0.8,
    "marker": 0.75,
    "unnamed": 0.6,
}


# Receptors, which say of whom a disease is and do not name it, as "Philadelphia-positive" does.
_RECEPTORS = frozenset({"her2", "estrogen receptor", "progesterone receptor", "hormone receptor", "p16", "psma"})
# Where a person's weight says how much is given, and a marker says which disease or product it is.
_NOT_HERE = {
    "weight": ("arms", "interventions"),
    "unnamed": ("arms", "interventions"),
    "marker": ("title", "conditions", "keywords", "interventions", "arms", "summary", "description", "other", "design"),
    "receptor": ("interventions", "arms"),
}


def find(page: Page) -> list[Mention]:
    """Return the thresholds of a page, each with its parsed value."""
    mentions: list[Mention] = []
    for passage in page.passages:
        if passage.field in _NO_FIELDS:
            continue
        text = page.text_of(passage)
        for found in thresholds_of(text):
            if not _is_required(found, passage, text):
                continue
            mentions.append(
                Mention(
                    passage.start + found.start,
                    passage.start + found.end,
                    LABEL,
                    f"rule:lab_threshold.{found.rule}",
                    _SCORES[found.rule],
                    found.attrs(),
                    found,
                    found.negated,
                )
            )
    return mentions


def _is_required(found: Threshold, passage: Passage, passage_text: str) -> bool:
    """Say whether a threshold of a passage is a requirement and not a dose's condition or a disease's name."""
    kind = (
        "receptor"
        if found.rule == "marker" and found.analytes[0] in _RECEPTORS
        else "marker"
        if found.rule == "marker" or "genotype" in found.analytes[0]
        else "weight"
        if "weight" in found.analytes[0]
        else found.rule
    )
    text = passage_text[found.start : found.end]
    if _OF_ASSAY.search(passage_text, max(0, found.start - _REACH), found.start):
        return False  # "the limit of detection of the assay is < 50 copies/mL"
    eligibility = passage.section.startswith("eligibility")
    if kind == "weight" and not eligibility and _DOSED.search(passage_text[: found.start]):
        return False  # "5 mg if the weight is below 30 kg"
    if not eligibility and found.rule == "category" and _EXPRESSION.match(text):
        return False  # "changes in expression of CD20"
    ends = found.value if isinstance(found.value, tuple) and _RANGES.search(text) else ()
    if ends and (not eligibility or ends[0] in (0.0, 1.0)):
        return False  # "the total score ranges from 0 to 60" says what the scale is
    return passage.section not in _NOT_HERE.get(kind, ())
