"""A bound that was read in tokens, and where reading goes on after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trialsift.values.threshold import Bound
from trialsift.values.threshold_tokens import Tokens

LOW, HIGH = (">", ">="), ("<", "<=")
_AFTER_COUNT = re.compile(
    r"[\s-]?(?:items?|points?[\s-](?:scale|likert)|leads?|years?|weeks?|days?|months?|hours?|h\b|hr|min)", re.I
)


@dataclass(frozen=True, slots=True)
class Read:
    """A bound that was read. stop: where it ends in the text; after: index of the token after it."""

    bound: Bound
    stop: int
    after: int
    warning: str | None = None
    others: tuple[Bound, ...] = ()


def past_postfix(tokens: Tokens, read: Read) -> Read:
    """Take in an "or greater" that says the sign again: "≥ 480 ms or greater"."""
    if not tokens.is_(read.after, "postfix") or tokens[read.after].value != read.bound.comparator:
        return read
    return replace(read, stop=tokens[read.after].end, after=read.after + 1)


def counts_on(text: str, at: int) -> bool:
    """Say whether a number that ends at a place counts something else: "2 weeks", "18-item"."""
    return _AFTER_COUNT.match(text, at) is not None
