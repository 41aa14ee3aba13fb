"""Lines of a page: bullets, escapes and indentation taken off, hard-wrapped lines put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trialsift.offsets import Piece
from trialsift.page import Block
from trialsift.runs import Run, join_runs

# bullets, shapes, dingbats and pictures (not the two signs of sex), as pages set them before items
_SIGNS = "•◦‣·∙➢\u25a0-\u25ff\u2600-\u263f\u2641\u2643-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
YES, NO = (
    r"[\u2611\u2705\u2713\u2714]\ufe0f?",
    r"[\u2612\u2715-\u2718\u274c\u274e\U0001f6ab]\ufe0f?",
)  # ticks and crosses
# what points to a heading, and is a bullet elsewhere
_BOLD = re.compile(r"\*(?=\S)(?P<bold>[^*]{2,110})(?<=\S)\*(?=\s|$)")
_ANSWER = re.compile(r"A\s?[:.]\s+(?=\S)")
_POINTER = re.compile(r"Q\s?[:.]\s+(?=\w)|h[1-6]\.\s+(?=\w)|[\u25b8\u25b6\u276f\u27a4\U0001f449]\ufe0f?\s*(?=\w)")
# "•", "-", "1.", "2)", "(3)", "1.2.", "a)", "(b)", "iv.", "I." before an item. A capital letter with a dot and a
# small word after it is a species ("E. coli"), not a marker.
MARKER = re.compile(
    # the private ones are signs of the Wingdings and Symbol types, as word processors set bullets
    r"(?:[\u2610\u25a1]\s?(?:Yes|No|N/?A)\b"
    rf"|[{_SIGNS}–—*§\uf06e\uf06f\uf071\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf0fe]\ufe0f?"
    rf"|{YES}|{NO}|[\u2192\u21d2\u25b8\u25b6\u276f\u2690-\u26ff\u29bf\U0001f300-\U0001faff]\ufe0f?(?=\s)"
    r"|-(?=\s|[A-Z])|[o#](?=\s)"
    r"|[IE](?:0\d|\d{1,2}[.:)])(?=\s)|\[(?:\d{1,2}|[ xX])\](?=\s+\S)|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=\s|[A-Z])(?!\d)"
    r"|\d{1,2}(?:\.[1-9]\d?){1,3}(?=\s+[A-Z][a-z])"
    r"|\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)"
    r"|(?:[a-zA-Z]|[ivx]{1,4}|[IVX]{1,4})\)(?=\s)"
    r"|(?:[a-z]|[ivx]{2,4})\.(?=\s)"
    r"|(?:[IVX]{2,4}|[A-DI])\.(?=\s+[A-Z]))\s*"
)
_ONLY_MARKER = re.compile(rf"(?:[-–—*{_SIGNS}]|\(?\d{{1,2}}[.)]|\(?[a-z][.)])$")
_ESCAPE = re.compile(r"\\([^\w\s])|\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)")
_TERMINAL = tuple(".;:!?")
_MORE = re.compile(r"(?:[,(/-]|\b(?:and|or|of|the|a|an|to|in|with|by|for|at|from|than|as|on|is|are|be|that|which))$")
WRAP_NARROW, WRAP_WIDE = 55, 135  # columns; hard-wrapped text has its right edge between these


@dataclass(frozen=True, slots=True)
class Line:
    """A line or block element without markup at its edges.

    indent: column of the text, markers included, in the source. marker: the bullets or numbers taken off, joined
    by a space; "" without. column: column of the first marker, which for a bullet on the line before is that one's.
    gap: whether an empty line, or an element's edge, stands before it.
    closed: whether a table bar ended it. over_list: whether it has no marker and the next line has one.
    pointed: whether a sign that points to a heading stood before it.
    """

    run: Run
    block: Block
    indent: int = 0
    marker: str = ""
    column: int = 0
    gap: bool = False
    closed: bool = False
    over_list: bool = False
    pointed: bool = False

    @property
    def text(self) -> str:
        """Clean text."""
        return self.run.text

    def with_run(self, run: Run) -> Line:
        """Return the line with another text, its marker kept."""
        return replace(self, run=run)


def read_lines(blocks: Iterable[Block]) -> list[Line]:
    """Turn blocks into lines; empty blocks and markers alone on a line live on in `gap` and `column`."""
    lines: list[Line] = []
    gap, hanging = True, None
    for block in blocks:
        text = block.text
        if not text or text.isspace():
            gap = True
            continue
        run = Run(block.pieces, text)
        if "\\" in text or "**" in text or "__" in text:
            run = _unescape(run)
        run = run.cut(0)
        bold = _BOLD.match(run.text) if run.text[:1] == "*" else None
        titled = bold is not None and bold.end() == len(run.text)
        if bold:
            run = _without_stars(run, bold)
        if not run.text:
            continue
        indent = block.level if block.kind == "line" else 0
        if block.kind == "line" and not indent:
            indent = len(text) - len(text.lstrip())
        if _ONLY_MARKER.match(run.text):
            hanging, gap = (indent, run.text), gap or hanging is not None
            continue
        if lines and lines[-1].pointed and (answer := _ANSWER.match(run.text)):
            run = run.cut(answer.end())
        line = _line(run, block, indent, hanging, gap or block.kind != "line")
        line = replace(line, pointed=True) if titled and line.gap else line
        if line.marker and lines and not lines[-1].marker:
            lines[-1] = replace(lines[-1], over_list=True)
        lines.append(line)
        gap, hanging = False, None
    return lines


def _line(run: Run, block: Block, indent: int, hanging: tuple[int, str] | None, gap: bool) -> Line:
    pointer = _POINTER.match(run.text) if gap and block.kind == "line" else None
    marker, run = ("", run.cut(pointer.end())) if pointer else strip_markers(run)
    column = indent
    if hanging:
        column, marker = hanging[0], f"{hanging[1]} {marker}".strip()
    elif block.kind == "item":
        column, marker = 2 * block.level, marker or "•"
    closed = block.kind == "line" and run.text[-1] == "|"
    if closed and run.text.rstrip("| "):
        run = run.cut(0, len(run.text.rstrip("| ")))
    return Line(run, block, indent, marker, column, gap, closed, pointed=pointer is not None)


def _without_stars(run: Run, bold: re.Match[str]) -> Run:
    """Take the signs of bold type off the front of a line of a chat: "*Who can join:*"."""
    return Run((*run.pieces_of(*bold.span("bold")), *run.pieces_of(bold.end(), len(run.text))))


def strip_markers(run: Run) -> tuple[str, Run]:
    """Take bullets and numbers off the front of a run: ("- 1.", rest). The rest is never empty."""
    text, at, markers = run.text, 0, []
    for _ in range(3):
        match = MARKER.match(text, at)
        if not match or match.end() == len(text):
            break
        markers.append(match[0].strip())
        at = match.end()
    return " ".join(markers), run.cut(at) if at else run


def _unescape(run: Run) -> Run:
    """Turn `\\>` into a piece ">" that stands for both characters; drop the asterisks of bold type."""
    parts: list[Piece] = []
    at = 0
    for match in _ESCAPE.finditer(run.text):
        parts.extend(run.pieces_of(at, match.start()))
        if match[1]:
            whole = run.pieces_of(match.start(), match.end())
            parts.append(Piece(match[1], whole[0].start, whole[-1].end))
        at = match.end()
    parts.extend(run.pieces_of(at, len(run.text)))
    return Run(parts)


def unwrap(lines: Sequence[Line], *, loose: bool = True) -> list[Line]:
    """Put hard-wrapped lines together, one Line for each paragraph or item. Linear in the text.

    loose: also join a line that starts in lower case to one that ends without punctuation, whatever their widths.
    """
    joined: list[Line] = []
    group: list[Line] = []
    wrapped = _wrapped_edges(lines)
    for index, line in enumerate(lines):
        if group and not _continues(group[0], group[-1], line, wrapped[index - 1], loose):
            joined.append(_merge(group))
            group = []
        group.append(line)
    if group:
        joined.append(_merge(group))
    return joined


def _merge(group: list[Line]) -> Line:
    return group[0] if len(group) == 1 else group[0].with_run(join_runs([line.run for line in group]))


def _continues(first: Line, previous: Line, line: Line, at_edge: bool, loose: bool) -> bool:
    if line.gap or line.marker or previous.block.kind != "line":
        return False
    text, opened = previous.text, first.marker or not first.text[:1].islower()
    if len(text) >= WRAP_NARROW and _in_brackets(text):
        return True
    if line.indent > first.indent and (first.marker or (first.gap and len(text) >= WRAP_NARROW)):
        return True
    if at_edge and not text.endswith((".", ":", "?", "!")):
        return True
    if at_edge and line.indent == previous.indent and len(text) >= WRAP_NARROW and previous.run.text[-1] != ":":
        return True
    if not (loose or first.marker) or len(text) < 40 or not opened or text.endswith(_TERMINAL):
        return False
    return line.text[:1].islower() or bool(first.marker) or bool(_MORE.search(text[-12:]))


def _in_brackets(text: str) -> bool:
    """Say whether a bracket that a line opens is still open at its end."""
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in ("()", "[]"))


def _wrapped_edges(lines: Sequence[Line]) -> list[bool]:
    """Say for each line whether the next one's first word would not have fitted within its paragraph's width."""
    edges = [False] * len(lines)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not lines[index].gap and not lines[index].marker:
            continue
        _mark_paragraph(lines, start, index, edges)
        start = index
    return edges


def _mark_paragraph(lines: Sequence[Line], start: int, stop: int, edges: list[bool]) -> None:
    # A paragraph's first line may have lost its indentation.
    margin = min((line.indent for line in lines[start + 1 : stop]), default=0)
    widths = [max(line.indent, margin) + len(line.text) for line in lines[start:stop]]
    width = max(widths)
    if stop - start < 3 or not WRAP_NARROW <= width <= WRAP_WIDE:
        return
    full = [widths[i] + 1 + len(lines[start + i + 1].text.split(" ", 1)[0]) > width for i in range(len(widths) - 1)]
    if all(full):
        edges[start : stop - 1] = full
