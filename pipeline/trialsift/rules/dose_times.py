"""Times by themselves, "for 12 weeks": doses only where something is given so long.

Read in this order: `time_is_given`, then `_is_other_time`, which tells times that have passed or must pass.
"""

from __future__ import annotations

import re

from trialsift.rules.dose_context import (
    GIVEN_SECTIONS,
    NAME_ENDING,
    OF_GIVEN_AFTER,
    STUDY_AFTER,
    Around,
    last_cue,
    names_given,
)

_TIME_PASSED_AFTER = re.compile(
    r"\s?(?:\)\s?)?(?:\([^()]{1,20}\)\s)?(?:,\s?)?(?:prior|before|ago\b|after|of age|old\b|post|apart|"
    r"follow(?!ed by)|earlier|later|"
    r"preceding|previous|since|from|window|"
    r"interval|survival|visits?|wash|period of|off\b|rest\b|break\b|observation|gestation|assessments?|evaluation|"
    r"progression|free\b|outcome|"
    r"mortality|DFS|PFS|OS\b|EFS|study\b|trial\b|pregnan|postpartum|history|timepoint|time point|intervals|delay|"
    r"apart|screening|run-in(?! (?:period )?(?:on|with|of)\b))",
    re.IGNORECASE,
)
_NEVER_AFTER = re.compile(
    r"\s?(?:\)\s?)?(?:\([^()]{1,20}\)\s)?(?:(?:immediately|directly|just)\s(?:prior|before|after|preceding)|"
    r"since|after|of age|(?:or|versus|vs\.?)\s\d{1,3}[\s-]\w+\s(?:intervals?|apart)|"
    r"pause|period (?:prior|before|preceding|following|after)|"
    r"elapsed|evaluation|observation|assessment|monitoring|surveillance|recruitment|enrol\w+ period|"
    r"of (?:post|follow|evaluation|wash|recover|amenorrh|symptom|remission|abstinence|sobriety|absence|onset|"
    r"disease|illness|pain\b|stability|observation|hospital|"
    r"pregnan|data|histor|no\b)|"
    r"(?:and|to|or|through)\s\d{1,3}\s(?:days?|weeks?|months?|years?)\s(?:of age|old)|"
    r"later\b|ago\b|old\b|off\b|washout|wash-out|interval|window|"
    r"run-in(?! (?:period )?(?:on|with|of)\b)|of life expectancy|"
    r"of rest|rest\b|break\b|follow(?!ed by)|survival|post|(?:of )?gestation|or more\b|to (?:surgery|randomi)|"
    r"from\b|apart|to allow|span|screening|disease-free|of completing)",
    re.IGNORECASE,
)
# words of a criterion whose time is one that has passed without the thing, or must pass
_TIME_APART = re.compile(
    r"\b(?:since|no evidence|remission|omission|omitted|negative|\w*menopaus\w*|amenorrh\w*|"
    r"within|wash-?out|prior to|discontinu\w*|held|withheld|paus\w+|interrupt\w*|"
    r"without|free of|free from|off|stop\w*|abstain\w*|"
    r"refrain\w*|contracept\w*|"
    r"birth control|previous|past|last|preceding|stable|no change\w*|unchanged|avoid\w*|half-?li\w+|obtained|"
    r"elapsed|intervals?|not)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:or|and|but)\s")
# "12-week, double-blind, flexible-dose treatment phase"
_OF_PHASE = re.compile(
    r"(?:,?\s[\w-]{2,20}){0,4},?\s(?:treatment|dosing|induction|maintenance|intervention|therapy)\s(?:phase|period)\b",
    re.IGNORECASE,
)
_RUN_IN_ON = re.compile(r"[\s-]run-in (?:period )?(?:on|with|of)\b", re.IGNORECASE)
_OF_DRUG = re.compile(rf"\sof\s(?:[a-z]+\s)?(?:(?-i:[A-Z]{{3,}}s?)|{NAME_ENDING})\b", re.IGNORECASE)
_TREATMENT_LASTS = re.compile(
    r"\b(?:treatment|therapy|intervention|medication|programme|program|training|drug)\s(?:\w{2,12}\s){0,2}?"
    r"(?:lasts?|lasting|continues|continued|duration|period)\s"
    r"(?:(?:is|was|will|be|of|last|for|about|approximately|up to)\s){0,3}$",
    re.IGNORECASE,
)
_DURATION_LABEL = re.compile(r"\bduration(?: of (?:treatment|therapy|intervention))?\s?[-–:=]\s?$", re.IGNORECASE)
_COMPARES = ("up to", "upto", "at least", "at most", "more", "less", "no more", "not more", "maximum", "minimum")
_NUMBERED = frozenset({"{cycle}", "{course}"})
_IN_THE = re.compile(r"\bin the\s$", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:children|infants|adults|patients|people|participants|women|men|subjects|girls|boys|age[ds]?|adolescents|"
    r"youths?|persons)\s"
    r"(?:of|between|from|aged|over|under)?\s?$",
    re.IGNORECASE,
)
_THEN = re.compile(r"\bfollowed by\s$", re.IGNORECASE)
_NEVER_BEFORE = re.compile(
    r"\b(?:within|(?:in|within|during|over) the (?:last|past|previous|preceding)|in (?:last|past)|"
    r"end of|(?:off|free|untreated|abstinent|without (?:it|treatment|therapy))"
    r"(?: (?:treatment|therapy|drug|medication))?(?: for)?(?: the| an?)?)\s$",
    re.IGNORECASE,
)
_TOO_LONG = 30  # years: nothing is given so long in a trial
_GROWN_UP = 12  # years: a longer time by itself is an age
_FOR = re.compile(
    r"\bfor\s(?:(?:an?|the|approximately|about|another|additional|further|entire|whole|full|up to|total of|"
    r"period of|~)\s?){0,3}$",
    re.IGNORECASE,
)
# "at 6 months, 12 months and 30 months after baseline"
_IN_A_LIST_AFTER = re.compile(
    r"(?:,?\s?(?:and\s|or\s)?\d{1,3}[\s-](?:hours|days|weeks|months|years)){1,8}\s(?:after|post|following|from)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each)\s$", re.IGNORECASE)
_SAYS_WHERE = re.compile(r"\s(?:in|at) (?:the )?(?:hospital|ward)\b|\sin a row\b|\slater\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:in|within|during) the (?:next|coming)\s$|\bnothing (?:to \w{1,15} )?for\s$|\bcan['’]?t \w{1,15} for\s$",
    re.IGNORECASE,
)
_COURSE_OF = re.compile(r"\b(?:over|during|throughout) the course of\s$", re.IGNORECASE)
_WATCHED = re.compile(
    r"\b(?:follow(?:ed)?(?: up)?(?! by)|observ\w*|monitor\w*|watch\w*|record\w*|assess\w*|measur\w*|sampl\w*|"
    r"collect\w*|imaging|scan\w*|"
    r"withdrawal|discontinuation|cessation|until)"
    r"(?:\s(?!given|receiv|tak|then|and\b|with\b)\w{1,15}){0,6}\s(?:for|over)\s(?:\w{1,15}\s){0,3}$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:[<≤]|less|at most|no more|not more|up to|=<)", re.IGNORECASE)
_ALL_FOR = re.compile(
    r"\s*(?:each|both|all|(?:it|this|they|treatment|the treatment|training)\s(?:is |are )?"
    r"(?:goes on|go on|lasts?|runs?|continues?|given))\s(?:is |are )?for\s",
    re.IGNORECASE,
)
_FOR_FIRST = re.compile(r"\s*for\s", re.IGNORECASE)
_ASKED = re.compile(r"(?:: |\b(?:whether|if|for|than|receives?|need|gets?)\s)(?:the\s|an?\s)?$", re.IGNORECASE)
_OF_A_THING = re.compile(
    r"\sof\s(?!the (?:study|trial)|age\b|life\b|follow|corrected|school|work|being)\w", re.IGNORECASE
)
_IN_LENGTH = re.compile(r"\s?(?:for\s|in (?:length|duration|a row)|or less\b|or fewer\b)", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:\bin\s(?=the first)|\b(?:for|over|during|throughout|dosing|x|×|of|receives?|despite|the|an?|taking|lasting|"
    r"undergo|is|are|another|additional)\s|[(,:]\s?|^)"
    r"(?:(?:an?|the|approximately|about|around|another|additional|further|initial|period of|total of|first|second|"
    r"third|entire|whole|full|next|remaining|following|subsequent|~)\s?){0,3}$",
    re.IGNORECASE,
)


def time_is_given(around: Around) -> bool:
    """Say whether a duration, an infusion's time or a cycle by itself says how long something is given."""
    if _is_other_time(around):
        return False
    words = around.words.lower()
    led = _LEADS.search(around.before) is not None or words.startswith("over ")
    compared = not words[0].isalnum() or words.startswith(_COMPARES)
    if _TIME_PASSED_AFTER.match(around.after) and not around.in_criteria and _is_passed(around, led):
        return False
    if _is_of_something(around):
        return True
    if around.passage.section.startswith("outcomes"):
        return False
    if not around.in_criteria and (_is_of_treatment(around) or _is_of_courses(around) or _is_of_the_whole(around)):
        return True
    said_for = _FOR.search(around.before) is not None
    cue = last_cue(around)
    if led and around.passage.section in (*GIVEN_SECTIONS, "title"):
        return cue != "other" or (said_for and (compared or around.candidate.kinds == {"infusion"}))
    if said_for and around.in_criteria and names_given(around):
        return True
    return (led or compared) and (around.near_name or cue == "given")


def _is_of_something(around: Around) -> bool:
    """Whether the words after say what is given so long: "6 weeks of X therapy", "4-week run-in on X"."""
    if around.of_name or any(form.match(around.after) for form in (OF_GIVEN_AFTER, _OF_PHASE, _RUN_IN_ON, _OF_DRUG)):
        return True
    return (around.candidate.dose.duration or {}).get("unit") in _NUMBERED and around.after.startswith(" of ")


def _is_of_treatment(around: Around) -> bool:
    """Whether the words before say so: "in 28-day cycles", "treatment lasts 24 weeks", "followed by 6 months of X"."""
    cycles = around.candidate.kinds == {"cycle"} and around.words.lower().endswith("cycles")
    if _DURATION_LABEL.search(around.before) and around.passage.section in GIVEN_SECTIONS:
        return True
    if (cycles and around.before.endswith(" in ")) or _TREATMENT_LASTS.search(around.before):
        return True
    return _THEN.search(around.before) is not None and around.after.startswith(" of ")


def _is_of_the_whole(around: Around) -> bool:
    """Whether it is how long all of it goes on, or what is asked about: "Each for 24 weeks", "if six weeks of X"."""
    if _ASKED.search(around.before) and _OF_A_THING.match(around.after):
        return True
    if _ALL_FOR.fullmatch(around.before) or (_FOR_FIRST.fullmatch(around.before) and around.after[:1] in ("", ",")):
        return True
    return around.before.endswith(", for ") and (last_cue(around) != "other" or names_given(around))


def _is_passed(around: Around, led: bool) -> bool:
    """Whether a time before "before", "outcomes", "survival" is one that passes: "in the six weeks before surgery"."""
    return not led or not around.before.strip() or _IN_THE.search(around.before) is not None


def _is_other_time(around: Around) -> bool:
    """Whether a time is one that has passed or must pass, an age, or the length of the study."""
    if _is_of_courses(around):
        return False  # "for 4 courses after surgery"
    if _NEVER_AFTER.match(around.after) or _NEVER_BEFORE.search(around.before) or _is_age(around):
        return True
    if _EVERY.search(around.before) or _SAYS_WHERE.match(around.after) or _NEXT.search(around.before):
        return True  # "blood is drawn every 2 to 4 courses", "three nights in hospital"
    if _IN_A_LIST_AFTER.match(around.after) or (
        _COURSE_OF.search(around.before) and not OF_GIVEN_AFTER.match(around.after)
    ):
        return True
    if around.in_criteria:
        return _TIME_APART.search(_CLAUSE.split(around.before)[-1]) is not None or not _time_counts(around)
    if _WATCHED.search(around.before):
        return True
    of_study = around.passage.section == "title" and STUDY_AFTER.match(around.after) is not None
    return of_study and not OF_GIVEN_AFTER.match(around.after)


def _is_of_courses(around: Around) -> bool:
    """Whether it says for how many cycles or courses: "for up to 6 courses"."""
    numbered = (around.candidate.dose.duration or {}).get("unit") in _NUMBERED
    return numbered and not around.in_criteria and _FOR.search(around.before) is not None


def _is_age(around: Around) -> bool:
    if _PEOPLE.search(around.before):
        return True
    duration = around.candidate.dose.duration or {}
    value = duration.get("value", 0)
    value = value[-1] if isinstance(value, list) else value
    return duration.get("unit") == "a" and (
        value >= _TOO_LONG or (value >= _GROWN_UP and not _FOR.search(around.before))
    )


def _time_counts(around: Around) -> bool:
    """In criteria most times have passed since something; one that something was given for says "for", or "of" it."""
    led = _FOR.search(around.before) is not None
    if _AT_MOST.match(around.words) or _TIME_PASSED_AFTER.match(around.after):
        return led
    return not _IN_LENGTH.match(around.after)
