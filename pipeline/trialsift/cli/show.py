"""`trialsift show`: one page and what was found in it, as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def show(
    file: Annotated[Path, typer.Argument(help="A page.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")] = Path("page.html"),
    layout: Annotated[str | None, typer.Option(help="Take this layout instead of choosing one.")] = None,
) -> None:
    """Write one self-contained HTML page: the source with its spans in colour, the facts beside it.

    Example: trialsift show pages/NCT09000001.txt -o page.html
    """
    from trialsift.cli.extract import check_layout
    from trialsift.output import write_whole
    from trialsift.show import show_file

    check_layout(layout)
    write_whole(output, show_file(file, layout=layout).encode())
    typer.echo(str(output), err=True)
