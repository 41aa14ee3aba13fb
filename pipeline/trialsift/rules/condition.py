"""Conditions: the page's own fields and keywords, every repeat of these names, and names known by their head word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules import fields
from trialsift.rules.brackets import bracketed
from trialsift.rules.coordination import widened
from trialsift.rules.heads import HeadWords, load_head_words, names_in
from trialsift.rules.phrases import Phrases, Word, words_of

LABEL = "CONDITION"

_NAME_ENDING = (
    r"[a-z]{3}itis|[a-z]{2}(?:carcin|sarc|lymph|melan|gli|blast|aden|fibr|myel|hemat|haemat|neur|thym|mening|cyst|"
    r"angi|my)omas?|"
    r"[a-z]{3}(?:a?emi[ac]s?|penias?|pathy|pathies|algias?|uria|plegi[ac]|rrh(?:o?ea|age|ages)|megaly|ectasi[as]|"
    r"trophy|iasis|"
    r"mania|phobia|thymia|phrenia|kinesia|reflexia|cytosis|opia|otony|tonia|oedema|edema|thorax|lysis)|"
    r"[a-z]{3}(?:fibr|necr|scler|thromb|sten|aci?d|alkal|endometri|tubercul|toxoplasm|histoplasm|sarcoid|cirrh|"
    r"neur|psych|"
    r"derm|myc|kyph|lord|scoli|por|ichthy|amyloid|fibrin)osis"
)
_NOT_A_NAME = frozenset(
    [
        "diagnosis",
        "prognosis",
        "academia",
        "media",
        "criteria",
        "anatomy",
        "urinalysis",
        "dialysis",
        "hemodialysis",
        "haemodialysis",
        "electrolysis",
        "analysis",
        "bacteria",
        "hyperthermia",
        "apheresis",
        "plasmapheresis",
        "homeostasis",
        "hemostasis",
        "hydrolysis",
        "fibrinolysis",
        "thrombolysis",
        "symptomatology",
        "diploma",
        "chemo",
        "myopathic",
        "utopia",
    ]
)
_ADJECTIVE_ENDING = (
    r"[a-z]{3,}(?:ic|al|ous|ar|ary|oid|atic|itic|otic|genic|ulent|oric|emic|penic|induced|associated|"
    r"related|resistant|refractory|dependent|like|threatening)"
)
_GENERIC = re.compile(
    r"^(?:(?:serious|significant|clinically significant|unstable|active|major|severe|other|uncontrolled|medical|"
    r"underlying|"
    r"general|mild|moderate|acute|unrelated|life-threatening|adverse|measurable|known|common|important|primary|"
    r"secondary|"
    r"related|clinical|treatment-emergent|treatment emergent|treatment-related|drug-related|study|specific|"
    r"physical|new|"
    r"relevant|concurrent|multiple|all|any|first|stable|early|late|long-term|normal|healthy|evaluable|target|"
    r"dose limiting|dose-limiting|mental)[ -]*)*"
    r"(?:diseases?|conditions?|illness(?:es)?|disorders?|toxicit(?:y|ies)|events?|reactions?|symptoms?|episodes?|"
    r"attacks?|"
    r"complications?|lesions?|defects?|abnormalit(?:y|ies)|progression|loss|resistance|reaction|damage|block|"
    r"failure|growth|"
    r"surgery|involvement|sensitivity|withdrawal|response|impairments?|accidents?|retention|restriction|neonatal|"
    r"postpartum|smoking|"
    r"compression|bypass|crisis|strain|rupture|dependence|discomfort|distress|disturbances?|dilation|obstruction|"
    r"exacerbations?)$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    # what makes a test, a scale, a vaccine, a department or a drug class of the name before it
    r"[ -](?:scale|score|scores|index|inventory|questionnaire|test|tests|testing|vaccine|vaccines|vaccination|"
    r"clinic|center|centre|"
    r"hospital|institute|department|foundation|association|society|unit|registry|research|rating|checklist|screen|"
    r"screening|"
    r"prophylaxis|medications?|therapy|surgery|cells? (?:line|count)|free survival|network|network|assessment|"
    r"interview|diary|survey)\b",
    re.IGNORECASE,
)
_ANSWERS = frozenset(
    {"yes", "no", "none", "n/a", "na", "other", "unknown", "not applicable", "healthy", "healthy volunteers"}
)
FREE_FIELDS = (
    None,
    "title",
    "official_title",
    "arm",
    "arm.label",
    "arm.description",
    "outcome",
    "outcome.measure",
    "outcome.description",
    "intervention.description",
    "intervention.name",
    "interventions",
    "arm.interventions",
)
_NAME_FIELDS = ("conditions", "keywords", "mesh_terms")
# an entry that goes on as a sentence, "gout of sailors who take ginger, or rest", or is one; so is the rest of the text
_CLAUSE = re.compile(r"\s+(?:(?P<who>who|which|whose|that)|is|are|was|were|will|has|have)\s", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\d+ )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,4}|[\W\d]+|[A-Z]\d{2}", re.IGNORECASE
)
_STAGE = re.compile(r"(?:type|stage|grade|class) [\dIVX]+[A-Ca-c]?", re.IGNORECASE)
_NUMBERS = re.compile(r"(?: \d{4,}| \d+(?= \d+$))(?: \d+)*$")  # a register's own, behind the name
_SHORT_TAIL = re.compile(r"\s*\([A-Za-z0-9/\-]{2,12}\)$")
_PEOPLE = (
    r"(?:patients?|people|persons?|adults?|children|subjects?|participants?|individuals|women|men|males?|females?)"
)
_LEAD = re.compile(
    rf"^(?:(?:{_PEOPLE}(?: or {_PEOPLE})? with|(?:the )?treatment of|history of|other|any|the|a|an)\s+)+",
    re.IGNORECASE,
)
_PEOPLE_AFTER = re.compile(rf"\s+(?!(?:adult|patient)\b){_PEOPLE}\b", re.IGNORECASE)  # "adult" says which one
_QUALIFYING_ENDS = frozenset(
    ("cell", "refractory", "positive", "type", "specific", "associated", "induced", "related", "acquired", "dependent")
)
_IN_PEOPLE = re.compile(r"\s+(?:in|among|of)$", re.IGNORECASE)


@cache
def head_words() -> HeadWords:
    """Return the words that make up names of conditions."""
    return load_head_words("condition_words", _NAME_ENDING, _ADJECTIVE_ENDING)


def looks_like_condition(name: str) -> bool:
    """Say whether a name reads as a condition: its last word, or the word before an "of" or a comma, is a head."""
    return any(not _GENERIC.match(name[start:end]) for start, end in names_in(name, head_words()))


def find(page: Page) -> list[Mention]:
    """Return the conditions of a page: from fields, their repeats anywhere in content, and by head word."""
    listed = list(_listed(page))
    names = Phrases((page.text[m.start : m.end], None) for m in listed if m.end - m.start > 2)
    found = list(listed)
    for passage in page.passages:
        if passage.field in FREE_FIELDS:
            text = page.text_of(passage)
            found.extend(_in_text(text, passage, names))
    return found + list(bracketed(page, found))


Places = list[tuple[int, int]]

_LIST_SPACES = 4  # a line of keywords or MeSH terms with so many spaces is a list that lost its separators


def _listed(page: Page) -> Iterator[Mention]:
    for field in _NAME_FIELDS:
        passages = [passage for passage in page.passages if passage.field == field]
        for passage in passages:
            text = page.text_of(passage)
            places = list(fields.entries(text, _is_heading_turned_round if field != "keywords" else _is_turned_round))
            if field == "conditions" and len(passages) == 1:
                places = _without_separators(text, places, _Context(page, field))
            elif field != "conditions" and len(passages) <= 2 and text.count(" ") >= _LIST_SPACES:
                places = keywords_of(page, text, headings=field == "mesh_terms")
            for start, end in places:
                clause = _CLAUSE.search(text, start, end)
                if clause is None or clause["who"]:
                    yield from _entry(text, start, clause.start() if clause else end, passage)
                if clause:
                    break


def _entry(text: str, start: int, end: int, passage: Passage) -> Iterator[Mention]:
    """Yield the mention of a list entry, or none where it names no condition."""
    start, end = _without_people(text, start, end)
    number = _NUMBERS.search(text, start, end)
    end = number.start() if number else end
    name = _SHORT_TAIL.sub("", text[start:end])
    sure = passage.field == "conditions"
    if not (sure or looks_like_condition(name)) or _GENERIC.match(name) or not _may_be_name(name):
        return
    by, score = f"rule:condition.{passage.field}", 0.97 if sure else 0.9
    yield Mention(passage.start + start, passage.start + start + len(name), LABEL, by, score)


def _without_people(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the people who have it: "adults with gout", "gout patients over 40 years old"."""
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    people = _PEOPLE_AFTER.search(text, start + 1, end)
    people = people and (_IN_PEOPLE.search(text, start + 1, people.start()) or people)
    return start, people.start() if people else end


def _may_be_name(name: str) -> bool:
    """Say whether a field's entry holds a word that can name something: not "Yes", "Patients", "Kidney"."""
    kinds = [head_words().kind(word) for word in words_of(name) if len(word.text) > 1 and word.form != "system"]
    # a part of the body alone says where a site files the trial
    return (
        name.lower() not in _ANSWERS
        and not _DATE.fullmatch(name)
        and any(kind not in ("site", "stop") for kind in kinds)
    )


def _is_heading_turned_round(part: str) -> bool:
    """Say whether the part of a condition after a comma only qualifies it, since it names none and no site either."""
    words = words_of(part)
    if _is_turned_round(part):
        return True
    return 1 < len(words) <= 4 and words[-1].form in _QUALIFYING_ENDS and len(part) < 30


def _is_turned_round(part: str) -> bool:
    """Say whether the part of a name after a comma only qualifies it: "Leukemia, Myeloid", not "Anemia, Gout"."""
    words = words_of(part)
    return 0 < len(words) <= 4 and all(_qualifies(word) for word in words)


def _qualifies(word: Word) -> bool:
    kind = None if word.text.isupper() else head_words().kind(word)
    return kind == "modifier" or (kind == "site" and word.text.lower().endswith(("al", "ic", "ar", "ary", "ous")))


def _without_separators(text: str, places: Places, context: _Context) -> Places:
    """Split a field that may be a list without separators: "Liver Failure Cirrhosis", "Acne, Severe Gout Asthma".

    Where a comma turns names round, it separates none: an entry that holds two names shows it.
    """
    if fields.is_separated(text) or not all(_begins_with_which(text[start:end]) for start, end in places[1:]):
        return places
    parted = [fields.split_unseparated(text[start:end], context.score) for start, end in places]
    return places if all(len(parts) == 1 for parts in parted) else fields.split_unseparated(text, context.score)


def _begins_with_which(entry: str) -> bool:
    """Say whether an entry may begin with what turns round the name before it: "Severe Gout" behind "Acne, "."""
    words = words_of(entry)
    return len(words) > 1 and _may_turn_round(words[0].text) and words[1].form not in ("and", "or")


def _may_turn_round(tail: str) -> bool:
    """Say whether words may turn round a name where a list has no separators: "Myeloid", and "Knee" too."""
    words = words_of(tail)
    return _is_turned_round(tail) or (len(words) == 1 and head_words().kind(words[0]) == "site")


def keywords_of(page: Page, text: str, *, headings: bool) -> list[tuple[int, int]]:
    """Split a line of keywords or headings that may be a list without separators."""
    from trialsift.name_lists import names_in_list  # which reads the words of this module

    others = [page.text_of(passage) for passage in page.passages if passage.field not in _NAME_FIELDS]
    return names_in_list(text, others, headings=headings)


class _Context:
    """What a page says outside of a field about which words form one name."""

    def __init__(self, page: Page, field: str) -> None:
        self._text = " ".join(page.text_of(p).lower() for p in page.passages if p.field not in _NAME_FIELDS)
        others = (page.text_of(p) for p in page.passages if p.field in _NAME_FIELDS and p.field != field)
        self._listed = {text[start:end].lower() for text in others for start, end in fields.entries(text)}

    def score(self, name: str) -> float:
        """Score a part as a name of its own; a word more costs less than a part more."""
        name = _SHORT_TAIL.sub("", name)
        head, _, tail = name.partition(", ")
        if tail:
            return self.score(head) + 0.7 - 0.6 * len(words_of(tail)) if _may_turn_round(tail) else -4.0
        words = words_of(name)
        size = len(words)
        first = head_words().kind(words[0])
        only_which = all(word.text.isdigit() or head_words().kind(word) == "modifier" for word in words)
        if only_which or (size == 1 and _GENERIC.match(name)) or _STAGE.fullmatch(name):
            return -4.0  # "Vasculogenic", "Diffuse Large B-Cell" say which, and are none
        lower = name.lower()
        score = -1.3
        if lower in self._text or lower in self._listed:
            score += 1.4 if size > 1 else 0.9
        spans = names_in(name, head_words())
        if spans and spans[-1] == (0, len(name)):
            score += 1.2 + 0.1 * size
        elif spans and spans[-1][1] == len(name):
            score += 0.5
        elif not spans:
            score -= 0.6 if lower in self._text or lower in self._listed else 1.4
        if "stop" in (first, head_words().kind(words[-1])):
            score -= 3.0 if words[0].form in ("and", "or") else 1.0
        if first == "head" and size > 1 and words[1].form not in ("of", "to", "in", "due", "after"):
            score -= 1.5  # "Infections Gout" begins behind "HIV"
        if not name[0].isupper():
            score -= 0.3
        return score - 0.9 * _names_within(name, words)


def _names_within(name: str, words: Sequence[Word]) -> int:
    """Count the words after which a whole name of its own follows: one in "Alcohol Dependence Schizophrenia"."""
    kinds = [head_words().kind(word) for word in words]
    count = 0
    for at in range(len(words) - 1):
        rest = name[words[at + 1].start :]
        ends_name = kinds[at] == "name" or (kinds[at] == "head" and at > 0)
        if ends_name and names_in(rest, head_words())[:1] == [(0, len(rest))]:
            count += 1
    return count


def _in_text(text: str, passage: Passage, names: Phrases[None]) -> Iterator[Mention]:
    words = words_of(text)
    spans = [(words[first].start, words[stop - 1].end, "repeat", 0.85) for first, stop, _ in names.find(words)]
    heads = [(start, end) for start, end in names_in(text, head_words()) if _is_name(text, start, end)]
    spans += [(widened(text, start, end, head_words()), end, "head", 0.6) for start, end in heads]
    for start, end, name, score in spans:
        if not _NOT_AFTER.match(text, end):
            yield Mention(passage.start + start, passage.start + end, LABEL, f"rule:condition.{name}", score)


def _is_name(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if _GENERIC.match(name):
        return False
    return not (name.lower() in _NOT_A_NAME or words_of(name)[-1].form in _NOT_A_NAME)
