"""What stands around a bound: whom it is for, whether it is denied, words after it that belong to it."""

from __future__ import annotations

import re

_PEOPLE = (
    r"patients?|subjects?|participants?|those|adults?|children|m[ae]n\b|wom[ae]n|males?|females?|boys|girls|"
    r"individuals|persons?|people|cirrhoti\w+|diabeti\w+"
)
_CONDITION = re.compile(
    r"[\s,(\[]{0,4}(?P<text>(?:if|when|unless|provided|in case of|except|(?:for|in|among) (?:those |the )?"
    rf"(?:{_PEOPLE}|the presence|presence)|(?:fe)?males?\b|(?:wo)?m[ae]n\b)"
    r"[^.;()\[\]\n]{0,120})",
    re.IGNORECASE,
)
_CONDITION_END = re.compile(
    r",|\b(?:or|and)\b\s{0,3}\\?[<>≤≥=]|"
    r"\b(?:and|or)\s{1,3}(?:less|greater|more|at least|below|above|higher|lower|no )|\\?[<>≤≥]"
)
_CONDITION_IS_BOUND = re.compile(r"(?:if|when|unless)\s\\?[<>≤≥]=?", re.IGNORECASE)
# After one sex "or" goes on with something else: "for women or an estimated GFR of …".
_ONE_SEX = re.compile(
    r"(?:(?:for|in)\s)?(?:(?:fe)?males?|(?:wo)?m[ae]n|boys|girls)(?=\s(?:or|and)\s(?!(?:fe)?male|(?:wo)?m[ae]n|boys|girls))",
    re.IGNORECASE,
)
_CONDITION_BEFORE = re.compile(
    rf"\b(?P<text>(?:for|in|among)\s(?:[\w-]{{1,20}}\s){{0,4}}(?:{_PEOPLE})|(?:fe)?males?|(?:wo)?m[ae]n|boys|girls)"
    r"[\s:,)\]]{0,4}(?:(?:must be|should be|is|of)\s)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s(?:(?:on|in) (?:the |a )?(?:longest|greatest|largest|maximum|maximal|widest) (?:diameter|dimension|extent)|"
    r"in (?:diameter|size|length|width|thickness|depth|height)"
    r"(?=\s{0,3}(?:$|[,.;:)\n]|\b(?:or|and|at|on|in|by|with|as)\b))|"
    r"for (?:the )?(?:patient'?s? )?(?:age|sex|gender|height)"
    r"(?:(?:,? and |/|, | or )(?:age|sex|gender|height|race|weight)){0,4}\b)|\s\(age[- ]adjusted\)|"
    r"\son\s(?:an?|the)\s(?:[\w-]{1,12}\s){0,4}scale(?:\s(?:from|of)\s\d{1,3}\s?(?:to|[-–])\s?\d{1,3})?\b|"
    r"\sout\sof\s(?:a\s(?:possible\s|total\s(?:of\s)?)?)?\d{1,3}\b(?!\s(?!on\b|in\b|at\b|for\b|or\b|and\b)\w+)|(?:(?<=mol)|(?<=/g)|(?<=mg))\screatinine\b|(?<=mol/mg)\s(?:of\s)?(?:cytosol\s)?protein\b|"
    r"\s(?:of\s(?:blood|stool|urine|plasma|serum)|stool)\b|,?\s(?:version\s|v\.?)\s?\d(?:\.\d{1,2})?(?!\w)|"
    r"(?:(?<=CTCAE)|(?<=CTCAE\))|(?<=CTC))\s[345](?:\.\d)?(?![\w.]\d|\w)|(?<=v\d)\.\d(?!\w)|"
    r"(?<=%)\sof\s(?:the\s|their\s)?[a-z]{3,14}(?=\s{0,3}(?:$|[,.;)\n]|(?:or|and|at|on|in|by|with)\b))",
    re.IGNORECASE,
)
_TITLED = r"[A-Z][\w'’-]{1,20}"
_ON_SCALE = re.compile(
    r"\s(?:\([^()]{1,40}\)\s)?(?:on|by|using)\s(?:the\s|an?\s)?"
    rf"(?P<name>(?:{_TITLED}|[A-Z]{{2,8}}-?\d{{0,2}})(?:\s(?:(?:of|for|the|and|[-–])\s){{0,2}}{_TITLED}){{1,8}}(?:\sscale)?)"
    r"(?:\s\((?P<short>[A-Z][\w-]{1,11})\))?",
)
_SCALE_NOUN = re.compile(
    r"\b(?:scale|score|index|inventory|questionnaire|screen(?:ing)?|test|exam(?:ination)?|assessment|checklist|interview|"
    r"survey|instrument)$",
    re.IGNORECASE,
)
_SCALE_WORD = re.compile(r"\b(?:stage|grade|class)\s$", re.IGNORECASE)
_AROUND_IDEAL = re.compile(
    r"\s(?:(?:is|are|must be|should be|of)\s)?(?:within\s)?(?:\+/?-\s?|±\s?)?(?P<percent>\d{1,2})\s?%\sof\s"
    r"(?:the(?:ir)?\s|his\s|her\s)?(?:ideal|desirable|normal)(?:\s(?:body\s)?weight)?(?:\srange)?\b",
    re.IGNORECASE,
)
# In brackets after a class or result: by which table it is one, or its points again.
_RESTATED = re.compile(
    r"\s?[(\[](?:(?:AJCC|UICC|ACR|ASTCT|DAIDS|CTCAE|NCI|IHC|ISH|FISH|tit(?:re|er))\b[^()\[\]]{0,60}|"
    r"(?:(?:total\s|CP\s|Child-Pugh\s)?(?:scores?|points?)\s(?:of\s)?)?\d{1,3}"
    r"(?:\s?(?:[-–+,/]|to|or|and)\s?\d{1,3}){1,5}(?:\s?points?)?)[)\]]",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\s?(?P<bracket>[(\[])?(?:for\s)?(?P<side>systolic|diastolic)\b(?:\s(?:blood pressure|pressure|BP))?"
    r"(?(bracket)[)\]]|(?!\s(?:above|below|over|under|of|is|less|greater|more|at)\b|\s?[<>≤≥=]))",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"\s(?P<bracket>\()?(?P<sex>(?:fe)?males?)\b(?(bracket)\))(?=\s?(?:[;,.)]|or\b|and\b|$|\n))", re.IGNORECASE
)
_DENIAL = re.compile(
    r"(?:\bno|\bnot (?:have|having)(?: an?)?|\bwithout|\babsence of|\black of)"
    r"(?: (?:known|evidence of|symptomatic|an?|any|history of|significant|active|documented|signs of)){0,3}\s{1,3}$",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"\s(?P<text>(?:if|when|where|with|unless)\b[^()\[\]\n]{2,80}|"
    rf"(?:in|for)\s(?:the\s)?(?:{_PEOPLE})[^()\[\]\n]{{0,60}})[)\]]",
    re.IGNORECASE,
)
_FOR_SOME = re.compile(
    r"\s(?P<text>(?:if|when|unless|provided|together with|with)\s[^.;,()\[\]\n]{2,60}|"
    rf"(?:in|for)\s(?:the\s)?(?:{_PEOPLE})\b)",
    re.IGNORECASE,
)
_REACH = 60  # characters


def condition_after(text: str, at: int) -> str | None:
    """Return whom or what a bound is for, from the words after it: "if liver metastases are present", "in women"."""
    match = _CONDITION.match(text, at)
    if match is None:
        return None
    words = match["text"]
    if sex := _ONE_SEX.match(words):
        return sex[0]
    end = _CONDITION_END.search(words, _first_bound(words))
    return " ".join((words[: end.start()] if end else words).split()) or None


def _first_bound(words: str) -> int:
    """Return where to look for the end of a condition: behind the sign of "if < 50 kg"."""
    match = _CONDITION_IS_BOUND.match(words)
    return match.end() if match else 0


def for_others(text: str, at: int, *, opened: bool) -> str | None:
    """Return whom a bound that repeats another with a new value is for: "(5 in women)", "or 470 ms if paced"."""
    match = (_FOR_OTHERS if opened else _FOR_SOME).match(text, at)
    return " ".join(match["text"].split()) if match else None


def condition_before(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return whom a bound at `end` is for, from the words before it, and where they start: "men:", "for adults"."""
    match = _CONDITION_BEFORE.search(text, max(start, end - _REACH), end)
    return (match.start(), " ".join(match["text"].split())) if match else None


def tail_after(text: str, at: int) -> int:
    """Return the end of the words after a bound that belong to it: "for age and sex", "in the longest diameter"."""
    match = _TAIL.match(text, at)
    return match.end() if match else at


def scale_after(text: str, at: int) -> tuple[int, str, str] | None:
    """Return the scale that a score is on, by its capitals: its end, its name, its short form or "".

    "severity score of ≥ 5 (moderate) on the South Oaks Gambling Screen (SOGS)".
    """
    match = _ON_SCALE.match(text, at)
    if match is None or not (match["short"] or _SCALE_NOUN.search(match["name"])):
        return None
    return match.end(), match["name"], match["short"] or ""


def with_scale_word(text: str, start: int) -> int:
    """Return where a scale's name starts with the word before it that says what it gives: "stage Wagner 1"."""
    match = _SCALE_WORD.search(text, max(0, start - _REACH), start)
    return match.start() if match else start


def around_ideal(text: str, at: int) -> tuple[int, float] | None:
    """Return where "within 15% of ideal" behind a weight ends, and the percentage."""
    match = _AROUND_IDEAL.match(text, at)
    return (match.end(), float(match["percent"])) if match else None


def restated_after(text: str, at: int) -> int:
    """Return the end of the brackets that say a class or result again: "B/C (7-12 points)"."""
    match = _RESTATED.match(text, at)
    return match.end() if match else at


def sex_after(text: str, at: int) -> tuple[int, str] | None:
    """Return where a bound ends with the sex right behind it, and the sex: "0.8 male", "0.8 (male)"."""
    match = _SEX.match(text, at)
    return (at if match["bracket"] else match.end(), match["sex"].lower()) if match else None


def side_after(text: str, at: int) -> tuple[int, str] | None:
    """Return which blood pressure the words after a bound say, and where they end: "> 140 mmHg (systolic)"."""
    match = _SIDE.match(text, at)
    return (match.end(), match["side"].lower()) if match else None


def is_denied(text: str, start: int) -> bool:
    """Say whether the words right before a threshold deny it: "no", "must not have"."""
    return _DENIAL.search(text[max(0, start - _REACH) : start]) is not None
