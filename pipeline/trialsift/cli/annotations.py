"""`trialsift annotations`: write, check, count, compare and look at pages annotated by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(
    name="annotations", help="Write, check, count, compare and look at annotated pages.", no_args_is_help=True
)
_FOLDER = Path("annotations")


@group.command("compile")
def compile_pages(
    files: Annotated[list[Path], typer.Argument(help="Marked pages, or .tsv/.csv tables of spans beside their page.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The annotated folder.")] = _FOLDER,
) -> None:
    """Turn pages marked by hand into pages/ and gold/ of an annotated folder.

    Example: trialsift annotations compile drafts/NCT09000001-veeva.txt -o annotations/
    """
    from trialsift.annotate.compile import compile_file

    for path in files:
        typer.echo(f"{path} -> {compile_file(path, output)}", err=True)


@group.command()
def mark(
    page: Annotated[str, typer.Argument(help="Id of a page: the name of its gold file without .json.")],
    folder: Annotated[Path, typer.Option(help="The annotated folder.")] = _FOLDER,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; standard output if absent.")
    ] = None,
) -> None:
    """Print the marked form of an annotated page, to edit and compile again.

    Example: trialsift annotations mark NCT09000001-veeva -o drafts/NCT09000001-veeva.txt
    """
    from trialsift.annotate.compile import marked_form
    from trialsift.annotate.folder import find_page

    marked = marked_form(find_page(folder, page)).encode()
    if output is None:
        sys.stdout.buffer.write(marked)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(marked)
