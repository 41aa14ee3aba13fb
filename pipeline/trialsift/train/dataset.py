"""Annotated pages as a `datasets.DatasetDict`, so that any Hugging Face recipe works on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialsift.annotate.folder import PARTS, GoldPage, load
from trialsift.errors import BadAnnotation
from trialsift.labels import LABEL_NAMES

if TYPE_CHECKING:
    from datasets import DatasetDict


def datasets(folder: str | Path | None = None) -> DatasetDict:
    """Return the parts of an annotated folder that have pages: "train", "dev", "test"; a row is a line of a page.

    folder: None takes `annotations/` of the checkout. Columns: `page` (its id), `layout`, `place` (section or field),
    `text`, `tokens`, `spaces` (whether white space follows), and for each label, in lower case, its IOB2 tags.
    Needs `pip install 'trialsift[train]'`. Raises BadAnnotation where the folder holds no annotated page.
    """
    from datasets import Dataset, DatasetDict

    folder = Path(folder) if folder is not None else Path(__file__).parents[3] / "annotations"
    features = _features()
    found: dict[Any, Dataset] = {}
    for part in PARTS:
        if lines := list(rows(load(folder, part))):
            found[part] = Dataset.from_list(lines, features=features)
    if not found:
        raise BadAnnotation(f"{folder} holds no annotated pages (gold/, pages/, splits.json)")
    return DatasetDict(found)


def rows(pages: Iterable[GoldPage]) -> Iterator[dict[str, Any]]:
    """Yield a row for each line of the pages' content."""
    import spacy

    from trialsift.layouts import read_page
    from trialsift.tokens import make_tokenizer
    from trialsift.train.examples import annotated_page

    tokenizer = make_tokenizer(spacy.blank("en"))
    for gold in pages:
        page = read_page(gold.read())
        layers = annotated_page(page, [(span.start, span.end, span.label) for span in gold.spans]).layers
        for passage in page.passages:
            doc = tokenizer(page.text_of(passage))
            row = {
                "page": gold.id,
                "layout": page.layout,
                "place": passage.field or passage.section,
                "text": doc.text,
                "tokens": [token.text for token in doc],
                "spaces": [bool(token.whitespace_) for token in doc],
            }
            for label in LABEL_NAMES:
                inside = [(s - passage.start, e - passage.start) for s, e in layers[label]]
                row[label.lower()] = _tags(doc, [(s, e) for s, e in inside if s >= 0 and e <= len(doc.text)], label)
            yield row


def _tags(doc: Any, spans: list[tuple[int, int]], label: str) -> list[str]:
    tags = ["O"] * len(doc)
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        tags[span.start : span.end] = [f"B-{label}"] + [f"I-{label}"] * (len(span) - 1)
    return tags


def _features() -> Any:
    from datasets import ClassLabel, Features, Sequence, Value

    plain = {name: Value("string") for name in ("page", "layout", "place", "text")}
    lists = {"tokens": Sequence(Value("string")), "spaces": Sequence(Value("bool"))}
    tags = {label.lower(): Sequence(ClassLabel(names=["O", f"B-{label}", f"I-{label}"])) for label in LABEL_NAMES}
    return Features({**plain, **lists, **tags})
