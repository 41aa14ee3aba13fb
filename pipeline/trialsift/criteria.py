"""Criteria: take eligibility text apart into one criterion each, with polarity, nesting and category headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from trialsift.lines import NO, YES, Line, strip_markers, unwrap
from trialsift.runs import Run
from trialsift.sections import heading_wordings, key_of
from trialsift.vocab import table

# "Exclusion Criteria:" anywhere in a run-on text
_POLARITY = re.compile(
    r"(?:\b(?:key|main|major|principal) )?\b(?P<side>in|ex)clusion criteria(?: \([^()]{1,40}\))?\s?:\s?", re.IGNORECASE
)
_INLINE_MARKER = re.compile(
    r"(?<=\s)(?:(?P<bullet>[-*•·●▪])|(?P<number>\d{1,2})[.)]|(?P<letter>[a-z]|[ivx]{1,4})[.)])\s+(?=\S)"
)
_PARENT_END = re.compile(
    r"\b(?:following|below|includ\w+|are|is|be|with|of|and|or|if|as|by|have|has|must|define[ds]?|either|for|to|than|criteria)"
    r"(?: \w+)?:$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(r"(?:[\d=<>≤≥]|\b(?:of|than|to|or|and|from|between|by))$")
_YES, _NO = re.compile(YES), re.compile(NO)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ITEM_END = (":", ";", ".", ",", ")")
# "any of the following:", "the conditions below", "are excluded if they:" at the end of a criterion
_ANNOUNCES = re.compile(
    r"\b(?:the|these|any) following\b[^.;:]{0,60}[.:]?\W*$|\b(?:following|below)\b[^.;:]{0,60}:\W*$"
    r"|\b(?:if|when|who|of|have|meet|being|are|is|be)(?: (?:they|she|he|any|these|the))?\W*:\W*$",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(r"\b(?:except\w*|unless|defined|other than|more than|less than|in case|allowed)\b", re.IGNORECASE)
_NAMES_SIDE = re.compile(
    r"(?:[\w/-]+ ){0,4}(?P<side>in|ex)clusion criteria\b(?![^:]*clusion)[^.;:]{0,60}:?", re.IGNORECASE
)
# what is denied is the list: "None of the following:", "must not have any of these:"
_DENIES_LIST = re.compile(
    r"^\W*(?:(?:there|must) (?:is|are|be) |(?:patients?|subjects?|participants?) with )?"
    r"(?:none of|no|without|absence of|free (?:of|from))\b[^,.;]{0,80}$"
    r"|\b(?:not|n['’]t) (?:have|meet|be)\b[^,.;]{0,60}$"
    r"|\b(?:none|free|absence|no \w+(?: \w+){0,3}) of (?:any (?:one )?of )?(?:the|these) following\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?:^|\b(?:is|are|be|ha[sv]e|with|and) )(?:none of|no|without|absence of|free (?:of|from))\b"
    r"|\b(?:not|n['’]t) (?:have|meet|be)\b",
    re.IGNORECASE,
)
_EXCLUDES = re.compile(
    # and no "cisplatin-ineligible patients", "ineligible for surgery"
    r"(?<!-)\b(?:excluded|exclusionary|ineligible(?! for (?!the\b|this\b|enrol|study|particip|inclusion))"
    r"|(?:not|n['’]t|cannot|can['’]t) (?:be )?(?:eligible|included|enrolled|enter|participate|take part|join))\b",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\b(?:fail(?:s|ure)? to|(?:do|does) not|inability to|not) (?:meet|fulfil+|satisfy|achieve)", re.IGNORECASE
)
_SEMICOLON = re.compile(r";\s+(?:(?:and|or)\s+)?(?=\S)")
# what a table of a database writes for a line end, and no "18~65 years", "about ~5 mg"
_TILDE = re.compile(r"(?:^|(?<=\S))~(?=\S)(?!(?<=\d~)\d)")
LEAST_TILDES = 2
LEAST_SEMICOLONS = 2  # of a paragraph that is a list; one is enough where it is all that there is
LONGEST_ANNOUNCEMENT = 200  # code points of a line that says what those after it are
_ENDS = (".", ":", ";", "!", "?", ")")
LONGEST_CATEGORY = 4  # words of a category heading that no table knows


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. section: "eligibility" or with ".inclusion"/".exclusion"; heading: its category, or "".

    level: depth, 0 outermost. parent: index of the enclosing criterion in the same list, or None.
    """

    run: Run
    section: str
    heading: str
    level: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """The criteria of a text, and the runs that were headings in it."""

    criteria: tuple[Criterion, ...]
    headings: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A criterion that others may be nested in. below: the section of those."""

    column: int
    index: int
    below: str


class _Builder:
    def __init__(self, section: str, heading: str) -> None:
        self.section, self.heading = section, heading
        self.criteria: list[Criterion] = []
        self.headings: list[Run] = []
        self.stack: list[_Open] = []
        self.ticked = False

    def open(self, run: Run, section: str | None = None) -> None:
        """Note a heading; a change of side forgets the category."""
        self.headings.append(run)
        self.heading = run.text.strip(" :-") if section is None else run.text
        self.section = section or self.section
        self.stack.clear()

    def tick(self, marker: str) -> None:
        """Note a tick, which is of inclusion; crosses among ticks, or under a heading of no side, exclude."""
        crossed = _NO.match(marker) and (self.ticked or self.section == "eligibility")
        self.ticked = self.ticked or _YES.match(marker) is not None
        if crossed or (self.ticked and self.section == "eligibility"):
            self.section = "eligibility.exclusion" if crossed else "eligibility.inclusion"
            self.stack.clear()

    def add(self, run: Run, column: int) -> None:
        while self.stack and self.stack[-1].column >= column:
            self.stack.pop()
        over = self.stack[-1] if self.stack else None
        section = over.below if over else self.section
        self.stack.append(_Open(column, len(self.criteria), section_below(run.text, section)))
        parent = over.index if over else None
        self.criteria.append(Criterion(run, section, self.heading, len(self.stack) - 1, parent))


def split_criteria(lines: Sequence[Line], section: str = "eligibility", heading: str = "") -> Split:
    """Split the lines of an eligibility text (see `lines.read_lines`) into criteria.

    section: side that the text stands on before any heading in it says otherwise. heading: the heading before it.
    Hard-wrapped lines are joined, run-on lines taken apart at bullets, numbers, "Exclusion criteria:" and category
    labels. Every character that is not white space or a marker is in a criterion or a heading of the result.
    """
    builder = _Builder(section, heading)
    whole = unwrap(lines)
    least = 1 if len(whole) == 1 else LEAST_SEMICOLONS
    for line, following in zip_longest(whole, whole[1:]):
        if following and following.column <= line.column and _turns_list(line.text, builder.section):
            builder.open(line.run, "eligibility.exclusion")
            continue
        builder.tick(line.marker)
        for run, side in _sides(line.run):
            if side:
                builder.open(run, f"eligibility.{side}")
                continue
            for column, item in _items(run, line, least):
                _place(builder, item, column)
    return Split(tuple(builder.criteria), tuple(builder.headings))


def criteria_within(text: str) -> int:
    """Return where the criteria begin in a text that goes on with them: at a heading of a side behind a sentence."""
    match = _POLARITY.search(text) if "clusion" in text.lower() else None
    return match.start() if match and match.end() < len(text) and text[: match.start()].rstrip().endswith(_ENDS) else 0


def section_below(text: str, section: str) -> str:
    """Return the section of the criteria nested in one: "None of the following:" turns the side round.

    Under "Patients must not have any of the following:" stands what is excluded, also among the exclusion criteria.
    """
    named = _NAMES_SIDE.fullmatch(text.strip())
    if named:
        return f"eligibility.{named['side'].lower()}clusion"
    if not _ANNOUNCES.search(text) or _EXCEPTS.search(text):
        return section
    if section == "eligibility.exclusion":
        return "eligibility.inclusion" if _FAILS.search(text) else section
    return "eligibility.exclusion" if _DENIES_LIST.search(text) or _EXCLUDES.search(text) else section


def denies_list(text: str) -> bool:
    """Say whether a criterion may deny what stands under it: "No sign of liver disease:"."""
    return _DENIES.search(text) is not None


def _turns_list(text: str, section: str) -> bool:
    """Say whether the rest of a list excludes: "Patients with the following are excluded"."""
    announces = len(text) <= LONGEST_ANNOUNCEMENT and _ANNOUNCES.search(text) and not _EXCEPTS.search(text)
    if not announces or section == "eligibility.exclusion":
        return False
    denies = _DENIES_LIST.search(text) and text.rstrip("* ").endswith((":", "following"))
    return bool(denies or _EXCLUDES.search(text))


def _sides(run: Run) -> list[tuple[Run, str | None]]:
    """Cut at headings of polarity: (run, None) for content, (run, "inclusion" or "exclusion") for a heading."""
    text = run.text
    if "clusion" not in text.lower():
        return [(run, None)]
    whole = heading_wordings().find(key_of(text)) if len(text) < 90 else None
    if whole and whole.target.startswith("eligibility."):
        return [(run, whole.target.removeprefix("eligibility."))]
    parts: list[tuple[Run, str | None]] = []
    at = 0
    for match in _POLARITY.finditer(text):
        before = run.cut(at, match.start())
        if before.text:
            parts.append((before, None))
        parts.append((run.cut(match.start(), match.end()), match["side"].lower() + "clusion"))
        at = match.end()
    rest = run.cut(at)
    if rest.text:
        parts.append((rest, None))
    return parts


def _items(run: Run, line: Line, least: int) -> list[tuple[int, Run]]:
    """Take a run-on list apart: (column, item). A text that is one item comes back as one.

    least: semicolons of a paragraph that is a list.
    """
    lines = _lines_of_database(run)
    if len(lines) > 1:
        return [(line.column, strip_markers(part)[1]) for part in lines]
    text, run_on = run.text, run is not line.run
    marker, body = strip_markers(run)
    inline = [m for m in _INLINE_MARKER.finditer(text)] if len(text) > 30 else []
    if not inline:
        return [(line.column, part) for part in _clauses(body, line, least)]
    cuts = _item_starts(text, inline, marker or ("" if run_on else line.marker), run_on)
    if not cuts:
        return [(line.column, part) for part in _clauses(body, line, least)]
    items: list[tuple[int, Run]] = []
    for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True):
        part = strip_markers(run.cut(start, stop))[1]
        if part.text.strip("-*•· "):
            items.append((line.column, part))
    return items


def _lines_of_database(run: Run) -> list[Run]:
    """Take a text apart at the signs that a table of a database has for line ends: "Adults~Gout~No stones"."""
    text = run.text
    if text.count("~") < LEAST_TILDES:
        return []
    cuts = [match.end() for match in _TILDE.finditer(text)]
    parts = (run.cut(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True))
    return [part.cut(0, len(part.text.rstrip("~ "))) for part in parts if part.text.strip("~ ")]


def _clauses(run: Run, line: Line, least: int) -> list[Run]:
    """Take a paragraph of criteria between semicolons apart: "Adults with gout; urate above 6 mg/dL; no stones"."""
    text = run.text
    if line.marker or line.block.kind == "item" or text.count("; ") < least:
        return [run]
    cuts = [match.end() for match in _SEMICOLON.finditer(text) if not _in_brackets(text, match.start())]
    parts = [run.cut(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return parts if len(parts) > least and all(" " in part.text for part in parts) else [run]


def _item_starts(text: str, inline: list[re.Match[str]], marker: str, run_on: bool) -> list[int]:
    """Return where further items start: bullets like the first one's, numbers that count on.

    run_on: whether a heading stood before the text on its line, so that a list is due there.
    """
    starts: list[int] = []
    first = marker.split(" ")[-1]
    last, count = _value_of(first.strip("().")), 1
    for match in inline:
        if _in_brackets(text, match.start()) and not match[0].rstrip().endswith("."):
            continue
        value = match["number"] or match["letter"]
        if value:
            step = {last + 1} if match["letter"] else {last + 1, count + 1}
            number = _value_of(value, last + 1)
            good = number in step and _may_count(text, match, number, bool(first or starts))
            last = number if good else last
        else:
            good = match["bullet"] == first or (run_on and bool(first)) or _opens_list(text, match)
            good = good and not _is_dash(text, match)
            first = match["bullet"] if good and not first else first
        if good:
            starts.append(match.start())
            count += 1
    return starts


def _value_of(marker: str, due: int = 0) -> int:
    """Return the place of "7", "g" or "vii" in its list, 0 where it is none; of two readings the one that is due."""
    if marker.isdecimal():
        return int(marker)
    roman = _ROMAN.index(marker) + 1 if marker in _ROMAN else 0
    letter = ord(marker) - ord("a") + 1 if len(marker) == 1 and marker.islower() else 0
    return roman if roman == due or not letter else letter


def _opens_list(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].rstrip().endswith(":") or match["bullet"] in "*•●▪"


def _may_count(text: str, match: re.Match[str], number: int, counting: bool) -> bool:
    """Say whether the word before a number or letter lets an item end there."""
    before = text[max(0, match.start() - 12) : match.start()].rstrip()
    if match["number"] and number != 1:
        return counting and not _BEFORE_NUMBER.search(before)
    return before[-1:] in _ITEM_END


def _in_brackets(text: str, at: int) -> bool:
    return text.rfind("(", max(0, at - 200), at) > text.rfind(")", max(0, at - 200), at)


def _is_dash(text: str, match: re.Match[str]) -> bool:
    """Whether a "-" stands between two numbers ("18 - 65") or opens a negative one."""
    after = text[match.end() : match.end() + 1]
    before = text[max(0, match.start() - 40) : match.start()].rstrip()
    if match["bullet"] != "-":
        return False
    if before.endswith(("erformance status", "erformance Status")):
        return True
    return after.isdigit() and bool(_BEFORE_NUMBER.search(before))


def _place(builder: _Builder, run: Run, column: int) -> None:
    for label, rest in _categories(run):
        if label and rest:
            # A label before its value is the heading of that value alone.
            before = builder.heading
            builder.headings.append(label)
            builder.heading = label.text.strip(" :-")
            builder.add(rest, column)
            builder.heading = before
        elif label:
            builder.open(label)
        elif rest:
            builder.add(rest, column)


def _categories(run: Run) -> list[tuple[Run | None, Run | None]]:
    """Cut an item at its category labels: [(label or None, what it labels or None), …]."""
    text = run.text
    if ":" not in text and "--" not in text:
        return [(None, run)]
    if text.endswith(":") and _is_category_heading(text):
        return [(run, None)]
    labels = list(category_pattern().finditer(text))
    if not labels or (labels[0].start() > 0 and len(labels) < 2):
        return [(None, run)]
    found: list[tuple[Run | None, Run | None]] = []
    if labels[0].start() > 0:
        found.append((None, run.cut(0, labels[0].start())))
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        rest = run.cut(label.end(), stop)
        if rest.text and label["name"] in kept_labels():
            found.append((None, run.cut(label.start(), stop)))
        else:
            found.append((run.cut(label.start(), label.end()), rest if rest.text else None))
    return found


def _is_category_heading(text: str) -> bool:
    if category_pattern().fullmatch(text + " ") or text.isupper():
        return True
    short = len(text.split()) <= LONGEST_CATEGORY and text[:1].isupper()
    return short and not _PARENT_END.search(text) and not denies_list(text)


@cache
def category_pattern() -> re.Pattern[str]:
    """Return the pattern of the category labels of `vocab/criteria_categories.csv`, colon included."""
    words = sorted((row["label"] for row in table("criteria_categories")), key=len, reverse=True)
    names = "|".join(map(re.escape, words))
    # "Hepatic:", "Renal (adults):", "--Prior/Concurrent Therapy--"
    return re.compile(rf"(?:(?<![\w-])(?P<name>{names})(?: \([^()]{{1,30}}\))?\s?:|--(?:{names})--)(?=\s|$)\s?")


@cache
def kept_labels() -> frozenset[str]:
    """Return the category labels that stay in the criterion, since they say what is measured."""
    return frozenset(row["label"] for row in table("criteria_categories") if row["kept"])
