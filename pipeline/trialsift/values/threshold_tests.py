"""Tests that a result is of: "CSF cytology", "serology for HIV, hepatitis B or C", "HIV, HBsAg or HCV antibody".

What is looked for may be no analyte by itself ("HIV"): it is one where a test, or an analyte beside it, is named.
"""

from __future__ import annotations

import re

from trialsift.values.analyte import Analyte, analyte_named
from trialsift.values.threshold_markers import is_virus
from trialsift.values.threshold_names import Names
from trialsift.values.threshold_phrases import role_of
from trialsift.values.threshold_tokens import Kind, Tokens

_BEFORE_NAMES: tuple[Kind, ...] = (
    "qualifier",
    "filler",
    "link",
    "or",
    "slash",
    "and",
    "word",
    "dash",
    "open",
    "close",
    "roman",
)
_FARTHEST = 9  # tokens from a result to what it is of
_UNKNOWN = 2  # words that no table knows between them
_LONGEST_TEST = 7  # tokens
_LONGEST_AGENT = 9  # tokens
_LONGEST_LIST = 8  # agents
_SEPARATORS: tuple[Kind, ...] = ("comma", "or", "and", "slash")
_IN_AGENT: tuple[Kind, ...] = ("word", "qualifier", "analyte", "roman", "number", "dash", "open", "close")
_LEADS = frozenset({"for", "to", "of", "against"})
_NUMBERED = ("hepatitis", "hiv", "htlv")  # "hepatitis B or C", "HIV 1 and 2"
_OF_TEST = frozenset({"level", "levels", "value", "values", "status", "test", "tests", "testing", "assay", "titer"})
_AGENT = re.compile(r"\s(?:for|to)\s([a-z]{4,20})\b", re.IGNORECASE)
# what a result is no result of: whom it was got from, or words of the sentence
_NO_AGENTS = frozenset({
    "drugs", "women", "patients", "subjects", "screening", "both", "girls", "boys", "female",
    "females", "male", "males", "those", "participants", "persons", "adults", "children", "other",
    "another", "extracts", "extract", "multiple", "specific", "common", "certain", "these", "this",
    "such", "entry", "inclusion", "study",
})  # fmt: skip
_SPECIMEN = re.compile(r"[(\[](?:urine|serum|blood|plasma|urinary)\b", re.IGNORECASE)  # "negative (urine) test"
_BRACKET = re.compile(r"\s?\([^()]*\)")
_TEST = re.compile(r"\b(?:test(?:s|ed|ing)?|serolog\w*|screen(?:s|ing)?|assays?|PCR)\b", re.IGNORECASE)


def normal_of(tokens: Tokens, at: int) -> bool:
    """Say whether a reference is a result of what follows it: "normal levels of calcium", not "3 x normal"."""
    led = tokens.is_(at - 1, "number", "times", "sign")
    of = tokens.is_(at + 1, "filler") and tokens[at + 1].value == "of"
    return of and not led and tokens[at].value == "{normal}"


def result_of(tokens: Tokens, at: int) -> int:
    """Return the index of the name that the result at a token is of, past few unknown words; -1 for none."""
    after, words = at + 1, 0
    while after - at < _FARTHEST and tokens.is_(after, *_BEFORE_NAMES):
        words += tokens.is_(after, "word")
        after += 1
    return after if words <= _UNKNOWN else -1


def tested(tokens: Tokens, at: int, names: Names | None) -> Names | None:
    """Return what the result at a token is of: names, or a test that no table knows, with what it looks for."""
    if tokens[at].value not in ("positive", "negative"):
        return names or test_after(tokens, at + 1)
    test = test_after(tokens, at + 1) if names is None else None
    named = test or names
    looked_for = tested_for(tokens, named.after, named.first, known=test is None) if named else None
    if not looked_for and (named is None or tokens.is_(named.after, *_SEPARATORS)):
        looked_for = tested_for(tokens, at + 1, at) or agents_tested(tokens, at + 1)
    return looked_for if looked_for and (names is None or looked_for.stop > names.stop) else names or test


def test_after(tokens: Tokens, at: int) -> Names | None:
    """Return a test that no table knows, from a token on: "CSF cytology", "serum anti-tTG antibodies"."""
    last, after = None, at
    while after - at < _LONGEST_TEST and tokens.is_(after, "word", "qualifier", "filler", "dash", "open", "close"):
        if role_of(tokens[after].value) == "test":
            last = after
        after += 1
    while tokens.is_(at, "filler", "dash"):
        at += 1
    if last is None or last <= at:
        return None
    name = tokens.written(at, last + 1).lower()
    return Names(tokens[at].start, tokens[last].end, at, last, last + 1, (name,))


def tested_for(tokens: Tokens, at: int, test: int, *, known: bool = False) -> Names | None:
    """Return what a test looks for from a token on, in a list: "for HIV, hepatitis B surface antigen or HCV".

    test: index of the first token of the test that is named before it; known: whether the table knows it, as it does
    "serology for HIV" and "drug screening", and only the first has more to it.
    """
    for_ = at
    if known:
        return _listed(tokens, test, named=True) if " for " in tokens.written(test, at) else None
    while tokens.is_(for_, "filler") and tokens[for_].value not in _LEADS:
        for_ += 1
    if tokens.is_(for_, "link", "filler", "dash") and tokens[for_].value in _LEADS:
        at = for_ + 1
    elif not tokens.written(at - 1, at).lower().endswith(tuple(_LEADS)):
        return None
    named = _TEST.search(tokens.written(test, at), 1) is not None  # "tested positive for HIV" names no test
    return _listed(tokens, at, named=named)


def agents_tested(tokens: Tokens, at: int) -> Names | None:
    """Return what a test is for, from a token on, where the test comes last: "HIV, HBsAg or HCV serology"."""
    names = _listed(tokens, at, named=True)
    if names is None or len(names.names) < 2:
        return None
    last = tokens[names.last]
    test = role_of(last.value) == "test" or (
        last.kind == "analyte" and not is_virus(tokens.text[last.start : last.end])
    )
    return names if test else None


def _listed(tokens: Tokens, at: int, *, named: bool) -> Names | None:
    """Return the agents in a row from a token on; named: whether a test is named, or an analyte must be among them."""
    found: dict[str, Analyte | None] = {}
    first, last, before = at, None, ""
    for _ in range(_LONGEST_LIST):
        while tokens.is_(at, "filler", "edge") and tokens[at].value in ("the", "a", "any", "either", "of"):
            at += 1
        end = _agent_end(tokens, at, before)
        if end is None:
            break
        before = before if tokens.is_(at, "roman", "number") else tokens.written(at, end)
        named = named or any(
            tokens.is_(index, "analyte") and not is_virus(tokens.written(index, index + 1)) for index in range(at, end)
        )
        found.update(_named(tokens, at, end, before))
        last = end - 1
        at = end
        while at - end < 3 and tokens.is_(at, *_SEPARATORS):
            at += 1
        if at == end:
            break
    if last is None or not named:
        return None
    analytes = tuple(analyte for analyte in found.values() if analyte)
    return Names(tokens[first].start, tokens[last].end, first, last, last + 1, tuple(found), analytes)


def _agent_end(tokens: Tokens, at: int, before: str) -> int | None:
    """Return the index after an agent that starts at a token; before: the agent before it ("hepatitis B" or C)."""
    if tokens.is_(at, "roman", "number"):
        return at + 1 if before.lower().startswith(_NUMBERED) else None
    after, end = at, None
    while after - at < _LONGEST_AGENT and tokens.is_(after, *_IN_AGENT):
        role = role_of(tokens[after].value)
        known = role == "agent" or tokens.is_(after, "analyte") or (end is not None and role == "test")
        closed = end is not None and tokens.is_(after, "close") and tokens.is_(end - 2, "open")
        if known or closed or (end is not None and _numbered(tokens, end, after)):
            end = after + 1
        after += 1
    return end


def _numbered(tokens: Tokens, end: int, at: int) -> bool:
    """Say whether a token is the number of the agent that ends before `end`: "HIV 1", "COVID-19"."""
    hyphened = at == end + 1 and tokens.is_(end, "dash") and tokens[at].start == tokens[end].end
    return tokens.is_(at, "roman", "number") and (at == end or hyphened)


def _named(tokens: Tokens, at: int, end: int, before: str) -> dict[str, Analyte | None]:
    analytes = [tokens[index].value for index in range(at, end) if tokens.is_(index, "analyte")]
    if analytes:
        return {analyte.name: analyte for analyte in analytes}
    written = tokens.written(at, end)
    if tokens.is_(at, "roman", "number"):
        if not before.lower().startswith("hepatitis"):
            return {}
        written = f"{before.split()[0]} {written}"
    plain = _BRACKET.sub("", written)
    known = analyte_named(f"{plain} test") or analyte_named(plain)
    return {known.name: known} if known else {written.lower(): None}


def names_specimen(text: str, at: int) -> bool:
    """Say whether a bracket that opens at a place holds no more than what was tested: "negative (urine) test"."""
    return _SPECIMEN.match(text, at) is not None


def end_of_test(tokens: Tokens, names: Names) -> tuple[int, int]:
    """Return where a test behind its result ends, with what it is for ("test to latex"), and the index after it."""
    end = names.last + 1
    while tokens.is_(end, "filler") and tokens[end].value in _OF_TEST:
        end += 1
    stop = tokens[end - 1].end
    agent = None if names.is_scale else _AGENT.match(tokens.text, stop)
    return (stop if agent is None or agent[1].lower() in _NO_AGENTS else agent.end()), end
