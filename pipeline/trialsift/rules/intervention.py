"""Interventions: registry fields, arms, every repeat of their names, and names known by head word or ending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules import condition, fields
from trialsift.rules.brackets import bracketed
from trialsift.rules.heads import HeadWords, load_head_words, names_in
from trialsift.rules.phrases import Phrases, words_of
from trialsift.values.dose import find_doses
from trialsift.vocab import table

LABEL = "INTERVENTION"

_NAME_ENDING = (
    # stems of the WHO's International Nonproprietary Names, and of operations
    r"[a-z]{2,}(?:mabs?|nibs?|ciclib|parib|statins?|prazoles?|sartans?|olols?|conazole|nidazole|(?<!met)azoles?|"
    r"cillins?|mycins?|"
    r"micin|floxacins?|virs?|virine|tidine|setrons?|triptans?|gliptins?|gliflozins?|glutide|tide|azepam|azolam|"
    r"barbital|"
    r"caine|curonium|dipines?|fibrates?|parins?|platin|rubicin|taxel|tecan|poside|trexate|zumab|cept|kinra|limus|"
    r"lukast|terol|olone|onide|thiazides?|semide|prils?|oxetine|triptyline|pramine|idone|apine|phylline|tropium|"
    r"cyclines?|"
    r"bendazole|quine|sulfan|mustine|zomib|lidomide|degib|clax|stim|grastim|poetin|relin|relix|steride|drate|dronate|"
    r"dronic|vudine|citabine|tegravir|caftor|siran|gene|leucel|vec|plasty|plasties|ectomy|ectomies|otomy|otomies|"
    r"ostomy|"
    r"pexy|desis|plant|transfusions?|mustard|sulfasalazine|penem|cef[a-z]+|azine|zosin|orphan|codone|morphone|"
    r"fentanil?|"
    r"naloxone|naltrexone|oxone|terone|estradiol|gestrel|trel|calcitriol|calcidol|cristine|blastine|relbine|bicin|"
    r"thioprine)"
    r"|cef[a-z]{4,}|sulfa[a-z]{4,}|anti[a-z]{5,}(?:ants?|ics|als|ives?)"
)
_NOT_A_NAME = frozenset(
    [
        "gene",
        "generate",
        "lobotomy",
        "dichotomy",
        "anatomy",
        "peptide",
        "receptor",
        "concept",
        "accept",
        "except",
        "anticipate",
        "hydrate",
        "carbohydrate",
        "biopsy",
        "glycaemia",
        "calcitonin",
        "prone",
        "none",
        "phone",
        "urine",
        "imagine",
        "examine",
        "magazine",
        "route",
        "routine",
        "intake",
        "plant",
        "implant",
        "anticipants",
        "nucleotide",
        "oligonucleotide",
        "carbonate",
        "antigenics",
        "stage",
        "hygiene",
        "estrogenic",
    ]
)
_ADJECTIVE_ENDING = (
    r"[a-z]{3,}(?:ic|ous|ary|oid|atic|lytic|ergic|based|assisted|guided|delivered|supported|"
    r"directed|lowering|releasing|modifying|eluting|blocking|suppressive)"
)
_GENERIC = re.compile(
    r"^(?:(?:study|other|concomitant|concurrent|standard|systemic|active|prior|medical|therapeutic|experimental|"
    r"control|specific|intensive|"
    r"investigational|combination|first|second|third|line|maintenance|induction|effective|adjuvant|drug|biologic|"
    r"biological|patient|health|clinical|trial)[ -]*)*"
    r"(?:treatments?|therap(?:y|ies)|agents?|medications?|medicines?|interventions?|regimens?|products?|"
    r"procedures?|strategy|"
    r"participants|(?:active |placebo )?comparator|daily|conventional|standard|usual|routine|"
    r"sessions?|visits?|programs?|programme|management|monitoring|care|devices?|reduction|support|education|"
    r"training|session|control|"
    r"observation|suspension|replacement|infusions?|injections?|stimulation|repair|gel|cream|tablets?|cells?|"
    r"product)$",
    re.IGNORECASE,
)
_KEEP_GENERIC = re.compile(
    r"^(?:standard|usual|intensive|supportive|conventional) (?:care|therapy|treatment)$", re.IGNORECASE
)
_NOT_BEFORE = re.compile(r"(?:allergic to|level of|levels of)\s+$", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"[ -](?:controlled|naive|naïve|clearance|levels?|concentrations?|resistance|resistant|deficiency|dependence|"
    r"abuse|use disorder|"
    r"disorder|comparator|group|score|scale|test|tests|testing|induced|withdrawal|intolerance|toxicity|failure|"
    r"refractory|sensitive)\b",
    re.IGNORECASE,
)
_TYPES = {row["prefix"]: row["type"] for row in table("intervention_types")}
_TYPE_PREFIX = re.compile(
    r"(?:^|(?<=[\s;,|]))(?P<type>"
    + "|".join(sorted((re.escape(prefix) for prefix in _TYPES), key=len, reverse=True))
    + r")\s*:\s*",
    re.IGNORECASE,
)
# "Nettle tea (drug) – drunk hot before each meal": a type behind the name, and what describes it
_TYPE_AFTER = re.compile(r"\s*\((?P<type>[A-Za-z ]{4,22})\)$")
_DESCRIBED = re.compile(r"\s?(?::|\s[—–-]|(?<=[a-z)]{3})\.)\s+(?=\S+(?: \S+){4})")
_JOINT = re.compile(
    r"\s*(?:,\s*and\s+|,\s+|\(\+\)|\s/\s|\s\+\s|\s&\s|\+(?=[A-Za-z])|/(?=[A-Za-z]{4,})|\s+plus\s+|\s+and\s+|"
    r"\s+with\s+or\s+without\s+|"
    r"\s+followed by\s+|\s+in combination with\s+|\s+combined with\s+|\s+versus\s+|\s+vs\.?\s+|\s+or\s+)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]](?!\s[Vv]accines?\b)")  # "flu (inactivated) vaccine" is one
_ARM_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+){3,}")  # ABC-12-003-S1
_EDGE = re.compile(
    r"^(?:(?:low|medium|high|standard|full|reduced|single|multiple|double)[- ]dose,?\s+|dose of\s+|the |a |an |of |"
    r"matching |(?:active |placebo |sham )?comparator\s*:\s*|(?:control|experimental|intervention)\s*:\s+|"
    r"(?:then|with|everyone gets|(?:patients|participants|all) (?:will )?(?:receive|get)) (?=\S)|"
    r"(?:treatment |study |experimental |control )?(?:arm|group|cohort) [a-z0-9]{1,3}\s*[:–-]\s*)+",
    re.IGNORECASE,
)
# what stands in a field of interventions as in running text, and names none
_NO_ENTRY = re.compile(
    r"(?:(?:in (?:all|both|each|the)|from|where|every|each|those|until|once|on days?|no\. of|number of|"
    r"purpose of|type of|"
    r"time of) |\d+ (?:to|times|x|or|weeks?|days?|sessions?) |(?:description|interventions? ?\d*|experimental|"
    r"no intervention|"
    r"background|maintenance)$)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:alone|only|first|from|arm|group|tablets?|capsules?|dose|doses|at|for|in|once|twice|daily|and|or|"
    r"of|by))+$",
    re.IGNORECASE,
)
# what a company calls a product before it has a name: "AZD2281", "BAY 43-9006"; years and long registry numbers are not
_CODE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,5}(?:-?(?!(?:19|20)\d\d\b)\d{3,7}|[ ](?!(?:19|20)\d\d\b)\d{3,7})[A-Z]?|"
    r"[A-Z]{2,4} \d{2}-\d{3,5})(?![\w-])"
)
_WINDOW = 120  # characters looked at on either side of a joint, so that long entries stay linear
_TRIM = " \t.;:,-–|*\"'+/"

_FREE_FIELDS = (*condition.FREE_FIELDS, "keywords", "mesh_terms")


@cache
def head_words() -> HeadWords:
    """Return the words that make up names of interventions."""
    return load_head_words("intervention_words", _NAME_ENDING, _ADJECTIVE_ENDING)


def type_of(text: str) -> str | None:
    """Return the registry type that a text starts with ("Drug: X" gives "drug"), None where there is none."""
    match = _TYPE_PREFIX.match(text)
    return _TYPES[match["type"].lower()] if match else None


def only_qualifies(name: str) -> bool:
    """Say whether a name is one word that says which one of something, and names none: "conventional"."""
    words = words_of(name)
    return len(words) == 1 and head_words().kind(words[0]) == "modifier" and not name.isupper()


def find(page: Page) -> list[Mention]:
    """Return the interventions of a page; `attrs["type"]` where a field states the registry type."""
    return list(found_on(page))


@lru_cache(maxsize=1)
def found_on(page: Page) -> tuple[Mention, ...]:
    """Return what `find` does, remembered: the rule for doses asks for the same page."""
    listed = list(_listed(page))
    names = Phrases((page.text[m.start : m.end], None) for m in listed if m.end - m.start > 2)
    found = list(listed)
    for passage in page.passages:
        if passage.field in _FREE_FIELDS:
            found.extend(_in_text(page.text_of(passage), passage, names))
    return (*found, *bracketed(page, found))


def _listed(page: Page) -> Iterator[Mention]:
    types = {p.group: page.text_of(p) for p in page.passages if p.field == "intervention.type" and p.group is not None}
    for passage in page.passages:
        text = page.text_of(passage)
        if passage.field in ("interventions", "arm.interventions"):
            for start, end, kind in typed_entries(text):
                yield from _names(text, start, end, passage, kind, entry=passage.field == "interventions")
        elif passage.field in ("intervention.name", "intervention.other_name"):
            kind = type_of(f"{types[passage.group]}: x") if passage.group in types else None
            yield from _names(text, 0, len(text), passage, kind, entry=True)
        elif passage.field in ("keywords", "mesh_terms"):
            for start, end in condition.keywords_of(page, text, headings=passage.field == "mesh_terms"):
                if _is_keyword(text[start:end]):
                    by = "rule:intervention.keywords"
                    yield Mention(passage.start + start, passage.start + end, LABEL, by, 0.9)


def _is_keyword(name: str) -> bool:
    """Say whether a keyword names an intervention, by its words or as the vocabulary has it."""
    by_words = names_in(name, head_words())[-1:] == [(0, len(name))] and _is_name(name)
    return (by_words or _is_known(name)) and not condition.looks_like_condition(name)


def _is_known(name: str) -> bool:
    from trialsift.concepts.names import fold  # which reads the words of this package

    return fold(name) in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    from trialsift.concepts.names import fold

    rows = (row for row in table("concepts") if row["kind"] == "intervention")
    return frozenset(fold(name) for row in rows for name in (row["name"], *row["synonyms"].split("|")))


def typed_entries(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield (start, end, type) of the entries of an interventions field, half-open, prefix left out.

    "Drug: A Drug: B" and "Drug: A;Device: B" hold two; a text without a prefix is split at its separators, up to where
    it goes on to describe what it names.
    """
    prefixes = list(_TYPE_PREFIX.finditer(text))
    if not prefixes or prefixes[0].start() > 0:
        end = prefixes[0].start() if prefixes else len(text)
        described = _DESCRIBED.search(text, 2, end)
        for start, stop in fields.entries(text[: described.start() if described else end]):
            typed = _TYPE_AFTER.search(text, start, stop)
            kind = _TYPES.get(typed["type"].lower()) if typed else None
            yield start, typed.start() if typed and kind else stop, kind
    for index, prefix in enumerate(prefixes):
        end = prefixes[index + 1].start() if index + 1 < len(prefixes) else len(text)
        start, end = _trim(text, prefix.end(), end)
        if start < end:
            yield start, end, _TYPES[prefix["type"].lower()]


def _names(text: str, start: int, end: int, passage: Passage, kind: str | None, *, entry: bool) -> Iterator[Mention]:
    places = split_names(text[start:end])
    at = passage.start + start
    for name_start, name_end in places:
        # the type of "conventional therapy plus gingerol" is that of gingerol
        beside = len(places) > 1 and _KEEP_GENERIC.match(text[start + name_start : start + name_end])
        attrs = {"type": kind} if kind and not beside else {}
        score = 0.96 if entry else 0.92
        yield Mention(at + name_start, at + name_end, LABEL, "rule:intervention.field", score, attrs)


def split_names(entry: str) -> list[tuple[int, int]]:
    """Return the places of the names in an entry: doses cut off, joined names and brackets apart."""
    spans: list[tuple[int, int]] = []
    at = 0
    cuts = sorted(
        [(m.start(), m.end()) for m in _JOINT.finditer(entry) if _splits(entry, m)]
        + [(dose.start, dose.end) for dose in find_doses(entry)]
        + [cut for bracket in _BRACKET.finditer(entry) for cut in _bracket_cuts(bracket)]
    )
    for start, end in [*cuts, (len(entry), len(entry))]:
        if start >= at:
            spans.extend(_clean(entry, at, start))
        at = max(at, end)
    return spans


def _bracket_cuts(bracket: re.Match[str]) -> list[tuple[int, int]]:
    """Return what to cut away around a name in brackets; a trial's own code of an arm goes with its brackets."""
    if _ARM_CODE.fullmatch(bracket[1]):
        return [bracket.span()]
    return [(bracket.start(), bracket.start(1)), (bracket.end(1), bracket.end())]


def _splits(entry: str, joint: re.Match[str]) -> bool:
    """A comma or "and" splits only names; "pain and symptom management" stays whole."""
    window = max(0, joint.start() - _WINDOW)
    word = joint.group().strip(" ,").lower()
    if word not in ("+", "plus", "(+)") and entry.count("(", window, joint.start()) > entry.count(
        ")", window, joint.start()
    ):
        return False
    if word == "" and entry[joint.end() : joint.end() + 1].isupper() and entry[:1].isupper():
        return True
    if word in ("and", "or", ""):
        before = names_in(entry[window : joint.start()], head_words())
        after = names_in(entry[joint.end() : joint.end() + _WINDOW], head_words())
        return bool(before and after and before[-1][1] >= joint.start() - window - 1)
    return True


def _clean(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    edge = _EDGE.match(text[start:end])
    if edge:
        start += edge.end()
    if _NO_ENTRY.match(text, start, end):
        return
    tail = _TAIL.search(text, max(start, end - _WINDOW), end)
    if tail and tail.start() > start:
        end = tail.start()
    start, end = _trim(text, start, end)
    if (
        end - start > 1 and any(char.isalpha() for char in text[start:end]) and not _GENERIC.match(text[start:end])
    ) or _KEEP_GENERIC.match(text[start:end]):
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def _in_text(text: str, passage: Passage, names: Phrases[None]) -> Iterator[Mention]:
    words = words_of(text)
    spans = [(words[first].start, words[stop - 1].end, "repeat", 0.85) for first, stop, _ in names.find(words)]
    spans += [(start, end, "head", 0.6) for start, end in names_in(text, head_words()) if _is_name(text[start:end])]
    spans += [(*code.span(), "code", 0.6) for code in _CODE.finditer(text)]
    for start, end, name, score in spans:
        if _NOT_AFTER.match(text, end) or _NOT_BEFORE.search(text, max(0, start - 20), start):
            continue
        if text[end : end + 1] == ":" and text[start:end].lower() in _TYPES:
            continue  # "Dietary Supplement: X"
        yield Mention(passage.start + start, passage.start + end, LABEL, f"rule:intervention.{name}", score)


def _is_name(name: str) -> bool:
    if _KEEP_GENERIC.match(name):
        return True
    return not (_GENERIC.match(name) or words_of(name)[-1].form in _NOT_A_NAME)
