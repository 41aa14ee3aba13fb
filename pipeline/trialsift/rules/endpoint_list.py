"""Lists of endpoints in running text: where each begins, where it ends, and when it is measured.

"the change in HbA1c at week 12 (in per cent), falls and quality of life in all patients" names three. A phrase goes
on over a preposition that its noun asks for ("change in", "time to", "rate of") and ends at any other; a time that
follows it is its time frame.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from trialsift.rules.outcome_entries import is_time
from trialsift.values.analyte import find_analytes
from trialsift.vocab import table


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("outcome_words") if row["kind"] == kind)


def _alternatives(kind: str) -> str:
    return "|".join(sorted(_words(kind), key=len, reverse=True))


_LONGEST = 400  # characters of a list
_LONGEST_ITEM = 160
_LONGEST_BRACKET = 120
_MANY_WORDS = 4
# Words that end a phrase where its noun does not ask for them
_PREPOSITIONS = (
    "of in to for from with on by at between after before during following over under within among against because"
)
_OTHER_ENDS = (
    "via through throughout until till upon versus vs than as using when while whether since if is are was "
    "were will would can could may might should has have had be been who whom which that where assessed measured "
    "defined determined evaluated recorded monitored obtained calculated collected compared based associated achieved "
    "given treated receiving undergoing produced caused induced observed according relative up toward towards "
    "into without per due requiring such including regardless across present but so better worse faster sooner each "
    "every"
)
_RELATIVE = frozenset(
    ["who", "that", "requiring", "receiving", "undergoing", "treated", "given", "using", "assessed", "measured"]
)
_COUNT = r"(?:\d{1,3}|one|two|three|four|six|eight|twelve)"
_EVENT = re.compile(
    # the dot of "P. aeruginosa" ends nothing
    r"(?P<stop>(?!(?-i:(?<=\s[A-Z])\.\s[a-z]))[.;?!](?=[\s~]|$)|\n|:\s|\s[–—-]\s)|(?P<open>[(\[])|"
    r"(?P<joint>\s*(?:(?<!\d),|,(?!\d))\s*(?:(?:and|or|as well as|plus|along with)\s+)?|"
    r"\s+(?:and(?:/or)?,?|as well as|plus|along with|"
    r"&)\s+)|"
    rf"\s(?P<word>(?:{'|'.join((_PREPOSITIONS + ' ' + _OTHER_ENDS).split())})\b|"
    rf"(?={_COUNT}\s(?:hours?|days?|weeks?|months?|years?)\s(?:after|following|post)\b))",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\s+|[-–•*&]\s|\(?(?:\d{1,2}|[a-eivx]{1,3})[).]\s+|(?:the|a|an|both|any|possible|also|for|to|and|assess|"
    r"compare|evaluate|determine|measure|characteri[sz]e|describe|estimate|examine|investigate|record|count|"
    r"(?:assess|compar|evaluat|determin|measur|describ|estimat|examin|investigat|record|count|explor)ing|"
    r"certain|(?:(?:other|common|further) )*symptoms such as|"
    r"work out|find out|score|note|"
    r"check|ask about|look(?:ing)? at|look for|about|at|its|their|his|her|your|this|these|new|including|of|in|superior|"
    r"selected|further|fewer|less|better|worse|higher|lower|greater|longer|shorter|defined as|changes to|"
    rf"(?:clinical )?(?:{_alternatives('frame')}) (?:of|such as)|"
    rf"(?:patient|participant|infant|child|women|men|people)(?:'s|’s|s'|s’)|(?:{_alternatives('verb')})(?! (?:in|"
    rf"of|from)\b))\s)+",
    re.IGNORECASE,
)
_NO_PHRASE = re.compile(
    r"(?:whether|if|that|which|what|how|not|after|before|during|then|but|where|while|with|who|so|when|it|we|they|he|she|you|there|will|is|"
    r"are|was|were|to|can|may|has|have|available|similar|better|worse|unacceptable|etc|"
    r"expected|being|known|\w+ed (?:by|to|with|as|from|using|until|in|at|on))\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?:in(?! \w+ing\b)|among|after|during|with|by|on|at|for|from|between|when)\s", re.IGNORECASE)
_REMARK = re.compile(r"\b(?:primary|main|secondary|key)\b", re.IGNORECASE)  # "(main outcome)"
_EXAMPLES = re.compile(r"such as\b|e\.g\b|for example\b|like\b|meaning\b", re.IGNORECASE)
_SHORT_NAME = re.compile(r"(?:[A-Z0-9][\w®.+/-]{0,18}(?:\s(?=[A-Z0-9])|$)){1,4}$")
_TIME_OF = re.compile(
    r"(?P<text>(?:(?:at|after|over|within|up to|during|by|from|until|on|between|through|for|in the first|"
    r"in(?= (?:months?|weeks?|days?|years?) \d))\s|(?=\d|"
    r"[a-z]+ \w+ after))"
    r"(?:[^.;,()\n]|,(?=\s?\d)){2,70}?)"
    r"(?=\s*(?:[.;(\n]|,(?!\s?\d)|\s(?:and (?!\d|weeks?|months?|days?)|as well as|in (?:patients|the|all|both)|"
    r"of the|compared|"
    r"versus|vs|among|when|using|measured|assessed)|$))",
    re.IGNORECASE,
)
_UNITS = r"(?:hours?|days?|weeks?|months?|years?|minutes?)"
_AMOUNT = re.compile(
    r"by (?:at least |more than )?\d[\d.]*\s?(?!\s|\d|(?:days?|weeks?|months?|years?)\b)", re.IGNORECASE
)  # "by 15 minutes"
_DATED = re.compile(
    rf"\b(?:{_COUNT}[\s-](?:\w+ )?{_UNITS}|{_UNITS} \d+|baseline|discharge|(?:the )?(?:end|completion) of|"
    rf"follow-?up|every|"
    rf"{_COUNT}(?:, {_COUNT})*,? and {_COUNT})\b|\d\s?{_UNITS}",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:patients?|participants?|subjects?|people|persons?|children|infants?|babies|women|men|adults?|volunteers?|"
    r"individuals?|mothers?|newborns?|neonates?)"
)
_CLAUSE = re.compile(
    rf"how (?:many|much|often|long|satisfied|quickly|fast|far|severe|bad|easy|hard|safe(?= (?:it|they)\b)|tired|"
    rf"well (?:you|they|the child|{_PEOPLE}))\b",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    rf"(?:{_PEOPLE}|responders?|those|days|events|number|proportion|percentage|share)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:the )?(?:\w+ )?(?:number|proportion|percentage|percent|share)s?\b", re.IGNORECASE)
_COUNTED = re.compile(rf"{_NUMBERED.pattern}|(?:\w+ )?(?:rate|incidence|frequency|fraction)s?\b", re.IGNORECASE)
_TO_PEOPLE = re.compile(
    rf"(?:(?:the|all|both|each|these|those|this|an?|our|two|three|four|\w+ly|\w+ed|\w+ing) ){{0,3}}(?:\w+ )?"
    rf"(?:{_PEOPLE}|groups?|arms?|cohorts?|population|drugs?|study|trial|regimens?|therapy|treatment|"
    rf"treatments|combination|vaccine|intervention)\b(?!-)",
    re.IGNORECASE,
)  # fmt: skip
_SPECIMEN = re.compile(
    r"(?:(?:the|whole|venous|peripheral|breast|cerebrospinal|bronchoalveolar|human) )*(?:blood|plasma|serum|urine|"
    r"saliva|sputum|milk|stools?|f(?:a)?eces|hair|tears|fluid|semen|CSF|lavage)\b",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"\b(?:levels?|concentrations?|amounts?|counts?|titres?|titers?|presence|numbers?)\b", re.IGNORECASE
)
_ON = re.compile(r"(?:up)?on\s(?=\w)", re.IGNORECASE)
_SECOND_SIDE = re.compile(
    r"(?:number|size|volume|severity|frequency|duration|quality|quantity|intensity|extent)s?\b(?!\s(?:of|and)\b|,)",
    re.IGNORECASE,
)
_PAIRS = (("nausea", "vomiting"), ("morbidity", "mortality"), ("growth", "development"))
_SHARES_HEAD = re.compile(
    r"(?:-free|(?<!\w)free|systolic|diastolic|fasting|resting|left|right|short-term|long-term)$", re.IGNORECASE
)
_ADJECTIVE = re.compile(r"(?:ic|al|ete|ive|ous|ary|ional)$")
# "cardiac, hepatic" of "cardiac, hepatic and renal toxicity"
_ADJECTIVES = re.compile(r"\s*\w{3,20}(?:ic|ac|al|ive|ous|ary)(?:,? (?:and )?\w{3,20}(?:ic|ac|al|ive|ous|ary)){0,6}")
_ADJECTIVE_BEFORE = re.compile(r"^(?:\w{3,20}(?:ic|ac|al|ive|ous|ary),\s(?:and\s)?){1,6}")
_SECOND_PART = re.compile(r"(?:the )?(\w+) of (?!(?:the |this )?(?:patients|drug|treatment|study|therapy)\b)")
_PREPOSITION = re.compile(rf"\s(?:{'|'.join((_PREPOSITIONS + ' ' + _OTHER_ENDS).split())})\s|\s?[(\[,]", re.IGNORECASE)
_EFFECT = re.compile(r"(?<!adverse )(?<!side )(?<!toxic )\b(?:effects?|impact|influence)$", re.IGNORECASE)
_ALONE = frozenset(
    [
        "effect",
        "effects",
        "impact",
        "influence",
        "experience",
        "experiences",
        "outcome",
        "outcomes",
        "progression",
        "dose",
        "doses",
        "characteristics",
        "benefit",
        "benefits",
        "need",
        "data",
        "results",
        "change",
        "changes",
        "difference",
        "differences",
        "time",
        "levels",
        "level",
        "use",
        "findings",
        "role",
        "response_to",
        "action",
        "addition",
        "also",
        "finally",
        "moreover",
        "furthermore",
        "mechanism",
        "treatment",
    ]
)


_HEAD_ENDS = ("toxicity", "toxicities", "growth", "-free")  # of "nephrotoxicity", "regrowth"
_OF_A_DRUG = frozenset(("safety", "efficacy", "effectiveness", "tolerability"))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint at `[start, end)` of a text, and the time that the text says after it."""

    start: int
    end: int
    time_frame: str | None = None


def read_list(
    text: str, start: int, end: int | None = None, *, listed: bool = False, whole: bool = False
) -> list[Endpoint]:
    """Return the endpoints of the list that begins at `start`; it ends at `end` at the latest.

    listed: whether the text announces a list of endpoints, whose items may be any phrase; otherwise the list ends
    where its first phrase does, unless a joint follows at once.
    whole: "of" goes on with any phrase: "tremor of the hand".
    """
    reader = _Reader(text, start, len(text) if end is None else end, listed=listed, whole=whole)
    reader.read()
    return reader.found


def names_measure(phrase: str) -> bool:
    """Say whether a phrase by its wording is something that a study measures: "relapse rate", "time to relapse"."""
    phrase = _ADJECTIVE_BEFORE.sub("", phrase, count=1)
    base = _PREPOSITION.split(phrase, maxsplit=1)[0]
    words = base.lower().split()
    if not words or (words[-1] in _ALONE and ((len(words) == 1 and base == phrase) or _EFFECT.search(base))):
        return False
    if words[-1] in _words("head") or words[-1].endswith(_HEAD_ENDS):
        return True
    after = phrase[len(base) :].split(maxsplit=1)
    if after and any(after[0] == word and words[-1] in _words(word) for word in _PREPOSITIONS.split()):
        return True
    return any(
        match.end == len(base) and set(base[: match.start].lower().split()) <= _qualifiers()
        for match in find_analytes(base)
    )


@cache
def _goals() -> frozenset[str]:
    return frozenset(row["wording"].lower() for row in table("outcome_goals"))


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(row["word"] for row in table("measure_words") if row["kind"] == "qualifier")


def is_endpoint(phrase: str) -> bool:
    """Say whether a phrase is an endpoint by its wording: it names a measure, or asks how many or how much."""
    return names_measure(phrase) or _CLAUSE.match(phrase) is not None


def _belongs(last: str, word: str, follows: str) -> bool:
    """Say whether a word goes with the one before it: "look at", "days without", "assessment of"."""
    if word == "such":
        return follows.startswith("as ")
    if word in ("treated", "given"):
        return last.endswith("ly")  # "women with previously treated cancer"
    if word == "without":
        return _OF_PEOPLE.search(last) is not None
    if word == "of":
        return last in _words("frame")
    return word == "per" or (word == "as" and last == "such") or (word in ("at", "about") and last in ("look", "ask"))


def _is_part(piece: str, last: str) -> bool:
    """Say whether a phrase with a preposition goes on over "of": "time to appearance of new lesions"."""
    piece = _without_lead(piece)
    nested = _PREPOSITION.search(_ADJECTIVE_BEFORE.sub("", piece)) is not None
    return nested and piece.lower() not in _goals() and last not in _OF_A_DRUG


def _is_one(piece: str, rest: str) -> bool:
    """Say whether "and" joins two sides of one thing: "systolic and diastolic …", "pain frequency and severity"."""
    words = piece.split()
    last = words[-1]
    if _SHARES_HEAD.search(last) or (" between " in piece and " and " not in piece):
        return True
    if any(last.lower() == first and rest.lower().startswith(second) for first, second in _PAIRS):
        return True
    if len(words) > 1 and last.lower() in _words("head") and _SECOND_SIDE.match(rest):
        return True
    return last.istitle() and piece[0].islower() and rest[:1].isupper()


def is_generic(phrase: str) -> bool:
    """Say whether a phrase names people, a group or a bare "outcome", and so no measure."""
    return phrase.lower() in _ALONE or _TO_PEOPLE.match(phrase) is not None


class _Reader:
    """Reads one list from left to right."""

    def __init__(self, text: str, start: int, end: int, *, listed: bool, whole: bool) -> None:
        self.text = text
        self.limit = min(end, start + _LONGEST)
        self.cut = self.limit < end  # whether more of the text follows than is read
        self.begin: int | None = start  # of the phrase that is open; None between two
        self.found: list[Endpoint] = []
        self.listed, self.whole = listed, whole
        self.inside = start  # what lies before is read
        self.over = False
        self.pending: str | None = None  # time of the phrase to come

    def read(self) -> None:
        """Fill `found`."""
        if _NO_PHRASE.match(self.text, self.inside) and not self._is_clause(self.inside):
            return
        for event in _EVENT.finditer(self.text, self.inside, self.limit):
            if event.start() < self.inside:
                continue
            if event["stop"] is not None:
                self._close(event.start())
                return
            if event["open"]:
                self._bracket(event.start())
            elif event["joint"]:
                self._joint(event)
            else:
                self._word(event)
            if self.over:
                return
        if not self.cut:
            self._close(self.limit)

    def _bracket(self, at: int) -> None:
        end = self.text.find({"(": ")", "[": "]"}[self.text[at]], at, min(self.limit, at + _LONGEST_BRACKET))
        if end < 0:
            self._close(at)
            self.over = True
            return
        self.inside = end + 1
        goes_on = self.text[end + 1 : end + 2] == " " and not _EVENT.match(self.text, end + 1)
        if self.begin is None or goes_on:
            return
        content = self.text[at + 1 : end]
        self._close(end + 1 if self._is_name(content, at) else at)
        if is_time(content):
            self._set_time(content.strip())

    def _is_name(self, content: str, at: int) -> bool:
        """Say whether a bracket gives the short name of the phrase before it, and not of a part: "rate of X (X)"."""
        if content.isdigit() or is_time(content) or _REMARK.search(content):
            return False
        if _CLAUSE.match(_without_lead(self.text[self.begin or 0 : at])):
            return True
        part = re.search(r"\sof (\w)", self.text[self.begin or 0 : at])
        return bool(_SHORT_NAME.match(content)) and (not part or part[1].lower() != content[0].lower())

    def _joint(self, event: re.Match[str]) -> None:
        """Go on after "," or "and", or leave the list where what follows is no item."""
        if self.begin is not None:
            piece = self.text[self.begin : event.start()]
            if event["joint"].strip() in ("and", "&") and self._shares(piece, event.end()):
                return
            if _ADJECTIVES.fullmatch(_without_lead(piece)) and not names_measure(piece):
                return
            if " such as " in piece and not names_measure(self.text[event.end() : event.end() + 40]):
                return
            self._close(event.start())
        on = _ON.match(self.text, event.end()) if self.whole else None  # "effects on pain and on sleep"
        if on:
            self.begin = self.inside = on.end()
            return
        when = _time_at(self.text, event.end(), self.limit)
        if when:
            self._set_times(event, when)
            return
        no_phrase = _NO_PHRASE.match(self.text, event.end()) or _EXAMPLES.match(self.text, event.end())
        elsewhere = not self.listed and _ELSEWHERE.match(self.text, event.end())
        if elsewhere or (no_phrase and not self._is_clause(event.end())):
            self.over = True
            return
        self.begin = self.inside = event.end()

    def _set_times(self, event: re.Match[str], when: re.Match[str]) -> None:
        """Take a time between commas: of what follows after "and, at week 4, pain", of all before it otherwise."""
        self.inside = when.end()
        if "and" in event["joint"] and self.text[when.end() : when.end() + 1] == ",":
            self.pending = _frame(when["text"])
            return
        for number, item in enumerate(self.found):
            self.found[number] = replace(item, time_frame=item.time_frame or _frame(when["text"]))

    def _shares(self, piece: str, after: int) -> bool:
        """Say whether both sides of "and" are parts of one phrase: "incidence and severity of pain"."""
        piece = _without_lead(piece)
        words = piece.lower().split()
        if not words:
            return False
        last = piece.split()[-1]
        rest = self.text[after : min(self.limit, after + 80)]
        if _CLAUSE.match(piece):  # "how well you work and sleep"
            return re.match(r"\w+(?: \w+)?\s*(?:[.;,]|and\b|$)", rest) is not None and not names_measure(rest)
        if _is_one(piece, rest):
            return True
        second = _SECOND_PART.match(rest)
        if second and " of " not in piece and len(words) < _MANY_WORDS and second[1].lower() != "quality":
            return words[-1] in _words("of") and second[1].lower() in _words("of")
        whole = re.split(r"[.,;:(\n]| and ", rest, maxsplit=1)[0]
        other = _PREPOSITION.split(whole, maxsplit=1)[0]
        if not other:
            return False
        if _PREPOSITION.search(piece):  # "rate of nausea and vomiting", "rate of complete and partial remissions"
            bare = len(other.split()) < 3 and other.split()[-1].lower() not in _words("head")
            bare = bare and not re.match(r"\s(?:of|to)\b", whole[len(other) :]) and not names_measure(whole)
            return bare or (_ADJECTIVE.search(last) is not None and names_measure(other))
        if _without_lead(other) != other:
            return False
        if self.whole and not (_ADJECTIVE.search(last) or last.endswith("ing")):
            return False
        return not self.found and len(words) < 4 and " " in other and not names_measure(piece) and names_measure(other)

    def _word(self, event: re.Match[str]) -> None:
        """Go on over a word that may end a phrase, or leave the list."""
        word = event["word"].lower()
        if self.begin is not None:
            piece = self.text[self.begin : event.start()]
            if not piece.strip() or self._goes_on(piece, word, event.end()):
                return
            self._close(event.start())
        if not self._skip_time(event):
            self.over = word not in _PREPOSITIONS.split() and not (self.listed and word in _RELATIVE)

    def _goes_on(self, piece: str, word: str, after: int) -> bool:
        words = [part for part in piece.lower().split() if part[0] not in "(["]
        follows = self.text[after + 1 : after + 60]
        if " between " in piece and " and " not in piece and word in ("of", "in"):
            return True  # "relationship between sleep in winter and mood"
        if not words or _belongs(words[-1], word, follows):
            return bool(words)
        if _CLAUSE.match(_without_lead(piece)):
            return word not in ("which", "while") and not _time_at(self.text, after - len(word), self.limit)
        if word in ("with", "who", "that", "requiring", "achieving") and _COUNTED.match(piece.strip()):
            return _OF_PEOPLE.search(words[-1]) is not None or _NUMBERED.match(piece.strip()) is not None
        if word not in _PREPOSITIONS.split():
            return False
        if words[-1] in _words(word) and not (word == "of" and self.whole):
            return self._takes(words, word, follows)
        if word == "in" and _SPECIMEN.match(follows) and _AMOUNTS.search(piece):
            return True
        if word == "of" and (self.whole or _is_part(piece, words[-1])):
            return not _TO_PEOPLE.match(follows)
        counted = _NUMBERED.match(piece.strip()) is not None  # "share of people in the tea group who fall"
        at_time = _time_at(self.text, after - len(word), self.limit)
        return self.listed and not ((_TO_PEOPLE.match(follows) and not counted) or at_time)

    def _takes(self, words: list[str], word: str, follows: str) -> bool:
        """Say whether a noun that asks for a preposition is followed by what belongs to it."""
        if word == "from":
            return words[-1] == "freedom" or follows.lower().startswith(("baseline", "any ", "death", "the start"))
        if word in ("of", "to") and _without_lead(" ".join(words)) in _goals() - {
            "tolerance"
        }:  # "time to progression of these patients"
            return False
        if word == "of" and len(words) > 1 and words[-2] in _words("head"):
            return self.listed  # "response rate of tea"
        if word == "to" and words[-1] in ("adherence", "compliance"):
            return True
        counted = word == "of" and re.match(rf"{_PEOPLE}\b", follows, re.IGNORECASE) is not None
        return counted or not _TO_PEOPLE.match(follows)

    def _skip_time(self, event: re.Match[str]) -> bool:
        when = _time_at(self.text, event.start("word"), self.limit)
        if when is None:
            return False
        self._set_time(_frame(when["text"]))
        self.inside = when.end()
        return True

    def _is_clause(self, at: int) -> bool:
        """Say whether a question stands at a place that is an endpoint: "how often people fall"."""
        if _CLAUSE.match(self.text, at):
            return True
        return self.listed and self.text.startswith(("whether ", "which ", "Which ", "what "), at)

    def _set_time(self, frame: str) -> None:
        if self.found and self.found[-1].time_frame is None:
            self.found[-1] = replace(self.found[-1], time_frame=frame)

    def _close(self, end: int) -> None:
        if self.begin is None:
            return
        start, self.begin = self.begin, None
        lead = _LEAD.match(self.text, start, end)
        start = lead.end() if lead else start
        while end > start and self.text[end - 1] in " \t,;:.-–\"'":
            end -= 1
        allowed = not _NO_PHRASE.match(self.text, start, end) or self._is_clause(start)
        if 2 < end - start < _LONGEST_ITEM and allowed:
            self.found.append(Endpoint(start, end, self.pending))
            self.pending = None


def _time_at(text: str, at: int, limit: int) -> re.Match[str] | None:
    """Match words at a place of a sentence that say when something is measured; "after surgery" alone is too little."""
    when = _TIME_OF.match(text, at, limit)
    return (
        when
        if when
        and not _AMOUNT.match(when["text"])
        and (is_time(when["text"]) or is_time(_frame(when["text"])))
        and _DATED.search(when["text"])
        else None
    )


def _frame(text: str) -> str:
    return re.sub(r"^(?:at|on)\s", "", text, flags=re.IGNORECASE).strip(" ?!")


def _without_lead(phrase: str) -> str:
    lead = _LEAD.match(phrase)
    return phrase[lead.end() :] if lead else phrase


def time_after(text: str, at: int) -> str | None:
    """Return the time that stands directly at a place of a text: " at week 4" gives "week 4"."""
    when = _time_at(text, at + 1, len(text))
    return _frame(when["text"]) if when else None
