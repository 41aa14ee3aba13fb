"""Walk down an HTML page: furniture by its elements, labels by table cells and terms, sections by heading levels.

Here: the order of reading and the title at the top. Elements are read in html_elements.py, tables in html_rows.py.
"""

from __future__ import annotations

import re

from trialsift.layouts.chunk import Chunk
from trialsift.layouts.html_elements import INNERMOST, SHORTEST_STATEMENT
from trialsift.layouts.html_furniture import furniture_paths
from trialsift.layouts.html_labels import (
    in_cell,
    is_generic,
    label_elements,
    label_tables,
    same_row,
    table_of,
)  # fmt: skip
from trialsift.layouts.html_rows import RowWalker
from trialsift.layouts.layout import Layout
from trialsift.layouts.wordings import look_up
from trialsift.lines import Line
from trialsift.page import Region
from trialsift.sections import heading_hint, key_of

_SITE = re.compile(r"\s+[|»–—·-]\s+|\s*\|\s*")


class HtmlWalker(RowWalker):
    """Sorts the lines of an HTML page; `chunks`, `regions` and `warnings` hold what was found, in order."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self._only_heading: Line | None = None
        self._name_chunk: Chunk | None = None  # of `<title>`

    def walk(self, lines: list[Line]) -> None:
        """Read the lines in order."""
        furniture = furniture_paths(lines, self.layout)
        content = [line for line in lines if line.block.path not in furniture]
        self.regions += [_region(line) for line in lines if line.block.path in furniture]
        self._label_tables = label_tables(content, self.layout)
        self._label_elements = label_elements(content, self.layout)
        content = self._start(content)
        index = 0
        while index < len(content):
            line = content[index]
            self.below = content[index + 1].text if index + 1 < len(content) else ""
            if self.reach == "end":
                self._leave_out(line.run, "boilerplate")
                index += 1
            elif line.block.column is None:
                self._element(line)
                index += 1
            else:
                stop = index
                while stop < len(content) and same_row(content[stop], line):
                    stop += 1
                self._row(content[index:stop])
                index = stop
        self._settle_title()

    # The top of the page

    def _start(self, lines: list[Line]) -> list[Line]:
        """Choose the title; what stands before it is furniture. Return the lines that are left to read."""
        names = [line for line in lines if line.block.path.endswith(" > title") or line.block.path == "title"]
        rest = [line for line in lines if line not in names] if names else lines
        self._sites = {part.lower() for line in names for part in _SITE.split(line.text)[1:]}
        top = next((i for i, line in enumerate(rest) if self._is_title(line)), None)
        if top is None and names and not any(map(self._names_page, names)):
            # a heading behind tables of labels is none of the page: all that stands before it would be furniture
            labelled = next((i for i, line in enumerate(rest) if table_of(line) in self._label_tables), len(rest))
            headings = [line for line in rest if line.block.kind == "heading"]
            self._only_heading = headings[0] if len(headings) == 1 else None
            top = next((i for i, line in enumerate(rest[:labelled]) if self._may_be_title(line)), None)
        for line in names:
            self._name(line, as_title=top is None)
        if top is None:
            self.reach = ""
            if not any(chunk.field == "title" for chunk in self.chunks):
                self._go_to("block" if self._label_tables else self.layout.start)
            else:
                self._go_to("summary")
            return rest
        for line in rest[:top]:
            if not self._states_fact(line):
                self._leave_out(line.run, "boilerplate")
        self.reach = ""
        self._open("field:title", "")
        self._append(rest[top])
        self._go_to(self.layout.after.get("field:title", "summary"))
        return rest[top + 1 :]

    def _names_page(self, line: Line) -> bool:
        part = _SITE.split(line.text, maxsplit=1)[0]
        return not is_generic(part) and look_up(part, self.layout) is None

    def _may_be_title(self, line: Line) -> bool:
        """Say whether a heading further down is the title of a page without any of the first level."""
        alone = 1 < line.block.level < INNERMOST - 1
        long = len(line.text.split()) >= SHORTEST_STATEMENT or self._only_heading == line
        return alone and long and heading_hint(line.text) is None and self._is_title(line, line.block.level)

    def _is_title(self, line: Line, level: int = 1) -> bool:
        outer = line.block.kind == "heading" and line.block.level == level
        if not outer or in_cell(line) or line.text.lower() in self._sites:
            return False
        return look_up(line.text, self.layout) is None and not is_generic(line.text)

    def _name(self, line: Line, *, as_title: bool) -> None:
        """Read `<title>`: its first part is the page's, unless that is what every page of the site is called."""
        part = _SITE.split(line.text, maxsplit=1)[0]
        if not self._names_page(line):
            self._leave_out(line.run, "boilerplate")
            return
        self._open("field:title" if as_title else "title", "")
        self.chunk.lines.append(line.with_run(line.run.cut(0, len(part))))
        self._name_chunk = self.chunk
        rest = line.run.cut(len(part))
        if rest.text:
            self._leave_out(rest, "boilerplate")

    def _settle_title(self) -> None:
        """Where the page itself says its title, `<title>` is none, and no content unless it says much the same."""
        name = self._name_chunk
        titles = [chunk for chunk in self.chunks if chunk.field in ("title", "official_title") and chunk is not name]
        if name is None or not any(chunk.lines for chunk in titles):
            return
        name.field = None
        words = set(key_of(name.lines[0].text).split())
        said = {word for chunk in titles for line in chunk.lines for word in key_of(line.text).split()}
        if len(words & said) < min(len(words), 3):
            self.chunks.remove(name)
            self._leave_out(name.lines[0].run, "boilerplate")


def _region(line: Line) -> Region:
    return Region("boilerplate", line.run.start, line.run.end)
