"""Links between mentions: which condition or intervention they name, which arm and intervention a dose belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trialsift.arms import Arms
from trialsift.concepts.names import fold, turned
from trialsift.mention import Mention
from trialsift.name_lists import turns_round
from trialsift.page import Page, Passage
from trialsift.record import Condition, ConditionRole, Intervention, InterventionRole
from trialsift.rules.intervention import type_of
from trialsift.statements.acronym import abbreviates

# (name, kind) → concept, None where the vocabulary has none
ConceptOf = Callable[[str, str], str | None]

_COMPARATOR = re.compile(
    r"^(?:placebos?|sham\b.*|.*\bsham|(?:standard|usual|conventional|routine|supportive) (?:care|therapy|"
    r"treatment|of care).*|"
    r"no (?:treatment|intervention)|observation|control.*|saline|normal saline|vehicle.*|.*\bplacebo)$",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|against)\s+(?:the |a )?$", re.IGNORECASE)
_COMPARATOR_ARMS = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
_TYPE_BY_WORD = (
    (
        "biological",
        re.compile(
            r"vaccin|immunoglobulin|stem cell|antibod|mab$|globulin|\bcells?\b|interferon|serum\b|plasma\b",
            re.I,
        ),
    ),
    (
        "radiation",
        re.compile(r"radiotherap|radiation|irradiation|brachytherapy|radiosurgery|radioiodine", re.I),
    ),
    (
        "procedure",
        re.compile(
            r"surg|ectomy|otomy|ostomy|plasty|transplant|resection|biopsy|catheteri|dialysis|transfusion|graft|"
            r"ablation",
            re.I,
        ),
    ),
    (
        "dietary_supplement",
        re.compile(r"supplement|vitamin|probiotic|folic acid|\bdiet\b|fish oil|\bzinc\b|\biron\b", re.I),
    ),
    (
        "behavioral",
        re.compile(
            r"counsel|behavio|psychotherap|exercise|education|training|mindfulness|yoga|coaching|cessation",
            re.I,
        ),
    ),
    (
        "device",
        re.compile(r"stent|pacemaker|device|implant|prosthe|ventilat|stimulat|catheter|splint|brace|laser|lens", re.I),
    ),
    (
        "drug",
        re.compile(
            r"mab\b|nib\b|statin|mycin|cillin|azole|platin|taxel|rubicin|olol\b|sartan|pril\b|steroid|chemotherap|"
            r"inhibitor|placebo|drug|medication|antibiotic",
            re.I,
        ),
    ),
)


_IN_BRACKETS = re.compile(r"\s?\(([A-Za-z0-9/+-]{2,12})\)$")
_TURNED = {  # what a denied name in a section of criteria is
    "eligibility": "eligibility.exclusion",
    "eligibility.inclusion": "eligibility.exclusion",
    "eligibility.exclusion": "eligibility.inclusion",
}
_EXCEPTION = re.compile(
    r"\b(?:except(?:ing|ions?)?(?: for)?|other than|excluding|rather than|apart from|unless|with the exception of)"
    r"\b[^.;:]*$",
    re.IGNORECASE,
)
_REACH = 80  # code points before a name in which an exception counts


@dataclass(slots=True)
class Group:
    """Mentions of one name, in their order."""

    key: str
    name: str
    mentions: list[int] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)


class PassageIndex:
    """Find the passage of a place in a page's text."""

    def __init__(self, page: Page) -> None:
        self._starts = [passage.start for passage in page.passages]
        self.page = page

    def number_at(self, start: int) -> int:
        """Return the index in `page.passages` of the passage that `start` stands in."""
        return max(bisect_right(self._starts, start) - 1, 0)

    def at(self, start: int) -> Passage:
        """Return the passage that `start` stands in."""
        return self.page.passages[self.number_at(start)]


def name_key(name: str, long_forms: Mapping[str, str]) -> str:
    """Return the key under which spellings of one name meet.

    Word forms and spellings are folded, abbreviations of the page written out, "Arthritis, Knee" turned round, and
    an abbreviation in brackets behind its long form left out.
    """
    full = long_forms.get(name, name)
    bracket = _IN_BRACKETS.search(full)
    if bracket and (bracket[1] in long_forms or abbreviates(bracket[1], full[: bracket.start()])):
        full = full[: bracket.start()]
    parts = full.split(", ")
    if len(parts) > 1 and all(map(turns_round, parts[1:])):
        full = turned(full) or full
    return fold(full) or name.lower()


def group_names(
    mentions: Sequence[Mention], label: str, index: PassageIndex, long_forms: Mapping[str, str]
) -> list[Group]:
    """Group the mentions of a label by name; see `name_key` and `best_name`."""
    groups: dict[str, Group] = {}
    surfaces: dict[str, list[str]] = {}
    for number, mention in enumerate(mentions):
        if mention.label != label:
            continue
        text = index.page.text[mention.start : mention.end]
        key = name_key(text, long_forms)
        group = groups.setdefault(key, Group(key, text))
        surfaces.setdefault(key, []).append(text)
        group.mentions.append(number)
        group.sections.add(_side(index, mention))
    for key, group in groups.items():
        group.name = best_name(surfaces[key], long_forms)
    return list(groups.values())


def best_name(surfaces: Sequence[str], long_forms: Mapping[str, str]) -> str:
    """Return the surface that names a group best: the long form, not in capitals, not turned round, singular."""
    written_out = [long_forms.get(text, text) for text in surfaces]
    return min(written_out, key=lambda text: (text.isupper() and len(text) > 1, "(" in text, "," in text, len(text)))


def _side(index: PassageIndex, mention: Mention) -> str:
    """Return the section of a mention, the polarity turned where it is denied, none for an exception."""
    passage = index.at(mention.start)
    if passage.section not in _TURNED or not mention.negated:
        return passage.section
    if _EXCEPTION.search(index.page.text, max(passage.start, mention.start - _REACH), mention.start):
        return "other"
    return _TURNED[passage.section]


def link_conditions(groups: Sequence[Group], concept: ConceptOf) -> list[Condition]:
    """Return the conditions of a page with their roles and concepts."""
    return [Condition(g.name, _condition_role(g.sections), concept(g.name, "condition"), g.mentions) for g in groups]


def _condition_role(sections: set[str]) -> ConditionRole:
    if sections & {"conditions", "title", "keywords"}:
        return "studied"
    if sections & {"eligibility.inclusion", "eligibility"}:
        return "inclusion"
    if "eligibility.exclusion" in sections:
        return "exclusion"
    return "outcome" if any(section.startswith("outcomes.") for section in sections) else "background"


def link_interventions(
    groups: Sequence[Group],
    mentions: Sequence[Mention],
    index: PassageIndex,
    arms: Arms,
    concept: ConceptOf,
) -> list[Intervention]:
    """Return the interventions of a page with type, role and arms; fills the arms' lists of interventions."""
    linked: list[Intervention] = []
    for number, group in enumerate(groups):
        of_group = [mentions[m] for m in group.mentions]
        in_arms = _arms_of(of_group, index, arms)
        for arm in in_arms:
            arms.arms[arm].interventions.append(number)
        kind = next((mention.attrs["type"] for mention in of_group if "type" in mention.attrs), None)
        role = _intervention_role(group, [arms.arms[arm].type for arm in in_arms])
        if role == "studied" and not in_arms and _only_compared(of_group, index):
            role = "comparator"
        name = group.name
        concept_id = concept(name, "intervention")
        linked.append(Intervention(name, kind or _type_by_word(name), role, in_arms, [], concept_id, group.mentions))
    return linked


def _arms_of(mentions: Sequence[Mention], index: PassageIndex, arms: Arms) -> list[int]:
    found: set[int] = set()
    for mention in mentions:
        arm = arms.at(mention.start)
        found.update(arms.named_with(index.number_at(mention.start)) if arm is None else (arm,))
    return sorted(found)


def _only_compared(mentions: Sequence[Mention], index: PassageIndex) -> bool:
    """Say whether a name stands only in titles, behind "versus" or "compared with"."""
    places = [(index.at(mention.start), mention) for mention in mentions]
    titles = [(p, mention) for p, mention in places if p.section in ("title", "interventions", "arms")]
    return bool(titles) and all(
        p.section == "title" and _AGAINST.search(index.page.text, p.start, mention.start) for p, mention in titles
    )


def _type_by_word(name: str) -> str | None:
    return type_of(name) or next((kind for kind, words in _TYPE_BY_WORD if words.search(name)), None)


def _intervention_role(group: Group, arm_types: list[str | None]) -> InterventionRole:
    if group.sections & {"interventions", "arms", "title"}:
        only_comparator = bool(arm_types) and all(kind in _COMPARATOR_ARMS for kind in arm_types)
        return "comparator" if _COMPARATOR.match(group.name) or only_comparator else "studied"
    if "eligibility.inclusion" in group.sections:
        return "required"
    return "prohibited" if "eligibility.exclusion" in group.sections else "background"
