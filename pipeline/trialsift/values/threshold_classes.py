"""Lists of classes, grades and small numbers: "III or IV", "0, 1 or 2", "T1-3"."""

from __future__ import annotations

import re

from trialsift.values.threshold import Value
from trialsift.values.threshold_tokens import Token, Tokens

_LONGEST_LIST = 12  # classes
_CLASSES = 10  # more of them has no scale
_STATES = frozenset({"ambulatory", "stable", "early", "late"})  # of people of the class that follows
_ROMAN = {ord(char): form for char, form in zip("ⅠⅡⅢⅣⅤⅥ", ("I", "II", "III", "IV", "V", "VI"), strict=True)}


def listed(tokens: Tokens, at: int) -> tuple[Value, tuple[bool, bool] | None, int] | None:
    """Read a list of classes: its value as the guidelines have it, whether it is a range, the index after it."""
    parts: list[Token] = []
    seps: list[str] = []
    after = ended = at
    while tokens.is_(after, "roman", "number") and len(parts) < _LONGEST_LIST:
        if parts and not _goes_on(tokens, parts[0], after):
            break
        parts.append(tokens[after])
        after += 1
        ended = after
        following = after
        while tokens.is_(following, "comma", "or", "and", "dash", "slash") and following - after < 2:
            following += 1
        while tokens.is_(following, "scale"):
            following += 1
        following += tokens.is_(following, "word", "qualifier") and tokens[following].value in _STATES
        if following == after or not tokens.is_(following, "roman", "number"):
            break
        seps.append(tokens.kind(after))
        after = following
    if not parts:
        return None
    seps, after = seps[: len(parts) - 1], ended
    numbers = [part.value.value for part in parts if part.kind == "number"]
    if len(parts) == 1:
        return (numbers[0] if numbers else _plainly(tokens.written(at, after))), None, after
    if len(numbers) == len(parts) and _is_run(numbers, seps):
        return (min(numbers), max(numbers)), (True, True), after
    return _plainly(tokens.written(at, after)), None, after


def _goes_on(tokens: Tokens, first: Token, at: int) -> bool:
    """Say whether a number goes on with a list of classes, and is no amount beside it: "1A or 2A, 0.5-15 cm2"."""
    if tokens.is_(at, "roman"):
        return True
    last = at + 2 if tokens.is_(at + 1, "dash") and tokens.is_(at + 2, "number") else at
    amount = tokens.is_(last + 1, "unit") and tokens[last + 1].value != "%"
    return not amount and (first.kind == "number" or tokens[at].value.value < _CLASSES)


def _plainly(written: str) -> str:
    """Return classes in letters that any reader has, and with one dash: "Ⅱ~Ⅲ" → "II-III"."""
    return re.sub(r"\s?[~∼～]\s?", "-", written.translate(_ROMAN))


def _is_run(numbers: list[float], seps: list[str]) -> bool:
    """Say whether a list is a range: "0-2", or "0, 1 or 2" without a gap; "0 or 1" stays as it is written."""
    if len(numbers) == 2:
        return seps == ["dash"] and numbers[0] < numbers[1]
    return numbers == [numbers[0] + step for step in range(len(numbers))]
