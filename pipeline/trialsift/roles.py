"""What part a condition or an intervention plays in a trial, by where the page names it and how.

Fields, titles and criteria say it by themselves. In running text a sentence must speak of the trial: of its purpose
("This study compares ginger with rest in adults with gout") or of what will be done ("Patients will receive ginger").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.record import ConditionRole, InterventionRole

STUDIED, COMPARED = "studied", "compared"  # places in running text that say what is studied, and against what

PROSE = ("summary", "description", "other", "design")
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
_SENTENCE = 400  # code points of a sentence looked at on either side of a name
_SENTENCE_END = re.compile(r"[\w)\]%][.!?][\"”)]?\s+(?=[A-Z\"“(\d])|\n")

_TAKE_PART = r"(?:take part|join|participate|enroll?|be (?:included|enroll?ed|eligible))"
_BARRED = re.compile(
    rf"\b(?:cannot|can['’]t|may not|must not|should not|not be able to|unable to) (?:\w+ )?{_TAKE_PART}\b|"
    r"\bnot (?:be )?eligible\b|\bineligible\b|\b(?:are|be|is) excluded\b",
    re.IGNORECASE,
)
_ADMITTED = re.compile(rf"\b(?:can|may|could|able to) {_TAKE_PART}\b|\beligible(?:\s?:| if\b)", re.IGNORECASE)

_PEOPLE = (
    r"(?:patients?|participants?|subjects?|volunteers?|people|persons?|individuals|adults?|children|infants|newborns|"
    r"neonates|adolescents|women|men|males|females|mothers|survivors|those)"
)
_PURPOSE = re.compile(
    r"\b(?:this|it) (?:is|will be) an? (?:[\w,-]+ ){0,6}?(?:study|trial)\b|"
    r"\b(?:th(?:is|e)|our|present|current|proposed) (?:[\w-]+ ){0,5}?(?:study|trial|research|project|protocol|"
    r"investigation|experiment)s?\b|\b(?:purpose|aims?|objectives?|goals?|hypothesi[sz]e[sd]?|hypothesis)\b|"
    r"\b(?:phase|pilot|randomi[sz]ed|clinical) (?:[\w/-]+ ){0,4}?(?:study|trial)\b|"
    r"\b(?:we|investigators?|researchers?) (?:[\w-]+ )?(?:aim|propose|plan|hypothesi[sz]e|test|evaluate|investigate|"
    r"compare|assess|examine|study|want|hope|expect|are (?:testing|studying|looking))\b|"
    r"\b(?:to|will) (?:[\w-]+ )?(?:evaluate|assess|determine|compare|investigate|examine|test|study|explore|establish|"
    r"demonstrate|find out|learn|look at|see|measure|confirm|describe)\b|"
    r"^(?:\W|[IVX\d]+[.)]\s|[A-Z]{4,}:\s)*(?:To )?(?:Determine|Compare|Evaluate|Assess|Investigate|Examine|Test|Study|"
    r"Explore|Establish|Demonstrate)\b|\bwhat (?:is|are) the\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    rf"\bwill\b|\b{_PEOPLE}\s(?:in (?:[\w-]+ )+)?(?:(?:also|then|initially) )?(?:received?|undergo|take|are|"
    rf"were|continue)\b|"
    rf"\b{_PEOPLE}\b[^.;:]{{0,120}}?\b(?:receive|undergo)\b|\b(?:arms?|groups?|cohorts?|regimen) (?:[A-H\d]|[IVX]+)\b",
    re.IGNORECASE,
)
# "is given IV on day 1": with such words it is said of this trial
_SCHEDULE = re.compile(
    r"\b(?:days?|weekly|daily|weeks?|hours?|minutes?|every|orally|twice|once|IV|SC|cycles?)\b", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\b(?:receiv(?:e|es|ed|ing)|(?:drug|treatment|intervention|product|arm|group)s? (?:is|are|will be)|giv(?:e|"
    r"en|ing)|administ(?:er|ered|ering|ration)|treat(?:ed|ment) with|therapy with|"
    r"(?:randomi[sz]ed|assigned|allocated|divided)|undergo(?:es|ing)?|take|taking|start(?:ed|ing)?|followed by|"
    r"consist(?:s|ing)? of|combin\w+ (?:with|of)|addition of|beg[iu]n(?:ning)?|infus(?:ed|ion)|inject(?:ed|ion)|"
    r"us(?:e|ed|ing)|"
    r"arm|group)\b",
    re.IGNORECASE,
)
_IS_GIVEN = re.compile(
    r"[\"”’']?\s?(?:\([^()]{1,60}\)\s?)?(?:[\w-]+ ){0,3}?(?:will be|is|are) (?:[\w-]+ )?(?:given|administered|infused|"
    r"injected|delivered|provided|performed|started|begun|repeated|taken|applied|compared|tested|implanted|"
    r"offered|added)\b",
    re.IGNORECASE,
)
_EVALUATED = re.compile(
    r"\b(?:effect(?:s|iveness)?|efficacy|safety|benefits?|tolera\w+|pharmacokinetics|toxicity|toxicities|feasib\w+|"
    r"role|value|us(?:e|ing)|whether|if|how|compar\w+|test(?:s|ed|ing)?|evaluat\w+|assess\w*|investigat\w+|examin\w+|"
    r"impact|stud(?:y|ying|ies)|trials?|superior\w*|doses?|treat(?:ed|ment|ing)? with|determine|learn|called|"
    r"combin\w+ (?:with|of)|combining|add\w+|vaccinat\w+ with|administ\w+|giv\w+|potential|immunogenicity|"
    r"acceptab\w+)\b",
    re.IGNORECASE,
)
# between a word of these and a name, what says that the name is about something else
_BARRIER = re.compile(
    r"\b(?:in(?! combination| addition| cycles?\b| weeks?\b)|for(?! \d| up to| the first| at least)|among|who(?:se)?|"
    r"after|during|on(?! days?\b| weeks?\b| cycles?\b)|because|which|where|when|from|until|before|than|"
    r"(?:to|and) (?:treat|prevent)|(?<!followed )by|without|via|through|prior to|due to|based on|caused by|induced|"
    r"related to)\b|[;:](?! )",
    re.IGNORECASE,
)
# what people have been given, or is given beside what the trial studies
_BESIDE = re.compile(
    r"\b(?:prior|previous(?:ly)?|past|earlier|before|already|history of|refractory to|intoleran\w+ (?:to|of)|"
    r"resistan\w+ to|"
    r"fail(?:ed|ure|ures)|unresponsive to|respon(?:d|ded|se) to|relaps\w+ (?:after|on)|progress\w+ (?:after|on)|"
    r"exclud\w+|other than|concomitant|concurrent|background|permitted|allowed|prohibited|"
    rf"{_PEOPLE} (?:[\w-]+ ){{0,4}}?(?:who|receiving|treated with|undergoing|on(?! days?\b)|scheduled for|requiring|"
    r"taking|needing|starting))\b[^.;:]{0,80}$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:versus|vs\.?|compar\w+ (?:[\w-]+ ){0,6}?(?:with|to|against)|(?:rather|more \w+) than|against)\s"
    r"(?:(?:the|a|an|standard|conventional|that of|those of)\s)*$",
    re.IGNORECASE,
)
_HAVE_IT = re.compile(
    rf"\b{_PEOPLE}\s(?:[\w-]+\s){{0,6}}?(?:with|who (?:have|had|are|suffer from)|having|diagnosed with|suffering from|"
    r"affected by|living with|at (?:high )?risk (?:of|for))\s[^.;:]{0,100}$|"
    r"\b(?:treatments?|therap(?:y|ies)|management|prevention|diagnosis|incidence|care|cure|risk|control|rates?|"
    r"recurrence|"
    r"progression|symptoms|severity|development) (?:of|for)\s[^.;:]{0,60}$|"
    r"\b(?:treat(?:ing)?|prevent(?:ing)?|reduc(?:e|ing)|manag(?:e|ing)|cur(?:e|ing)|for|in|with|against|"
    r"on)\s(?:[\w,/-]+\s){0,4}$",
    re.IGNORECASE,
)
_THEY_HAVE = re.compile(rf"\s(?:[\w-]+\s)?{_PEOPLE}\b", re.IGNORECASE)
_HAD_BEFORE = re.compile(
    r"\b(?:prior|previous|other|history of|without|no|family history|excluded?|excluding|associated with|"
    r"caused by|due to|"
    r"leads? to|such as|including)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
# what becomes of people, and is looked at in a trial of something else
_COURSE = re.compile(
    r"\b(?:progression|recurrences?|relapses?|toxicit(?:y|ies)|events|effects|complications|death|mortality|symptoms)$",
    re.IGNORECASE,
)
_COMPARATOR = re.compile(
    r"^(?:placebos?|sham\b.*|.*\bsham|(?:standard|usual|conventional|routine|supportive) (?:care|therapy|"
    r"treatment|of care).*|"
    r"no (?:treatment|intervention)|observation|control.*|saline|normal saline|vehicle.*|.*\bplacebo)$",
    re.IGNORECASE,
)
_COMPARATOR_ARMS = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})


def place_of(page: Page, passage: Passage, mention: Mention) -> str:
    """Return what the place of a mention says of its part: a section, STUDIED or COMPARED.

    The side of the criteria is turned where the mention is denied, and "other" for an exception.
    """
    if passage.section in _TURNED and mention.negated:
        excepted = _EXCEPTION.search(page.text, max(passage.start, mention.start - _REACH), mention.start)
        return "other" if excepted else _TURNED[passage.section]
    if passage.section == "title" and mention.label == "INTERVENTION":
        start = max(passage.start, mention.start - _SENTENCE)  # a page of one line may be all title
        return COMPARED if _AGAINST.search(page.text, start, mention.start) else "title"
    of_outcome = passage.section.startswith("outcomes.") and mention.label == "INTERVENTION"
    if passage.section not in PROSE and not of_outcome:
        return passage.section
    before, after = _around(page, passage, mention)
    if not of_outcome and (_BARRED.search(before) or _BARRED.search(after)):
        return "eligibility.exclusion"
    otherwise = "eligibility.inclusion" if _ADMITTED.search(before) else passage.section
    if mention.label == "CONDITION":
        had = _is_had(before, after) and not _COURSE.search(page.text, mention.start, mention.end)
        return STUDIED if had else otherwise
    return _part_in(before, after) or otherwise


def _around(page: Page, passage: Passage, mention: Mention) -> tuple[str, str]:
    """Return what stands in the sentence of a mention before and after it."""
    start = max(passage.start, mention.start - _SENTENCE)
    limit = min(passage.end, mention.end + _SENTENCE)
    for end in _SENTENCE_END.finditer(page.text, start, mention.start):
        start = end.end()
    stop = _SENTENCE_END.search(page.text, mention.end - 1, limit)  # the name's last letter may end the sentence
    return page.text[start : mention.start], page.text[mention.end : stop.start() + 2 if stop else limit]


def _is_had(before: str, after: str) -> bool:
    """Say whether a condition is one of the people that the trial is about."""
    if not _PURPOSE.search(before) and not _PURPOSE.search(after):
        return False
    if _HAD_BEFORE.search(before):
        return False
    return bool(_HAVE_IT.search(before) or _THEY_HAVE.match(after))


def _part_in(before: str, after: str) -> str | None:
    """Return STUDIED or COMPARED for an intervention of the trial, None where the sentence does not say."""
    if _BESIDE.search(before):
        return None
    if _IS_GIVEN.match(after) and _SCHEDULE.search(after):
        return STUDIED
    purpose = bool(_PURPOSE.search(before) or _PURPOSE.search(after))
    if not (purpose or _PLAN.search(before) or _PLAN.search(after)):
        return None
    if purpose and _AGAINST.search(before):
        return COMPARED
    barriers = [match.end() for match in _BARRIER.finditer(before)]
    near = barriers[-1] if barriers else 0
    if _IS_GIVEN.match(after) or _GIVEN.search(before, near) or (purpose and _EVALUATED.search(before, near)):
        return STUDIED
    return None


def condition_role(places: Collection[str]) -> ConditionRole:
    """Return the role of a condition that stands in places."""
    if not {"conditions", "title", "keywords", STUDIED}.isdisjoint(places):
        return "studied"
    if not {"eligibility.inclusion", "eligibility"}.isdisjoint(places):
        return "inclusion"
    if "eligibility.exclusion" in places:
        return "exclusion"
    return "outcome" if any(place.startswith("outcomes.") for place in places) else "background"


def intervention_role(name: str, places: Collection[str], arm_types: Sequence[str | None]) -> InterventionRole:
    """Return the role of an intervention that stands in places and in arms of these types."""
    if arm_types or not {"interventions", "arms", "title", "keywords", "conditions", STUDIED, COMPARED}.isdisjoint(
        places
    ):
        only_compared = COMPARED in places and {"interventions", "arms", "title", STUDIED}.isdisjoint(places)
        in_comparators = bool(arm_types) and all(kind in _COMPARATOR_ARMS for kind in arm_types)
        return "comparator" if _COMPARATOR.match(name) or only_compared or in_comparators else "studied"
    if "eligibility.inclusion" in places:
        return "required"
    return "prohibited" if "eligibility.exclusion" in places else "background"
