"""A page and the spans found in it as one self-contained HTML page; nothing in a scraped page can run there.

`render_page` serves `trialsift show` (facts beside the text), `annotations render` (gold) and the pages of the
evaluation report (gold and found).
"""

from __future__ import annotations

from trialsift.html_view.page_view import link_to, render_page
from trialsift.html_view.parts import Bar, Entry, Mark, Panel

__all__ = ["Bar", "Entry", "Mark", "Panel", "link_to", "render_page"]
