"""Inline marks: write an annotated page as one text and turn it into page and standoff spans, and back.

A span is `⟦C:liver cirrhosis⟧`, its first letter the mark of the label (labels.py). Marks nest:
`⟦O:⟦C:Cirrhosis⟧ mortality after 6 months⟧`. Attributes follow the closing bracket as JSON:
`⟦L:INR≥1.5⟧{"analyte": ["inr"], "comparator": ">=", "value": 1.5}`.
"""

from __future__ import annotations

import json
from typing import Any

from trialsift.labels import LABELS

OPEN, CLOSE = "⟦", "⟧"
_NAME_OF_MARK = {label.mark: label.name for label in LABELS}
_MARK_OF_NAME = {label.name: label.mark for label in LABELS}


class MarkError(ValueError):
    """Marks that do not parse; the message names the line."""


def parse_marks(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Split a marked text into the page's text and its spans (start, end, label, text, attrs), sorted.

    Offsets are half-open code points of the returned text. Raises MarkError with the line of the fault.
    """
    text: list[str] = []
    length = 0
    stack: list[tuple[int, str]] = []
    spans: list[dict[str, Any]] = []
    decoder = json.JSONDecoder()
    at = 0
    while at < len(marked):
        char = marked[at]
        if char == OPEN:
            if marked[at + 1 : at + 2] not in _NAME_OF_MARK or marked[at + 2 : at + 3] != ":":
                raise MarkError(f"line {_line(marked, at)}: after {OPEN} must come one of C: I: D: L: O:")
            stack.append((length, _NAME_OF_MARK[marked[at + 1]]))
            at += 3
        elif char == CLOSE:
            if not stack:
                raise MarkError(f"line {_line(marked, at)}: {CLOSE} closes nothing")
            start, label = stack.pop()
            attrs: dict[str, Any] = {}
            at += 1
            if marked[at : at + 2] == '{"':
                try:
                    attrs, at = decoder.raw_decode(marked, at)
                except json.JSONDecodeError as error:
                    raise MarkError(f"line {_line(marked, at)}: attributes are no JSON: {error}") from error
            spans.append({"start": start, "end": length, "label": label, "text": "", "attrs": attrs})
        else:
            text.append(char)
            length += 1
            at += 1
    if stack:
        raise MarkError(f"a {stack[-1][1]} span is never closed")
    page = "".join(text)
    for span in spans:
        span["text"] = page[span["start"] : span["end"]]
    return page, sorted(spans, key=lambda span: (span["start"], span["end"], span["label"]))


def write_marks(text: str, spans: list[dict[str, Any]]) -> str:
    """Return the marked form of a page; the inverse of `parse_marks` for spans that nest."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for span in sorted(spans, key=lambda span: (-span["end"], span["start"], span["label"])):
        opens.setdefault(span["start"], []).append(f"{OPEN}{_MARK_OF_NAME[span['label']]}:")
    for span in sorted(spans, key=lambda span: (-span["start"], span["end"], span["label"]), reverse=False):
        attrs = json.dumps(span["attrs"], ensure_ascii=False) if span["attrs"] else ""
        closes.setdefault(span["end"], []).append(CLOSE + attrs)
    parts: list[str] = []
    for at in range(len(text) + 1):
        parts.extend(closes.get(at, ()))
        parts.extend(opens.get(at, ()))
        parts.append(text[at : at + 1])
    return "".join(parts)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
