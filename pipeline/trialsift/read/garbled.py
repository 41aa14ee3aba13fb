"""Characters that were UTF-8, read as Windows-1252, and written again: "â‰¥" was "≥". Each is led back to what it was.

Only runs that give a character trial pages use are taken: "Ã" before a letter is Portuguese, not damage.
"""

from __future__ import annotations

import re

_HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0080-\u00bf"  # bytes 0x80 to 0xBF, as Windows-1252 shows them
GARBLED = rf"[\u00c2-\u00df][{_HIGH}]|[\u00e0-\u00ef][{_HIGH}]{{2}}"
_PLAUSIBLE = frozenset(
    "≥≤≧≦⩾⩽±×÷≈≠∞√→←↑↓−–—‐‑‒’‘“”„…•·°²³¹½¼¾µ®™©§\u00a0\u2009\u202f\u200b\ufeff"
    "αβγδεκλμπσωΔΩéèêëáàâäãåæçíìîïñóòôöõøúùûüýÿßÁÀÂÄÅÆÇÉÈÊËÍÎÑÓÖØÚÜŠšŽžčćłńőűžřěůśźż"
)


def repaired(garbled: str) -> str | None:
    """Return the character that a match of GARBLED was, or None where it is text as it should be."""
    data = bytearray()
    for char in garbled:
        try:
            data += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            data.append(ord(char))  # the five bytes that Windows-1252 leaves undefined
    try:
        character = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return character if character in _PLAUSIBLE else None


_PATTERN = re.compile(GARBLED)


def repair(text: str) -> str:
    """Return a text with its garbled characters led back to what they were."""
    return _PATTERN.sub(lambda match: repaired(match[0]) or match[0], text)
