"""Inline marks: write an annotated page as one text and turn it into page and standoff spans, and back.

A span is `⟦C:liver cirrhosis⟧`, its first letter the mark of the label (labels.py). Marks nest:
`⟦O:⟦C:Cirrhosis⟧ mortality after 6 months⟧`. Attributes follow the closing bracket as JSON:
`⟦L:INR≥1.5⟧{"analyte": ["inr"], "comparator": ">=", "value": 1.5}`; `⟦C:x⟧{}` where the page itself goes on with
`{`. Spans that cross name what they close: `⟦I:fish ⟦O:oil⟦/I⟧ uptake⟧`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from trialsift.annotate.folder import GoldSpan
from trialsift.errors import BadAnnotation
from trialsift.labels import LABELS

OPEN, CLOSE = "⟦", "⟧"
_NAME_OF_MARK = {label.mark: label.name for label in LABELS}
_MARK_OF_NAME = {label.name: label.mark for label in LABELS}
_ORDER = {label.name: at for at, label in enumerate(LABELS)}
_BRACKET = re.compile(rf"{OPEN}(?P<slash>/?)(?P<mark>\w?)(?P<colon>:?)|{CLOSE}")
_KNOWN = " ".join(f"{label.mark}:" for label in LABELS)


class MarkError(BadAnnotation):
    """Marks that do not parse; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


class _Parser:
    def __init__(self, marked: str) -> None:
        self.marked = marked
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[tuple[int, str, int]] = []  # start in the page, label, place of the mark
        self.spans: list[tuple[int, int, str, dict[str, Any]]] = []

    def parse(self) -> tuple[str, list[GoldSpan]]:
        while bracket := _BRACKET.search(self.marked, self.at):
            self.take(bracket.start())
            if bracket[0] == CLOSE:
                self.close(bracket, None)
            elif bracket["slash"]:
                self.close(bracket, self.label_of(bracket))
            else:
                self.begin(bracket)
        self.take(len(self.marked))
        if self.open:
            _, label, at = self.open[-1]
            raise self.fault(at, f"this {label} is never closed; write {CLOSE} where it ends")
        page = "".join(self.text)
        spans = [GoldSpan(start, end, label, page[start:end], attrs) for start, end, label, attrs in self.spans]
        return page, sorted(spans, key=lambda span: (span.start, span.end, span.label))

    def take(self, end: int) -> None:
        self.text.append(self.marked[self.at : end])
        self.length += end - self.at
        self.at = end

    def begin(self, bracket: re.Match[str]) -> None:
        if not bracket["colon"]:
            raise self.fault(bracket.start(), f"after {OPEN} must come one of {_KNOWN}")
        self.open.append((self.length, self.label_of(bracket), bracket.start()))
        self.at = bracket.end()

    def label_of(self, bracket: re.Match[str]) -> str:
        if bracket["mark"] not in _NAME_OF_MARK:
            raise self.fault(bracket.start(), f"{bracket['mark']!r} marks no label; it is one of {_KNOWN}")
        return _NAME_OF_MARK[bracket["mark"]]

    def close(self, bracket: re.Match[str], label: str | None) -> None:
        at = next((at for at in reversed(range(len(self.open))) if label in (None, self.open[at][1])), None)
        if at is None:
            raise self.fault(bracket.start(), f"this {CLOSE} closes nothing; remove it")
        if label is not None and self.marked[bracket.end("mark") : bracket.end("mark") + 1] != CLOSE:
            raise self.fault(bracket.start(), f"write {OPEN}/{bracket['mark']}{CLOSE}")
        start, label, opened = self.open.pop(at)
        if start == self.length:
            raise self.fault(opened, "this span is empty; remove its marks")
        self.at = bracket.end() if bracket[0] == CLOSE else bracket.end("mark") + 1
        self.spans.append((start, self.length, label, self.attrs()))

    def attrs(self) -> dict[str, Any]:
        if self.marked[self.at : self.at + 2] not in ('{"', "{}"):
            return {}
        try:
            attrs, self.at = json.JSONDecoder().raw_decode(self.marked, self.at)
        except json.JSONDecodeError as error:
            raise self.fault(error.pos, f"attributes are no JSON: {error.msg}") from error
        return attrs

    def fault(self, at: int, message: str) -> MarkError:
        line = self.marked.count("\n", 0, at) + 1
        words = self.marked[at : at + 30].partition("\n")[0]
        return MarkError(line, f"at {words!r}: {message}")


def parse_marks(marked: str) -> tuple[str, list[GoldSpan]]:
    """Split a marked text into the page's text and its spans, sorted by start, end, label.

    Offsets are half-open code points of the returned text. Raises MarkError with the line of the fault.
    """
    return _Parser(marked).parse()


def write_marks(text: str, spans: list[GoldSpan]) -> str:
    """Return the marked form of a page; the inverse of `parse_marks`. Spans of one label must not overlap."""
    opens: dict[int, list[GoldSpan]] = {}
    for span in sorted(spans, key=lambda span: (-span.end, _ORDER[span.label])):
        opens.setdefault(span.start, []).append(span)
    places = sorted({place for span in spans for place in (span.start, span.end)})
    parts: list[str] = []
    stack: list[GoldSpan] = []
    done = 0
    for place in places:
        parts.append(text[done:place])
        done = place
        for span in [span for span in reversed(stack) if span.end == place]:
            close = CLOSE if span is stack[-1] else f"{OPEN}/{_MARK_OF_NAME[span.label]}{CLOSE}"
            parts.append(close + _attrs(span, text[place : place + 1]))
            stack.remove(span)
        for span in opens.get(place, ()):
            parts.append(f"{OPEN}{_MARK_OF_NAME[span.label]}:")
            stack.append(span)
    return "".join(parts) + text[done:]


def _attrs(span: GoldSpan, following: str) -> str:
    if span.attrs or following == "{":
        return json.dumps(span.attrs, ensure_ascii=False)
    return ""
