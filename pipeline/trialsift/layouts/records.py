"""Sort the leaves of a JSON or XML record into chunks: by the layout's paths, else by the wording of their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from trialsift.layouts.chunk import Chunk
from trialsift.layouts.label_hints import label_hint
from trialsift.layouts.layout import Layout
from trialsift.layouts.outcome_sides import outcome_side
from trialsift.layouts.walk import Walker
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line, read_lines
from trialsift.page import Block, Region, RegionKind
from trialsift.runs import Run
from trialsift.sections import Cue, key_of, section_of_field

NEAREST = 6  # keys above a leaf that can say what it is
LONGEST_VALUE = 60  # code points; a longer text under an unknown key is free text, a shorter one a setting
_WORD_EDGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.\s@#]+")
_ENTITIES = ("arm", "intervention.", "outcome")  # fields whose values in one object belong together
_NEUTRAL = frozenset(
    (
        "value", "text", "textblock", "name", "title", "description", "content", "item", "label", "measure", "term",
        "p", "criterion", "criteria", "entry", "li",
    )
)  # fmt: skip
# What a key means inside of an object that is a trial's arm, intervention, outcome or condition.
_PARTS = {
    "outcome": {
        "measure": "outcome.measure", "title": "outcome.measure", "name": "outcome.measure",
        "outcome": "outcome.measure", "end point": "outcome.measure", "endpoint": "outcome.measure",
        "time frame": "outcome.time_frame", "timeframe": "outcome.time_frame", "timepoint": "outcome.time_frame",
        "time point": "outcome.time_frame", "description": "outcome.description", "value": "outcome",
        "what": "outcome.measure", "when": "outcome.time_frame", "text": "outcome.measure",
    },
    "intervention": {
        "name": "intervention.name", "title": "intervention.name", "type": "intervention.type",
        "intervention": "intervention.name", "other name": "intervention.other_name",
        "other names": "intervention.other_name", "description": "intervention.description",
    },
    "arm": {
        "label": "arm.label", "name": "arm.label", "title": "arm.label", "arm": "arm.label", "type": "arm.type",
        "kind": "arm.type", "description": "arm.description", "text": "arm.description",
        "interventions": "arm.interventions", "intervention": "arm.interventions",
    },
    "condition": {"name": "conditions", "term": "conditions", "title": "conditions", "description": "conditions"},
}  # fmt: skip
_NOTHING = frozenset(
    ("", "nil known", "not provided", "not provided at time of registration", "no entries found", "null")
)
_BRANCHES = frozenset(  # keys under which nothing of the trial itself stands
    (
        "contact", "contacts", "location", "locations", "site", "sites", "investigator", "investigators", "official",
        "officials", "reference", "references", "publication", "publications", "document", "documents", "funder",
        "funders", "ethics", "results", "outputs", "history", "versions", "links", "attachments", "address", "related",
        "similar", "recommended",
    )
)  # fmt: skip
_COLLECTIONS = frozenset(  # keys of lists of records
    (
        "studies", "study", "fullstudies", "fullstudiesresponse", "results", "records", "items", "data", "trials",
        "trial", "hits", "searchresults", "response",
    )
)  # fmt: skip


class RecordWalker:
    """Sorts the leaves of one record; `chunks`, `regions` and `warnings` hold what was found, in order."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.chunks: list[Chunk] = []
        self.regions: list[Region] = []
        self.warnings: list[str] = []
        self._kinds: dict[str, str] = {}  # path of an object → its type: "ACTUAL" of an enrollment

    def walk(self, blocks: Iterable[Block]) -> None:
        """Read the leaves in order."""
        leaves = [(path, list(lines)) for path, lines in groupby(blocks, key=lambda block: block.path)]
        self._kinds = {_owner(path): lines[0].text for path, lines in leaves if path.endswith(("/type", "/@type"))}
        others: set[str] = set()
        for path, lines in leaves:
            record = _record_of(path)
            if record:
                others.add(record)
                self._leave_out(read_lines(lines), "boilerplate")
            else:
                self._leaf(path, lines)
        if others:
            self.warnings.append(
                f"the file holds {len(others) + 1} trials, of which the first was read: save each in a file of its own"
            )

    def _leaf(self, path: str, blocks: list[Block]) -> None:
        lines = read_lines(blocks)
        target = self.layout.target_of(path) or _generic_target(path, blocks, self.layout)
        if target in ("", "line", "block", "end") or _says_nothing(lines):
            self._leave_out(lines, "boilerplate")
        elif target.startswith("field:"):
            name, _, section = target.removeprefix("field:").partition("@")
            group = _group_of(path) if name.startswith(_ENTITIES) else None
            section = section or section_of_field(name)
            if len(lines) == len(blocks) == 1 and lines[0].marker:  # "A. baumannii" is no list
                lines = [lines[0].with_run(Run(blocks[0].pieces).cut(0))]
            self.chunks.append(Chunk(section, name, self._heading(path), lines, group=group))
        else:
            walker = Walker(self.layout, start=target, heading=self._heading(path))
            walker.walk(lines)
            self.chunks += walker.chunks
            self.regions += walker.regions

    def _heading(self, path: str) -> str:
        keys = [key for key in path.split("/") if not key.isdecimal()]
        words = words_of(keys[-1]) if keys else ""
        if words in _NEUTRAL and len(keys) > 1:
            words = words_of(keys[-2])
        kind = self._kinds.get(path) or self._kinds.get(_owner(path))
        return f"{words} ({kind.lower()})" if kind and len(kind) < 20 else words

    def _leave_out(self, lines: Iterable[Line], kind: RegionKind) -> None:
        self.regions += [Region(kind, line.run.start, line.run.end) for line in lines]


def _says_nothing(lines: list[Line]) -> bool:
    return len(lines) == 1 and lines[0].text.lower().strip(" .-") in _NOTHING


@cache
def words_of(key: str) -> str:
    """Return a key as words: "briefTitle", "brief_title" and "BriefTitle" give "brief title"."""
    return _WORD_EDGE.sub(" ", key).strip().lower()


def _owner(path: str) -> str:
    return path.rpartition("/")[0]


def _group_of(path: str) -> str:
    """Return the path of the object that a leaf belongs to, through lists of values in it."""
    keys = path.split("/")
    while keys and keys[-1].isdecimal():
        keys.pop()
    for stop in range(len(keys) - 1, 0, -1):
        if keys[stop - 1].isdecimal():
            return "/".join(keys[:stop])
    return "/".join(keys[:-1])


def _record_of(path: str) -> str:
    """Return the path of the record that a leaf stands in, where that is not the first of several; else ""."""
    keys = path.split("/")
    for index, key in enumerate(keys):
        if key.isdecimal():
            return "/".join(keys[: index + 1]) if key != "0" else ""
        if key.lower().replace("_", "") not in _COLLECTIONS:
            return ""
    return ""


def _words(path: str) -> list[str]:
    """Return the keys of a path as words, without those of a list of trials, of which this is the first."""
    keys = path.split("/")
    while len(keys) > 2 and keys[0].lower().replace("_", "") in _COLLECTIONS and keys[1].isdecimal():
        keys = keys[2:]
    return [words_of(key) for key in keys if not key.isdecimal()]


def _generic_target(path: str, blocks: list[Block], layout: Layout) -> str:
    """Return where a leaf of an unknown record belongs, by its key and the keys above it; "" for nowhere."""
    words = _words(path)
    if not words or path.rpartition("/")[2].startswith("@"):
        return ""
    if len(words) > 1 and words[-2] in ("channel", "feed"):  # of a list of trials, not of one
        return ""
    if not _BRANCHES.isdisjoint(" ".join(words[:-1]).split()):
        return ""
    for context, target in _contexts(words[:-1], layout):
        part = _PARTS.get(context, {}).get(words[-1])
        if part:
            return f"field:{part}@{target}" if part.startswith("outcome") else f"field:{part}"
        if context and words[-1] in _NEUTRAL:
            return target
    cue = look_up(key_of(words[-1]), layout, inline=True)
    if words[-1] == "name" and len(words) > 1:
        return ""  # of something that is no trial
    text = max((block.text for block in blocks), key=len)
    hint = "" if cue and not cue.weak else _hint(words, text)
    if hint:
        return hint
    if cue:
        return "" if cue.furniture or _is_internal(cue, path, text) else cue.target
    return "other" if len(text) > LONGEST_VALUE and " " in text else ""


def _is_internal(cue: Cue, path: str, text: str) -> bool:
    """Say whether a number is one of the record's own, as "id" beside a site is."""
    return cue.target == "field:ids" and "/" in path and text.isdecimal()


def _hint(words: list[str], value: str) -> str:
    """Return what a key opens by the form of its value, read alone or with the key above it; "" for nothing."""
    for label in (words[-1], " ".join(words[-2:])):
        cue = label_hint(label, value)
        if cue:
            return cue.target
    return ""


def _contexts(keys: list[str], layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield what the keys above a leaf say, nearest first: (kind of object, section or field that it opens)."""
    for words in reversed(keys[-NEAREST:]):
        cue = look_up(key_of(words), layout, inline=True)
        if cue is None or cue.furniture:
            continue
        name = cue.target.removeprefix("field:")
        kind = next((kind for kind in _PARTS if name.startswith(kind)), "")
        section = _outcomes_of(keys, layout) if kind == "outcome" else cue.target
        yield kind or ("other" if words not in _NEUTRAL else ""), section


def _outcomes_of(keys: list[str], layout: Layout) -> str:
    """Return the section of an outcome by the keys above it: "primary outcomes", "outcomes" and "secondary"."""
    cues = [look_up(key_of(words), layout, inline=True) for words in keys]
    named = [cue.target for cue in cues if cue and cue.target.startswith("outcomes.")]
    sides = [side for words in keys if (side := outcome_side(words))]
    return (named or sides or ["outcomes.other"])[-1]
