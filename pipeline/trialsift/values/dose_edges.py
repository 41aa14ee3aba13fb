"""What is no part of a dose at the edges of its pieces: a form before the amount, "a day", the next name's route."""

from __future__ import annotations

import re

from trialsift.values.dose_place import STARTS_ALONE
from trialsift.values.part import Part

LEFT_OUT = frozenset({"with_meals", "start", "apart", "place", "setting", "until", "again"})
_NAMED_AFTER = re.compile(
    r"\)?\s(?!administration|route|use\b|injection|infusion|dos|push|bolus|drip|for\b|over\b|on\b|in\b|at\b|with|"
    r"then\b|and\b|or\b|once|twice|every|each|daily|weekly|until|followed|via\b|by\b|before|after|during|starting|"
    r"beginning|to\b|is\b|was\b|if\b|as\b)[a-z]{2,}",
    re.IGNORECASE,
)


def without_edges(text: str, group: list[Part], *, is_rest: bool = False) -> list[Part]:
    """Drop what is no part of a dose at the edges of a group: a form before the amount, "a day" at the start."""
    while group and (
        (group[0].kind == "form" and (len(group) == 1 or not _leads(text, group)))
        or (group[0].kind == "note" and group[0].value != "as_needed" and len(group) == 1)
        or (group[0].kind == "note" and group[0].value in LEFT_OUT)
        or _is_day_of(text, group)
        or _is_of_a_product(text, group)
        or group[0].kind == "repeat"
        or (group[0].kind == "days" and text[group[0].start].lower() == "d" and text[group[0].start + 1].isdigit())
        or (group[0].kind == "frequency" and not is_rest and STARTS_ALONE.match(text, group[0].start))
    ):
        group = group[1:]
    return group[: _end_before_routes_of_next(text, group)]


def _end_before_routes_of_next(text: str, group: list[Part]) -> int:
    """Return how many pieces come before the routes of the next name: "day 1, intraperitoneal (IP) cisplatin"."""
    first = len(group)
    while first > 1 and group[first - 1].kind == "route":
        first -= 1
    if (
        first == len(group)
        or all(part.kind in ("form", "route") for part in group[:first])
        or not ("," in text[group[first - 1].end : group[first].start] or _starts_sentence(text, group[first]))
    ):
        return len(group)
    return first if _NAMED_AFTER.match(text, group[-1].end) else len(group)


def _starts_sentence(text: str, route: Part) -> bool:
    """Whether an adjective with a capital begins what comes next: "IV on day 8 Oral prednisone"."""
    return not route.adverb and text[route.start].isupper() and text[route.start + 1].islower()


def _leads(text: str, group: list[Part]) -> bool:
    """Whether a form at the start belongs to what follows: "tablet, 40 mg", "bolus of 9 mg"."""
    between = text[group[0].end : group[1].start].strip()
    listed = not text[: group[0].start].rstrip() or text[: group[0].start].rstrip()[-1] in ";,:"
    if text[group[0].start : group[0].end].lower().startswith("continuous"):
        return True
    return (between == "," and (group[1].kind == "amount" or (listed and group[1].kind == "frequency"))) or (
        between in ("of", "") and text[group[0].start : group[0].end].lower() == "bolus"
    )


def _is_day_of(text: str, group: list[Part]) -> bool:
    """Whether a group starts with the day of what follows: "on day 0 at 2 mg/kg"."""
    first = group[0]
    if first.kind != "days":
        return False
    if text[first.start] in "aAiI":  # "at 0, 12 and 24 h", "in week 1"
        return True
    single = first.value.times == 1 and not first.value.repeated
    return single and len(group) > 1 and group[1].kind == "amount"


def _is_of_a_product(text: str, group: list[Part]) -> bool:
    """Whether a group starts with the route of a product that is named before: "X transdermal gel 50 mg"."""
    if len(group) < 3 or group[0].adverb or [part.kind for part in group[:3]] != ["route", "form", "amount"]:
        return False
    return group[1].value not in (None, "injection") and "," not in text[group[1].end : group[2].start]
