"""Writers: records as JSON lines, or as one table for each kind of fact in CSV or Parquet.

Each writes beside its target ("out.jsonl.part") and renames when complete, so that a target is complete or
absent. A `part` that an interrupted run left is what `--resume` goes on from. A pipe or a device is written to
as it is.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from trialsift.errors import TrialsiftError
from trialsift.record import Record, from_json
from trialsift.tables import TABLES, Row, Table

FORMATS = ("jsonl", "csv", "parquet")
_LOCK = "run.lock"  # held in a folder of tables while they are written
_PARQUET_ROWS = 20_000  # rows held before a row group is written: bounds memory


class OutputError(TrialsiftError):
    """An output that cannot be written."""


class Writer(Protocol):
    """Takes records as JSON lines, in order."""

    def write(self, line: bytes) -> None:
        """Add one record, given as JSON without a line end."""
        ...

    def commit(self) -> None:
        """Put the complete output in its place."""
        ...

    def abort(self) -> None:
        """Close what is open; nothing takes the target's place."""
        ...


def is_stream(output: str) -> bool:
    """Say whether an output is written to as it is: standard output ("-"), a pipe, a device such as /dev/null."""
    path = Path(output)
    return output == "-" or (path.exists() and not path.is_file() and not path.is_dir())


def part_of(path: Path) -> Path:
    """Return where an output is written until it is complete; a link stays a link to what was written."""
    path = _real(path)
    return path.with_name(path.name + ".part")


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path)) if path.is_symlink() else path


class JsonLines:
    """Records as JSON lines; with `resume` after the complete lines of an earlier part."""

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        if path.is_dir():
            raise OutputError(f"{path} is a folder, and jsonl output is a file: name one, such as {path / 'out.jsonl'}")
        self._path = _real(path)
        self._part = part_of(path)
        self.done: set[str] = set()
        self._file: BinaryIO = _open(self._part, "a+b")
        _lock(self._file, path)  # before anything is cut off: a run that still writes here would go on in between
        self._file.truncate(self._complete_lines() if resume else 0)

    def _complete_lines(self) -> int:
        """Note the pages of the complete lines of the part; return where these end."""
        end = 0
        self._file.seek(0)
        for line in self._file:
            path = _path_of(line)
            if path is None:
                break
            self.done.add(path)
            end += len(line)
        return end

    def write(self, line: bytes) -> None:
        """Add one record."""
        self._file.write(line + b"\n")

    def commit(self) -> None:
        """Flush to disk and rename."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)

    def abort(self) -> None:
        """Close; the part stays for `--resume`."""
        _close_quietly(self._file)


def _lock(file: BinaryIO, output: Path) -> None:
    """Keep other runs from writing to a file until it is closed. Raises OutputError where one does."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # worker processes do not inherit it, as they would flock's
    except BlockingIOError as error:
        file.close()
        raise OutputError(
            f"another run is writing {output}: wait until it ends, or stop it; or choose another -o"
        ) from error
    except OSError:
        pass  # a file system without locks


def _path_of(line: bytes) -> str | None:
    """Return the path of a complete record, None for a line that the interrupted run did not finish."""
    if not line.endswith(b"\n"):
        return None
    try:
        return from_json(line).source.path
    except msgspec.MsgspecError:
        return None


class Stream:
    """Records as JSON lines on standard output, a pipe or a device."""

    done: frozenset[str] = frozenset()

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, line: bytes) -> None:
        """Add one record."""
        self._file.write(line + b"\n")

    def commit(self) -> None:
        """Flush; close what was opened for this run."""
        self._file.flush()
        self.abort()

    def abort(self) -> None:
        """Leave what was written; standard output is not ours to close."""
        if self._file is not sys.stdout.buffer:
            _close_quietly(self._file)


class TableFolder:
    """One table for each kind of fact in a folder, as CSV or Parquet."""

    done: frozenset[str] = frozenset()

    def __init__(self, path: Path, form: str) -> None:
        if path.exists() and not path.is_dir():
            raise OutputError(f"{path} is a file, and {form} output is a folder of tables: name a folder")
        for folder in (path, part_of(path)):
            _check_own(folder)
        self._path = _real(path)
        self._part = part_of(path)
        make = _CsvTable if form == "csv" else _ParquetTable
        self._open = ExitStack()
        self._held: BinaryIO | None = None
        try:
            self._part.mkdir(parents=True, exist_ok=True)
            self._held = (self._part / _LOCK).open("a+b")
            _lock(self._held, path)
            for file in self._part.iterdir():
                if file.name != _LOCK:
                    file.unlink()
            self._tables = [(table, make(table, self._part, self._open)) for table in TABLES]
        except OSError as error:
            self.abort()
            reason = error.strerror or str(error)
            raise OutputError(f"cannot make the folder {self._part}: {reason}; choose another -o") from error

    def write(self, line: bytes) -> None:
        """Add the rows of one record."""
        record: Record = from_json(line)
        for table, sink in self._tables:
            for row in table.rows(record):
                sink.add(row)

    def commit(self) -> None:
        """Close all tables and put the folder in its place."""
        for _, sink in self._tables:
            sink.finish()
        self._open.close()
        (self._part / _LOCK).unlink(missing_ok=True)  # while it is held: who takes it now finds no folder to write to
        if self._held:
            self._held.close()
        old = self._path.with_name(self._path.name + ".old")
        if self._path.exists():
            self._path.replace(old)
        self._part.replace(self._path)
        shutil.rmtree(old, ignore_errors=True)

    def abort(self) -> None:
        """Close all tables and remove them."""
        with suppress(OSError):
            self._open.close()
        if self._held:
            self._held.close()
        shutil.rmtree(self._part, ignore_errors=True)


def _check_own(folder: Path) -> None:
    """Raise OutputError for a folder with other files than tables in it: it will be replaced as a whole."""
    tables = {_LOCK, *(f"{table.name}.{form}" for table in TABLES for form in ("csv", "parquet"))}
    others = sorted(path.name for path in folder.iterdir() if path.name not in tables) if folder.is_dir() else []
    if others:
        raise OutputError(f"{folder} holds other files ({others[0]}), and would be replaced: name a folder of its own")


class _CsvTable:
    def __init__(self, table: Table, folder: Path, open_files: ExitStack) -> None:
        file = open_files.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
        self._writer = csv.writer(file)
        self._writer.writerow([name for name, _ in table.columns])

    def add(self, row: Row) -> None:
        self._writer.writerow(row)

    def finish(self) -> None:
        pass


class _ParquetTable:
    def __init__(self, table: Table, folder: Path, open_files: ExitStack) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
        self._schema = pa.schema([(name, types[kind]) for name, kind in table.columns])
        self._writer = open_files.enter_context(pq.ParquetWriter(folder / f"{table.name}.parquet", self._schema))
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _PARQUET_ROWS:
            self.finish()

    def finish(self) -> None:
        import pyarrow as pa

        if self._rows:
            arrays: list[Any] = [
                pa.array(column, type=field.type)
                for column, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
            self._rows = []


def open_writer(output: str, form: str, *, resume: bool = False) -> JsonLines | Stream | TableFolder:
    """Return the writer of an output ("-" is standard output). Raises OutputError where it cannot be written."""
    if form not in FORMATS:
        raise OutputError(f"unknown format {form!r}: choose one of {', '.join(FORMATS)}")
    if resume and (form != "jsonl" or is_stream(output)):
        raise OutputError("--resume goes on with a .jsonl file; leave it out to begin anew, or write jsonl to a file")
    if form != "jsonl":
        if output == "-":
            raise OutputError(f"{form} output is a folder of tables and cannot go to standard output: name a folder")
        return TableFolder(Path(output), form)
    if output == "-":
        return Stream(sys.stdout.buffer)
    return Stream(_open(Path(output), "wb")) if is_stream(output) else JsonLines(Path(output), resume=resume)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that it is complete or absent. Raises OutputError."""
    stream = is_stream(str(path))
    path = _real(path)
    part = path if stream else part_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        if not stream:
            part.replace(path)
    except OSError as error:
        with suppress(OSError):
            if not stream:
                part.unlink()
        raise OutputError(f"cannot write {path}: {error.strerror or error}; choose another -o") from error


def _open(path: Path, mode: str) -> Any:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open(mode)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"cannot write {path}: {error.filename} is no folder; choose another -o") from error
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror}; choose another -o or mend its permissions"
        ) from error


def _close_quietly(file: BinaryIO) -> None:
    with suppress(OSError):  # a full disk fails again on closing; the first error is the one to report
        file.close()
