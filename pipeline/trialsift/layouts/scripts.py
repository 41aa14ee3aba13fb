"""Lines in a script that the page's English is not written in, as registries of two languages have them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialsift.lines import Line

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]{3}")


def foreign_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of the lines without an English word on a page that is in English too."""
    foreign = frozenset(i for i, line in enumerate(lines) if _HAN.search(line.text) and not _LATIN.search(line.text))
    return foreign if 0 < len(foreign) <= 2 * len(lines) // 3 else frozenset()
