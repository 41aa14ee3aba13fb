"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from trialsift.offsets import OffsetMap, Piece
from trialsift.page import Page, Passage, Source

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and gold beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: tests over real pages did not run")
    return SHARED


@pytest.fixture
def make_page() -> Callable[..., Page]:
    """Build a page from (section, field, text) or (section, field, text, heading, group) rows."""

    def make(*rows: tuple) -> Page:
        text, passages = "", []
        for section, field, words, *rest in rows:
            heading, group = [*rest, "", None][:2] if len(rest) < 2 else rest
            passages.append(Passage(len(text), len(text) + len(words), section, field, heading, group))
            text += words + "\n"
        source = Source("page.txt", text, "0" * 64, len(text.encode()), "utf-8", "text/plain")
        return Page(source, text, OffsetMap([Piece(text, 0, len(text))]), tuple(passages), (), "test", 1.0)

    return make
