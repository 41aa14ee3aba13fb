"""Gold pages → cases: run the extractor over them in several processes, or take the records of a file."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from trialsift.annotate.folder import GoldPage, GoldSpan
from trialsift.errors import BadAnnotation, TrialsiftError
from trialsift.evaluate.case import BOILERPLATE, Case, Span
from trialsift.record import Record, from_json

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from trialsift.mention import Mention
    from trialsift.page import Page, Source

_FEW = 8  # below this many pages, starting processes costs more than it saves
_CHUNK = 4  # pages handed to a process at a time
_JOIN = "trialsift_join"

OnCase = Callable[[Case], None]


def extract_cases(
    pages: Sequence[GoldPage], model: str | None, *, workers: int = 1, on_case: OnCase = lambda case: None
) -> list[Case]:
    """Run the extractor over gold pages; a page that gives no record is a case with its problem.

    Raises BadAnnotation where a page is not the one that was annotated.
    """
    cases = []
    for case in _all_cases(pages, model, workers):
        cases.append(case)
        on_case(case)
    return cases


def _all_cases(pages: Sequence[GoldPage], model: str | None, workers: int) -> Iterator[Case]:
    if workers <= 1 or len(pages) <= _FEW:
        yield from map(_Extractor(model), pages)
        return
    # fork starts fast, as nothing heavy is loaded yet; elsewhere spawn is the only choice
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(model,)) as pool:
        yield from pool.map(_work, pages, chunksize=_CHUNK)


_extractor: _Extractor | None = None


def _start(model: str | None) -> None:
    global _extractor
    _extractor = _Extractor(model)


def _work(page: GoldPage) -> Case:
    assert _extractor is not None, "a worker process starts with _start"
    return _extractor(page)


class _Extractor:
    """Turns a gold page into its case; holds the pipeline, made on first use."""

    def __init__(self, model: str | None) -> None:
        self._model = model
        self._nlp: Language | None = None

    def __call__(self, gold: GoldPage) -> Case:
        from trialsift.components import make_doc
        from trialsift.layouts import read_page

        if self._nlp is None:
            from trialsift.build import load

            self._nlp = load(self._model)
        source = gold.read()
        try:
            page = read_page(source)
            record, alone = _run(self._nlp, make_doc(self._nlp, page))
        except (TrialsiftError, RecursionError) as error:
            return _empty_case(gold, source, f"{type(error).__name__}: {error}")
        sides = {name: _in_source(mentions, page) for name, mentions in alone.items()}
        return make_case(gold, page, record, rules=sides.get("rule"), model=sides.get("model"))


def _run(nlp: Language, doc: Doc) -> tuple[Record, dict[str, list[Mention]]]:
    """Run a pipeline; return the record, and what rules and model find alone, each joined by itself."""
    from trialsift.components import record_of, state_of
    from trialsift.join import join

    alone: dict[str, list[Mention]] = {}
    for name, component in nlp.pipeline:
        if name == _JOIN:
            mentions = state_of(doc).mentions
            for side in ("rule", "model"):
                alone[side] = join(mention for mention in mentions if mention.by.startswith(f"{side}:"))
        doc = component(doc)
    return record_of(doc), alone


def _in_source(mentions: Sequence[Mention], page: Page) -> tuple[Span, ...]:
    from trialsift.link import PassageIndex

    index = PassageIndex(page)
    return tuple(
        Span(
            *page.offsets.to_source(mention.start, mention.end),
            mention.label,
            page.text[mention.start : mention.end],
            index.at(mention.start).section,
            mention.by,
            mention.score,
        )
        for mention in mentions
    )


def gold_spans(gold: GoldPage, page: Page | None) -> tuple[Span, ...]:
    """Return the gold spans of a page with the sections that they stand in; `page` is how it was read, if it was."""
    from trialsift.link import PassageIndex

    index = PassageIndex(page) if page is not None and page.passages else None

    def placed(span: GoldSpan) -> Span:
        place = index.page.offsets.to_text(span.start, span.end) if index else None
        section = index.at(place[0]).section if index and place else BOILERPLATE
        text = index.page.text[slice(*place)] if index and place else span.text
        return Span(span.start, span.end, span.label, text, section, "gold", attrs=span.attrs)

    return tuple(map(placed, gold.spans))


def make_case(
    gold: GoldPage,
    page: Page,
    record: Record,
    *,
    rules: tuple[Span, ...] | None = None,
    model: tuple[Span, ...] | None = None,
) -> Case:
    """Return the case of a gold page, of how it was read and of its record."""
    found = starmap(
        Span, ((m.start, m.end, m.label, m.text, m.section, m.by, m.score, m.attrs) for m in record.mentions)
    )
    return Case(
        gold.id, gold.trial, gold.layout or record.source.layout, gold.part, gold.sha256, page.source.text,
        gold_spans(gold, page), tuple(found), rules, model, record, gold.facts, page,
    )  # fmt: skip


def predicted_cases(pages: Sequence[GoldPage], predictions: Path) -> list[Case]:
    """Return cases of gold pages and the records of a file, which belong together by the hash of their page.

    A page without a record is a case in which nothing was found. Raises BadAnnotation where the file cannot be
    read or no page has a record there.
    """
    from trialsift.layouts import read_page

    records = _read_records(predictions)
    cases = []
    for gold in pages:
        page = read_page(gold.read())
        record = records.get(gold.sha256)
        if record is not None:
            cases.append(make_case(gold, page, record))
        else:
            cases.append(_empty_case(gold, page.source, f"no record in {predictions.name}", page))
    if not any(case.record for case in cases):
        raise BadAnnotation(f"{predictions} has a record of none of the gold pages: extract these pages first")
    return cases


def _empty_case(gold: GoldPage, source: Source, problem: str, page: Page | None = None) -> Case:
    """Return the case of a page that has no record."""
    layout = gold.layout or (page.layout if page else "")
    spans = gold_spans(gold, page)
    return Case(
        gold.id, gold.trial, layout, gold.part, gold.sha256, source.text, spans, (), expected=gold.facts, page=page,
        problem=problem,
    )  # fmt: skip


def _read_records(predictions: Path) -> Mapping[str, Record]:
    try:
        with predictions.open("rb") as file:
            records = [from_json(line) for line in file if line.strip()]
    except OSError as error:
        raise BadAnnotation(f"cannot read {predictions}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise BadAnnotation(f"{predictions} holds a line that is no record: {error}") from error
    return {record.source.sha256: record for record in records}
