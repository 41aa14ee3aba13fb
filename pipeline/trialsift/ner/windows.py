"""Docs → windows of word pieces for a transformer, with what a token is beside its pieces. Needs no torch.

The encoder's vocabulary is lower-cased and knows no pages: the shape of a token, its place on the page, the lists
that its word stands in (ner/places.py) and what the rules found there (ner/hints.py) go beside the pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trialsift.errors import ModelMismatch
from trialsift.labels import LABEL_NAMES
from trialsift.ner.hints import states_of
from trialsift.page import FIELDS, SECTIONS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from tokenizers import Tokenizer

LONGEST = 192  # pieces of a window: a page's passages are short, and attention costs their square
MOST_PIECES = 12  # of one token; codes and addresses are cut

MOST_TEXTS = 100_000  # remembered tokens; beyond it the memory starts anew

_MARKS = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")

# index in the tables of the model; 0 is for what is not known
PLACES = ("", *dict.fromkeys((*SECTIONS, *FIELDS)))
LISTS = ("", "C", "I", "K", "CI", "CK", "IK", "CIK")
SHAPES = ("", "lower", "title", "upper", "mixed", "number", "mark")

_NO_HINT = (0,) * len(LABEL_NAMES)
_LIST_INDEX = {name: index for index, name in enumerate(LISTS)}


@dataclass(frozen=True, slots=True)
class Window:
    """A run of a doc's lines as a transformer reads it.

    pieces, shapes, places, lists: one number for each piece. hints: a number for each label, for each piece.
    heads: places among the pieces of the first piece of each token. tokens: index in the doc of each of these.
    """

    pieces: list[int]
    shapes: list[int]
    places: list[int]
    lists: list[int]
    hints: list[tuple[int, ...]]
    heads: list[int]
    tokens: list[int]


class Pieces:
    """Word pieces of a token's text, remembered: most tokens of a page stood on the pages before it.

    places: the model's table of them. A place that was added since the model was made is one that it does not know.
    Raises ModelMismatch for a tokenizer without BERT's marks.
    """

    def __init__(self, tokenizer: Tokenizer, places: Sequence[str] = PLACES) -> None:
        self.places = {name: index for index, name in enumerate(places)}
        self._tokenizer = tokenizer
        self._seen: dict[str, list[int]] = {}
        marks = [tokenizer.token_to_id(mark) for mark in _MARKS]
        if None in marks:
            raise ModelMismatch(f"the tokenizer lacks one of {', '.join(_MARKS)}: choose an encoder of BERT's kind")
        self.first, self.last, self.unknown, self.mask = (mark for mark in marks if mark is not None)

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces, at least one."""
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) >= MOST_TEXTS:
                self._seen.clear()
            found = self._tokenizer.encode(text, add_special_tokens=False).ids[:MOST_PIECES] or [self.unknown]
            self._seen[text] = found
        return found


def windows_of(doc: Doc, pieces: Pieces, longest: int = LONGEST) -> Iterator[Window]:
    """Yield the windows of a doc: lines packed together, a line longer than a window cut at a token."""
    window = _started(pieces)
    for line in _lines(doc):
        coded = [(token, pieces(token.text)) for token in line]
        room = longest - 1 - len(window.pieces)
        if window.tokens and sum(len(numbers) for _, numbers in coded) > room:
            yield window
            window = _started(pieces)
        for token, numbers in coded:
            if len(window.pieces) + len(numbers) >= longest:
                _end_line(window, pieces)
                yield window
                window = _started(pieces)
            _add(window, token, numbers, pieces.places.get(token.tag_, 0))
        _end_line(window, pieces)
    if window.tokens:
        yield window


def _started(pieces: Pieces) -> Window:
    return Window([pieces.first], [0], [0], [0], [_NO_HINT], [], [])


def _add(window: Window, token: Token, numbers: list[int], place: int) -> None:
    window.heads.append(len(window.pieces))
    window.tokens.append(token.i)
    window.pieces.extend(numbers)
    window.shapes.extend([_shape(token.text)] * len(numbers))
    window.places.extend([place] * len(numbers))
    window.lists.extend([_LIST_INDEX.get(token.lemma_, 0)] * len(numbers))
    window.hints.extend([states_of(token.dep_)] * len(numbers))


def _end_line(window: Window, pieces: Pieces) -> None:
    window.pieces.append(pieces.last)
    for features in (window.shapes, window.places, window.lists):
        features.append(0)
    window.hints.append(_NO_HINT)


def batches(windows: Sequence[Window], most_pieces: int) -> Iterator[list[int]]:
    """Yield indices of windows of like length, as many as fill `most_pieces` pieces when padded."""
    order = sorted(range(len(windows)), key=lambda index: len(windows[index].pieces))
    batch: list[int] = []
    for index in order:
        if batch and len(windows[index].pieces) * (len(batch) + 1) > most_pieces:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def arrays(windows: Sequence[Window]) -> dict[str, np.ndarray]:
    """Return the inputs of a model, (n_windows, longest), padded with 0; `hints` have an axis more, the labels."""
    shape = (len(windows), max(len(window.pieces) for window in windows))
    inputs = {name: np.zeros(shape, dtype="int64") for name in ("pieces", "mask", "shapes", "places", "lists")}
    inputs["hints"] = np.zeros((*shape, len(_NO_HINT)), dtype="int64")
    for row, window in enumerate(windows):
        length = len(window.pieces)
        inputs["mask"][row, :length] = 1
        for name in ("pieces", "shapes", "places", "lists", "hints"):
            inputs[name][row, :length] = getattr(window, name)
    return inputs


def _lines(doc: Doc) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in doc:
        if "\n" in token.text:
            if line:
                yield line
            line = []
        elif not token.is_space:
            line.append(token)
    if line:
        yield line


def _shape(text: str) -> int:
    if text.isalpha():
        name = "lower" if text.islower() else "upper" if text.isupper() else "title" if text.istitle() else "mixed"
    elif text.isdigit():
        name = "number"
    else:
        name = "mixed" if any(char.isalnum() for char in text) else "mark"
    return SHAPES.index(name)
