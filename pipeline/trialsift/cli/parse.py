"""`trialsift parse`: try a text on the parsers of values."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

parse = typer.Typer(
    name="parse",
    help="Print what a threshold, a dose, a time frame or an age is read as, as JSON.",
    no_args_is_help=True,
)
Texts = Annotated[list[str], typer.Argument(help="Texts as a page writes them.")]


@parse.command()
def threshold(
    texts: Texts,
    polarity: Annotated[
        str, typer.Option(help="inclusion or exclusion: adds the bounds that make a person eligible.")
    ] = "",
) -> None:
    """Print the thresholds of each text: analytes, comparator, value, UCUM unit, conditions and alternatives.

    Example: trialsift parse threshold "AST/ALT <= 2.5 x ULN (<= 5 x ULN if liver metastases)" --polarity inclusion
    """
    from trialsift.values.threshold import canonical, eligible, find_thresholds

    def values(text: str) -> list[dict[str, Any]]:
        found = []
        for value in find_thresholds(text):
            if value.rule == "inherited" and any(value.bound in other.alternatives for other in find_thresholds(text)):
                continue  # printed with the one before it
            printed = {"text": text[value.start : value.end], "start": value.start, "end": value.end, **value.attrs()}
            more = {name: getattr(value, name) for name in ("change", "condition", "warning")}
            printed |= _plain(more | {"alternatives": [asdict(bound) for bound in value.alternatives]})
            if converted := canonical(value):
                printed["canonical"] = _plain({"value": converted.value, "unit": converted.unit})
            if polarity:
                printed["eligible"] = eligible(value, polarity)  # type: ignore[arg-type]
            found.append(printed)
        return found

    _print(texts, values)


@parse.command()
def dose(texts: Texts) -> None:
    """Print the doses of each text: amount, UCUM unit, frequency, duration, route, form, level and schedule.

    Example: trialsift parse dose "75 mg/m2 IV over 1 hour on days 1, 8 and 15 of a 28-day cycle"
    """
    from trialsift.values.dose import find_doses, parse_dose

    def values(text: str) -> list[dict[str, Any]]:
        alone = parse_dose(text)
        found = find_doses(text) or ([alone] if alone else [])
        return [{"text": text[value.start : value.end], **_plain(asdict(value))} for value in found]

    _print(texts, values)


@parse.command()
def time(texts: Texts) -> None:
    """Print the time frame of each text: its latest time, its anchor, all its points.

    Example: trialsift parse time "Baseline, Week 12 and 28 days after last dose"
    """
    from trialsift.values.time_frame import parse_time_frame

    _print(texts, lambda text: _one(parse_time_frame(text)))


@parse.command()
def age(texts: Texts) -> None:
    """Print the age limits of each text.

    Example: trialsift parse age "adults aged 18 to 75 (inclusive)"
    """
    from trialsift.values.age import parse_age

    _print(texts, lambda text: _one(parse_age(text)))


def _one(value: Any) -> list[dict[str, Any]]:
    return [] if value is None else [{key: each for key, each in _plain(asdict(value)).items() if key != "text"}]


def _plain(value: Any) -> Any:
    """Return a value without what is None, tuples as lists, whole numbers without a fraction."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None and each not in ((), [])}
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _print(texts: list[str], values: Any) -> None:
    """Print a JSON object a line for each value; a text without one says so on standard error and in the exit code."""
    missed = 0
    for text in texts:
        found = values(text)
        for value in found:
            typer.echo(json.dumps(value, ensure_ascii=False))
        if not found:
            missed += 1
            typer.echo(f"nothing found in {text!r}", err=True)
    if missed:
        raise typer.Exit(1)
