"""Links between mentions: which condition or intervention they name, which arm and intervention a dose belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trialsift.arms import Arms
from trialsift.concepts.names import fold, turned
from trialsift.intervention_types import type_by_name
from trialsift.mention import Mention
from trialsift.name_lists import turns_round
from trialsift.page import Page, Passage
from trialsift.record import Condition, ConditionRole, Intervention
from trialsift.roles import PROSE, condition_role, intervention_role, place_of
from trialsift.rules.intervention import only_qualifies, type_of
from trialsift.statements.acronym import abbreviates

# (name, kind) → concept, None where the vocabulary has none
ConceptOf = Callable[[str, str], str | None]

_VIRUS = re.compile(r"(?<=[A-Z0-9])[ -](?:[Ii]nfect(?:ions?|ed)|(?:[Ss]ero)?[Pp]ositive)$")  # "HIV infection" is HIV
_GIVEN = re.compile(r" (?:treatment|therapy)$")
_PLACEBO = re.compile(
    r"(?:match\w+ |oral |inert |inactive )?placebo"
    r"(?: (?:match\w*|tablet|capsule|pill|injection|solution|treatment|arm|group))?"
)
_IN_BRACKETS = re.compile(r"\s?\(([A-Za-z0-9/+-]{2,12})\)$")


@dataclass(slots=True)
class Group:
    """Mentions of one name, in their order; places: what theirs say of its part; in_prose: how many stand there."""

    key: str
    name: str
    mentions: list[int] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    in_prose: int = 0


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
    full = _VIRUS.sub("", long_forms.get(name, name))
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
        key = _intervention_key(key) if label == "INTERVENTION" else key
        group = groups.setdefault(key, Group(key, text))
        surfaces.setdefault(key, []).append(text)
        group.mentions.append(number)
        passage = index.at(mention.start)
        group.places.add(place_of(index.page, passage, mention))
        group.in_prose += passage.section in PROSE
    for key, group in groups.items():
        group.name = best_name(surfaces[key], long_forms)
    return list(groups.values())


def _intervention_key(key: str) -> str:
    """Return the key of a name without what says only that it is given: "ginger treatment", "placebo capsules"."""
    return "placebo" if _PLACEBO.fullmatch(key) else _GIVEN.sub("", key)


def best_name(surfaces: Sequence[str], long_forms: Mapping[str, str]) -> str:
    """Return the surface that names a group best: a name, in its long form, in small letters, not turned round."""
    written_out = [long_forms.get(text, text) for text in surfaces]
    return min(
        written_out,
        key=lambda text: (only_qualifies(text), text.isupper() and len(text) > 1, "(" in text, "," in text, len(text)),
    )


def link_conditions(groups: Sequence[Group], concept: ConceptOf) -> list[Condition]:
    """Return the conditions of a page with their roles and concepts.

    Where no place says which is studied, it is the one that running text keeps naming.
    """
    roles: list[ConditionRole] = [condition_role(group.places) for group in groups]
    if groups and "studied" not in roles:
        best = max(range(len(groups)), key=lambda number: groups[number].in_prose)
        if groups[best].in_prose > 1:
            roles[best] = "studied"
    return [
        Condition(g.name, role, concept(g.name, "condition"), g.mentions) for g, role in zip(groups, roles, strict=True)
    ]


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
        name = group.name
        role = intervention_role(name, group.places, [arms.arms[arm].type for arm in in_arms])
        concept_id = concept(name, "intervention")
        linked.append(
            Intervention(
                name, kind or type_of(name) or type_by_name(name), role, in_arms, [], concept_id, group.mentions
            )
        )
    return linked


def _arms_of(mentions: Sequence[Mention], index: PassageIndex, arms: Arms) -> list[int]:
    found: set[int] = set()
    for mention in mentions:
        arm = arms.at(mention.start)
        found.update(arms.named_with(index.number_at(mention.start)) if arm is None else (arm,))
    return sorted(found)
