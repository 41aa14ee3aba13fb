"""Lists of classes, grades and small numbers: "III or IV", "0, 1 or 2", "T1-3"."""

from __future__ import annotations

from trialsift.values.threshold import Value
from trialsift.values.threshold_tokens import Tokens

_LONGEST_LIST = 12  # classes


def listed(tokens: Tokens, at: int) -> tuple[Value, tuple[bool, bool] | None, int] | None:
    """Read a list of classes: its value as the guidelines have it, whether it is a range, the index after it."""
    parts, seps, after = [], [], at
    while tokens.is_(after, "roman", "number") and len(parts) < _LONGEST_LIST:
        parts.append(tokens[after])
        after += 1
        following = after
        while tokens.is_(following, "comma", "or", "and", "dash", "slash") and following - after < 2:
            following += 1
        while tokens.is_(following, "scale"):
            following += 1
        if following == after or not tokens.is_(following, "roman", "number"):
            break
        seps.append(tokens.kind(after))
        after = following
    if not parts:
        return None
    numbers = [part.value.value for part in parts if part.kind == "number"]
    if len(parts) == 1:
        return (numbers[0] if numbers else tokens.written(at, after)), None, after
    if len(numbers) == len(parts) and _is_run(numbers, seps):
        return (min(numbers), max(numbers)), (True, True), after
    return tokens.written(at, after), None, after


def _is_run(numbers: list[float], seps: list[str]) -> bool:
    """Say whether a list is a range: "0-2", or "0, 1 or 2" without a gap; "0 or 1" stays as it is written."""
    if len(numbers) == 2:
        return seps == ["dash"] and numbers[0] < numbers[1]
    return numbers == [numbers[0] + step for step in range(len(numbers))]
