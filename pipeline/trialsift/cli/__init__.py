"""The command line. One module for each command: options and help there, the work in a plain function elsewhere.

`trialsift` has every command; `extract` is the main job by itself. To add a command, write its module and
name it in COMMANDS (or in GROUPS, for one with commands of its own).
"""

from __future__ import annotations

import sys

import typer

from trialsift.cli.annotations import group as annotations
from trialsift.cli.evaluate import evaluate
from trialsift.cli.extract import extract
from trialsift.cli.parse import parse
from trialsift.cli.schema import schema
from trialsift.cli.show import show
from trialsift.cli.train import train
from trialsift.cli.verify import verify
from trialsift.cli.version import Version
from trialsift.cli.vocab import vocab
from trialsift.errors import TrialsiftError

COMMANDS = (extract, show, verify, schema, evaluate, train)
GROUPS = (annotations, parse, vocab)

app = typer.Typer(
    name="trialsift",
    help="Read noisy clinical-trial pages into records whose every value points to its place in the file.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command()(command)
for group in GROUPS:
    app.add_typer(group)


@app.callback()
def options(version: Version = False) -> None:
    """Take what stands before the command's name."""


extract_app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
extract_app.command()(extract)


def main() -> None:
    """Run `trialsift`."""
    _run(app)


def extract_main() -> None:
    """Run `extract`."""
    _run(extract_app)


def _run(program: typer.Typer) -> None:
    """Run a program; wrong use and unusable input give one line and exit code 2, bugs keep their traceback."""
    try:
        program()
    except TrialsiftError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
