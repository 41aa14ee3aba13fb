"""Tables of the field's words, one CSV for each kind, and the one function that reads them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `vocab/<name>.csv` by column name, in the order of the file."""
    with files(__name__).joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
