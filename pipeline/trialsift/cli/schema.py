"""`trialsift schema`: the record's JSON Schema."""

from __future__ import annotations

import json

import typer


def schema() -> None:
    """Print the JSON Schema of a record.

    Example: trialsift schema > record.schema.json
    """
    from trialsift.record import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))
