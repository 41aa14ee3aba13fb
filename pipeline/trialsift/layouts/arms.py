"""Arms of a trial: the lines under a heading of arms → labels, types, descriptions and interventions, arm by arm.

Sites write arms in four ways, told apart line by line in `ArmReader.read`: with registry types ("Experimental: X",
"Drug: Y"), as rows of a table, with labels ("Group 1: …", "Arm A (n = 60): …", "(1) …; (2) …"), and as bare items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trialsift.lines import Line, unwrap
from trialsift.runs import Run

_TYPE = r"(?:experimental|(?:active|placebo|sham) comparator|no intervention|other)"
_TYPE_LINE = re.compile(
    rf"{_TYPE} (?:group|arm)|experimental|(?:active|placebo|sham) comparator|no intervention", re.IGNORECASE
)
_TYPE_CELL = re.compile(_TYPE, re.IGNORECASE)
_TYPED_LABEL = re.compile(r"(?:Experimental|(?:Active|Placebo|Sham) Comparator|No Intervention|Other|Arm): ?\S.*")
_TYPED_INTERVENTION = re.compile(
    r"(?:Drug|Biological|Procedure|Device|Behavioral|Behavioural|Radiation|Dietary Supplement|Genetic|"
    r"Diagnostic Test|Combination Product|Other|Vaccine|Biological/Vaccine): ?\S.*",
    re.IGNORECASE,
)
_PARTS = {
    "description": "arm.description",
    "treatment": "arm.interventions",
    "treatments": "arm.interventions",
    "intervention": "arm.interventions",
    "interventions": "arm.interventions",
}
_COLUMNS = ("intervention / treatment", "intervention/treatment", "interventions/treatments")
_BRACKET = r"(?: ?\([^()]{1,80}\))?"
LABEL = (
    # "Arm A", "Group 2 (n = 60)", "Cohort IIb", "Intervention arm", "Low-dose group"
    rf"(?:(?:(?:treatment|study|dose) )?(?:arm|group|cohort|part) "
    rf"(?:(?:[A-H]|\d{{1,2}}|I{{1,3}}V?|IV)[a-c]?|one|two|three|four|five)\b{_BRACKET}"
    rf"|(?:[A-Za-z][\w-]* ){{1,3}}(?:arm|group)\b{_BRACKET})"
)
_LABELLED = re.compile(rf"(?P<label>{LABEL})\s?(?::|\s[–—-])\s*(?=\S)", re.IGNORECASE)
_INNER_LABEL = re.compile(rf"(?:(?<=[;.])|(?<=[;.] ))(?={LABEL}\s?:)", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"(?P<label>{LABEL})\s?:?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[;,.:] ))\((?P<label>\d)\)\s+")
ARM_COLUMN = re.compile(r"(?:(?:treatment|study|patient|participant) )?(?:group|arm|cohort)s?", re.IGNORECASE)
_FOR_ALL = re.compile(
    r"(?:(?:after|before|during) [^:]{3,40}:|(?:everyone|everybody|all (?:\w+ )?(?:patients|participants|subjects|"
    r"people|groups|arms|children|families|women|men|adults|volunteers)|both (?:groups|arms)|"
    r"in (?:both|all) (?:groups|arms))\b)",
    re.IGNORECASE,
)
LONGEST_LABEL = 120  # code points of an arm's label; longer items are descriptions
HEADING = "heading"  # field of a line that only says what follows
_SENTENCE_END = re.compile(r"\.(?=\s+[A-Z])")
_CLAUSE_END = re.compile(r"[.;:,(–]\s?|\s[-–—]\s")
# "Nettle — tea is drunk twice a day", "Nettle: tea is drunk twice a day", and no "Drug: nettle tea"
_NAME = r"(?P<label>[^.;()\[\]]{2,80}?(?: ?\([^()]{1,60}\))?)"
_NAMED = tuple(re.compile(rf"{_NAME}\s?{sign}\s+(?=\S+(?: \S+){{4}})") for sign in (r"\s[—–]", r"(?::|\s-)"))
_SHORTEST_CLAUSE = 15
_BAR = re.compile(r"\s\|(?=\s|$)")
_SENTENCE = 80  # code points from which on a line that ends in a full stop is text about the arms


@dataclass(frozen=True, slots=True)
class ArmLine:
    """A part of a line: its field (None for text about no single arm, HEADING for none) and the group of its arm."""

    run: Run
    field: str | None
    group: int | None


class ArmReader:
    """Reads the chunks of arms of one page; an arm goes on behind a field that interrupts it ("Other Name: …").

    group: the arm that is open, None before the first.
    """

    def __init__(self, next_group: Callable[[], int]) -> None:
        self.group: int | None = None
        self._next_group = next_group
        self._part = ""  # field of lines that say nothing of themselves
        self._typed = False  # whether the page gives registry types, and needs no guess
        self._bare = False  # whether each line names an arm
        self._headed: set[int] = set()  # lines that name an arm over its description
        self._described = False  # whether lines name an arm and describe it
        self._row: int | None = None
        self._kind = ""  # of the block that opened the arm
        self._label = ""

    def close(self) -> None:
        """Forget the open arm: something else stands between."""
        self.group, self._part, self._typed, self._row, self._kind = None, "", False, None, ""

    def read(self, lines: Sequence[Line]) -> Iterator[ArmLine]:
        """Yield the parts of the lines of a chunk in their order."""
        self._typed = self._typed or any(_is_typed(line.text) for line in lines if line.block.kind != "cell")
        cells = [cell for line in _unwrapped(lines, loose=not self._typed) for cell in _cells(line) if cell.text]
        self._bare = not self._typed and all(_is_bare(cell.text) for cell in cells)
        self._headed = {id(line) for line, after in pairwise(cells) if _heads(line, after)}
        self._described = sum(_named(cell.text) is not None for cell in cells) > 1
        for index, line in enumerate(cells):
            following = _below(cells[index + 1]) if index + 1 < len(cells) else ""
            found = self._registry(line, following)
            if not found and not self._typed:
                found = self._row_cell(line) or self._labelled(line) or self._unlabelled(line)
            yield from found or [ArmLine(line.run, self._part or "arm.description", self.group)]

    def _open(self, line: Line, field: str, run: Run | None = None) -> ArmLine:
        self.group, self._part, self._kind = self._next_group(), "arm.description", line.block.kind
        self._label = (run or line.run).text
        return ArmLine(run or line.run, field, self.group)

    def _about_no_arm(self, line: Line) -> list[ArmLine]:
        self.close()
        return [ArmLine(line.run, None, None)]

    def _registry(self, line: Line, following: str) -> list[ArmLine]:
        """Read what has the form of a registry: types, "Treatment:", "Drug: X"."""
        text = line.text
        label = text.rstrip(" :").lower()
        if self._starts_row(line) and not _TYPED_LABEL.fullmatch(text):
            return []
        if _TYPE_LINE.fullmatch(text):
            return [ArmLine(line.run, "arm.type", self.group)] if self.group else [self._open(line, "arm.label")]
        if _TYPE_LINE.fullmatch(following) and not text.endswith(":"):
            return [self._open(line, "arm.label")]
        if (label in _PARTS and len(text) < 20) or label in _COLUMNS:
            self._part = _PARTS.get(label, self._part)
            return [ArmLine(line.run, HEADING, None)]
        if _TYPED_INTERVENTION.fullmatch(text) and not (text.startswith("Other:") and self.group is None):
            field = self._part if self._part == "arm.interventions" else "interventions"
            self._part = field if field == "arm.interventions" else "intervention.description"
            return [ArmLine(line.run, field, self.group)]
        return [self._open(line, "arm")] if _TYPED_LABEL.fullmatch(text) else []

    def _starts_row(self, line: Line) -> bool:
        return line.block.kind == "cell" and line.block.column == 0 and line.block.row != self._row

    def _row_cell(self, line: Line) -> list[ArmLine]:
        """Read a cell of a table without registry types: the first of a row names the arm."""
        if line.block.kind != "cell" or line.block.row is None or _LABELLED.match(line.text):
            return []
        if line.block.row != self._row:
            self._row = line.block.row
            return [self._open(line, "arm.label")]
        field = "arm.type" if _TYPE_CELL.fullmatch(line.text) else "arm.description"
        return [ArmLine(line.run, field, self.group)]

    def _labelled(self, line: Line) -> list[ArmLine]:
        """Read "Group 1: …" and "(1) …; (2) …", and headings."""
        text = line.text
        if _FOR_ALL.match(text):
            return self._about_no_arm(line)
        match = _LABELLED.match(text)
        if match:
            label = self._open(line, "arm.label", line.run.cut(0, match.end("label")))
            return [label, ArmLine(line.run.cut(match.end()), "arm.description", self.group)]
        alone = _LABEL_ALONE.fullmatch(text)
        if alone:
            return [self._open(line, "arm.label", line.run.cut(0, alone.end("label")))]
        if line.block.kind in ("heading", "term"):
            return [self._open(line, "arm.label")]
        return self._numbered(line)

    def _numbered(self, line: Line) -> list[ArmLine]:
        """Read "(1) …; (2) …", also on behind a number that was taken for the line's bullet."""
        starts = list(_NUMBERED.finditer(line.text))
        before = line.marker.strip("().")
        first = int(before) + 1 if before.isdecimal() else 1
        counted = [int(match["label"]) for match in starts] == list(range(first, first + len(starts)))
        if not starts or not counted or (first == 1 and starts[0].start() and len(starts) < 2):
            return []
        found: list[ArmLine] = []
        if starts[0].start():
            run = line.run.cut(0, starts[0].start())
            found = [ArmLine(run, None, None)] if first == 1 else self._item(line, run)
        end = _SENTENCE_END.search(line.text, starts[-1].end())
        stops = [*(match.start() for match in starts[1:]), end.start() + 1 if end else len(line.text)]
        for match, stop in zip(starts, stops, strict=True):
            found += self._item(line, line.run.cut(match.end(), stop))
        if end:
            self.close()
            found.append(ArmLine(line.run.cut(stops[-1]), None, None))
        return found

    def _unlabelled(self, line: Line) -> list[ArmLine]:
        """Read an item or a line without any label: an arm of its own, more about the open one, or about them all."""
        text = line.text
        item = bool(line.marker) or line.block.kind == "item"
        sentence = len(text) > LONGEST_LABEL or (len(text) > _SENTENCE and text.endswith("."))
        if self._described and not item and _named(text):
            return self._item(line, line.run)
        if len(self._headed) > 1 and id(line) in self._headed:
            return [self._open(line, "arm.label")]
        if text.endswith(":") or (sentence and not item and self._stands_apart(line)):
            return self._about_no_arm(line)
        if self._part == "intervention.description" or self._says_more(text):
            return []
        if item or self._bare or self.group is None:
            return self._item(line, line.run)
        return []

    def _says_more(self, text: str) -> bool:
        """Say whether a line only begins anew with the label of the open arm: "Tea", "Tea in the morning"."""
        label = self._label.casefold()
        goes_on = self.group is not None and len(text) > len(label) > 0 and text.casefold().startswith(label)
        return goes_on and not text[len(label)].isalnum()

    def _item(self, line: Line, run: Run) -> list[ArmLine]:
        """Open an arm whose label is the text itself, what stands before its description, or its first clause."""
        named = _named(run.text)
        if named:
            arm = self._open(line, "arm", run.cut(0, named.end("label")))
            return [arm, ArmLine(run.cut(named.end()), "arm.description", self.group)]
        label = run.cut(0, len(run.text[: _first_clause(run.text)].rstrip(" .,;")))
        rest = run.cut(len(label.text))
        arm = self._open(line, "arm", label)
        return [arm, ArmLine(rest, "arm.description", self.group)] if rest.text.strip(" .,;:") else [arm]

    def _stands_apart(self, line: Line) -> bool:
        """Say whether a paragraph is behind the arms, or before them."""
        if self.group is None:
            return True
        return line.block.kind != self._kind if line.block.path else line.gap


def _is_typed(text: str) -> bool:
    return bool(_TYPED_LABEL.fullmatch(text) or _TYPE_LINE.fullmatch(text))


def is_registry_line(text: str) -> bool:
    """Say whether a line starts an arm or an intervention in the registry's form: "Experimental: X", "Drug: Y"."""
    return _is_typed(text) or bool(_TYPED_INTERVENTION.fullmatch(text))


def _unwrapped(lines: Sequence[Line], *, loose: bool) -> Iterator[Line]:
    """Put wrapped lines together; a line of the registry's form goes on from none."""
    start = 0
    for stop in range(1, len(lines) + 1):
        if stop == len(lines) or _stands_alone(lines[stop].text):
            yield from unwrap(lines[start:stop], loose=loose)
            start = stop


def _stands_alone(text: str) -> bool:
    return is_registry_line(text) or bool(_LABELLED.match(text))


def _below(line: Line) -> str:
    """Return the text of a line that may say more about the one above it, none for a table's."""
    return "" if line.block.kind == "cell" else line.text


def _is_bare(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and text[-1] not in ".:" and not _LABELLED.match(text)


def _heads(line: Line, after: Line) -> bool:
    """Say whether a line stands over a paragraph that it is the heading of."""
    short = len(line.text) <= LONGEST_LABEL and line.text[-1] not in ".:;,"
    return line.block.kind == "line" and line.gap and not line.marker and short and not after.gap and not after.marker


def _named(text: str) -> re.Match[str] | None:
    """Return the label of an arm before its description, with the sign between."""
    return next((match for pattern in _NAMED if (match := pattern.match(text))), None)


def _first_clause(text: str) -> int:
    """Return where the label of a bare item ends: at the end of a short one, of a long one at its first clause."""
    if len(text) <= LONGEST_LABEL:
        return len(text)
    match = _CLAUSE_END.search(text, _SHORTEST_CLAUSE, LONGEST_LABEL)
    return match.start() if match else len(text)


def _cells(line: Line) -> Iterator[Line]:
    """Yield the parts of a line between table bars, and from one label to the next."""
    bars = [match.span() for match in _BAR.finditer(line.text)] if line.block.kind == "line" else []
    labels = [(match.start(), match.start()) for match in _INNER_LABEL.finditer(line.text)]
    at = 0
    for start, end in sorted(bars + labels):
        yield line.with_run(line.run.cut(at, start))
        at = end
    yield line.with_run(line.run.cut(at)) if at else line


def holds_arms(lines: Sequence[Line]) -> bool:
    """Say whether lines that should name interventions label arms instead: "Group A: …; Group B: …"."""
    labels = {
        match["label"].lower() for line in lines for part in _cells(line) if (match := _LABELLED.match(part.text))
    }
    return len(labels) > 1
