"""Links between mentions: which condition or intervention they name, which arm and intervention a dose belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trialsift.facts import registry_term
from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.record import Arm, Condition, Intervention
from trialsift.rules.intervention import type_of
from trialsift.rules.phrases import words_of

# (name, kind) → concept, None where the vocabulary has none
ConceptOf = Callable[[str, str], str | None]

_COMPARATOR = re.compile(
    r"^(?:placebos?|sham\b.*|.*\bsham|(?:standard|usual|conventional|routine|supportive) (?:care|therapy|"
    r"treatment|of care).*|"
    r"no (?:treatment|intervention)|observation|control.*|saline|normal saline|vehicle.*|.*\bplacebo)$",
    re.IGNORECASE,
)
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
    """Return the key under which spellings of one name meet: word forms, abbreviations of the page written out."""
    long_form = long_forms.get(name)
    return " ".join(word.form for word in words_of(long_form or name)) or name.lower()


def group_names(
    mentions: Sequence[Mention], label: str, index: PassageIndex, long_forms: Mapping[str, str]
) -> list[Group]:
    """Group the mentions of a label by name; a group's name is its long form, as first written."""
    groups: dict[str, Group] = {}
    for number, mention in enumerate(mentions):
        if mention.label != label:
            continue
        text = index.page.text[mention.start : mention.end]
        key = name_key(text, long_forms)
        group = groups.setdefault(key, Group(key, long_forms.get(text, text)))
        group.mentions.append(number)
        group.sections.add(_side(index.at(mention.start), mention))
    return list(groups.values())


def _side(passage: Passage, mention: Mention) -> str:
    """Return the section, with the polarity turned where the mention is negated."""
    if mention.negated and passage.section == "eligibility.inclusion":
        return "eligibility.exclusion"
    if mention.negated and passage.section == "eligibility.exclusion":
        return "eligibility.inclusion"
    return passage.section


def link_conditions(groups: Sequence[Group], concept: ConceptOf) -> list[Condition]:
    """Return the conditions of a page with their roles and concepts."""
    return [Condition(g.name, _condition_role(g.sections), concept(g.name, "condition"), g.mentions) for g in groups]


def _condition_role(sections: set[str]) -> str:
    if sections & {"conditions", "title", "keywords"}:
        return "studied"
    if "eligibility.inclusion" in sections:
        return "inclusion"
    if "eligibility.exclusion" in sections:
        return "exclusion"
    return "outcome" if any(section.startswith("outcomes.") for section in sections) else "background"


def find_arms(page: Page) -> list[tuple[Arm, int | None, tuple[int, int]]]:
    """Return (arm, its passage group, range of its passages) for each arm; links are filled in later."""
    found: list[tuple[Arm, int | None, tuple[int, int]]] = []
    types = {p.group: page.text_of(p) for p in page.passages if p.field == "arm.type" and p.group is not None}
    for number, passage in enumerate(page.passages):
        if passage.field not in ("arm", "arm.label"):
            continue
        text = page.text_of(passage)
        label, kind = text, types.get(passage.group)
        head, colon, tail = text.partition(":")
        if kind is None and colon and tail.strip() and registry_term("arm_type", head):
            label, kind = tail.strip(), head
        start = passage.start + len(text) - len(label)
        arm = Arm(label, registry_term("arm_type", kind or ""), [], [], *page.offsets.to_source(start, passage.end))
        if found:
            found[-1] = (*found[-1][:2], (found[-1][2][0], number))
        found.append((arm, passage.group, (number, len(page.passages))))
    return found


class Arms:
    """The arms of a page, and which of them a passage belongs to."""

    def __init__(self, page: Page) -> None:
        found = find_arms(page)
        self.arms = [arm for arm, _, _ in found]
        self._by_group = {group: i for i, (_, group, _) in enumerate(found) if group is not None}
        self._ranges = [(first, stop, i) for i, (_, group, (first, stop)) in enumerate(found) if group is None]
        self._firsts = [first for first, _, _ in self._ranges]

    def of(self, number: int, passage: Passage) -> int | None:
        """Return the index of the arm of passage `number`, None for a passage of no arm."""
        if passage.group is not None:
            return self._by_group.get(passage.group)
        if passage.section != "arms":
            return None
        at = bisect_right(self._firsts, number) - 1
        if at < 0 or number >= self._ranges[at][1]:
            return None
        return self._ranges[at][2]


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
        in_arms = sorted(
            {
                arm
                for m in group.mentions
                if (arm := arms.of(index.number_at(mentions[m].start), index.at(mentions[m].start))) is not None
            }
        )
        for arm in in_arms:
            arms.arms[arm].interventions.append(number)
        kind = next((mentions[m].attrs["type"] for m in group.mentions if "type" in mentions[m].attrs), None)
        role = _intervention_role(group, [arms.arms[arm].type for arm in in_arms])
        linked.append(
            Intervention(
                group.name,
                kind or _type_by_word(group.name),
                role,
                in_arms,
                [],
                concept(group.name, "intervention"),
                group.mentions,
            )
        )
    return linked


def _type_by_word(name: str) -> str | None:
    return type_of(name) or next((kind for kind, words in _TYPE_BY_WORD if words.search(name)), None)


def _intervention_role(group: Group, arm_types: list[str | None]) -> str:
    if group.sections & {"interventions", "arms", "title"}:
        only_comparator = bool(arm_types) and all(kind in _COMPARATOR_ARMS for kind in arm_types)
        return "comparator" if _COMPARATOR.match(group.name) or only_comparator else "studied"
    if "eligibility.inclusion" in group.sections:
        return "required"
    return "prohibited" if "eligibility.exclusion" in group.sections else "background"
