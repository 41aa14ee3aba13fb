"""Layouts: from a Source to a Page, by the layout whose markers fit best."""

from __future__ import annotations

from trialsift.layouts.assemble import assemble
from trialsift.layouts.cancertrials import CANCERTRIALS
from trialsift.layouts.cris import CRIS
from trialsift.layouts.ctgov_classic import CTGOV_CLASSIC
from trialsift.layouts.ctgov_modern import CTGOV_MODERN
from trialsift.layouts.ctgov_record import CTGOV_RECORD
from trialsift.layouts.euctr import EUCTR
from trialsift.layouts.generic import GENERIC
from trialsift.layouts.html_walk import HtmlWalker
from trialsift.layouts.ictrp import ICTRP
from trialsift.layouts.isrctn_record import ISRCTN_RECORD
from trialsift.layouts.layout import Layout
from trialsift.layouts.records import RecordWalker
from trialsift.layouts.recruitment import RECRUITMENT
from trialsift.layouts.render import Renderer
from trialsift.layouts.research_pages import RESEARCH_PAGES
from trialsift.layouts.scope import doubts
from trialsift.layouts.study_finder import STUDY_FINDER
from trialsift.layouts.veeva import VEEVA
from trialsift.layouts.walk import Walker
from trialsift.lines import read_lines
from trialsift.page import Page, Source
from trialsift.read import read_blocks

LAYOUTS: tuple[Layout, ...] = (
    CTGOV_CLASSIC,
    CTGOV_MODERN,
    CTGOV_RECORD,
    ISRCTN_RECORD,
    VEEVA,
    RECRUITMENT,
    ICTRP,
    EUCTR,
    CRIS,
    STUDY_FINDER,
    RESEARCH_PAGES,
    CANCERTRIALS,
    GENERIC,
)
MINIMUM_SCORE = 0.5  # below it no layout is sure enough, and the page is read as generic
_BY_NAME = {layout.name: layout for layout in LAYOUTS}


def layout_names() -> tuple[str, ...]:
    """Return the names that `read_page` takes, in the order in which ties are settled."""
    return tuple(_BY_NAME)


def choose_layout(source: Source) -> tuple[Layout, float]:
    """Return the layout that fits a source best and its score, 0-1; generic where none fits."""
    best, score = GENERIC, 0.0
    for layout in LAYOUTS:
        found = layout.score(source.text) if source.media_type in layout.media else 0.0
        if found > score:
            best, score = layout, found
    return (best, score) if score >= MINIMUM_SCORE else (GENERIC, score)


def read_page(source: Source, *, layout: str | None = None) -> Page:
    """Read a source as a page, by the layout that fits best or by the one named.

    Raises KeyError when no layout has that name; never for what stands in the source.
    """
    chosen, score = (_BY_NAME[layout], 1.0) if layout else choose_layout(source)
    blocks = read_blocks(source)
    walker: Walker | RecordWalker
    if source.media_type in ("application/json", "application/xml"):
        walker = RecordWalker(chosen)
        walker.walk(blocks)
    else:
        marked = source.media_type == "text/html" or any(block.path for block in blocks)  # Markdown's have one too
        walker = HtmlWalker(chosen) if marked else Walker(chosen)
        walker.walk(read_lines(blocks))
    warnings = [*walker.warnings, *doubts(source, walker.chunks)]
    renderer = Renderer()
    drafts = list(renderer.all(walker.chunks))
    regions = [*walker.regions, *renderer.regions]
    return assemble(source, drafts, regions, chosen.name, score, warnings)
