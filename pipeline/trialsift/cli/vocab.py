"""`trialsift vocab`: vocabularies that concepts are taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialsift.counted import counted

vocab = typer.Typer(
    name="vocab", help="Build and try the vocabularies that concepts are taken from.", no_args_is_help=True
)


@vocab.command()
def build(
    files: Annotated[
        list[str],
        typer.Argument(
            help="OBO files or tables with a name, an id and synonyms a row, also as .gz or .xz; "
            "condition=FILE or intervention=FILE says what its names are."
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The store to write, an SQLite file.")],
) -> None:
    """Build a store from vocabularies of your own.

    Example: trialsift vocab build condition=doid.obo intervention=drugs.csv -o concepts.sqlite

    Then: extract pages/ -o out.jsonl --vocab concepts.sqlite
    """
    from trialsift.concepts.store import build_files

    count = build_files([_kind_and_path(file) for file in files], output)
    typer.echo(f"{output}: {counted(count, 'name')}", err=True)


@vocab.command()
def find(
    names: Annotated[list[str], typer.Argument(help="Names as a page writes them.")],
    kind: Annotated[str, typer.Option(help="condition or intervention.")] = "condition",
    store: Annotated[
        str, typer.Option("--vocab", help="A store of `vocab build`; without it the package's table.")
    ] = "",
) -> None:
    """Print the concept of each name: what it is linked to, and how sure that is.

    Example: trialsift vocab find "type II diabetes" "hepatocelular carcinoma"
    """
    from trialsift.concepts.store import Vocabulary, default_vocabulary

    vocabulary = Vocabulary.open(store) if store else default_vocabulary()
    for name in names:
        link = vocabulary.link(name, kind)
        typer.echo(f"{name}\t{link.concept}\t{link.name}\t{link.score}" if link else f"{name}\t-")


def _kind_and_path(argument: str) -> tuple[Path, str]:
    kind, equals, path = argument.partition("=")
    if equals and kind in ("condition", "intervention", "analyte"):
        return Path(path), kind
    return Path(argument), ""
