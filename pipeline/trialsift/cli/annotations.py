"""`trialsift annotations`: write, check, count, compare and look at pages annotated by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.counted import counted

if TYPE_CHECKING:
    from rich.table import Table

    from trialsift.annotate.agreement import Agreement
    from trialsift.annotate.counts import Count, Counts

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
    from trialsift.output import write_whole

    marked = marked_form(find_page(folder, page)).encode()
    if output is None:
        sys.stdout.buffer.write(marked)
    else:
        write_whole(output, marked)


@group.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The annotated folder.")] = _FOLDER,
    warnings: Annotated[bool, typer.Option(help="Print warnings too.")] = True,
) -> None:
    """Find every fault of an annotated folder: places, pages, labels, attributes, boundaries, splits.

    Example: trialsift annotations check annotations/

    Exits 1 on a fault; a warning is for a second look and does not fail.
    """
    from trialsift.annotate.check import check as find

    found = {"fault": 0, "warning": 0}
    for finding in find(folder):
        found[finding.kind] += 1
        if warnings or finding.kind == "fault":
            prefix = "warning: " if finding.kind == "warning" else ""
            typer.echo(f"{finding.path}:{finding.line}: {prefix}{finding.message}")
    typer.echo(f"{folder}: {counted(found['fault'], 'fault')}, {counted(found['warning'], 'warning')}", err=True)
    if found["fault"]:
        raise typer.Exit(1)


@group.command()
def stats(
    folder: Annotated[Path, typer.Argument(help="The annotated folder.")] = _FOLDER,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Count pages, trials and spans by label, split and layout.

    Example: trialsift annotations stats annotations/
    """
    from trialsift.annotate.counts import count
    from trialsift.annotate.folder import load

    counts = count(load(folder))
    if as_json:
        typer.echo(json.dumps(counts.as_json(), indent=2))
    else:
        _print_counts(counts)


def _table(first: str, *columns: str) -> Table:
    from rich import box
    from rich.table import Column, Table

    numbers = (Column(name, justify="right", overflow="fold") for name in columns)
    return Table(Column(first, no_wrap=True), *numbers, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console()
    console.print(table, width=console.width if console.is_terminal else 120)


def _print_counts(counts: Counts) -> None:
    from trialsift.labels import LABEL_NAMES

    table = _table("", "pages", "trials", *(label.replace("_", "_\n") for label in LABEL_NAMES))

    def row(name: str, count: Count) -> None:
        table.add_row(
            name, f"{count.pages}", f"{len(count.trials)}", *(f"{count.spans[label]:,}" for label in LABEL_NAMES)
        )

    for groups in (counts.by_part, counts.by_layout):
        for name, group_count in groups.items():
            row(name, group_count)
        table.add_section()
    row("all", counts.all)
    _print(table)


@group.command()
def agreement(
    first: Annotated[Path, typer.Argument(help="An annotated folder.")],
    second: Annotated[Path, typer.Argument(help="Another annotation of the same pages.")],
    pages: Annotated[Path | None, typer.Option(help="Where the page files lie, if beside neither.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Compare two annotations of the same pages: span F1 (strict, relaxed), Cohen's kappa of tokens, attributes.

    Example: trialsift annotations agreement annotations/ second-reader/
    """
    from trialsift.annotate.agreement import agreement as compare

    by_label, shared = compare(first, second, pages=pages)
    if as_json:
        labels = {label: _agreement_json(counts) for label, counts in by_label.items()}
        typer.echo(json.dumps({"pages": shared, "labels": labels}, indent=2))
    else:
        _print_agreement(by_label, shared)


def _agreement_json(counts: Agreement) -> dict[str, float | int | None]:
    return {
        "first": counts.first, "second": counts.second, "exact": counts.exact, "overlap": counts.overlap,
        "strict_f1": counts.strict, "relaxed_f1": counts.relaxed, "kappa": counts.kappa, "equal_attrs": counts.attrs,
    }  # fmt: skip


def _print_agreement(by_label: dict[str, Agreement], shared: int) -> None:
    table = _table(counted(shared, "page"), "first", "second", "strict F1", "relaxed F1", "kappa", "attrs equal")
    for label, counts in by_label.items():
        figures = (
            "–" if figure is None else f"{figure:.3f}" for figure in (counts.strict, counts.relaxed, counts.kappa)
        )
        equal = f"{counts.attrs / counts.exact:.3f}" if counts.exact else "–"
        table.add_row(label, f"{counts.first:,}", f"{counts.second:,}", *figures, equal)
    _print(table)


@group.command()
def render(
    page: Annotated[str, typer.Argument(help="Id of a page, or its gold file.")],
    folder: Annotated[Path, typer.Option(help="The annotated folder.")] = _FOLDER,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")] = Path("page.html"),
) -> None:
    """Write an annotated page as HTML, its spans in colour.

    Example: trialsift annotations render NCT09000001-veeva -o page.html
    """
    from trialsift.annotate.folder import find_page, of_gold_file
    from trialsift.annotate.render import render_gold
    from trialsift.output import write_whole

    gold = Path(page)
    shown = of_gold_file(gold) if gold.is_file() else find_page(folder, page)
    write_whole(output, render_gold(shown).encode())
    typer.echo(str(output), err=True)
