"""Every command: help with a real example, and no heavy import before it has work to do."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from trialsift import __version__
from trialsift.cli import COMMANDS, GROUPS, app


def _commands() -> Iterator[tuple[str, ...]]:
    def walk(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        inside = getattr(command, "commands", None)
        if inside is None:
            yield path
        else:
            for name, child in inside.items():
                yield from walk(child, (*path, name))

    yield from walk(get_command(app), ())


ALL = sorted(_commands())


def test_commands_are_those_that_are_registered():
    assert {path[0] for path in ALL} == {command.__name__.replace("_", "-") for command in COMMANDS} | {
        group.info.name for group in GROUPS
    }


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_has_an_example_that_the_command_takes(path: tuple[str, ...]):
    result = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert result.exit_code == 0
    example = re.search(r"Example: (.+?)\s*(?:│|$)", result.stdout, re.MULTILINE)
    assert example is not None, result.stdout
    program, *words = shlex.split(example[1].split(" > ")[0].split(" | ")[0], comments=True)
    expected = (program, *words[: len(path)]) if program == "trialsift" else ("trialsift", program)
    assert expected == ("trialsift", *path)
    command = get_command(app)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)} <= known


def test_help_imports_nothing_heavy():
    code = "import sys; from trialsift.cli import app; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"spacy", "numpy", "msgspec", "pyarrow", "torch", "pint"} & set(done.stdout.split()) == set()


@pytest.mark.parametrize("arguments", [["--version"], ["extract", "--version"]])
def test_version(arguments: list[str]):
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (0, f"trialsift {__version__}\n")
