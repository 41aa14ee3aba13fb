"""Frequencies and routes by themselves: doses only where something is given; times are in dose_times.py.

Read in this order: `is_given` tells the kinds apart; for each, one function says what it needs around it.
"""

from __future__ import annotations

import re

from trialsift.rules.dose_context import (
    GIVEN_SECTIONS,
    OF_GIVEN_AFTER,
    STUDY_AFTER,
    Around,
    last_cue,
)
from trialsift.rules.dose_times import time_is_given

_NOT_GIVEN_AFTER = re.compile(
    r"[\s,-]{1,2}(?:visits?|eating|diar\w*|activit\w*|living|pain|life|functions?|functioning|assessments?|"
    r"contact|exam\w*|"
    r"phone|calls?|symptoms?|"
    r"practice|scores?|records?|recording|ratings?|monitoring|measure\w*|follow|headache|episodes?|weights?|average|"
    r"mean|living|basis|"
    r"logs?|sessions? with the|use of alcohol|alcohol|disintegrat\w*|dissolv\w*|bioavailable|smok\w*|cigar\w*|"
    r"interview|meetings?|questionnaire|tests?(?!\s(?:dos|drug|product|article|medic))|"
    r"testing|sleep|"
    r"routine|work|seizures?|number|report\w*|self|clinical|changes?|steps|step|fatigue|stress|mood|problems?|stool|"
    r"bowel|interference|controls?)\b",
    re.IGNORECASE,
)
_NOT_WORN = re.compile(
    r"\b(?:sleep\w*|works?|working|sit(?:s|ting)?|screen|"
    r"watch\w*|awake|open|symptoms?|pain)\b[^.]{0,40}$",
    re.I,
)
_ONCE_DAILY = re.compile(r"(?:once|twice|thrice)-(?:daily|nightly|weekly|monthly|yearly)")
_CHANGED = re.compile(r"\b(?:changed|renewed|replaced|reapplied)\s$", re.IGNORECASE)  # a dressing
_ONCE_A = re.compile(r"(?:once|twice)\s(?:a|every|dai|week|month|night)", re.IGNORECASE)
_TIMES_OF_DAY = frozenset({"mornings", "in the morning", "in the evening", "in the afternoon", "at night", "nightly"})
_REGIMEN_WORDS = re.compile(r"\bsets of\b|\bfractions?$", re.IGNORECASE)
_SESSIONS = re.compile(r"\b(?:sessions?|lessons?|classes)\b", re.IGNORECASE)
_LENGTHS = frozenset({"duration", "infusion", "days"})
_SEEN = re.compile(r"\b(?:visits?|calls?|samples?|assessments?|interviews?)\b", re.IGNORECASE)
_ROUTE_LABEL = re.compile(r"\b(?:route|mode)(?: of (?:administration|delivery))?\s?[-–:=]\s?$", re.IGNORECASE)
_COUNTED = re.compile(r"two|three|four|five|six")
_SINGLE_GIVEN = re.compile(
    r"[\s-](?:(?!use|agent|arm|cent|blind|group)[\w-]{2,20}[\s-]){0,3}?(?:treatments?|injections?|infusions?|"
    r"administration|application|"
    r"bolus|tablets?|capsules?|sessions?|course|fraction|procedure|transfusion|exposure|vaccination|immunization|"
    r"pulse|shot)\b",
    re.IGNORECASE,
)
_WAY = re.compile(r"\s(?:administration|route|use|delivery|application)", re.IGNORECASE)
_DOSES = re.compile(r"\b(?:single|one|two|three|four|five|six|\d{1,2})[ -]doses?$", re.IGNORECASE)
_NUMBERED_CYCLE = re.compile(r"^day \d+ of (?:cycle|course) \d")
_COMPARING = re.compile(r"\bcompar\w+\s(?:of\s)?(?:the\s)?$|\b1 of\s$", re.IGNORECASE)  # "comparing two doses of X"
_SHORT_ROUTE = 4  # letters of "IV", "i.v.", "SC"
_NAME_AFTER = re.compile(
    r"\s(?!(?:over|once|twice|every|each|daily|weekly|followed|then|with|after|before|during|until|prior|plus|"
    r"administered|given|when|while|"
    r"within|infusions?|injections?|bolus|doses?|push|drip|from|starting|beginning|through|using|without|"
    r"continuously|only|also|route|"
    r"administration|that|this|will|were|either)\b)[a-z]{4,}",
)
_OF_PREGNANCY = re.compile(r"\s(?:of|post) (?:gestation|pregnancy|life|age)", re.IGNORECASE)
_GIVEN_BEFORE = re.compile(r"\b(?:given|administered|taken|dosed|infused|injected|applied)\s$", re.IGNORECASE)
_GIVEN_NEXT = re.compile(
    r"[\s-](?:given|administered|dosed|infused|injected|applied|delivered|instilled|ingested)\b", re.IGNORECASE
)
_THE_DAILY_DOSE = re.compile(r"[\s-](?:dos(?:e|es|age|ages)|intake|amount|requirement)\b", re.IGNORECASE)
_DOSE_IS = re.compile(r"\sdos(?:e|age)s?\s(?:is|was|are|were|will|var\w+|may|depend\w*)\b", re.IGNORECASE)
_GIVEN_ALONE = re.compile(
    r"[\s,-]{1,2}(?:administration|infusions?|injections?|dos(?:e|es|ing)|route|use|delivery|application|bolus)\b",
    re.IGNORECASE,
)


def is_given(around: Around) -> bool:
    """Whether a frequency, duration or route by itself says how something is given."""
    kinds = around.candidate.kinds
    if kinds <= {"form"} or _NOT_GIVEN_AFTER.match(around.after):
        return False
    if kinds <= {"route", "form", "note"}:
        return _route_is_given(around)
    if _says_all(around):
        return True
    if kinds <= {"duration", "infusion", "cycle"}:
        return time_is_given(around)
    if not _frequency_counts(around):
        return False
    if _is_of_the_thing_before(around):
        return True
    return around.near_name or _says_given(around) or _frequency_is_given(around)


def _says_all(around: Around) -> bool:
    """Whether it can be only a regimen: "12 h/day", "3 sessions of 20 minutes", "3 sets of 10 repetitions"."""
    section, kinds = around.passage.section, around.candidate.kinds
    if around.in_criteria or section.startswith("outcomes") or section in ("keywords", "conditions"):
        return False
    if {"infusion", "route"} <= kinds:
        return True  # "IV over 15 minutes"
    if {"infusion", "frequency"} <= kinds <= {"infusion", "frequency", "duration"}:
        return _NOT_WORN.search(around.before) is None
    last = not around.after.strip(" .)|]") and around.before.endswith(", ") and section in GIVEN_SECTIONS
    return (
        _is_whole_regimen(around)
        or _REGIMEN_WORDS.search(around.words) is not None
        or (last and kinds == {"frequency"})
    )


def _is_whole_regimen(around: Around) -> bool:
    """Whether how often is said twice, with a length or with meals: "five sessions, one per week"."""
    if _SEEN.search(around.words):
        return False
    rates = [part.value for part in around.candidate.parts if part.kind == "frequency"]
    counted = any("period" not in each for each in rates)
    often = {each["unit"] for each in rates if "period" in each}
    if len(rates) > 1 and (counted or often == {"d", "wk"}):
        return True  # "five sessions, one per week", "three rounds a day, six days a week"
    meals = any(part.kind == "note" and part.value == "with_meals" for part in around.candidate.parts)
    return (
        counted and _SESSIONS.search(around.words) is not None and not around.candidate.kinds.isdisjoint(_LENGTHS)
    ) or (meals and often == {"d"})


def _says_given(around: Around) -> bool:
    """Whether the words beside it say so: "single dose", "two doses of", "once daily intranasal administration"."""
    if around.in_criteria:
        return False
    if "route" in around.candidate.kinds and ("form" in around.candidate.kinds or _GIVEN_ALONE.match(around.after)):
        return True
    counted = _DOSES.search(around.words) is not None
    alone = around.words.lower().startswith(("single", "one"))
    if around.after.startswith(",") and STUDY_AFTER.match(around.after):
        return False  # "a randomized, single dose, crossover study"
    return counted and (alone or (around.after.startswith(" of") and around.passage.section != "title"))


def _is_of_the_thing_before(around: Around) -> bool:
    """Whether it says how often a thing is used that stands before: "lamp, twice a week", "a once-nightly drug"."""
    section, words = around.passage.section, around.words.lower()
    if around.in_criteria or section.startswith("outcomes") or section in ("keywords", "conditions"):
        return False
    if _CHANGED.search(around.before) or _ONCE_DAILY.fullmatch(words) or (section == "title" and _ONCE_A.match(words)):
        return True
    cue = last_cue(around, times=False)
    if around.candidate.kinds == {"frequency", "duration"}:
        return cue != "other"
    apart = around.before.endswith(", ") and (not around.after or around.after[0] in ",;)")
    often = "period" in (around.candidate.dose.frequency or {}) and words not in _TIMES_OF_DAY
    return cue is None and apart and often and around.candidate.kinds == {"frequency"}


def _frequency_is_given(around: Around) -> bool:
    section = around.passage.section
    if section.startswith("outcomes") or section in ("keywords", "conditions"):
        whole = around.candidate.kinds == {"frequency", "duration"} and last_cue(around) == "given"
        return whole or bool(OF_GIVEN_AFTER.match(around.after) or _GIVEN_BEFORE.search(around.before))
    cue = last_cue(around, times=False)
    if section in GIVEN_SECTIONS:
        return cue != "other"
    return cue == "given" or (cue is None and bool(OF_GIVEN_AFTER.match(around.after)))


def _frequency_counts(around: Around) -> bool:
    """Leave out "single agent", "the daily dose", "on day 1": frequencies that say nothing of how often."""
    word = around.words.lower().replace("-", " ")
    if word in ("single", "one time", "continuous"):
        if around.in_criteria or around.after.lower().startswith((" agent", "-agent")):
            return False
        return around.before_name or _SINGLE_GIVEN.match(around.after) is not None
    if _DOSES.search(around.words) and _COMPARING.search(around.before):
        return False  # two levels of dose
    bare_count = around.passage.section == "title" and word.isalpha()
    if word == "at least once" or (bare_count and _COUNTED.fullmatch(word)):
        return False  # "The Effect of Two Antiviral Treatments"
    if word in ("od", "hs", "stat") or (word == "at night" and not around.near_name):
        return False  # by themselves an eye, a tablet, names, a time of sleep
    if _DOSE_IS.match(around.after):
        return False  # "Weekly dose varies with age"
    if word in ("daily", "weekly") and _THE_DAILY_DOSE.match(around.after):
        return not re.search(
            r"\b(?:the|total|maximum|max|mean|average|same|their|current)\s$", around.before, re.IGNORECASE
        )
    parts = around.candidate.parts
    if all(part.kind == "days" for part in parts) and around.name_before == " on " and not around.in_criteria:
        return parts[0].value.days != (0,)  # "influenza vaccine on day 57"; "transplantation on day 0" says when
    if all(part.kind == "days" for part in parts):
        counts = any(part.value.times > 1 or part.value.repeated for part in parts)
        return (
            counts
            and not _NUMBERED_CYCLE.search(word)
            and word.startswith("day")
            and not _OF_PREGNANCY.match(around.after)
        )
    return True


def _route_is_given(around: Around) -> bool:
    if around.in_criteria or around.passage.section in ("keywords", "conditions"):
        return False
    routes = [part for part in around.candidate.parts if part.kind == "route"]
    if around.before_name and routes:
        return False  # "IV fentanyl" is the name of what is given
    if around.passage.section in GIVEN_SECTIONS and not around.after.strip(" .)|]"):
        return not _is_of_a_product(around)  # "X 5 mg tablet, oral"
    if not routes:
        needed = around.words.lower().startswith(("if ", "when "))  # "followed, if needed, by surgery"
        return "note" in around.candidate.kinds and not needed and (around.near_name or last_cue(around) == "given")
    if around.passage.field == "intervention.route" or _ROUTE_LABEL.search(around.before):
        return True
    if any(part.adverb for part in routes):
        if _GIVEN_NEXT.match(around.after):
            return True  # "Locally Injected"
        if len(around.words) <= _SHORT_ROUTE and _NAME_AFTER.match(around.after):
            return False  # "IV fentanyl", whose name is not known
        told = around.near_name or last_cue(around) == "given"
        return told or _WAY.search(around.words) is not None
    ways = [part for part in around.candidate.parts if part.kind == "form" and part.value in (None, "injection")]
    return bool(ways or _GIVEN_ALONE.match(around.after) or _WAY.search(around.words))


def _is_of_a_product(around: Around) -> bool:
    """Whether a route and a form end the name of a product: "X oral tablet"."""
    parts = around.candidate.parts
    named = [part.kind for part in parts] == ["route", "form"] and parts[1].value not in (None, "injection")
    return named and not parts[0].adverb and bool(re.search(r"[\w)]\s$", around.before))
