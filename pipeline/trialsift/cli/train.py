"""`trialsift train`: annotated pages in, a model out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trialsift.train.train import Result


def train(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the new model.")],
    annotations: Annotated[
        list[Path], typer.Option(help="Folder of annotated pages (gold/, pages/, splits.json). Give it more than once.")
    ],
    corpora: Annotated[Path | None, typer.Option(help="Folder of public corpora, one folder each.")] = None,
    records: Annotated[Path | None, typer.Option(help="Registry records, .jsonl.xz, labelled by --init.")] = None,
    init: Annotated[Path | None, typer.Option(help="Model to go on from.")] = None,
    teacher: Annotated[Path | None, typer.Option(help="Model that labels --records, for a new model.")] = None,
    vectors: Annotated[Path | None, typer.Option(help="Word vectors of a new model: scripts/train_vectors.py.")] = None,
    config: Annotated[Path, typer.Option(help="Training config.")] = Path("models/config/sm.cfg"),
    steps: Annotated[int, typer.Option(help="Most training steps; 0 takes the config's.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Seed: the same one gives the same model.")] = 7,
    promote: Annotated[
        bool, typer.Option("--promote", help="Replace the default model if no label gets worse.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint of this output.")] = False,
) -> None:
    """Train a model on annotated pages and compare it with the old one.

    Example: trialsift train --annotations annotations --annotations mine --init models/trialsift_sm -o models/mine
    """
    from trialsift.build import shipped_model
    from trialsift.train.train import train as train_model

    overrides = {"system.seed": seed, **({"training.max_steps": steps} if steps else {})}
    result = train_model(
        annotations, output, config=config, corpora=corpora, records=records, vectors=vectors, init=init,
        teacher=teacher, promote=shipped_model() if promote else None, resume=resume, overrides=overrides,
    )  # fmt: skip
    _report(result)
    if promote and result.promoted is None:
        raise typer.Exit(1)


def _report(result: Result) -> None:
    typer.echo(f"{'F1 on dev':<15}{'new':>7}{'old':>7}")
    for name, score in result.new.items():
        old = f"{result.old[name]:.3f}" if name in result.old else "–"
        typer.echo(f"{name:<15}{score:>7.3f}{old:>7}")
    typer.echo(f"calibration error {result.calibration_before:.3f} before, {result.calibration_after:.3f} after")
    if result.promoted is not None:
        typer.echo(f"{result.promoted} is now the new model")
    elif result.fallen:
        typer.echo("not promoted, the gate does not hold:")
        for line in result.fallen:
            typer.echo(f"  {line}")
    elif result.old and not result.holds:
        typer.echo("not promoted: a label got worse; more pages of that label, or more steps, may mend it")
    typer.echo(f"{result.path} written")
