"""`trialsift verify`: prove records against their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialsift.counted import counted


def verify(
    records: Annotated[Path, typer.Argument(help="A file that `extract` wrote.")],
    root: Annotated[Path, typer.Option(help="The folder that the records' paths are relative to.")] = Path(),
) -> None:
    """Re-read every source and check every hash, offset and count of its record.

    Example: trialsift verify out.jsonl --root pages/

    Exits 1 when anything does not hold.
    """
    from trialsift.verify import verify as find_faults

    faults = 0
    for fault in find_faults(records, root):
        faults += 1
        typer.echo(f"{records}:{fault.line}: {fault.path}: {fault.message}")
    with records.open("rb") as file:
        lines = sum(1 for _ in file)
    if faults:
        typer.echo(f"{counted(faults, 'fault')} in {counted(lines, 'record')}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{counted(lines, 'record')} {'holds' if lines == 1 else 'hold'}", err=True)
