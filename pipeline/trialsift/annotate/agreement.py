"""How far two annotations of the same pages agree: span F1, token-level kappa, and attributes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trialsift.annotate.folder import GoldPage, GoldSpan, load
from trialsift.errors import BadAnnotation
from trialsift.evaluate.case import Span
from trialsift.evaluate.match import Words, count_words, exact_pairs, overlap_pairs
from trialsift.labels import LABEL_NAMES


@dataclass(slots=True)
class Agreement:
    """Counts of one label, or of all: spans of either side, pairs, and tokens by who has them in a span.

    attrs: exact pairs whose attributes are equal. tokens: all tokens of the pages, once for each layer counted.
    """

    first: int = 0
    second: int = 0
    exact: int = 0
    overlap: int = 0
    attrs: int = 0
    tokens: int = 0
    tokens_first: int = 0
    tokens_second: int = 0
    tokens_both: int = 0

    def add(self, other: Agreement) -> None:
        """Add the counts of another label or page."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def strict(self) -> float | None:
        """F1 of spans with the same place; None where neither side has one."""
        return _f1(self.exact, self.first, self.second)

    @property
    def relaxed(self) -> float | None:
        """F1 of spans that overlap, one to one."""
        return _f1(self.overlap, self.first, self.second)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of tokens in and out of spans; None where chance alone would agree fully."""
        if not self.tokens:
            return None
        first, second = self.tokens_first / self.tokens, self.tokens_second / self.tokens
        only_one = self.tokens_first + self.tokens_second - 2 * self.tokens_both
        observed = 1 - only_one / self.tokens
        chance = first * second + (1 - first) * (1 - second)
        return None if chance == 1 else (observed - chance) / (1 - chance)


def _f1(pairs: int, first: int, second: int) -> float | None:
    return 2 * pairs / (first + second) if first + second else None


def agreement(first: Path, second: Path, *, pages: Path | None = None) -> tuple[dict[str, Agreement], int]:
    """Compare the pages that both folders hold; return counts by label, with "all" last, and how many pages.

    pages: where the page files lie, where they are beside neither folder. Raises BadAnnotation where the folders
    share no page, or where they were made of different versions of one.
    """
    others = {page.id: page for page in load(second, pages=pages)}
    by_label = {label: Agreement() for label in LABEL_NAMES}
    shared = 0
    for page in load(first, pages=pages):
        other = others.get(page.id)
        if other is not None:
            shared += 1
            _compare(page, other, by_label)
    if not shared:
        raise BadAnnotation(f"{first} and {second} share no page: pages are compared by the names of their gold files")
    total = Agreement()
    for counts in by_label.values():
        total.add(counts)
    return {**by_label, "all": total}, shared


def _compare(page: GoldPage, other: GoldPage, by_label: dict[str, Agreement]) -> None:
    if page.sha256 != other.sha256:
        raise BadAnnotation(f"{page.gold} and {other.gold} annotate different versions of the page")
    text = page.read().text
    words, total = Words(text), count_words(text)
    for label, counts in by_label.items():
        first, second = _layer(page, label), _layer(other, label)
        exact = exact_pairs(first, second)
        inside = [{number for span in layer for number in words.inside(span)} for layer in (first, second)]
        counts.add(
            Agreement(
                first=len(first),
                second=len(second),
                exact=len(exact),
                overlap=len(overlap_pairs(first, second)),
                attrs=sum(one.attrs == two.attrs for one, two in exact),
                tokens=total,
                tokens_first=len(inside[0]),
                tokens_second=len(inside[1]),
                tokens_both=len(inside[0] & inside[1]),
            )
        )


def _layer(page: GoldPage, label: str) -> list[Span]:
    return [_span(span) for span in page.spans if span.label == label]


def _span(span: GoldSpan) -> Span:
    return Span(span.start, span.end, span.label, span.text, section="", by="gold", attrs=span.attrs)
