"""`extract`: pages in, records out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.cli.version import Version
from trialsift.counted import counted

if TYPE_CHECKING:
    from trialsift.run import Summary


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders (searched recursively), globs, or - for a list of paths on standard input."
        ),
    ],
    output: Annotated[
        str,
        typer.Option("-o", "--output", help="out.jsonl, a folder for csv and parquet, or - for standard output."),
    ],
    form: Annotated[
        str,
        typer.Option("--format", help="jsonl, csv or parquet (these two: a table for each kind of fact)."),
    ] = "jsonl",
    layout: Annotated[str | None, typer.Option(help="Take this layout for every page instead of choosing one.")] = None,
    fields: Annotated[str, typer.Option(help="Groups of the record to keep, by comma: trial,conditions,doses …")] = "",
    labels: Annotated[str, typer.Option(help="Labels to find, by comma: CONDITION,LAB_THRESHOLD …")] = "",
    model: Annotated[
        str | None, typer.Option(help="Model: trf, a folder, or none for the rules alone; without it, sm.")
    ] = None,
    vocabulary: Annotated[
        str, typer.Option("--vocab", help="Take concepts from this store, made by `trialsift vocab build`.")
    ] = "",
    workers: Annotated[int, typer.Option("-j", "--workers", help="Processes; 0 takes one for each core.", min=0)] = 0,
    max_bytes: Annotated[
        int, typer.Option(help="Report a page above this size instead of reading it.", min=1)
    ] = 20_000_000,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from an interrupted run of the same output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    version: Version = False,
) -> None:
    """Extract records from trial pages.

    Example: extract pages/ -o out.jsonl

    A page that cannot be read gives a line in out.errors.jsonl, and the exit code is 1. Wrong use exits 2.
    """
    from trialsift.inputs import find_inputs
    from trialsift.run import Options, can_resume, own_files, run

    options = Options(layout, chosen_labels(labels), chosen_fields(fields), model, max_bytes, vocabulary)
    check_layout(layout)
    check_model(model)
    pages = find_inputs(_from_standard_input(inputs), exclude=own_files(output))
    progress = None if quiet or not sys.stderr.isatty() else _Progress(len(pages))
    try:
        summary = run(
            pages, output, options, form=form, workers=workers or None, resume=resume,
            on_page=progress.advance if progress else lambda result: None,
        )  # fmt: skip
    except KeyboardInterrupt:
        again = "; the same command with --resume goes on" if can_resume(output, form) else ""
        typer.echo(f"stopped: {output} was not written{again}", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # The reader of our output has gone: `extract … -o - | head`. Flushing it at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(141) from None
    finally:
        if progress:
            progress.close()
    if not quiet:
        _report(summary, output)
    if summary.errors:
        raise typer.Exit(1)


def chosen_labels(text: str) -> tuple[str, ...]:
    """Return the labels of a comma list. Raises typer.BadParameter for an unknown one."""
    from trialsift.labels import LABEL_NAMES

    return _chosen(text.upper(), LABEL_NAMES, "--labels")


def chosen_fields(text: str) -> tuple[str, ...]:
    """Return the record groups of a comma list. Raises typer.BadParameter for an unknown one."""
    from trialsift.record import GROUPS

    return _chosen(text, GROUPS, "--fields")


def check_layout(layout: str | None) -> None:
    """Raise typer.BadParameter for an unknown layout name."""
    if layout is not None:
        from trialsift.layouts import layout_names

        _chosen(layout, layout_names(), "--layout")


def check_model(model: str | None) -> None:
    """Raise ModelMismatch for a model that is not there."""
    if model is not None:
        from trialsift.build import model_folder

        model_folder(model)


def _chosen(text: str, known: tuple[str, ...], option: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"{option}: unknown name {name!r}; choose from {', '.join(known)}")
    return names


def _from_standard_input(inputs: list[str]) -> list[str]:
    if "-" not in inputs:
        return inputs
    listed = [line.rstrip("\r\n") for line in sys.stdin if line.strip()]
    return [path for path in inputs if path != "-"] + listed


def _report(summary: Summary, output: str) -> None:
    from trialsift.run import errors_path

    parts = [counted(summary.records, "record")]
    if summary.resumed:
        parts.append(f"{summary.resumed:,} from the interrupted run")
    if summary.errors:
        parts.append(f"{counted(summary.errors, 'page')} could not be read: see {errors_path(output) or 'above'}")
    typer.echo(f"{output}: {', '.join(parts)}", err=True)


class _Progress:
    """A bar on standard error: pages done, pages a second, time left."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("extract"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]} pages/s"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("extract", total=total, rate="–")
        self._started = False

    def advance(self, result: object) -> None:
        """Count one page."""
        if not self._started:
            self._bar.start()  # only now: worker processes are forked before the bar's thread exists
            self._started = True
        task = self._bar.tasks[0]
        rate = f"{(task.completed + 1) / task.elapsed:.0f}" if task.elapsed else "–"
        self._bar.update(self._task, advance=1, rate=rate)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._started:
            self._bar.stop()
