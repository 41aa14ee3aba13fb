"""What the elements of an HTML page say about its lines: labels by table, class and place; empty headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.sections import Cue, Wordings, heading_hint, key_of
from trialsift.vocab import table as read_table

LONGEST_LABEL = 60  # code points of a label
LEAST_LABELS, LEAST_TITLES = 3, 2  # known wordings in elements of a class; of one that is called a title's
_NUMBERED = re.compile(r"(?<=[a-z)])\s?(?:\d{1,2}|\[\d{1,2}\]):?$")
_GROUP = re.compile(r"(?:arm|group|cohort|part|stage|phase|step|regimen) ?(?:\d{1,2}|[A-Z])\b\W+\w", re.IGNORECASE)
_FIELD_CODE = re.compile(r"[A-Z]\.(?:\d{1,2}(?:\.\d{1,2}){0,5}\.?(?: (?:and|to) [A-Z](?:\.\d{1,2}){1,5})?)?")
_YES_NO = re.compile(
    r"(?:yes|no|n/?a|not (?:applicable|specified|answered)|-+|information not present in eudract)\.?", re.IGNORECASE
)
_TITLE_WORD = re.compile(r"(?:title|heading|headline)(?![a-z])", re.IGNORECASE)
_LABEL_WORD = re.compile(
    r"\b(?:th|label|lbl|term|key|fieldname|field-name|rowlabel|row-label|eyebrow\w*)\b", re.IGNORECASE
)


@cache
def _labels() -> Wordings:
    return Wordings((row["wording"], row["target"], False) for row in read_table("html_labels"))


def label_cue(text: str, layout: Layout) -> Cue | None:
    """Return what a text opens that is set as a label; more wordings are labels there than in running text."""
    text = without_number(text)
    cue = look_up(text, layout, inline=True)
    if cue is None or cue.weak:
        return _labels().find(key_of(text)) or cue
    return cue


def without_number(text: str) -> str:
    """Return a label without the number it has among its like: "Primary Outcome(s) 2", "Timepoint [1]"."""
    return _NUMBERED.sub("", text)


def is_field_code(text: str) -> bool:
    """Whether a cell holds a field's code alone: "E.1.1", "B.3.1 and B.3.2"."""
    return bool(_FIELD_CODE.fullmatch(text))


def in_cell(line: Line) -> bool:
    """Whether a line stands right in a table cell."""
    return " > td" in line.block.path and line.block.path.split(" > ")[-2].startswith("td")


def same_row(line: Line, first: Line) -> bool:
    """Whether a line stands in a cell of the same row as another."""
    return line.block.column is not None and line.block.row == first.block.row


def table_of(line: Line) -> str:
    """Return the path of the innermost table around a line; "" outside."""
    path = line.block.path
    at = path.rfind("> table")
    if at < 0:
        return ""
    end = path.find(" > ", at + 2)
    return path[:end] if end >= 0 else path


def is_th(line: Line) -> bool:
    """Whether a line stands in a header cell."""
    return entry_of(line).startswith("th")


def entry_of(line: Line) -> str:
    """Return the innermost element of a line's path."""
    return line.block.path.rpartition(" > ")[2]


def has_label_class(line: Line) -> bool:
    """Whether the element of a line is named as a label's."""
    entry = entry_of(line)
    return "." in entry and bool(_LABEL_WORD.search(entry.partition(".")[2]))


def is_titled(entry: str) -> bool:
    """Whether an element is called a title by its class: "div.panel-title", "p.sectionHeading"."""
    return "." in entry and _TITLE_WORD.search(entry.partition(".")[2]) is not None


def names_group(text: str) -> bool:
    """Whether a term is the name of a part of the trial: "Group 2: Online course"."""
    return bool(_GROUP.match(text))


def says_nothing(line: Line) -> bool:
    """Whether a value is no more than yes, no or nothing."""
    return bool(_YES_NO.fullmatch(line.text))


def is_generic(text: str) -> bool:
    """Whether a heading says nothing about one trial: "Trial Summary", "Find a Study"."""
    key = key_of(text)
    words = {word for word in key.split() if not any(map(str.isdigit, word))}
    return words <= _GENERIC and bool(words or not key)


_GENERIC = frozenset(
    (
        "a", "an", "about", "all", "and", "at", "browse", "by", "clinical", "current", "detail", "details", "find",
        "for", "full", "glance", "home", "in", "information", "main", "medical", "of", "on", "our", "overview",
        "page", "participant", "participants", "patient", "patients", "protocol", "record", "records", "register",
        "registry", "research", "result", "results", "search", "site", "studies", "study", "summary", "the", "this",
        "to", "trial", "trials", "view", "welcome", "with", "your", "you", "more", "general", "description",
    )
)  # fmt: skip


def label_elements(lines: Sequence[Line], layout: Layout) -> frozenset[str]:
    """Return the classes of elements that hold labels, since the tables of words know half of their texts."""
    places: dict[str, list[int]] = defaultdict(list)
    known: Counter[str] = Counter()
    for place, line in enumerate(lines):
        entry = entry_of(line)
        if "." not in entry or line.block.column is not None or line.block.kind == "heading":
            continue
        places[entry].append(place)
        if len(line.text) <= LONGEST_LABEL:
            cue = look_up(without_number(line.text), layout, inline=True) or heading_hint(line.text)
            known[entry] += cue is not None and not cue.furniture
    found = {entry for entry in places if known[entry] >= (LEAST_TITLES if is_titled(entry) else LEAST_LABELS)}
    return frozenset(
        entry for entry in found if known[entry] * 2 >= len(places[entry]) or _has_values(lines, entry, places[entry])
    )


def _has_values(lines: Sequence[Line], entry: str, places: Sequence[int]) -> bool:
    """Whether each element of a class stands alone beside one of one other class: labels beside their values."""
    values: Counter[str] = Counter()
    labels = 0
    for place in places:
        line, after = lines[place], lines[place + 1] if place + 1 < len(lines) else None
        parent = line.block.path.removesuffix(entry)
        beside = after.block.path.removeprefix(parent) if after and after.block.path.startswith(parent) else ""
        values[beside.partition(" > ")[0]] += 1
        labels += len(line.text) <= LONGEST_LABEL and line.text[-1] not in ".;"
    best, count = values.most_common(1)[0]
    return best not in ("", entry) and count * 10 >= labels * 9 and labels == values.total()


def label_tables(lines: Sequence[Line], layout: Layout) -> frozenset[str]:
    """Return the paths of tables whose first column holds labels, since the tables of words know half of them."""
    rows: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for (table, row), group in groupby(lines, key=lambda line: (table_of(line), line.block.row)):
        cells = list(group)
        if not table or row is None or cells[0].block.column is None:
            continue
        if is_field_code(cells[0].text):
            del cells[0]
        if len(cells) < 2 or all(map(is_th, cells)):  # a row of headers labels columns
            continue
        rows[table] += 1
        ends_so = cells[0].text.endswith((":", "："))
        known[table] += (label_cue(cells[0].text, layout) is not None) or is_th(cells[0]) or ends_so
    return frozenset(table for table, count in rows.items() if count > 1 and known[table] * 2 >= count)
