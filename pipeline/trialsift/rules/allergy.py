"""Allergies with what they are to: "hypersensitivity to penicillins, macrolides or any excipient" is one condition.

By the guidelines the cause belongs to the name where it is one, and does not where it is only "the study drug".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules.condition import FREE_FIELDS, head_words
from trialsift.rules.heads import names_in

LABEL = "CONDITION"
SCORE = 0.9
MOST_PARTS = 8  # of a list of causes

_REACTION = (
    r"(?:allerg(?:y|ies|ic)|hyper-?sensitivit(?:y|ies)|hyper-?sensitive|intoleran(?:ce|t)|anaphyla(?:xis|ctic)|"
    r"anaphylactoid)(?: (?:type )?reactions?)?"
)
_LEAD = re.compile(
    rf"\b(?:(?:severe|serious|life-threatening|significant|drug|food|skin|contact|immediate|delayed|type I) )?"
    rf"(?:(?:resistance|{_REACTION})\s?(?:,|/|,? ?and/or|,? ?or|,? ?and)\s?(?:severe |other )?){{0,3}}"
    rf"{_REACTION} to (?=\S)",
    re.IGNORECASE,
)
_PART_END = re.compile(
    r"(?<!\b[A-Z])\.(?!\d)|[;:()\[\]\n–—•,]|\s(?:and/or|or|and)\s|\s-\s|$"
    r"|\s(?=(?:No|Not|Must|Able|Willing|Patients?|Subjects?|Participants?)\b)"  # lines that lost their ends
)
_JOINT = re.compile(r"\s?,?\s?(?:and/or|or|and)\s|,\s")
_LAST_JOINT = re.compile(r"\s?,?\s?(?:and/or|or|and)\s")
# words that what is allergic does not hold: a clause, a time or a place goes on
_CLAUSE = re.compile(
    r"\s(?:that|which|who|whom|is|are|was|were|has|have|had|will|would|must|may|can|cannot|should|requiring|during|if|"
    r"when|while|since|within|at|by|due|per|judged|according|not|based|despite|prior|before|after|including|such|e\.g|"
    r"i\.e|as|with|in an?|in the (?:opinion|past|last)|in (?:patients|subjects|participants)|leading|"
    r"resulting|defined|for whom)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:any |one |some |the |all |either |both |of |its |their |our |these |those |to )*"
    r"(?:(?:components?|ingredients?|excipients?|constituents?|parts?) (?:of|in) )?"
    r"(?:any |the |of |these |those |our )*"
    r"(?:(?:study|trial|test|investigational|experimental|protocol|research)[ -](?:drugs?|medications?|medicines?|"
    r"products?|treatments?|agents?|compounds?|devices?|interventions?|procedures?|therapy|vaccines?)|"
    r"drugs? under study|it|them|this|these|those|medications?|medicines?|drugs?|vaccines?|treatments?|foods?)\b.*",
    re.IGNORECASE,
)
_LONGEST_PART = 90  # characters
_NO_CAUSE = re.compile(
    rf"{_REACTION} to|(?:pregnan|breast-?feed|lactati|nursing|contraindication|history|known|previous|"
    r"other (?:serious|severe|clinically)|patient|subject|participant|use of|any (?:other )?(?:condition|disease))",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"(?:any of |any |the |a |an |or |and )+", re.IGNORECASE)


def find(page: Page) -> list[Mention]:
    """Return the allergies of a page whose cause is named."""
    return [mention for passage in page.passages if passage.field in FREE_FIELDS for mention in _in(page, passage)]


def _in(page: Page, passage: Passage) -> Iterator[Mention]:
    text = page.text_of(passage)
    for lead in _LEAD.finditer(text):
        end = cause_end(text, lead.end())
        if end:
            yield Mention(passage.start + lead.start(), passage.start + end, LABEL, "rule:condition.allergy", SCORE)


def cause_end(text: str, at: int) -> int | None:
    """Return where the causes that begin at a place end, None where they are no more than the study's drug."""
    parts = list(_parts(text, at))
    if not parts:
        return None
    listed = max((index for index, (_, _, last) in enumerate(parts) if last), default=0)
    return parts[listed][1]


def _parts(text: str, at: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether "or" or "and" stands before it) of the causes of a list, the first one too."""
    last = False
    for number in range(MOST_PARTS):
        found = _PART_END.search(text, at, at + _LONGEST_PART)
        if not found:
            return
        clause = _CLAUSE.search(text, at, found.start())
        end = clause.start() if clause else found.start()
        part = text[at:end]
        if not part.strip() or _GENERIC.fullmatch(part) or (number and _is_other(part)):
            return
        yield at, len(text[:end].rstrip()), last
        joint = None if clause else _JOINT.match(text, end)
        if not joint:
            return
        last = _LAST_JOINT.fullmatch(joint[0]) is not None
        at = joint.end()


def _is_other(part: str) -> bool:
    """Say whether a part of a list is a condition of its own: "allergy to nuts, asthma or gout"."""
    articles = _ARTICLES.match(part)
    words = part[articles.end() if articles else 0 :].rstrip()
    named = any(end == len(words) for _, end in names_in(words, head_words()))
    return named or _NO_CAUSE.match(words) is not None
