"""`--version`, of `trialsift` and of `extract`."""

from __future__ import annotations

from typing import Annotated

import typer

from trialsift import __version__


def _print(asked: bool) -> None:
    if asked:
        typer.echo(f"trialsift {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_print, help="Print the version and exit.")]
