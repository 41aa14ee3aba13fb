"""Bad input, end to end: each page fails alone, with a line that says what to do, and no output is ever half."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trialsift.inputs import Input, NoInput, find_inputs
from trialsift.output import JsonLines, OutputError, write_whole
from trialsift.run import Options, PageError, Summary, own_files, run

Write = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("rules_only")


def _run(pages: Path, output: Path, **options) -> Summary:
    return run(find_inputs([str(pages)]), str(output), Options(), workers=1, **options)


def _paths(output: Path) -> list[str]:
    return [json.loads(line)["source"]["path"] for line in output.read_text(encoding="utf-8").splitlines()]


def _errors(output: Path) -> dict[str, str]:
    lines = output.with_name("out.errors.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["path"]: line["message"] for line in map(json.loads, lines)}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("empty.txt.gz", gzip.compress(b""), "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        ("paper.html", b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("cut.gz", gzip.compress(b"Gout trial\n" * 9)[:10], "empty"),
    ],
)
def test_page_without_text_fails_alone(write_pages: Write, out: Path, name: str, data: bytes, message: str):
    pages = write_pages("a.txt", "z.txt")
    (pages / name).write_bytes(data)
    summary = _run(pages, out)
    assert (summary.pages, summary.records, summary.errors) == (3, 2, 1)
    assert _paths(out) == ["a.txt", "z.txt"]
    assert list(_errors(out)) == [name]
    assert message.lower() in _errors(out)[name].lower()


@pytest.mark.parametrize(
    "data",
    [
        "Gout trial\n\nConditions\nSjögren's".encode()[:-9],  # UTF-8 cut inside "ö"
        "Gout trial\n".encode("utf-16")[:-1],
        gzip.compress(b"Gout trial\n" * 2000)[:-20],
        b"\xef\xbb\xbfGout\x00 trial\n",
        b"<html><body>" + b"<div>" * 10_000 + b"Gout trial",
        b"{" * 5_000 + b'"a": 1',
        b'{"protocolSection": {"identificationModule": {"nctId": "NCT0900',
        b"<clinical_study><id_info><nct_id>NCT09000001",
        b"Gout " * 50_000,
    ],
    ids=["utf-8", "utf-16", "gzip", "nul", "nested html", "nested json", "cut json", "cut xml", "one line"],
)
def test_damaged_page_gives_a_record_with_its_coverage_or_an_error_line(write_pages: Write, out: Path, data: bytes):
    pages = write_pages("a.txt")
    (pages / "b.page").write_bytes(data)
    started = time.monotonic()
    summary = _run(pages, out)
    assert time.monotonic() - started < 60
    assert summary.records + summary.errors == 2
    if summary.errors:
        assert "please report this" not in _errors(out)["b.page"]
    else:
        record = json.loads(out.read_text(encoding="utf-8").splitlines()[1])
        assert sum(record["coverage"].values()) > 0


def test_page_over_the_limit_is_reported_and_not_read(write_pages: Write, out: Path):
    pages = write_pages("a.txt")
    with (pages / "big.txt").open("wb") as file:
        file.truncate(50_000_001)
    started = time.monotonic()
    _run(pages, out)
    assert time.monotonic() - started < 20
    assert _errors(out)["big.txt"].endswith(
        "big.txt has 50,000,001 bytes, over the limit of 20,000,000: split it into pages, or raise --max-bytes"
    )


def test_symlinks_that_lead_nowhere_or_round_in_circles(write_pages: Write, out: Path):
    pages = write_pages("a.txt")
    (pages / "again").symlink_to(pages)
    (pages / "gone.txt").symlink_to(pages / "nothing")
    (pages / "self.txt").symlink_to(pages / "self.txt")
    (pages / "same.txt").symlink_to(pages / "a.txt")
    _run(pages, out)
    assert _paths(out) == ["a.txt"]
    assert sorted(_errors(out)) == ["gone.txt", "self.txt"]
    assert "check its name" in _errors(out)["gone.txt"]


def test_pipes_and_sockets_are_not_waited_for(write_pages: Write, out: Path):
    pages = write_pages("a.txt")
    os.mkfifo(pages / "pipe.txt")
    _run(pages, out)
    assert _paths(out) == ["a.txt"]
    assert "not a file" in _errors(out)["pipe.txt"]


def test_page_without_the_right_to_read_it(write_pages: Write, out: Path, monkeypatch: pytest.MonkeyPatch):
    pages = write_pages("a.txt", "b.txt")
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    _run(pages, out)
    assert _paths(out) == ["a.txt"]
    assert _errors(out)["b.txt"].endswith("b.txt: Permission denied; give yourself the right to read it")


def test_folder_that_cannot_be_listed_is_reported(write_pages: Write, out: Path, monkeypatch: pytest.MonkeyPatch):
    pages = write_pages("a.txt", "locked/b.txt")
    real = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry]:
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    _run(pages, out)
    assert _paths(out) == ["a.txt"]
    assert _errors(out)["locked"].endswith("locked: cannot list this folder: Permission denied; mend its rights")


def test_name_that_is_no_text_is_reported(write_pages: Write, out: Path):
    pages = write_pages("a.txt")
    try:
        (pages / os.fsdecode(b"b\xff.txt")).write_bytes(b"Gout trial\n")
    except OSError:
        pytest.skip("this file system takes no such name")
    _run(pages, out)
    assert _paths(out) == ["a.txt"]
    assert _errors(out) == {
        "b\udcff.txt": f"{os.fsencode(pages)!r}".removesuffix("'")
        + "/b\\xff.txt': the name is not in UTF-8, so no record can hold it: rename it"
    }


def test_files_of_one_name_keep_apart(tmp_path: Path, out: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(f"Gout trial {name}\n", encoding="utf-8")
    inputs = find_inputs([str(tmp_path / "one"), str(tmp_path / "two")])
    run(inputs, str(out), Options(), workers=1)
    assert _paths(out) == ["one/page.txt", "two/page.txt"]


def test_file_that_is_deleted_in_the_run(write_pages: Write, out: Path):
    pages = write_pages("a.txt", "b.txt", "c.txt")
    _run(pages, out, on_page=lambda result: (pages / "b.txt").unlink(missing_ok=True))
    assert _paths(out) == ["a.txt", "c.txt"]
    assert "it may have been moved since the run began" in _errors(out)["b.txt"]


def test_output_in_the_input_folder_is_not_read(write_pages: Write):
    pages = write_pages("a.txt")
    (pages / "b.txt").write_bytes(b"")
    output = pages / "out.jsonl"
    for _ in range(2):
        inputs = find_inputs([str(pages)], exclude=own_files(str(output)))
        summary = run(inputs, str(output), Options(), workers=1)
        assert (summary.records, summary.errors) == (1, 1)
    assert _paths(output) == ["a.txt"]


def test_output_is_absent_until_it_is_complete(write_pages: Write, out: Path):
    out.write_text("of an earlier run\n", encoding="utf-8")
    seen: list[str] = []
    _run(write_pages(count=3), out, on_page=lambda result: seen.append(out.read_text(encoding="utf-8")))
    assert seen == ["of an earlier run\n"] * 3
    assert len(_paths(out)) == 3


class _FullDisk:
    """A file on a disk that has room for some bytes only."""

    def __init__(self, file, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: bytes) -> int:
        if len(data) > self._room:
            self._file.write(data[: self._room])
            self._file.flush()
            raise OSError(errno.ENOSPC, "No space left on device")
        self._room -= len(data)
        return self._file.write(data)

    def __getattr__(self, name: str):
        return getattr(self._file, name)


def test_full_disk_keeps_the_old_output_and_resume_goes_on(
    write_pages: Write, out: Path, monkeypatch: pytest.MonkeyPatch
):
    pages = write_pages(count=5)
    _run(pages, out)
    whole = out.read_bytes()
    out.write_text("of an earlier run\n", encoding="utf-8")
    real = JsonLines.__init__

    def init(self: JsonLines, *arguments, **options) -> None:
        real(self, *arguments, **options)
        self._file = _FullDisk(self._file, len(whole) // 2)  # type: ignore[assignment]

    with monkeypatch.context() as patch:
        patch.setattr(JsonLines, "__init__", init)
        with pytest.raises(OutputError, match="No space left on device") as caught:
            _run(pages, out)
    assert "Nothing was put in its place; free space or choose another -o; then go on with --resume" in str(
        caught.value
    )
    assert out.read_text(encoding="utf-8") == "of an earlier run\n"
    assert not out.with_name("out.jsonl.part").read_bytes().endswith(b"\n")
    summary = _run(pages, out, resume=True)
    assert (summary.records, summary.resumed) == (3, 2)
    assert out.read_bytes() == whole


def test_full_disk_leaves_no_half_tables(write_pages: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from trialsift.output import TableFolder

    def full(self: TableFolder, line: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TableFolder, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        _run(write_pages("a.txt"), tmp_path / "out", form="csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


def test_full_disk_leaves_no_begun_folder(write_pages: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from trialsift import output

    def full(*arguments) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output, "_CsvTable", full)
    with pytest.raises(OutputError, match="cannot make the folder"):
        _run(write_pages("a.txt"), tmp_path / "out", form="csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


_OTHER_RUN = """
import sys, time
from pathlib import Path
from trialsift.output import JsonLines

output = JsonLines(Path(sys.argv[1]))
output.write(b"{}")
output._file.flush()
print("begun", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks here")
@pytest.mark.parametrize("resume", [False, True])
def test_two_runs_do_not_write_one_output(write_pages: Write, out: Path, resume: bool):
    pages = write_pages("a.txt")
    command = [sys.executable, "-c", _OTHER_RUN, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        with pytest.raises(OutputError, match=r"another run is writing .*out\.jsonl: wait until it ends"):
            _run(pages, out, resume=resume)
        assert out.with_name("out.jsonl.part").read_bytes() == b"{}\n"
        other.communicate()
    assert _run(pages, out, resume=resume) == Summary(1, 1, 0, 0)


_OTHER_FOLDER = """
import sys
from pathlib import Path
from trialsift.output import TableFolder

output = TableFolder(Path(sys.argv[1]), sys.argv[2])
print("begun", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks here")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_two_runs_do_not_write_one_folder_of_tables(write_pages: Write, tmp_path: Path, form: str):
    pages, tables = write_pages("a.txt"), tmp_path / "tables"
    command = [sys.executable, "-c", _OTHER_FOLDER, str(tables), form]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        with pytest.raises(OutputError, match=r"another run is writing .*tables: wait until it ends"):
            _run(pages, tables, form=form)
        assert (tmp_path / "tables.part").is_dir()
        other.communicate()  # it ends without a word, as a killed one does
    assert _run(pages, tables, form=form) == Summary(1, 1, 0, 0)
    assert not (tmp_path / "tables.part").exists()
    assert [path.name for path in tables.iterdir() if path.suffix not in (".csv", ".parquet")] == []


def test_output_that_is_the_input_or_lies_below_a_file(write_pages: Write, tmp_path: Path):
    pages = write_pages("a.txt")
    with pytest.raises(NoInput, match="pages beside the output itself: name a file"):
        find_inputs([str(pages)], exclude=own_files(str(pages)))
    with pytest.raises(OutputError, match=r"a\.txt is no folder; choose another -o"):
        _run(pages, pages / "a.txt" / "out.jsonl")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_device_is_written_to_as_it_is(write_pages: Write):
    pages = write_pages("a.txt")
    with pytest.raises(OutputError, match="No space left on device"):
        _run(pages, Path("/dev/full"))
    with pytest.raises(OutputError, match="No space left on device"):
        write_whole(Path("/dev/full"), b"page")
    assert not Path("/dev/full").is_file()
    _run(pages, Path("/dev/null"))
    assert not Path("/dev/null").is_file()


def test_link_to_an_output_stays_a_link(write_pages: Write, tmp_path: Path, out: Path):
    out.symlink_to(tmp_path / "elsewhere.jsonl")
    _run(write_pages("a.txt"), out)
    assert out.is_symlink()
    assert _paths(tmp_path / "elsewhere.jsonl") == ["a.txt"]


@pytest.mark.parametrize("junk", [b"{not json}\n", b'{"schema": 1}\n', b"\xff\xfe\n", b""])
def test_resume_goes_on_after_the_last_sound_line(write_pages: Write, out: Path, junk: bytes):
    pages = write_pages(count=4)
    _run(pages, out)
    whole = out.read_bytes()
    first = whole.splitlines(keepends=True)[0]
    out.with_name("out.jsonl.part").write_bytes(first + junk + whole[len(first) : -7])
    out.unlink()
    summary = _run(pages, out, resume=True)
    assert summary.pages == summary.records + summary.resumed == 4
    assert out.read_bytes() == whole


def test_resume_without_an_interrupted_run_begins_anew(write_pages: Write, out: Path):
    pages = write_pages(count=2)
    assert _run(pages, out, resume=True) == Summary(2, 2, 0, 0)


def test_bug_of_ours_costs_one_page_and_says_where(write_pages: Write, out: Path, monkeypatch: pytest.MonkeyPatch):
    from trialsift import layouts

    real = layouts.read_page

    def read_page(source, *, layout=None):
        if source.path == "b.txt":
            return [][1]
        return real(source, layout=layout)

    monkeypatch.setattr(layouts, "read_page", read_page)
    _run(write_pages("a.txt", "b.txt"), out)
    assert _paths(out) == ["a.txt"]
    assert "IndexError: list index out of range (test_bad_input.py:" in _errors(out)["b.txt"]
    assert _errors(out)["b.txt"].endswith("please report this")


def test_model_that_cannot_be_loaded_stops_the_run(write_pages: Write, out: Path, monkeypatch: pytest.MonkeyPatch):
    from trialsift.errors import ModelMismatch

    def load(*arguments, **options):
        raise ValueError("[E000] no config")

    monkeypatch.setattr("trialsift.build.load", load)
    with pytest.raises(ModelMismatch, match=r"cannot load the default model: \[E000\] no config"):
        _run(write_pages("a.txt"), out)
    assert not out.exists()


# What follows needs processes of its own: signals and dying workers.

_SLOW = """
import time
import trialsift.run as run
from trialsift.cli import extract_main

real = run.PageReader.__call__
def slow(self, page):
    time.sleep({delay})
    return real(self, page)
run.PageReader.__call__ = slow
import trialsift.build as build
build.load = lambda model=None, labels=(), vocabulary="": build.build()
extract_main()
"""


def _start(pages: Path, out: Path, *options: str, delay: float = 0.05, **pipes) -> subprocess.Popen:
    command = [sys.executable, "-c", _SLOW.format(delay=delay), str(pages), "-o", str(out), *options]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_hear_ctrl_c, **pipes
    )


def _hear_ctrl_c() -> None:
    """Take back that a shell's background job, in which the tests may run, ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_leaves_no_output_and_resume_goes_on(write_pages: Write, out: Path, workers: str):
    pages = write_pages(count=60)
    part = out.with_name("out.jsonl.part")
    process = _start(pages, out, "--workers", workers, delay=0.1)
    _wait_for(lambda: part.exists() and part.stat().st_size > 0)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stderr == f"stopped: {out} was not written; the same command with --resume goes on\n"
    assert not out.exists()
    assert part.exists()
    summary = _run(pages, out, resume=True)
    assert summary.records + summary.resumed == 60
    assert summary.resumed > 0
    assert _paths(out) == [f"p{number:03}.txt" for number in range(60)]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for the death of a parent")
def test_workers_of_a_killed_run_end(write_pages: Write, out: Path):
    process = _start(write_pages(count=60), out, "--workers", "2", delay=0.2)
    workers: list[int] = []

    def started() -> bool:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers[:] = map(int, listed)
        return len(workers) == 2

    _wait_for(started)
    time.sleep(1)
    process.kill()
    process.communicate(timeout=30)
    _wait_for(lambda: not any(_runs(worker) for worker in workers))


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_reader_of_the_output_that_goes_away_ends_the_run_quietly(write_pages: Write):
    process = _start(write_pages(count=60), Path("-"), "--workers", "1", delay=0, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert (process.wait(timeout=60), process.stderr.read()) == (141, "")
    process.stderr.close()


def _die_on_b(self, page: Input):
    if page.name.endswith("b.txt"):
        os._exit(9)
    return b'{"page": "%s"}' % page.name.encode()


def test_process_that_dies_costs_its_page_only(write_pages: Write, monkeypatch: pytest.MonkeyPatch):
    from trialsift.run import PageReader, results

    names = [f"p{number:03}.txt" for number in range(30)]
    pages = write_pages(*names, "p010b.txt")
    monkeypatch.setattr(PageReader, "__call__", _die_on_b)
    found = list(results(find_inputs([str(pages)]), Options(), 2))
    failed = [result for result in found if isinstance(result, PageError)]
    assert [(error.path, error.error) for error in failed] == [("p010b.txt", "ProcessDied")]
    assert [result for result in found if isinstance(result, bytes)] == [b'{"page": "%s"}' % n.encode() for n in names]
