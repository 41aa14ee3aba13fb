"""A run: many files → records in their order, errors apart, in several processes; no page stops it."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trialsift.errors import ModelMismatch, TrialsiftError, UnreadablePage
from trialsift.inputs import Input
from trialsift.output import OutputError, is_stream, open_writer, part_of, write_whole

if TYPE_CHECKING:
    from spacy.language import Language

MAX_BYTES = 20_000_000  # a page above this is a dump or a mistake: report it rather than spend minutes on it
_IN_FLIGHT = 8  # pages handed out per process: enough to keep it busy, few enough to keep memory flat
_COLLECT_AFTER = 100_000  # new objects, a page or two; Python's 700 means a hundred collections a page
_PAGES_OF_ZONE = 500  # enough for the common words, which are then kept; new ones after that come to a few megabytes
_FEW = 24  # below this many pages, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class Options:
    """What to extract: layout (None chooses), labels and record groups to keep (empty keeps all), page limit.

    vocabulary: a store that concepts are taken from; "" takes the package's table.
    """

    layout: str | None = None
    labels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    model: str | None = None
    max_bytes: int = MAX_BYTES
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class PageError:
    """A page that gave no record: one line of `out.errors.jsonl`."""

    path: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run; `pages` = `records` + `errors` + `resumed`."""

    pages: int
    records: int
    errors: int
    resumed: int


Result = bytes | PageError


class PageReader:
    """Turns one input into its record; holds the pipeline, made on first use."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._nlp: Language | None = None
        self._pages = 0
        self._zone = ExitStack()

    def __call__(self, page: Input) -> Result:
        """Return the record as JSON, or what kept it from being read.

        Never raises for a bad page; raises ModelMismatch where the model cannot be loaded, which no page mends.
        """
        nlp = self._pipeline()
        self._forget_words(nlp)
        try:
            return self._read(page, nlp)
        except TrialsiftError as error:
            return PageError(page.name, type(error).__name__, str(error))
        except (OSError, MemoryError, RecursionError) as error:
            return PageError(page.name, type(error).__name__, f"{page.path}: {error}")
        except Exception as error:
            # A bug must not cost the user the other pages; the line names it so that it can be reported.
            place = _where(error)
            return PageError(
                page.name,
                "InternalError",
                f"{page.path}: {type(error).__name__}: {error} ({place}); please report this",
            )

    def _pipeline(self) -> Language:
        if self._nlp is None:
            from trialsift.build import load

            options = self._options
            try:
                self._nlp = load(options.model, labels=options.labels, vocabulary=options.vocabulary)
            except (OSError, ValueError) as error:
                name = options.model or "the default model"
                raise ModelMismatch(f"cannot load {name}: {error}; install or train it again") from error
        return self._nlp

    def _forget_words(self, nlp: Language) -> None:
        """Free every so often what spaCy keeps of new words, which it would for ever; the first pages' stay."""
        if self._pages and self._pages % _PAGES_OF_ZONE == 0:
            self._zone.close()
            self._zone.enter_context(nlp.memory_zone())
        self._pages += 1

    def _read(self, page: Input, nlp: Language) -> bytes:
        from trialsift.extraction import extract_json
        from trialsift.read import read_source

        self._check(page)
        line = extract_json(read_source(page.path, name=page.name), layout=self._options.layout, nlp=nlp)
        return keep_fields(line, self._options.fields) if self._options.fields else line

    def _check(self, page: Input) -> None:
        if page.problem:
            raise UnreadablePage(page.problem)
        if _unspeakable(page.name):
            raise UnreadablePage(
                f"{os.fsencode(page.path)!r}: the name is not in UTF-8, so no record can hold it: rename it"
            )
        size = page.path.stat().st_size if page.path.is_file() else 0
        if size > self._options.max_bytes:
            raise UnreadablePage(
                f"{page.path} has {size:,} bytes, over the limit of {self._options.max_bytes:,}: "
                "split it into pages, or raise --max-bytes"
            )


def _unspeakable(name: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in name)  # what Python makes of bytes that are no UTF-8


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"


def keep_fields(line: bytes, fields: Sequence[str]) -> bytes:
    """Empty the groups of a record that were not asked for; `mentions` stays where a group that refers to it does."""
    from trialsift.record import GROUPS, Trial, from_json, to_json

    record = from_json(line)
    refer = set(fields) - {"trial", "arms"}
    for group in GROUPS:
        if group in fields or (group == "mentions" and refer):
            continue
        setattr(record, group, Trial() if group == "trial" else [])
    for intervention in record.interventions:
        intervention.arms = intervention.arms if record.arms else []
    for arm in record.arms:
        arm.interventions = arm.interventions if record.interventions else []
        arm.doses = arm.doses if record.mentions else []
    for dose in record.doses:
        dose.intervention = dose.intervention if record.interventions else None
        dose.arm = dose.arm if record.arms else None
    return to_json(record)


_reader: PageReader | None = None
_settled = False  # whether a page has been read, and so all tables


def _start(options: Options) -> None:
    import signal

    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the run
    _die_with_parent()
    gc.set_threshold(_COLLECT_AFTER)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes share the cores already: threads would wait in turns
    _reader = PageReader(options)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the run is killed: a worker that waits for work would wait for ever."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG


def _work(page: Input) -> Result:
    global _settled
    assert _reader is not None, "a worker process starts with _start"
    result = _reader(page)
    if not _settled:
        gc.freeze()  # tables and weights stay until the end: the collector need not walk them again and again
        _settled = True
    return result


def results(inputs: Sequence[Input], options: Options, workers: int) -> Iterator[Result]:
    """Yield the result of each input, in order; a process that dies costs only the page that killed it."""
    if workers <= 1 or len(inputs) <= _FEW:
        reader = PageReader(options)
        yield from map(reader, inputs)
        return
    waiting = deque(inputs)
    while waiting:
        try:
            yield from _pooled(waiting, options, workers)
        except BrokenProcessPool:
            yield _alone(waiting.popleft(), options)


def _pooled(waiting: deque[Input], options: Options, workers: int) -> Iterator[Result]:
    """Yield results from a pool; an input leaves `waiting` only when its result was yielded."""
    pool = _pool(options, workers)
    flight: deque[Future[Result]] = deque()
    sent = 0
    try:
        while waiting:
            while sent < min(len(waiting), workers * _IN_FLIGHT):
                flight.append(pool.submit(_work, waiting[sent]))
                sent += 1
            result = flight.popleft().result()
            waiting.popleft()
            sent -= 1
            yield result
    finally:
        # idle workers end at once; a pool that is left to end by itself may write to its closed pipe at exit
        pool.shutdown(wait=not waiting, cancel_futures=True)


def _alone(page: Input, options: Options) -> Result:
    """Read a page in a process of its own, to learn whether it is the one that kills its process."""
    pool = _pool(options, 1)
    try:
        return pool.submit(_work, page).result()
    except BrokenProcessPool:
        return PageError(
            page.name,
            "ProcessDied",
            f"{page.path}: the process that read it died (out of memory?); give it more memory or leave it out",
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(options: Options, workers: int) -> ProcessPoolExecutor:
    # fork starts fast and the parent has imported nothing heavy; elsewhere spawn is the only choice
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(options,))


def errors_path(output: str) -> Path | None:
    """Return where the error lines of an output go: "out.jsonl" → "out.errors.jsonl"; None for standard error."""
    if is_stream(output):
        return None
    path = Path(output)
    return path.with_name(f"{path.stem if path.suffix == '.jsonl' else path.name}.errors.jsonl")


def own_files(output: str) -> list[Path]:
    """Return the files that a run writes, which it must not read where they lie among its inputs."""
    if is_stream(output):
        return []
    path = Path(output)
    errors = errors_path(output)
    return [path, part_of(path), *([errors, part_of(errors)] if errors else [])]


def run(
    inputs: Sequence[Input],
    output: str,
    options: Options,
    *,
    form: str = "jsonl",
    workers: int | None = None,
    resume: bool = False,
    on_page: Callable[[Result], None] = lambda result: None,
) -> Summary:
    """Extract all inputs into an output; return the counts.

    Records stand in the order of the inputs. Raises OutputError where the output cannot be written (its part
    stays for `resume`); on any exception the target is left as it was.
    """
    writer = open_writer(output, form, resume=resume)
    errors: list[PageError] = []
    todo = [page for page in inputs if page.name not in writer.done]
    written = 0
    try:
        for result in results(todo, options, workers or _cores()):
            if isinstance(result, PageError):
                errors.append(result)
            else:
                writer.write(result)
                written += 1
            on_page(result)
        _write_errors(output, errors)
        writer.commit()
    except BrokenPipeError:
        writer.abort()
        raise
    except OSError as error:
        writer.abort()
        raise OutputError(_disk_message(output, form, error)) from error
    except BaseException:
        writer.abort()
        raise
    return Summary(len(inputs), written, len(errors), len(inputs) - len(todo))


def _cores() -> int:
    """Return the number of cores that this process may use, which a container may have fewer of."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def can_resume(output: str, form: str) -> bool:
    """Say whether `resume` can go on from what an interrupted run left."""
    return form == "jsonl" and not is_stream(output)


def _disk_message(output: str, form: str, error: OSError) -> str:
    again = "; then go on with --resume" if can_resume(output, form) else ""
    reason = error.strerror or error
    return f"cannot write {output}: {reason}. Nothing was put in its place; free space or choose another -o{again}"


def _write_errors(output: str, errors: Sequence[PageError]) -> None:
    path = errors_path(output)
    if path is None:
        for error in errors:
            sys.stderr.write(_error_line(error))
        return
    if not errors:
        path.unlink(missing_ok=True)
        return
    write_whole(path, "".join(map(_error_line, errors)).encode())


def _error_line(error: PageError) -> str:
    line = {"path": error.path, "error": error.error, "message": error.message}
    text = json.dumps(line, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"
