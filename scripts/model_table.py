"""Print the rows of the table in models/README.md for models.

Example: python scripts/model_table.py trialsift_sm trialsift_trf --gold ../shared/gold --gold annotations \
    --corpora ../shared/corpora

A row is a label, or all of them, with strict / relaxed F1: of the whole extractor on the annotated folders, of the
tagger alone on the public corpora, whose unannotated layers and places are left out of the count.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trialsift.build import find_model, load
from trialsift.components import make_doc
from trialsift.evaluate.evaluation import evaluate
from trialsift.labels import LABEL_NAMES
from trialsift.ner.tags import UNKNOWN
from trialsift.train.corpora import read_corpus
from trialsift.train.examples import make_docs
from trialsift.train.prepare import CORPORA
from trialsift.train.reader import without_annotations

Span = tuple[int, int]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+")
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--parts", nargs="+", default=["dev", "test"])
    parser.add_argument("--corpora", type=Path)
    options = parser.parse_args()
    for model in options.models:
        size = sum(path.stat().st_size for path in find_model(model).rglob("*") if path.is_file())
        print(f"\n{model}: {size / 1e6:.1f} MB\n\n| set | {' | '.join(LABEL_NAMES)} | micro |")
        print("|---" * (len(LABEL_NAMES) + 2) + "|")
        for gold in options.gold:
            for part in options.parts:
                _print(f"{gold.name} {part}", _whole(model, gold, part))
        if options.corpora:
            for name in CORPORA:
                _print(f"{name} dev, tagger alone", _tagger(model, options.corpora / name))
        for gold in options.gold[:1]:
            print(f"\n{_words_a_second(model, gold):,.0f} words/s on one core, all components, reading included")


def _print(name: str, cells: dict[str, str]) -> None:
    print(f"| {name} | " + " | ".join(cells.get(label, "–") for label in (*LABEL_NAMES, "micro")) + " |")


def _whole(model: str, gold: Path, part: str) -> dict[str, str]:
    scores = evaluate(gold, part=part, model=model).evaluation.scores["all"]["all"]
    return {
        label: f"{strict.f1:.3f}/{scores['relaxed'][label].f1:.3f}"
        for label, strict in scores["strict"].items()
        if strict.f1 is not None
    }


def _tagger(model: str, folder: Path) -> dict[str, str]:
    nlp = load(model)
    tagger = nlp.get_pipe("trialsift_ner")
    counts = {label: [0, 0, 0, 0] for label in (*LABEL_NAMES, "micro")}
    for reference in (doc for example in read_corpus(folder, "dev") for doc in make_docs(nlp, example)):
        doc = without_annotations(reference, places=True, hints=True)
        tagger.set_annotations([doc], tagger.predict([doc]))  # type: ignore[attr-defined]
        for label, gold, found in _layers(reference, doc):
            for name in (label, "micro"):
                for at, count in enumerate((len(gold & found), _overlaps(gold, found), len(gold), len(found))):
                    counts[name][at] += count
    return {
        name: f"{2 * right / (gold + found):.3f}/{2 * touched / (gold + found):.3f}"
        for name, (right, touched, gold, found) in counts.items()
        if gold
    }


def _layers(reference: Any, doc: Any) -> Iterator[tuple[str, set[Span], set[Span]]]:
    for label in LABEL_NAMES:
        if label in reference.spans:
            unknown = [(span.start, span.end) for span in reference.spans.get(label + UNKNOWN, ())]
            gold = {(span.start, span.end) for span in reference.spans[label]}
            found = {(span.start, span.end) for span in doc.spans[label]}
            yield label, gold, {span for span in found if not any(_touch(span, other) for other in unknown)}


def _overlaps(gold: set[Span], found: set[Span]) -> int:
    """Count pairs of overlapping spans, one to one."""
    free = sorted(gold)
    pairs = 0
    for span in sorted(found):
        match = next((other for other in free if _touch(span, other)), None)
        if match is not None:
            free.remove(match)
            pairs += 1
    return pairs


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _words_a_second(model: str, gold: Path) -> float:
    from trialsift.annotate.folder import load as load_folder
    from trialsift.layouts import read_page

    nlp = load(model)
    sources = [page.read() for page in load_folder(gold)]
    words = 0
    for warm in (True, False):  # the first round fills caches, as a long run does
        start = time.process_time()
        for source in sources:
            page = read_page(source)
            nlp(make_doc(nlp, page))
            words += 0 if warm else len(page.text.split())
    return words / (time.process_time() - start)


if __name__ == "__main__":
    main()
