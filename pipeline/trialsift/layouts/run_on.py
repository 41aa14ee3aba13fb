"""A page that lost all its line ends: one line that holds label after label is cut at its labels and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from trialsift.layouts.html_labels import label_cue
from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.registry_ids import find_ids
from trialsift.sections import heading_hint, key_of

SHORTEST = 200  # code points of a line that may be a whole page
LEAST_FIELDS = 3  # labels of different facts in it
LONGEST_LABEL = 7  # words
LONGEST_FURNITURE = 4  # words
_COLON = re.compile(r"(?<=[\w)\]])[:：](?=\s|[^\s\w])")
_LABEL = re.compile(r"(?:[\u3400-\u9fff]{1,12}\s)?[A-Z][\w /()#.-]{2,50}[:：]\s")
_GAP = re.compile(r"\s{3,}(?=(?P<label>(?:[\u3400-\u9fff]{1,12}\s)?[A-Z][\w /()#.-]{2,50})[:：]\s)")
_CELL = re.compile(r"[^\t:：]{2,60}[:：]\s*\t")  # cells of a table, labels with their colons beside their values
_TAB = re.compile(r"\t(?=[^\t:：]{2,60}[:：]\s*(?:\t|$))")
_QUESTION = re.compile(r"(?<!\S)(?:What|Why|Who|How|When|Where|Which|Can|Am|Do|Is) [^.!?;:]{3,110}\?(?=\s)")
_SENTENCE = re.compile(r"(?<=[.!?)]) (?=[A-Z])")
_WORD = re.compile(r"\S+")
_REACH = 80  # code points before a colon in which its label starts


@dataclass(slots=True)
class _Cuts:
    """Where a line is cut. labels: starts of labels, in order. fields: facts that they name."""

    labels: list[int] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


def divide_run_on(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """Return the lines of a page, those that hold several labels with their values cut into one line for each."""
    divided: list[Line] = []
    for line in lines:
        cuts = _cuts(line.text, layout) if len(line.text) >= SHORTEST else []
        for start, stop in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
            run = line.run.cut(start, stop)
            if run.text:
                divided.append(replace(line, run=run, marker="" if start else line.marker, gap=True) if cuts else line)
    return divided


def divide_at_gaps(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """Return the lines of a page, those with two labels set apart by spaces or tabs cut: "Phase: 2     Sex: All"."""
    divided: list[Line] = []
    for line in lines:
        cuts = [gap.end() for gap in _GAP.finditer(line.text) if _is_label(gap["label"], layout)]
        cuts = cuts if cuts and line.block.kind == "line" and _LABEL.match(line.text) else []
        cuts = cuts or ([tab.end() for tab in _TAB.finditer(line.text)] if _CELL.match(line.text) else [])
        for start, stop in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
            run = line.run.cut(start, stop)
            divided.append(replace(line, run=run, marker="" if start else line.marker) if cuts else line)
    return divided


def _is_label(label: str, layout: Layout) -> bool:
    return look_up(label, layout, inline=True) is not None


def _cuts(text: str, layout: Layout) -> list[int]:
    found = _labels(text, layout)
    if len(found.fields) < LEAST_FIELDS:
        return []
    places = {*found.labels, *_number_edges(text, found.labels[0]), *_questions(text, layout)}
    return sorted({*places, *_furniture(text, max(places), layout)} - {0, len(text)})


def _labels(text: str, layout: Layout) -> _Cuts:
    found = _Cuts()
    for colon in _COLON.finditer(text):
        for start in _places(text, found.labels[-1] + 1 if found.labels else 0, colon.start()):
            cue = label_cue(text[start : colon.start()], layout)
            if cue is not None:
                found.labels.append(start)
                found.fields |= {cue.target} if cue.target.startswith("field:") and not cue.weak else set()
                break
    return found


def _places(text: str, floor: int, colon: int) -> Iterator[int]:
    """Yield where the label before a colon may start, the longest first: at words with a capital."""
    words = [match.start() for match in _WORD.finditer(text, max(floor, colon - _REACH), colon)][-LONGEST_LABEL:]
    for start in words:
        if text[start].isupper() and (start == 0 or text[start - 1].isspace()):
            yield start


def _number_edges(text: str, stop: int) -> list[int]:
    """Return the edges of the registry numbers that stand behind a title, before the first label."""
    return [edge for start, end, _ in find_ids(text[:stop]) for edge in (start, end)]


def _questions(text: str, layout: Layout) -> list[int]:
    """Return the edges of the questions that are headings: "Who could join? Adults …"."""
    return [
        edge
        for match in _QUESTION.finditer(text)
        if look_up(match[0], layout) or heading_hint(match[0])
        for edge in match.span()
    ]


def _furniture(text: str, start: int, layout: Layout) -> list[int]:
    """Return where furniture begins behind the last heading: "… next winter. Read next Living with asthma"."""
    for match in _SENTENCE.finditer(text, start):
        words = [word.end() for word in _WORD.finditer(text, match.end(), match.end() + _REACH)][:LONGEST_FURNITURE]
        for end in reversed(words):
            cue = look_up(text[match.end() : end], layout)
            if cue and cue.target in ("block", "end") and len(key_of(text[match.end() : end]).split()) > 1:
                return [match.end(), end]
    return []
