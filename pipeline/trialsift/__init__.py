"""trialsift: read noisy clinical-trial pages into records whose every value points to its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trialsift.build import load
    from trialsift.extraction import extract, extract_source
    from trialsift.record import Record
    from trialsift.train.dataset import datasets

__all__ = ["Record", "datasets", "extract", "extract_source", "load"]
__version__ = "0.1.0"

_HOMES = {
    "Record": "trialsift.record",
    "datasets": "trialsift.train.dataset",
    "extract": "trialsift.extraction",
    "extract_source": "trialsift.extraction",
    "load": "trialsift.build",
}


def __getattr__(name: str) -> Any:
    # Names are imported on first use: `import trialsift` and `--help` stay free of spaCy. No module may be called
    # as a name is ("extract"): once imported, it would take that name's place.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
