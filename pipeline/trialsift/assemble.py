"""Page + mentions → Record: every group filled, every offset led back to the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from trialsift.arms import Arms
from trialsift.coverage import cover, parsed_passages
from trialsift.dose_links import DoseLinks
from trialsift.facts import trial_facts
from trialsift.link import (
    ConceptOf,
    Group,
    PassageIndex,
    group_names,
    link_conditions,
    link_interventions,
)
from trialsift.mention import Mention
from trialsift.page import Page, Polarity
from trialsift.record import (
    SCHEMA,
    Alternative,
    Bounds,
    Criterion,
    DoseRecord,
    Intervention,
    LabThreshold,
    MentionRecord,
    Outcome,
    Record,
    SourceRecord,
    TimeFrameRecord,
)
from trialsift.requirement import Asked, asked_of
from trialsift.values.dose import Dose
from trialsift.values.threshold import Threshold, eligible
from trialsift.values.time_frame import TimeFrame


def _no_concept(name: str, kind: str) -> str | None:
    return None


def assemble(
    page: Page,
    mentions: Sequence[Mention],
    *,
    long_forms: Mapping[str, str] | None = None,
    concept: ConceptOf = _no_concept,
) -> Record:
    """Build the record of a page.

    mentions: sorted by start, end, label, flat within a label. long_forms: abbreviation → long form, as the
    page defines them. concept: gives the concept of a name of a kind ("condition", "intervention").
    """
    long_forms = long_forms or {}
    index = PassageIndex(page)
    trial = trial_facts(page)
    parsed = parsed_passages(page, index, mentions, trial)
    arms = Arms(page, mentions)
    condition_groups = group_names(mentions, "CONDITION", index, long_forms)
    intervention_groups = group_names(mentions, "INTERVENTION", index, long_forms)
    conditions = link_conditions(condition_groups, concept)
    interventions = link_interventions(intervention_groups, mentions, index, arms, concept)
    doses = _doses(mentions, index, arms, interventions, intervention_groups)
    records = [_mention(page, index, number, mention) for number, mention in enumerate(mentions)]
    return Record(
        schema=SCHEMA,
        source=SourceRecord(
            path=page.source.path,
            sha256=page.source.sha256,
            bytes=page.source.size,
            encoding=page.source.encoding,
            media_type=page.source.media_type,
            layout=page.layout,
            layout_score=round(page.layout_score, 3),
        ),
        trial=trial,
        mentions=records,
        conditions=conditions,
        interventions=interventions,
        arms=arms.arms,
        lab_thresholds=_thresholds(mentions, page, index),
        doses=doses,
        outcomes=_outcomes(mentions, records),
        criteria=_criteria(page, mentions, index, parsed),
        coverage=cover(page, parsed),
        warnings=[*page.warnings, *_value_warnings(records, mentions)],
    )


def _mention(page: Page, index: PassageIndex, number: int, mention: Mention) -> MentionRecord:
    start, end = page.offsets.to_source(mention.start, mention.end)
    return MentionRecord(
        id=number,
        label=mention.label,  # type: ignore[arg-type]
        start=start,
        end=end,
        text=page.text[mention.start : mention.end],
        section=index.at(mention.start).section,  # type: ignore[arg-type]
        by=mention.by,
        score=round(mention.score, 3),
        negated=mention.negated,
        attrs=mention.attrs,
    )


def _number(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


_SIDE_OF: dict[Asked, Polarity] = {"met": "inclusion", "unmet": "exclusion"}


def _thresholds(mentions: Sequence[Mention], page: Page, index: PassageIndex) -> list[LabThreshold]:
    found = []
    for number, mention in enumerate(mentions):
        value = mention.value
        if not isinstance(value, Threshold):
            continue
        passage = index.number_at(mention.start)
        polarity = page.passages[passage].polarity
        asked = asked_of(page, passage, mention.start, mention.end, denied=value.negated)
        bounds = eligible(replace(value, negated=False), _SIDE_OF[asked]) if asked else None
        found.append(
            LabThreshold(
                mention=number,
                polarity=polarity,
                analytes=list(value.analytes),
                comparator=value.comparator,  # type: ignore[arg-type]
                value=_number(value.value),
                unit=value.unit,
                inclusive=_number(value.inclusive),
                condition=value.condition,
                alternatives=[
                    Alternative(b.comparator, _number(b.value), b.unit, _number(b.inclusive), b.condition)
                    for b in value.alternatives
                ],
                eligible=Bounds(**bounds) if bounds else None,
                change=value.change,  # type: ignore[arg-type]
            )
        )
    return found


def _doses(
    mentions: Sequence[Mention],
    index: PassageIndex,
    arms: Arms,
    interventions: Sequence[Intervention],
    groups: Sequence[Group],
) -> list[DoseRecord]:
    """Return the doses, each linked to its intervention and arm; fills the lists of doses of these."""
    links = DoseLinks(mentions, index, arms, interventions, groups)
    found = []
    for number, mention in enumerate(mentions):
        value = mention.value
        if not isinstance(value, Dose):
            continue
        link, arm = links.of(mention)
        if arm is not None:
            arms.arms[arm].doses.append(number)
        if link is not None:
            interventions[link].doses.append(number)
        attrs = value.attrs()
        found.append(
            DoseRecord(
                number,
                link,
                arm,
                _number(attrs.get("amount")),
                attrs.get("unit"),
                attrs.get("per"),
                attrs.get("frequency"),
                attrs.get("duration"),
                attrs.get("route"),
                attrs.get("form"),
                attrs.get("level"),
                value.schedule,
            )
        )
    return found


def _outcomes(mentions: Sequence[Mention], records: Sequence[MentionRecord]) -> list[Outcome]:
    found = []
    for number, mention in enumerate(mentions):
        if mention.label != "OUTCOME":
            continue
        text = mention.attrs.get("time_frame")
        frame = None
        if text:
            value = mention.value if isinstance(mention.value, TimeFrame) else None
            frame = TimeFrameRecord(
                text,
                value.value if value else None,
                value.unit if value else None,
                value.anchor if value else None,
            )
        found.append(Outcome(number, records[number].text, mention.attrs.get("type"), frame))
    return found


def _criteria(page: Page, mentions: Sequence[Mention], index: PassageIndex, parsed: frozenset[int]) -> list[Criterion]:
    inside: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        inside.setdefault(index.number_at(mention.start), []).append(number)
    places: dict[int, int] = {}
    found: list[Criterion] = []
    for number, passage in enumerate(page.passages):
        if not passage.section.startswith("eligibility") or passage.field is not None:
            continue
        places[number] = len(found)
        ids = inside.get(number, [])
        start, end = page.offsets.to_source(passage.start, passage.end)
        parent = places.get(passage.parent) if passage.parent is not None else None
        found.append(
            Criterion(
                passage.polarity,
                page.text_of(passage),
                start,
                end,
                parent,
                ids,
                "parsed" if number in parsed else "unparsed",
            )
        )
    return found


def _value_warnings(records: Sequence[MentionRecord], mentions: Sequence[Mention]) -> list[str]:
    return [
        f"{record.start}-{record.end} {record.text!r}: {mention.value.warning}"
        for record, mention in zip(records, mentions, strict=True)
        if isinstance(mention.value, Threshold) and mention.value.warning
    ]
