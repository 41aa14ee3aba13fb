"""Measure speed and memory, and print the table of docs/benchmark.md.

Examples: python scripts/benchmark.py ../shared/pages --pages 2000 -- --model none
          python scripts/benchmark.py ../shared/records/records.jsonl.xz --pages 2000 --runs 1

Each row is one run of the `extract` command as a process of its own: the pages, repeated where the folder has
fewer, or printed from a file of records, no two alike (record_pages.py); wall time, the seconds of processor time of
all its processes, which a busy machine changes less, the peak resident memory of its largest process (from the
operating system), words of content text.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from record_pages import write_pages


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0], epilog="After -- stand further options of extract: -- --model none"
    )
    parser.add_argument("source", type=Path, help="a folder of pages, or a file of registry records")
    parser.add_argument("--pages", type=int, nargs="+", default=[2000])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=3)
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    options = parser.parse_args(words[:end])
    options.extra = words[end + 1 :]

    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", end=", ")
    print(f"{options.workers} workers, load before {os.getloadavg()[0]:.1f}", *options.extra, "\n")
    print(f"`extract --help`: {_median(_help_seconds() for _ in range(5)):.2f} s\n")
    print("| pages | distinct | words | wall s | pages/s | words/s | processor s | peak MB of a process |")
    print("|---|---|---|---|---|---|---|---|")
    for count in options.pages:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "pages"
            distinct, words = _repeat(_pages_of(options.source, Path(scratch), count), folder, count)
            runs = sorted(_run(folder, Path(scratch) / "out.jsonl", options) for _ in range(options.runs))
            seconds, processor, peak = runs[len(runs) // 2]
            speed = f"{count / seconds:.0f} | {words / seconds:,.0f}"
            print(f"| {count:,} | {distinct:,} | {words:,} | {seconds:.1f} | {speed} | {processor:.1f} | {peak:.0f} |")
    if options.source.is_file():
        return
    print("\nPage length against time, one text page, one process, the default model:\n")
    print("| characters | seconds | characters/s |")
    print("|---|---|---|")
    for size in (62_500, 125_000, 250_000, 500_000, 1_000_000):
        seconds = _long_page(options.source, size)
        print(f"| {size:,} | {seconds:.2f} | {size / seconds:,.0f} |")


def _help_seconds() -> float:
    start = time.perf_counter()
    subprocess.run(["extract", "--help"], check=True, capture_output=True)
    return time.perf_counter() - start


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _pages_of(source: Path, scratch: Path, count: int) -> Path:
    """Return a folder of pages: the source, or one with a page for each record of it."""
    if source.is_dir():
        return source
    folder = scratch / "records"
    folder.mkdir()
    write_pages(source, folder, count)
    return folder


def _repeat(source: Path, target: Path, count: int) -> tuple[int, int]:
    """Copy the pages of a folder until there are `count`; return how many are distinct and how many words all hold."""
    files = sorted(path for path in source.rglob("*") if path.is_file() and path.suffix != ".md")[:count]
    target.mkdir()
    words = {path: len(path.read_text(encoding="utf-8", errors="replace").split()) for path in files}
    total = 0
    for number in range(count):
        path = files[number % len(files)]
        shutil.copyfile(path, target / f"{number:06d}-{path.name}")
        total += words[path]
    return len(files), total


def _run(folder: Path, output: Path, options: argparse.Namespace) -> tuple[float, float, float]:
    """Return the seconds of a run, those of processor time, and the memory of its largest process in MB."""
    command = ["extract", str(folder), "-o", str(output), "--quiet", "-j", str(options.workers), *options.extra]
    start = time.perf_counter()
    process = subprocess.run([sys.executable, "-c", _CHILD, *command], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(process.stderr)
    processor, peak = process.stdout.split()[-2:]
    return seconds, float(processor), float(peak) / 1024


# The largest process of a run is known only to the process that waited for it.
_CHILD = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""


def _long_page(folder: Path, size: int) -> float:
    """Return the seconds that one page of `size` characters takes, made of the criteria of the folder's pages."""
    import trialsift
    from trialsift.read import decode

    lines: list[str] = []
    total = 0
    for path in sorted(folder.rglob("*.txt")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if len(line) > 20 and not line.endswith(":") and "|" not in line:
                lines.append("- " + line.strip())
                total += len(lines[-1]) + 1
    body = "\n".join(lines)
    text = "Eligibility Criteria:\nInclusion Criteria:\n" + (body * (size // len(body) + 1))[:size]
    nlp = trialsift.load()
    source = decode(text.encode(), path="long.txt")
    trialsift.extract_source(decode(text[:2000].encode(), path="warm.txt"), nlp=nlp)
    start = time.perf_counter()
    trialsift.extract_source(source, nlp=nlp)
    return time.perf_counter() - start


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
