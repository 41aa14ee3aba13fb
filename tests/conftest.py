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


TRIAL_PAGE = """{name} in Adults With Gout Flares

Conditions
Gout

Interventions
Drug: Colchicine 0.5 mg twice daily

Primary outcome
Pain score [ Time Frame: 12 weeks ]

Inclusion Criteria:
- eGFR ≥ 30 mL/min
- Age 18 years or older

Exclusion Criteria:
- ALT > 3 x ULN
- Pregnant or breast-feeding women
"""


@pytest.fixture
def write_pages(tmp_path: Path) -> Callable[..., Path]:
    """Write pages into a folder "pages", numbered or named; return the folder."""

    def write(*names: str, count: int = 0) -> Path:
        folder = tmp_path / "pages"
        folder.mkdir(exist_ok=True)
        for name in names or [f"p{number:03}.txt" for number in range(count)]:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(TRIAL_PAGE.format(name=path.stem), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def rules_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run commands with the rules alone: no model to load, and none that could change what a test expects."""
    from trialsift.build import build

    monkeypatch.setattr("trialsift.build.load", lambda model=None, labels=(), vocabulary="": build(labels=labels))
    monkeypatch.setattr("trialsift.extraction._default_pipeline", build)
