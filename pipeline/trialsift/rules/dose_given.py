"""Frequencies, times and routes by themselves: doses only where something is given.

Read in this order: `is_given` tells the kinds apart; for each, one function says what it needs around it.
"""

from __future__ import annotations

import re

from trialsift.rules.dose_context import GIVEN_SECTIONS, NAME_ENDING, Around, last_cue, names_given

_OF_GIVEN_AFTER = re.compile(
    r"\)?[\s-]{1,2}(?:of (?:the )?)?(?:(?!between|before|after|until|prior|during|from|following|and|or|to|in|on|at|"
    r"with|for|if|when|while|that|who|is|was|were|are)[\w-]{2,20}[\s-]){0,3}?(?:treatments?|\w{0,12}therap(?:y|"
    r"ies)|placebo|medications?|drugs?|infusions?|"
    r"injections?|"
    r"administration|dos(?:e|es|ing)|courses?|cycles?|supplement\w*|chemotherapy|radiotherapy|radiation|regimens?|"
    r"tablets?|capsules?|"
    r"vaccin\w*|prophylaxis|dialysis|hemodialysis|[a-z]{4,}(?:mab|nib|statin|cillin|mycin|platin|taxel|rubicin|vir|"
    r"pril|sartan|olol|azole|"
    r"mide|pine|sone|lone|etin|oxin|arin|cept|stim|feron|calciferol))\b",
    re.IGNORECASE,
)
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
_NOT_WORN = re.compile(
    r"\b(?:sleep\w*|works?|working|sit(?:s|ting)?|screen|"
    r"watch\w*|awake|open|symptoms?|pain)\b[^.]{0,40}$",
    re.I,
)
_REGIMEN_WORDS = re.compile(r"\bsets of\b|\bfractions?$", re.IGNORECASE)
_SESSIONS = re.compile(r"\b(?:sessions?|lessons?|classes)\b", re.IGNORECASE)
_LENGTHS = frozenset({"duration", "infusion", "days"})
_SEEN = re.compile(r"\b(?:visits?|calls?|samples?|assessments?|interviews?)\b", re.IGNORECASE)
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
_ROUTE_LABEL = re.compile(r"\b(?:route|mode)(?: of (?:administration|delivery))?\s?[-–:=]\s?$", re.IGNORECASE)
_DURATION_LABEL = re.compile(r"\bduration(?: of (?:treatment|therapy|intervention))?\s?[-–:=]\s?$", re.IGNORECASE)
_COMPARES = ("up to", "upto", "at least", "at most", "more", "less", "no more", "not more", "maximum", "minimum")
_COUNTED = re.compile(r"two|three|four|five|six")
_NUMBERED = frozenset({"{cycle}", "{course}"})
_IN_THE = re.compile(r"\bin the\s$", re.IGNORECASE)
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
_PEOPLE = re.compile(
    r"\b(?:children|infants|adults|patients|people|participants|women|men|subjects|girls|boys|age[ds]?|adolescents|"
    r"youths?|persons)\s"
    r"(?:of|between|from|aged|over|under)?\s?$",
    re.IGNORECASE,
)
_GIVEN_BEFORE = re.compile(r"\b(?:given|administered|taken|dosed|infused|injected|applied)\s$", re.IGNORECASE)
_GIVEN_NEXT = re.compile(
    r"[\s-](?:given|administered|dosed|infused|injected|applied|delivered|instilled|ingested)\b", re.IGNORECASE
)
_THEN = re.compile(r"\bfollowed by\s$", re.IGNORECASE)
_NEVER_BEFORE = re.compile(
    r"\b(?:within|(?:in|within|during|over) the (?:last|past|previous|preceding)|in (?:last|past)|"
    r"end of|(?:off|free|untreated|abstinent|without (?:it|treatment|therapy))"
    r"(?: (?:treatment|therapy|drug|medication))?(?: for)?(?: the| an?)?)\s$",
    re.IGNORECASE,
)
_STUDY_AFTER = re.compile(
    r"[\s,-]{1,3}(?:(?:[\w-]{2,20})[\s,-]{1,2}){0,2}?(?:multi-?cent|random|double-blind|open[ -]label|"
    r"cross-?over|stud(?:y|ies)\b|trial|prospective|phase|"
    r"extension|observational|controlled|comparison|parallel|safety)",
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
_COURSE_OF = re.compile(r"\b(?:over|during|throughout) the course of\s$", re.IGNORECASE)
_WATCHED = re.compile(
    r"\b(?:follow(?:ed)?(?: up)?(?! by)|observ\w*|monitor\w*|watch\w*|record\w*|assess\w*|measur\w*|sampl\w*|"
    r"collect\w*|imaging|scan\w*|"
    r"withdrawal|discontinuation|cessation|until)"
    r"(?:\s(?!given|receiv|tak|then|and\b|with\b)\w{1,15}){0,6}\s(?:for|over)\s(?:\w{1,15}\s){0,3}$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:[<≤]|less|at most|no more|not more|up to|=<)", re.IGNORECASE)
_IN_LENGTH = re.compile(r"\s?(?:for\s|in (?:length|duration|a row)|or less\b|or fewer\b)", re.IGNORECASE)
_THE_DAILY_DOSE = re.compile(r"[\s-](?:dos(?:e|es|age|ages)|intake|amount|requirement)\b", re.IGNORECASE)
_DOSE_IS = re.compile(r"\sdos(?:e|age)s?\s(?:is|was|are|were|will|var\w+|may|depend\w*)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:\bin\s(?=the first)|\b(?:for|over|during|throughout|dosing|x|×|of|receives?|despite|the|an?|taking|lasting|"
    r"undergo|is|are|another|additional)\s|[(,:]\s?|^)"
    r"(?:(?:an?|the|approximately|about|around|another|additional|further|initial|period of|total of|first|second|"
    r"third|entire|whole|full|next|remaining|following|subsequent|~)\s?){0,3}$",
    re.IGNORECASE,
)
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
        return _time_is_given(around)
    if not _frequency_counts(around):
        return False
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
    if around.after.startswith(",") and _STUDY_AFTER.match(around.after):
        return False  # "a randomized, single dose, crossover study"
    return counted and (alone or (around.after.startswith(" of") and around.passage.section != "title"))


def _frequency_is_given(around: Around) -> bool:
    section = around.passage.section
    if section.startswith("outcomes") or section in ("keywords", "conditions"):
        whole = around.candidate.kinds == {"frequency", "duration"} and last_cue(around) == "given"
        return whole or bool(_OF_GIVEN_AFTER.match(around.after) or _GIVEN_BEFORE.search(around.before))
    cue = last_cue(around, times=False)
    if section in GIVEN_SECTIONS:
        return cue != "other"
    return cue == "given" or (cue is None and bool(_OF_GIVEN_AFTER.match(around.after)))


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
    if word in ("od", "hs", "stat"):
        return False  # by themselves an eye, a tablet, names
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


def _time_is_given(around: Around) -> bool:
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
    if not around.in_criteria and (_is_of_treatment(around) or _is_of_courses(around)):
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
    if around.of_name or any(form.match(around.after) for form in (_OF_GIVEN_AFTER, _OF_PHASE, _RUN_IN_ON, _OF_DRUG)):
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


def _is_passed(around: Around, led: bool) -> bool:
    """Whether a time before "before", "outcomes", "survival" is one that passes: "in the six weeks before surgery"."""
    return not led or not around.before.strip() or _IN_THE.search(around.before) is not None


def _is_other_time(around: Around) -> bool:
    """Whether a time is one that has passed or must pass, an age, or the length of the study."""
    if _is_of_courses(around):
        return False  # "for 4 courses after surgery"
    if _NEVER_AFTER.match(around.after) or _NEVER_BEFORE.search(around.before) or _is_age(around):
        return True
    if _EVERY.search(around.before):
        return True  # "blood is drawn every 2 to 4 courses"
    if _IN_A_LIST_AFTER.match(around.after) or (
        _COURSE_OF.search(around.before) and not _OF_GIVEN_AFTER.match(around.after)
    ):
        return True
    if around.in_criteria:
        return _TIME_APART.search(_CLAUSE.split(around.before)[-1]) is not None or not _time_counts(around)
    if _WATCHED.search(around.before):
        return True
    of_study = around.passage.section == "title" and _STUDY_AFTER.match(around.after) is not None
    return of_study and not _OF_GIVEN_AFTER.match(around.after)


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
