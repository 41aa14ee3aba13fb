"""Inputs of a run: files, folders, globs and lists of paths → the files to read, each with its name in the record."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialsift.errors import TrialsiftError


class NoInput(TrialsiftError):
    """An input that names nothing."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and its `source.path`: relative to the input folder, or as given for a single file.

    problem: why it cannot be read, where that is known already (a folder that cannot be listed); else "".
    """

    path: Path
    name: str
    problem: str = ""


def find_inputs(arguments: Sequence[str], *, exclude: Iterable[Path] = ()) -> list[Input]:
    """Return the files that the arguments name, each once, folders searched recursively in sorted order.

    Names are relative to the folder given; with several arguments to their common parent folder, so that no
    two files share one. Hidden files and `exclude` (the run's own outputs) are left out; a folder that links
    back to one above it is entered once. A named file that does not exist and a folder that cannot be listed are
    kept, so that the run reports them.
    Raises NoInput when nothing is left.
    """
    roots = [path for argument in arguments for path in _expand(argument)]
    base = _base(roots)
    excluded = {_real(path) for path in exclude}
    seen: set[str] = set()
    found: list[Input] = []
    for root in roots:
        problems: dict[Path, str] = {}
        for path in _files(root, problems):
            real = _real(path)
            if real not in seen and not any(real == out or real.startswith(out + os.sep) for out in excluded):
                seen.add(real)
                found.append(Input(path, _name(path, base), problems.get(path, "")))
    if not found:
        named = ", ".join(arguments) or "what standard input lists"
        own = " beside the output itself" if any(_real(root) in excluded for root in roots) else ""
        raise NoInput(f"no page to read in {named}{own}: name a file, a folder with files, or a glob")
    return found


def _expand(argument: str) -> list[Path]:
    path = Path(argument)
    if path.exists() or path.is_symlink() or not glob.has_magic(argument):
        return [path]
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
    if not matches:
        raise NoInput(f"the pattern {argument!r} matches no file: check it, and quote it from the shell if needed")
    return [Path(match) for match in matches]


def _base(roots: Sequence[Path]) -> str:
    if len(roots) == 1:
        return str(roots[0]) if roots[0].is_dir() else ""
    folders = [path if path.is_dir() else path.parent for path in roots]
    try:
        return os.path.commonpath([os.path.abspath(folder) for folder in folders])  # noqa: PTH100  (must not resolve links)
    except ValueError:
        return ""


def _name(path: Path, base: str) -> str:
    if not base:
        return path.as_posix()
    return Path(os.path.relpath(path, base)).as_posix()


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _files(root: Path, problems: dict[Path, str]) -> Iterator[Path]:
    """Yield the files under a root in order, then the folders that could not be listed, with the reason why."""
    if not root.is_dir():
        yield root
        return

    def note(error: OSError) -> None:
        problems[Path(error.filename)] = f"{error.filename}: cannot list this folder: {error.strerror}; mend its rights"

    entered: set[str] = set()
    for folder, folders, files in os.walk(root, followlinks=True, onerror=note):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder) / name
    yield from problems
