"""What is known about names and pages for sure, applied to the model's mentions.

Fields of plain facts (sponsor, dates, countries …) hold no mention, nor does a registry's type before its name
("Radiation: X"). A name begins after words of framing ("known", "history of": outside of every gold span) and ends
before a test's result; modifiers that share its head belong to it; what is denied is marked. Thresholds and doses
have their values, outcomes their types and time frames. An intervention that was found twice, surely, is one wherever
its name stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from trialsift.mention import Mention
from trialsift.negation import is_negated
from trialsift.ner.edges import edges
from trialsift.ner.no_names import acronyms_of, is_no_name
from trialsift.ner.over_brackets import over_brackets
from trialsift.ner.run_on import parted
from trialsift.ner.shared_heads import with_shared_heads
from trialsift.page import FIELDS, Page
from trialsift.rules import condition, intervention
from trialsift.rules.coordination import widened
from trialsift.rules.outcome_attrs import read_attrs
from trialsift.values.dose import parse_dose
from trialsift.values.threshold import parse_threshold
from trialsift.values.time_frame import parse_time_frame

_FIRST_WITH_MENTIONS = FIELDS.index("conditions")
FACT_FIELDS = frozenset(FIELDS[:_FIRST_WITH_MENTIONS]) - {"title", "official_title"}

_HEADS = {"CONDITION": condition.head_words, "INTERVENTION": intervention.head_words}
_PARSERS: dict[str, Callable[[str], Any]] = {"LAB_THRESHOLD": parse_threshold, "DOSE": parse_dose}
_SURE, _TIMES, _SHORTEST = 0.9, 2, 4  # of a name that is looked for elsewhere: score, finds, characters
_SIGN_KINDS = ("S", "C", "M")  # of Unicode: a name begins with none ("✗ Diabetes")
_TYPE_PREFIX = re.compile(r"\s?: ")
# "placebo-controlled" describes the design
_OF_DESIGN = re.compile(r"\s?[ -]\s?(?:controlled|comparator)\b", re.IGNORECASE)


def corrected(mentions: Iterable[Mention], page: Page) -> list[Mention]:
    """Return a model's mentions on a page as they should stand."""
    starts = [passage.start for passage in page.passages]
    joined = with_shared_heads(page.text, over_brackets(page.text, mentions))
    whole = (part for mention in joined for part in parted(page.text, mention))
    named = (_without_signs(page.text, mention) for mention in whole)
    found = [m for m in named if m and not (_is_of_facts(page, starts, m.start) or _is_type(page, m))]
    ends = {label: sorted(m.end for m in found if m.label == label) for label in _HEADS}
    acronyms = acronyms_of(page)
    settled = (
        _settled(page, mention, ends[mention.label]) if mention.label in _HEADS else _valued(page, starts, mention)
        for mention in found
    )
    kept = [m for m in settled if m.label not in _HEADS or not is_no_name(page, m, acronyms)]
    repeats = (m for m in _repeats(page, kept) if not (_is_of_facts(page, starts, m.start) or _is_type(page, m)))
    return [*kept, *repeats]


def _without_signs(text: str, mention: Mention) -> Mention | None:
    """Return a mention without signs and pictures before its name, None where it holds neither letter nor digit."""
    if mention.label not in _HEADS:
        return mention
    start = mention.start
    while start < mention.end and (text[start].isspace() or unicodedata.category(text[start])[0] in _SIGN_KINDS):
        start += 1
    if not any(map(str.isalnum, text[start : mention.end])):
        return None
    return mention if start == mention.start else replace(mention, start=start)


def _is_of_facts(page: Page, starts: Sequence[int], at: int) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and page.passages[index].field in FACT_FIELDS


def _is_type(page: Page, mention: Mention) -> bool:
    """Say whether a mention is no name: the type that a registry puts before one, or a word of the design."""
    if mention.label != "INTERVENTION":
        return False
    if _OF_DESIGN.match(page.text, mention.end):
        return True
    typed = intervention.type_of(page.text[mention.start : mention.end + 2])
    return typed is not None and _TYPE_PREFIX.match(page.text, mention.end) is not None


def _settled(page: Page, mention: Mention, ends: Sequence[int]) -> Mention:
    """Return a mention with the modifiers that share its head, if none of them is a mention; ends: of its label's."""
    first, end = edges(page.text, mention.start, mention.end, mention.label)
    start = widened(page.text, first, end, _HEADS[mention.label]())
    if bisect_right(ends, first) > bisect_right(ends, start):
        start = first
    return replace(mention, start=start, end=end, negated=is_negated(page.text, start))


def _valued(page: Page, starts: Sequence[int], mention: Mention) -> Mention:
    """Return a threshold or a dose with its value, where it can be parsed, an outcome with its type and time frame."""
    index = bisect_right(starts, mention.start) - 1
    if mention.label == "OUTCOME" and index >= 0:
        passage = page.passages[index]
        at = passage.start
        attrs = read_attrs(page.text_of(passage), mention.start - at, mention.end - at, passage)
        frame = attrs.get("time_frame")
        return replace(mention, attrs=attrs, value=parse_time_frame(frame) if frame else None)
    parse = _PARSERS.get(mention.label)
    value = parse(page.text[mention.start : mention.end]) if parse else None
    return replace(mention, attrs=value.attrs(), value=value) if value is not None else mention


def _repeats(page: Page, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the other places of interventions that were found more than once, at least once surely."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.label == "INTERVENTION":
            found[page.text[mention.start : mention.end].lower()].append(mention)
    names = {
        name: max(group, key=lambda mention: mention.score)
        for name, group in found.items()
        if len(name) >= _SHORTEST and len(group) >= _TIMES and max(m.score for m in group) >= _SURE
    }
    if not names:
        return
    taken = sorted((m.start, m.end) for m in mentions if m.label == "INTERVENTION")
    forms = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])", page.text, re.IGNORECASE):
        at = bisect_right(taken, (match.start(), len(page.text)))
        is_free = (at == 0 or taken[at - 1][1] <= match.start()) and (at == len(taken) or taken[at][0] >= match.end())
        if is_free and match.group().lower() in names:
            insort(taken, match.span())
            best = names[match.group().lower()]
            negated = is_negated(page.text, match.start())
            yield replace(best, start=match.start(), end=match.end(), negated=negated)
