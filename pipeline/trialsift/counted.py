"""Numbers of things in what is said to the user: "1 page", "2,000 pages"."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an "s" where the number asks for it."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
