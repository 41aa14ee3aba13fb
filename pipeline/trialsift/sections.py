"""Headings, field labels and furniture: what a wording opens, looked up in the shared tables.

A target says what a wording opens: a section of `page.SECTIONS`, "outcomes" (a list that does not say which
type), "field:<field of page.FIELDS>", or furniture with its reach: "line" (this line alone), "block" (until the
next heading or label), "end" (the rest of the page).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from trialsift.vocab import table

LONGEST_HEADING = 14  # words; longer lines are sentences

# "E.3", "A.3.1", "B.3.1 and B.3.2", "5.1.", "III." before a heading
_CODE = re.compile(
    r"^(?:[A-Z](?:\.\d{1,2}){1,4}\.?(?: (?:and|to) [A-Z](?:\.\d{1,2}){1,4}\.?)?"
    r"|[A-Z]\.(?=\s)|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?(?=\s))\s+"
)
# "Primary outcome [1] 333601 0", "Secondary Outcome(s) 2", as registries number their entries
_ENTRY_NUMBER = re.compile(
    r"\s?\[\d{1,2}\](?:\s\d{4,8}(?:\s\d)?)?$|(?<=outcome)\s\d{1,2}$|(?<=outcome\(s\))\s\d{1,2}$", re.IGNORECASE
)
_CAMEL, _HUMP = re.compile(r"[A-Za-z][a-z]+(?:[A-Z][a-z]+)+"), re.compile(r"(?<=[a-z])(?=[A-Z])")  # "InclusionCriteria"
_EDGE = " \t:：*#|_=-–—•.?？!>…"
_SYMBOLS = re.compile(
    r"^[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\s]+|[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\s]+$"
)  # "▸ Overview", signs of feeling
_SPACES = re.compile(r"[\s\u00a0_]+")
# "样本总量 Total sample size", as registries of two languages write
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_DROPPED = str.maketrans({**dict.fromkeys("(),[]（）"), "’": "'", "&": "and", "/": " / "})


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line opens. weak: a wording that is also common inside criteria and sentences."""

    target: str
    weak: bool = False

    @property
    def furniture(self) -> bool:
        """Whether what it opens is no content."""
        return self.target in ("line", "block", "end")


@lru_cache(maxsize=4096)  # a line is looked up in several tables, and many stand on every page of a site
def key_of(text: str) -> str:
    """Fold a heading or label for look-up: lower case, no numbering, field code, brackets or edge punctuation.

    "E.3 Principal inclusion criteria:" and "**Principal Inclusion Criteria**" give the same key.
    """
    text = _ENTRY_NUMBER.sub("", _SYMBOLS.sub("", text).strip(_EDGE))
    if _CAMEL.fullmatch(text):
        text = _HUMP.sub(" ", text)
    code = _CODE.match(text)
    if code:
        text = text[code.end() :]
    return _SPACES.sub(" ", _HAN.sub(" ", text.lower().translate(_DROPPED))).strip(_EDGE)


def expand(wording: str) -> list[str]:
    """Spell out "[key|main] {inclusion|entry} criteria": one of the alternatives in braces; in brackets one or none."""
    choices = [_alternatives(part) for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", wording)]
    return [_SPACES.sub(" ", "".join(choice)).strip() for choice in product(*choices)]


def _alternatives(part: str) -> list[str]:
    if part[:1] not in ("[", "{"):
        return [part]
    return ([""] if part[0] == "[" else []) + part[1:-1].split("|")


class Wordings:
    """Wordings of one table. A trailing "…" lets further words follow."""

    def __init__(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        self._whole: dict[str, Cue] = {}
        self._prefix: dict[str, Cue] = {}
        for wording, target, weak in rows:
            open_end = wording.endswith("…")
            for spelled in expand(wording.removesuffix("…")):
                key = key_of(spelled)
                if not key:
                    continue
                known = self._whole.setdefault(key, Cue(target, weak))
                if weak and not known.weak and not known.furniture:
                    self._whole[key] = Cue(known.target, True)
                if open_end:
                    self._prefix.setdefault(key, Cue(target, weak))

    def find_whole(self, key: str) -> Cue | None:
        """Return what the folded wording `key` opens where it stands in the table as it is."""
        return self._whole.get(key)

    def find(self, key: str) -> Cue | None:
        """Return what the folded heading or label `key` opens, or None where it is not in the table."""
        cue = self._whole.get(key)
        if cue or not self._prefix or not key:
            return cue
        words = key.split(" ", LONGEST_HEADING)
        if len(words) > LONGEST_HEADING:
            return None
        for stop in range(len(words) - 1, 0, -1):
            cue = self._prefix.get(" ".join(words[:stop]))
            if cue:
                return cue
        return None


def _rows(name: str, column: str, prefix: str = "") -> list[tuple[str, str, bool]]:
    return [(row["wording"], prefix + row[column], bool(row.get("weak"))) for row in table(name)]


def _furniture_rows() -> list[tuple[str, str, bool]]:
    return [(row["wording"], row["reach"], False) for row in table("furniture") if row["match"] == "line"]


@cache
def heading_wordings() -> Wordings:
    """Return the wordings of lines that stand alone: furniture, then headings, then field labels."""
    return Wordings(_furniture_rows() + _rows("headings", "section") + _rows("fields", "field", "field:"))


@cache
def label_wordings() -> Wordings:
    """Return the wordings before a value on the same line: furniture, then field labels, then headings."""
    return Wordings(_furniture_rows() + _rows("fields", "field", "field:") + _rows("headings", "section"))


@cache
def _hints() -> tuple[tuple[re.Pattern[str], Cue], ...]:
    return tuple(
        (re.compile(row["pattern"], re.IGNORECASE), Cue(row["target"], True)) for row in table("heading_hints")
    )


def heading_hint(text: str) -> Cue | None:
    """Return what a heading that no table lists opens, by the words in it; only for what is a heading by its form."""
    if len(text.split()) > LONGEST_HEADING:
        return None
    return next((cue for pattern, cue in _hints() if pattern.search(text)), None)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    reach = {row["wording"]: row["reach"] for row in table("furniture") if row["match"] == "phrase"}
    return re.compile("|".join(map(re.escape, reach)), re.IGNORECASE), reach


def furniture_phrase(text: str) -> str | None:
    """Return the reach of the first phrase in `text` that makes a line furniture, or None."""
    pattern, reach = _phrases()
    lower = text.lower()
    for phrase in reach:  # much faster than the pattern, which few lines match
        if phrase in lower:
            break
    else:
        return None
    match = pattern.search(text)
    return reach[match[0].lower()] if match else None


SECTION_OF_FIELD = {
    "title": "title",
    "official_title": "title",
    "acronym": "title",
    "conditions": "conditions",
    "keywords": "keywords",
    "mesh_terms": "keywords",
    "ages": "eligibility",
    "min_age": "eligibility",
    "max_age": "eligibility",
    "sex": "eligibility",
    "healthy_volunteers": "eligibility",
}


def section_of_field(field: str, current: str = "other") -> str:
    """Return the section that a field's value belongs to; outcome fields keep the outcome section they stand in."""
    if field.startswith("outcome"):
        return current if current.startswith("outcomes.") else "outcomes.other"
    if field == "interventions" or field.startswith("intervention."):
        return "arms" if field == "interventions" and current == "arms" else "interventions"
    if field.startswith("arm"):
        return "arms"
    return SECTION_OF_FIELD.get(field, "design")
