"""What a line of a page is: a heading, a field label, furniture or content, given what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.layouts.breaks import is_page_number
from trialsift.layouts.chunk import OF_PEOPLE, Chunk
from trialsift.layouts.criteria_sides import breaks_off, is_nested, side_in_prose, side_of, states_criterion
from trialsift.layouts.label_hints import is_value_of, label_hint, names_arm
from trialsift.layouts.label_places import (
    LONGEST_LABEL,
    holds_more_than_label,
    label_end,
    label_places,
    label_places_a_value,
)
from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.registry_terms import registry_term
from trialsift.runs import Run
from trialsift.sections import Cue, furniture_phrase, heading_hint, key_of

SHORTEST_WRAPPED = 40  # code points of a line that was wrapped
_UNFINISHED = re.compile(
    r"\b(?:and|or|of|the|a|an|to|in|with|by|for|at|from|than|as|on|is|are|be|any|this|prior|study)$", re.IGNORECASE
)
LONGEST_TOPIC = 5  # words of a heading between a list and labels
LONGEST_STATEMENT = 8  # words of a heading of a text file that neither ":" nor "?" ends
LONGEST_SEX = 40  # code points
SHORTEST_QUESTION = 3  # words
SHORTEST_TITLE = 4  # words
_OF_TEXT = ("summary", "description", "design", "line")
_OF_CRITERIA = frozenset(("field:ages", "field:min_age", "field:max_age", "field:sex", "field:ids", "field:arm.type"))
_NOTHING = re.compile(r"[-~#^|:=_*\s!\[\](){}.]+")  # "---|---|", "![]() |"
_LABELLED = re.compile(r"[A-Z][A-Za-z ()/-]{2,50}\s?:\s+\S")  # "First Posted : July 12, 2024"
_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_ADDRESS = re.compile(r"\S@\S+\.\w|\b\d{3}-\d{3}-\d{4}\b")  # "trials@example.org", "000-000-0000"
_NUMBER = re.compile(r"\(?\d{1,2}[.)]?")
_QUESTION = re.compile(
    r"(?:what|why|who|how|when|where|which|are there)\b.*\?", re.IGNORECASE
)  # no questionnaire's "Have you"
_QUESTION_WORD = re.compile(r"(?:what|why|who|how|when|where|which)\b", re.IGNORECASE)
_DECORATED = re.compile(r"(?P<sign>={2,5}|#{2,5}|\*{3,5}|-{3,5}|~{2,5})\s*\w.{1,80}?\s*(?P=sign)")  # "== Design =="
_OF_WIKIS = {"name": Cue("field:title")}
_BRACES = re.compile(r"\{\{[^{}]*(?:\}\})?")
_TIME_FRAME = re.compile(r"[\[(]\s?time ?frame\s?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A cue at a line: its label, and the value on the same line. A line that is its own value has no label."""

    cue: Cue
    label: Run | None
    value: Run | None = None


def find_cue(line: Line, layout: Layout, chunk: Chunk, reach: str, below: str = "") -> Found | None:
    """Return what the line opens, or None for content.

    chunk: where the page stands; reach: furniture it is in. below: text of the next line, the value of a bare label.
    """
    text = line.text
    if _NOTHING.fullmatch(text) or (text[:2] == "{{" and _BRACES.fullmatch(text)):
        return Found(Cue("line"), line.run)
    return (
        shaped(line, layout, chunk, reach)
        or _over_value(line, layout, chunk, below)
        or _whole(line, layout, chunk, reach)
        or _labelled(line, layout, chunk, reach)
        or _furniture(line, layout, chunk)
        or _hinted(line, chunk)
        or _over_labels(line, layout, chunk, below)
    )


def shaped(line: Line, layout: Layout, chunk: Chunk, reach: str) -> Found | None:
    """Return what a line is by its form alone."""
    text = line.text
    for key in ("block",) if reach else (chunk.state, ""):
        for pattern, target in layout.shapes_of.get(key, ()):
            match = pattern.fullmatch(text)
            if match:
                if target.startswith("heading:"):
                    return Found(Cue(target.removeprefix("heading:")), line.run)
                if "value" in pattern.groupindex:
                    start, end = match.span("value")
                    return Found(Cue(target), line.run.cut(0, start), line.run.cut(start, end))
                return Found(Cue(target), None, line.run)
    if reach:
        return None
    if chunk.field is None and _TIME_FRAME.search(text) and not chunk.section.startswith(("outcomes", "eligibility")):
        return Found(Cue("outcomes"), None, line.run)
    return None


def goes_on(line: Line, chunk: Chunk) -> bool:
    """Say whether a line is the end of a sentence that was wrapped: "as judged by the", "investigator."."""
    if line.block.kind != "line" or line.gap or line.marker or chunk.field or not chunk.lines:
        return False
    text, before = line.text, chunk.lines[-1]
    if len(before.text) < SHORTEST_WRAPPED or before.text[-1] in ".:;?!":
        return False
    hangs = line.indent > before.indent if before.marker else line.indent == before.indent > 0
    return text[0].islower() or text[-1] == "." or hangs or _UNFINISHED.search(before.text) is not None


def _whole(line: Line, layout: Layout, chunk: Chunk, reach: str) -> Found | None:
    text = line.text
    if len(text) > LONGEST_LABEL or "|" in text.strip("| ") or "\t" in text.strip() or goes_on(line, chunk):
        return None
    set_apart = line.block.kind in ("heading", "term")
    cue = look_up(text, layout) or side_of(text, sure=set_apart)
    if cue is None:
        return None
    leads = line.over_list and breaks_off(text)
    if line.block.kind == "line" and not leads and text[-1] not in ":?" and len(text.split()) > LONGEST_STATEMENT:
        return None
    if line.block.kind not in ("heading", "term") and (
        states_criterion(text, cue, layout) or is_nested(line, cue, chunk)
    ):
        return None
    return Found(cue, line.run) if _stands(cue, line, chunk, reach, whole=True) else None


def _over_value(line: Line, layout: Layout, chunk: Chunk, below: str) -> Found | None:
    """Return what a bare label opens whose value stands below it and has the form of such a fact."""
    text = line.text
    of_text = line.block.kind in ("line", "paragraph", "heading")
    if not of_text or line.marker or len(text) > LONGEST_LABEL or text[-1] in ".;," or goes_on(line, chunk):
        return None
    if chunk.field == "title" and chunk.awaits_value and not chunk.heading:
        return None
    if names_arm(text) and label_places_a_value(below, layout):
        return Found(Cue("field:arm.label"), None, line.run)
    if chunk.section == "arms" and names_arm(text) and (not below or names_arm(below) or look_up(below, layout)):
        return Found(Cue("arms"), line.run)  # one without any value ends the arm before it too
    value = look_up(below, layout)
    if holds_more_than_label(text) or not text[:1].isupper() or (value and not value.weak):
        return None
    if _LABELLED.match(below) or (not chunk.lines and is_value_of(chunk.field, text)):
        return None  # the line below says what it is itself, or this one is a value
    hint = hinted_label(text, below, layout, chunk, inline=False)
    over_many = hint is not None and hint.target == "field:arm.label" and text.rstrip(" :").endswith("s")  # "Arms"
    return Found(hint, line.run) if hint and not over_many and _may_interrupt(hint, chunk, bare=True) else None


def _over_labels(line: Line, layout: Layout, chunk: Chunk, below: str) -> Found | None:
    """Return that of a heading for a short line between the end of a list and a label with its value."""
    text = line.text
    listed = bool(chunk.lines) and not chunk.lines[-1].gap and chunk.section.startswith(("outcomes", "eligibility"))
    counts_on = bool(line.marker) and _counts_on(chunk.number, line.marker)
    if not (listed and line.gap and (counts_on or not line.marker)) or line.block.kind != "line" or text[-1] in ".,;":
        return None
    if len(text.split()) > LONGEST_TOPIC:
        return None
    sign = label_end(below)
    cue = look_up(below[: sign.start()] if sign else below, layout, inline=bool(sign))
    if cue is None and sign:
        cue = label_hint(below[: sign.start()], below[sign.end() :])
    of_another = cue is not None and cue.target.startswith("field:") and not cue.target.startswith("field:outcome")
    return Found(Cue("other", weak=True), line.run) if of_another else None


def hinted_label(label: str, value: str, layout: Layout, chunk: Chunk, *, inline: bool) -> Cue | None:
    """Return what a label opens by the form of its value, where the tables do not say for sure what it opens."""
    if layout.glued or layout.own.find(key_of(label)):
        return None
    cue = look_up(label, layout, inline)
    opened = cue is None or cue.weak or cue.target in _OF_TEXT or (chunk.holds_criteria and not cue.furniture)
    hint = label_hint(label, value, inline=inline) if opened or (cue and cue.target == "block") else None
    return hint if opened or (hint and hint.target == "field:arm.type") else None


def _may_interrupt(hint: Cue, chunk: Chunk, *, bare: bool) -> bool:
    """Say whether a label known by its value is believed here: not in running text, nor for a criterion's own words."""
    if chunk.holds_criteria:
        return bare or hint.target not in _OF_CRITERIA
    return chunk.section != "description" or bool(chunk.field)


def _hinted(line: Line, chunk: Chunk) -> Found | None:
    """Return what a line opens that is a heading by its form, though no table lists its wording."""
    text = line.text
    of_text = line.block.kind == "line"
    decorated = of_text and not chunk.awaits_value and _is_decorated(line, chunk)
    if line.block.kind != "heading" and not decorated and not (of_text and _stands_alone(line, chunk)):
        return None
    cue = heading_hint(text)
    asks = of_text and _QUESTION_WORD.match(text) and (chunk.holds_criteria or text[-1] == "?")
    if cue is None and (decorated or (asks and not line.over_list)):
        cue = Cue("other", weak=True)
    if cue and cue.target == "interventions" and line.over_list:
        cue = Cue("field:interventions", weak=True)
    return Found(cue, line.run) if cue else None


def _shouts_after_list(line: Line, chunk: Chunk) -> bool:
    """Say whether a line in capitals behind a list of criteria, over text, ends them: "OUR OTHER NEWS"."""
    text = line.text
    behind = chunk.holds_criteria and line.gap and not (line.marker or line.over_list)
    shouts = text.isupper() and text[-1] not in ".,;:" and 1 < len(text.split()) <= LONGEST_STATEMENT
    return behind and shouts and any(before.marker for before in chunk.lines)


def _is_decorated(line: Line, chunk: Chunk) -> bool:
    signed = line.pointed or _DECORATED.fullmatch(line.text) is not None
    return signed or _shouts_after_list(line, chunk)


def _stands_alone(line: Line, chunk: Chunk) -> bool:
    """Say whether a line of a text file is set as a heading: by its sign, over a list, or as a short question."""
    text = line.text
    if not line.gap or chunk.awaits_value:
        return False
    if line.marker:
        return _NUMBER.fullmatch(line.marker) is not None and _QUESTION.fullmatch(text) is not None
    if text[-1] in ":?":
        return not (chunk.holds_criteria and text[-1] == ":")
    if text[-1] in ".,;" or len(text.split()) > LONGEST_STATEMENT:
        return False
    listed = not chunk.lines or any(before.marker for before in chunk.lines)
    asks = _QUESTION_WORD.match(text) is not None and len(text.split()) >= SHORTEST_QUESTION
    return (line.over_list or asks) and (listed or not chunk.holds_criteria)


def _labelled(line: Line, layout: Layout, chunk: Chunk, reach: str) -> Found | None:
    text = line.text
    if chunk.holds_criteria and text[0].islower() and goes_on(line, chunk):
        return None
    for begin, end, start in label_places(line, layout):
        cue = look_up(text[begin:end], layout, inline=True)
        cue = cue or (_OF_WIKIS.get(text[begin:end]) if begin else _named_study(text[begin:end], text[start:], chunk))
        hint = None if line.marker else hinted_label(text[begin:end], text[start:], layout, chunk, inline=True)
        if hint and _may_interrupt(hint, chunk, bare=False):
            return Found(hint, line.run.cut(0, start), line.run.cut(start))
        if cue is None and not line.marker and ";" in text[start:]:
            cue = side_in_prose(text[begin:start].rstrip(), chunk)
        value = line.run.cut(start)
        if cue and (_is_of_people(cue, value.text) or _stands(cue, line, chunk, reach, whole=False)):
            people = fact_of_people(value.text) if cue.target == "eligibility" and cue.weak else ""
            cue = Cue(people) if people else cue
            return Found(cue, line.run.cut(0, start), value if value.text else None)
    return None


def _named_study(label: str, value: str, chunk: Chunk) -> Cue | None:
    """Return that of a title for "Study: Ginger tea against gout"."""
    names = key_of(label) in ("study", "trial") and len(value.split()) >= SHORTEST_TITLE and not chunk.holds_criteria
    return Cue("field:title") if names else None


def _is_of_people(cue: Cue, value: str) -> bool:
    """Say whether a label among criteria has a registry's word beside it: "Gender: Both, male and female"."""
    return cue.target in OF_PEOPLE and registry_term(cue.target.removeprefix("field:"), value) is not None


def fact_of_people(text: str) -> str:
    """Return the target of a text that says no more about the people than their number or sex; "" for any other."""
    if text.replace(",", "").isdecimal():
        return "field:enrollment"
    return "field:sex" if len(text) <= LONGEST_SEX and registry_term("sex", text) else ""


def _furniture(line: Line, layout: Layout, chunk: Chunk) -> Found | None:
    text = line.text
    if is_page_number(text):
        return Found(Cue("line"), line.run)
    reach = furniture_phrase(text)
    if reach:
        return Found(Cue(reach), line.run)
    if len(text) < 120 and _ADDRESS.search(text) and len(text.split()) <= 10:
        return Found(Cue("line"), line.run)
    if layout.is_field(text):
        return Found(Cue("line"), line.run)
    if len(text) <= 10 and _DATE.fullmatch(text) and not chunk.awaits_value:
        return Found(Cue("line"), line.run)
    return None


def _counts_on(number: str, marker: str) -> bool:
    """Say whether a section's number follows another's: "9." after "8.1", "8.2" after "8.1"."""
    before, after = (tuple(map(int, re.findall(r"\d+", text))) for text in (number, marker))
    if not before or not after or len(after) > len(before):
        return False
    return after[:-1] == before[: len(after) - 1] and after[-1] == before[len(after) - 1] + 1


def _stands(cue: Cue, line: Line, chunk: Chunk, reach: str, *, whole: bool) -> bool:
    """Say whether a wording from the tables is to be believed at this place."""
    if cue.target.startswith("eligibility"):
        return True
    behind = chunk.inline and len(chunk.lines) == 1 and line.gap  # criteria in one line with their label
    in_list = chunk.holds_criteria and not reach and not behind
    if in_list and not line.marker and whole and line.block.kind == "line":
        # Between items with bullets a bare label is one, and words like "Background" alone on a line always are.
        bare = cue.target.startswith("field:")
        in_list = bare and not (line.gap and any(before.marker for before in chunk.lines))
    if line.marker and not (line.block.kind == "item" and line.block.lead):  # "<li><b>Phase</b> 2"
        of_people = not whole and chunk.section == "eligibility" and cue.target in OF_PEOPLE
        counts_on = whole and _counts_on(chunk.number, line.marker)
        in_list = in_list and not of_people and not counts_on
        sure = not cue.weak or of_people or counts_on
        return not in_list and (cue.target == "line" or (sure and chunk.section != "description"))
    if not cue.weak:
        return True
    if in_list or chunk.awaits_value or (reach and not whole):
        return False
    if chunk.section in ("arms", "interventions"):
        return whole and line.gap and cue.target in ("arms", "outcomes")
    if chunk.section == "description":
        return line.text[-1] == ":" or line.text.split(":")[0].isupper()
    return True
