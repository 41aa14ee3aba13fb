"""Doses anywhere in the content of a page.

Read in this order: `find` takes the candidates of each passage; those that state an amount or a whole regimen
stand unless what stands before them says that it is something else (a laboratory value, a birth weight, a
visit schedule); the others ("weekly", "6 months", "IV") stand only where something is given there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules import intervention
from trialsift.values.dose import Candidate, find_candidates, is_strong

LABEL = "DOSE"

_FREE = frozenset({"title", "summary", "description", "other", "design", "keywords", "conditions"})
_GIVEN_SECTIONS = frozenset({"arms", "interventions"})
_SKIPPED_FIELDS = frozenset(
    {
        "outcome.time_frame", "ages", "min_age", "max_age", "ids", "phases", "enrollment", "start_date", "sponsor",
        "primary_completion_date", "completion_date", "collaborators", "sex", "countries", "status", "masking",
        "allocation", "study_type", "primary_purpose", "intervention_model", "healthy_volunteers", "acronym", "design",
        "arm.type", "intervention.type",
    }
)  # fmt: skip
_TIME_FRAME = re.compile(r"[\[(]?\s*Time ?Frames?\s*:?[^\]\n]{0,300}\]?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![ .][a-zA-Z])(?<!vs)(?<!e\.g)(?<!i\.e)(?<!\bNo)[.;!?](?=\s|$)|\n")
_BEFORE, _AFTER = 110, 70  # characters of the sentence looked at on either side

# the last of these before a candidate says what it is about
_CUES = re.compile(
    r"\b(?:(?P<given>receiv\w*|giv(?:e|en|es|ing)|gave|administ\w*|treat(?:ed|ment|ments|ing|s)?|therap(?:y|ies)|"
    r"re-?treat\w*|"
    r"dos(?:e|ed|es|ing|age|ages)|infus\w*|inject\w*|tak(?:e|en|es|ing)|took|us(?:e|ed|es|ing)|continu\w*|repeat\w*|"
    r"course|courses|cycles?|"
    r"placebos?|drugs?|medications?|medicines?|regimens?|maintenance|supplement\w*|appl(?:y|ied|ication|ications)|"
    r"deliver\w*|"
    r"undergo\w*|underwent|sessions?|physical activity|yoga|stretch\w*|practi[cs]\w*|counsel\w*|classes|meditat\w*|"
    r"coach\w*|massage\w*|acupunct\w*|wear\w*|worn|fast(?:s|ed|ing)|eat|eats|eaten|drink|diets?|vaccin\w*|"
    r"immuniz\w*|tablets?|capsules?|pills?|chemotherapy|radiotherapy|radiation|irradiat\w*|"
    r"dialy[sz]\w*|h[a]?emodialysis|stimulation|exercise|training|diet|consum\w*|ingest\w*|inhal\w*|prescri\w*|"
    r"randomi[sz]ed to|"
    r"assigned to|exposed|intake|feed\w*|fed|transfus\w*|implant\w*|steroids?|cortico\w*|prednis\w*|antibiotics?|"
    r"[a-z]{3,}(?:mab|nib|statin|"
    r"cillin|mycin|platin|taxel|rubicin|vir|pril|sartan|olol|azole|tide|formin|parin|oxacin|azepam|idone|apine|sone|"
    r"solone|"
    r"caine|trexate|fenac|profen|oxetine|gliptin|gliflozin|dronate|setron|triptan|limus|amide|zide|semide))"
    r"|(?P<other>follow(?:ed|-?up|ing)?(?: up)?|monitor\w*|assess\w*|evaluat\w*|examin\w*|measur\w*|visit\w*|"
    r"scan\w*|imaging|MRI|CT|x-?rays?|"
    r"biops\w*|blood|sampl\w*|survey\w*|interview\w*|screen\w*|wash-?out|interval|surviv\w*|progress\w*|relaps\w*|"
    r"since|within|after|before|"
    r"prior|until|histor\w*|aged?|old(?:er)?|last(?:s|ing|ed)?|expect\w*|diagnos\w*|onset|hospital\w*|"
    r"questionnaires?|test(?:s|ed|ing)?|"
    r"pregnan\w*|contracept\w*|abstain\w*|recover\w*|rest|participat\w*|part|enrol\w*|observ\w*|appointments?|"
    r"collect\w*|meet\w*|seen|clinic|"
    r"smok\w*|cigar\w*|alcohol|drinks?|episodes?|pain|symptoms?|seizures?|stay|required?|experienc\w*|accru\w*|"
    r"study duration|"
    r"telephone\w*|phone\w*|call\w*|contact\w*|check\w*|stable|duration of (?:the )?study|reduc\w*|increas\w*|"
    r"chang\w*|disease|between|"
    r"infection|bleeding|fever|weigh\w*|least one month|compliance|disability|failure|sleep|work))\b",
    re.IGNORECASE,
)
_OF_GIVEN_AFTER = re.compile(
    r"\)?[\s-]{1,2}(?:of (?:the )?)?(?:(?!between|before|after|until|prior|during|from|following|and|or|to|in|on|at|"
    r"with|for)[\w-]{2,20}[\s-]){0,3}?(?:treatments?|\w{0,12}therap(?:y|ies)|placebo|medications?|drugs?|infusions?|"
    r"injections?|"
    r"administration|dos(?:e|es|ing)|courses?|cycles?|supplement\w*|chemotherapy|radiotherapy|radiation|regimens?|"
    r"tablets?|capsules?|"
    r"vaccin\w*|prophylaxis|dialysis|hemodialysis|[a-z]{4,}(?:mab|nib|statin|cillin|mycin|platin|taxel|rubicin|vir|"
    r"pril|sartan|olol|azole|"
    r"mide|pine|sone|lone|etin|oxin|arin|cept|stim|feron|calciferol))\b",
    re.IGNORECASE,
)
_NOT_GIVEN_AFTER = re.compile(
    r"[\s,-]{1,2}(?:visits?|diar\w*|activit\w*|living|pain|life|functions?|functioning|assessments?|contact|exam\w*|"
    r"phone|calls?|symptoms?|"
    r"practice|scores?|records?|recording|ratings?|monitoring|measure\w*|follow|headache|episodes?|weights?|average|"
    r"mean|living|basis|"
    r"logs?|sessions? with the|use of alcohol|alcohol|disintegrat\w*|dissolv\w*|bioavailable|smok\w*|cigar\w*|interview|meetings?|questionnaire|tests?|"
    r"testing|until|sleep|"
    r"routine|work|seizures?|number|report\w*|self|clinical|changes?|steps|step|fatigue|stress|mood|problems?|stool|"
    r"bowel|interference)\b",
    re.IGNORECASE,
)
_TIME_PASSED_AFTER = re.compile(
    r"\s?(?:\)\s?)?(?:,\s?)?(?:prior|before|ago\b|after|of age|old\b|post|apart|follow(?!ed by)|earlier|later|"
    r"preceding|previous|since|from|window|"
    r"interval|survival|visits?|wash|period of|off\b|rest\b|break\b|observation|gestation|assessments?|evaluation|"
    r"progression|free\b|outcome|"
    r"mortality|DFS|PFS|OS\b|EFS|study\b|trial\b|pregnan|postpartum|history|timepoint|time point|intervals|delay|"
    r"apart|screening|run-in)",
    re.IGNORECASE,
)
_NEVER_AFTER = re.compile(
    r"\s?(?:\)\s?)?(?:since|after|of age|old\b|old,|off\b|washout|wash-out|interval|window|run-in|of life expectancy|"
    r"of rest|rest\b|break\b|follow(?!ed by)|survival|post|(?:of )?gestation|or more\b|to (?:surgery|randomi)|"
    r"from\b|apart|to allow|span|screening|disease-free|of completing)",
    re.IGNORECASE,
)
# words of a criterion whose time is one that has passed without the thing, or must pass
_TIME_APART = re.compile(
    r"\b(?:since|within|wash-?out|prior to|discontinu\w*|without|free of|free from|off|stop\w*|abstain\w*|"
    r"refrain\w*|contracept\w*|"
    r"birth control|previous|past|last|preceding|stable|no change\w*|unchanged|avoid\w*|half-?li\w+|obtained|"
    r"elapsed|interval|not)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:or|and|but)\s")
_DILUENT = re.compile(
    r"\b(?:diluted|dissolved|mixed|suspended|reconstituted|in a volume of)\s(?:in|with|to|of)?\s?$", re.IGNORECASE
)
_SINGLE_GIVEN = re.compile(
    r"[\s-](?:(?!use|agent|arm|cent|blind|group)[\w-]{2,20}[\s-]){0,3}?(?:treatments?|injections?|infusions?|"
    r"administration|application|"
    r"bolus|tablets?|capsules?|sessions?|course|fraction|procedure|transfusion|exposure|vaccination|immunization|"
    r"pulse|shot)\b",
    re.IGNORECASE,
)
_WAY = re.compile(r"\s(?:administration|route|use|delivery|application)", re.IGNORECASE)
_DOSES = re.compile(r"\b(?:single|one|two|three|four|five|six|\d{1,2})[ -]doses?$", re.IGNORECASE)
_TAKEN = re.compile(r"\b(?:blood|urine|samples?|drawn|draws?|collect\w*|residual|plasma|serum|tubes?)\b", re.IGNORECASE)
_TOUCH = 2  # characters between a name and its strength: "lidocaine 2%", "pimecrolimus (1%)"
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
_OFF = re.compile(
    r"\b(?:off|free|untreated|abstinent|without (?:it|treatment|therapy))(?: for)?(?: the| an?)?\s$", re.IGNORECASE
)
_STUDY_AFTER = re.compile(
    r"[\s,-]{1,3}(?:(?:[\w-]{2,20})[\s,-]{1,2}){0,2}?(?:multi-?cent|random|double-blind|open-label|stud(?:y|ies)\b|"
    r"trial|prospective|phase|"
    r"extension|observational|controlled|comparison|parallel|safety)",
    re.IGNORECASE,
)
_GROWN_UP = 12  # years: a longer time by itself is an age
_FOR = re.compile(
    r"\bfor\s(?:(?:an?|the|approximately|about|another|additional|further|up to|total of|period of|~)\s?){0,3}$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:[<≤]|less|at most|no more|not more|up to|=<)", re.IGNORECASE)
_IN_LENGTH = re.compile(r"\s?(?:for\s|in (?:length|duration|a row)|or less\b|or fewer\b)", re.IGNORECASE)
_THE_DAILY_DOSE = re.compile(r"[\s-](?:dos(?:e|es|age|ages)|intake|amount|requirement)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:\b(?:for|over|during|throughout|x|×|of|receives?|despite|the|an?|taking|lasting|undergo|is|are|another|"
    r"additional)\s|[(,:]\s?|^)"
    r"(?:(?:an?|the|approximately|about|around|another|additional|further|initial|period of|total of|first|next|"
    r"~)\s?){0,3}$",
    re.IGNORECASE,
)
_GIVEN_ALONE = re.compile(
    r"[\s,-]{1,2}(?:administration|infusions?|injections?|dos(?:e|es|ing)|route|use|delivery|application|bolus)\b",
    re.IGNORECASE,
)
# what is measured in a person and not given
_MEASURED = re.compile(
    r"\b(?:birth[ -]?weight|weigh\w*|body weight|proteinuria|protein|albumin\w*|creatinine|excretion|"
    r"calcium/creatinine|urin\w*|levels?|"
    r"serum|plasma|concentration|mass index|LVMI?|index|alcohol|elastase|hemoglobin|haemoglobin|glucose|count|RNA|"
    r"viral|copies|blips|"
    r"platelets?|bilirubin|titers?|titres?|score|lesion|tumou?r|loss|losing|bleeding|sputum|stool|antibod(?:y|ies)|"
    r"anti-\w+|KPS|"
    r"eliciting dose|challenge|provocat\w*|cholesterol|ferritin|vitamin D level|residual|hCG|PSA|CEA|AFP|between|"
    r"infants?|neonates?|newborns?|pounds|BMI)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\b(?:birth[ -]?weight|weigh\w*|body weight|neonates?|newborns?|infants?|blood|urine|residual|loss|losing|"
    r"volume|levels?)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_WEIGHT_AFTER = re.compile(r"\s?(?:birth|body ?weight|weight|at birth|in weight|at enrol)", re.IGNORECASE)
_LAB_UNITS = frozenset({"dL", "L", "uL", "g", "cm", "mmol"})


@dataclass(frozen=True, slots=True)
class _Around:
    """A candidate with what stands around it in its sentence."""

    candidate: Candidate
    passage: Passage
    text: str  # of the passage
    before: str
    after: str
    near_name: bool
    touches_name: bool  # a name stands directly before or after it
    before_name: bool  # a name stands directly after it

    @property
    def in_criteria(self) -> bool:
        return self.passage.section.startswith("eligibility")

    @property
    def words(self) -> str:
        return self.text[self.candidate.dose.start : self.candidate.dose.end]


def find(page: Page) -> list[Mention]:
    """Return the doses of a page."""
    names: list[tuple[int, int]] | None = None
    found: list[Mention] = []
    for passage in page.passages:
        if passage.field in _SKIPPED_FIELDS:
            continue
        text = page.text_of(passage)
        candidates = find_candidates(text)
        if not candidates:
            continue
        if names is None:
            names = sorted((mention.start, mention.end) for mention in intervention.find(page))
        for around in _arounds(text, passage, candidates, names):
            if _is_dose(around):
                dose = around.candidate.dose
                found.append(_mention(passage, around, dose.start, dose.end))
    return found


def _mention(passage: Passage, around: _Around, start: int, end: int) -> Mention:
    dose = around.candidate.dose
    strong = is_strong(around.candidate)
    return Mention(
        passage.start + start, passage.start + end, LABEL, "rule:dose", 0.92 if strong else 0.75, dose.attrs(), dose
    )


def _arounds(
    text: str, passage: Passage, candidates: Sequence[Candidate], names: Sequence[tuple[int, int]]
) -> Iterator[_Around]:
    frames = [match.span() for match in _TIME_FRAME.finditer(text)] if passage.section.startswith("outcomes") else []
    for candidate in candidates:
        start, end = candidate.dose.start, candidate.dose.end
        if any(low <= start < high for low, high in frames):
            continue
        window = text[max(0, start - _BEFORE) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        before = window[ends[-1] :] if ends else window
        window = text[end : end + _AFTER]
        stop = _SENTENCE_END.search(window)
        after = window[: stop.start()] if stop else window
        place = passage.start + start, passage.start + end
        follows, precedes = _names_near(*place, names, min(12, len(before)))
        if precedes is not None and precedes >= len(after):  # of the next sentence or passage
            precedes = None
        yield _Around(
            candidate,
            passage,
            text,
            before,
            after,
            near_name=follows is not None or precedes is not None,
            touches_name=precedes is not None or (follows is not None and follows <= _TOUCH),
            before_name=precedes == 1 or _inside(*place, names),
        )


def _inside(start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is the beginning of a longer name: the "IV" of "IV fentanyl"."""
    at = bisect_left(names, (start, end + 1))
    return at < len(names) and names[at][0] == start


def _names_near(start: int, end: int, names: Sequence[tuple[int, int]], reach: int) -> tuple[int | None, int | None]:
    """Return how far before a place a name of something given ends, and how far after it one starts."""
    at = bisect_left(names, (start, 0))
    ends = [start - name_end for _, name_end in names[max(0, at - 3) : at] if 0 <= start - name_end <= reach]
    follows = min(ends, default=None)
    return follows, next((name_start - end for name_start, _ in names[at : at + 4] if 0 <= name_start - end <= 5), None)


def _is_dose(around: _Around) -> bool:
    candidate = around.candidate
    if candidate.amount is not None:
        return not _is_measured(around) and (is_strong(candidate) or _weak_amount(around))
    if "level" in candidate.kinds:
        return True
    return _is_given(around)


def _is_measured(around: _Around) -> bool:
    """Whether an amount is one measured in a person."""
    amount = around.candidate.amount
    if amount is None:
        return False
    per = set((amount.per or "").split("."))
    if per & _LAB_UNITS or (amount.kind == "volume" and "min" in per):
        return True
    if amount.unit in ("[lb_av]", "kg", "[oz_av]", "[EU]", "[stone_av]") and not amount.per:
        return True
    if amount.unit == "g" and not amount.per and _WEIGHT_AFTER.match(around.after):
        return True
    if around.near_name and not around.in_criteria:
        return False
    if around.in_criteria:
        return _MEASURED.search(around.before) is not None
    return amount.unit in ("g", "mL", "L", "mmol") and _WEIGHED.search(around.before) is not None


def _weak_amount(around: _Around) -> bool:
    amount = around.candidate.amount
    compared = not around.words[0].isalnum()
    if amount is None or around.passage.section.startswith("outcomes"):
        return False
    if amount.unit in ("%", "[ppth]"):
        return (
            not compared
            and around.touches_name
            and around.passage.section in (*_GIVEN_SECTIONS, "title", "summary", "description")
        )
    if _DILUENT.search(around.before):
        return False
    if around.passage.section in _GIVEN_SECTIONS and amount.kind in ("volume", "frequency", "electricity"):
        return not _TAKEN.search(around.before + around.after)
    if around.in_criteria:
        return around.near_name or amount.kind == "frequency"
    return around.near_name or _last_cue(around) == "given"


def _last_cue(around: _Around) -> str | None:
    last = None
    for match in _CUES.finditer(around.before):
        last = match.lastgroup
    return last


def _is_given(around: _Around) -> bool:
    """Whether a frequency, duration or route by itself says how something is given."""
    kinds = around.candidate.kinds
    if kinds <= {"form"} or _NOT_GIVEN_AFTER.match(around.after):
        return False
    if kinds <= {"route", "form", "note"}:
        return _route_is_given(around)
    if kinds <= {"duration", "infusion", "cycle"}:
        return _time_is_given(around)
    if not _frequency_counts(around):
        return False
    cue = _last_cue(around)
    if (
        _DOSES.search(around.words)
        and not around.in_criteria
        and (
            around.words.lower().startswith(("single", "one"))
            or (around.after.startswith(" of") and around.passage.section != "title")
        )
    ):
        return True
    if around.passage.section.startswith("outcomes") or around.passage.section in ("keywords", "conditions"):
        return around.near_name or bool(_OF_GIVEN_AFTER.match(around.after))
    if around.passage.section in _GIVEN_SECTIONS:
        return cue != "other" or around.near_name
    return around.near_name or cue == "given" or (cue is None and bool(_OF_GIVEN_AFTER.match(around.after)))


def _frequency_counts(around: _Around) -> bool:
    """Leave out "single agent", "the daily dose", "on day 1": frequencies that say nothing of how often."""
    word = around.words.lower().replace("-", " ")
    if word in ("single", "one time", "continuous"):
        return not around.in_criteria and (around.before_name or _SINGLE_GIVEN.match(around.after) is not None)
    if word in ("od", "hs"):
        return False  # by themselves an eye, a tablet, a name
    if word in ("daily", "weekly") and _THE_DAILY_DOSE.match(around.after):
        return not re.search(
            r"\b(?:the|total|maximum|max|mean|average|same|their|current)\s$", around.before, re.IGNORECASE
        )
    parts = around.candidate.parts
    if all(part.kind == "days" for part in parts):
        counts = any(part.value.times > 1 or part.value.repeated for part in parts)
        return counts and word.startswith("day") and not _OF_PREGNANCY.match(around.after)
    return True


def _route_is_given(around: _Around) -> bool:
    if around.in_criteria or around.passage.section in ("keywords", "conditions"):
        return False
    if around.before_name:
        return False  # "IV fentanyl" is the name of what is given
    routes = [part for part in around.candidate.parts if part.kind == "route"]
    if not routes:
        return "note" in around.candidate.kinds
    if around.passage.field == "intervention.route":
        return True
    if any(part.adverb for part in routes):
        if len(around.words) <= _SHORT_ROUTE and _NAME_AFTER.match(around.after):
            return False  # "IV fentanyl", whose name is not known
        return around.near_name or _last_cue(around) == "given"
    ways = [part for part in around.candidate.parts if part.kind == "form" and part.value in (None, "injection")]
    return bool(ways or _GIVEN_ALONE.match(around.after) or _WAY.search(around.words))


def _time_is_given(around: _Around) -> bool:
    led = _LEADS.search(around.before) is not None
    if _NEVER_AFTER.match(around.after) or (
        around.in_criteria and _TIME_APART.search(_CLAUSE.split(around.before)[-1])
    ):
        return False
    if re.search(r"\bwithin\s$", around.before, re.IGNORECASE):
        return False
    if (
        _is_age(around)
        or _OFF.search(around.before)
        or (
            around.passage.section == "title"
            and _STUDY_AFTER.match(around.after)
            and not _OF_GIVEN_AFTER.match(around.after)
        )
    ):
        return False
    if around.in_criteria and not _time_counts_in_criteria(around):
        return False
    led = led or around.words.lower().startswith("over ")
    compared = not around.words[0].isalnum() or around.words.lower().startswith(("up to", "at least", "more", "less"))
    if _TIME_PASSED_AFTER.match(around.after) and not led and not around.in_criteria:
        return False
    if _OF_GIVEN_AFTER.match(around.after):
        return True
    if around.passage.section.startswith("outcomes"):
        return False
    cue = _last_cue(around)
    if around.passage.section in (*_GIVEN_SECTIONS, "title") and cue != "other" and led:
        return True
    if around.in_criteria and _FOR.search(around.before) and any(m["given"] for m in _CUES.finditer(around.before)):
        return True
    return (led or compared) and (around.near_name or cue == "given")


def _is_age(around: _Around) -> bool:
    if _PEOPLE.search(around.before):
        return True
    duration = around.candidate.dose.duration or {}
    value = duration.get("value", 0)
    value = value[-1] if isinstance(value, list) else value
    return duration.get("unit") == "a" and value >= _GROWN_UP and not _FOR.search(around.before)


def _time_counts_in_criteria(around: _Around) -> bool:
    """In criteria most times have passed since something; one that something was given for says "for", or "of" it."""
    led = _FOR.search(around.before) is not None
    if _AT_MOST.match(around.words) or _TIME_PASSED_AFTER.match(around.after):
        return led
    return not _IN_LENGTH.match(around.after)
