"""Garbled characters are read as what they were, at their place."""

import pytest

from trialsift.read import decode, read_blocks
from trialsift.read.garbled import repair


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("INR â‰¥ 1.5", "INR ≥ 1.5"),
        ("ALT â‰¤ 2.5 Ã— ULN", "ALT ≤ 2.5 × ULN"),
        ("Crohnâ€™s", "Crohn’s"),
        ("50 Âµg", "50 µg"),
        ("37 Â°C", "37 °C"),
        ("SjÃ¶gren", "Sjögren"),
        # no damage
        ("São Paulo", "São Paulo"),
        ("SÃO", "SÃO"),
        ("INR ≥ 1.5 µg", "INR ≥ 1.5 µg"),
        ("câ", "câ"),
        ("Ã", "Ã"),
    ],
)
def test_garbled_characters(garbled, text):
    assert repair(garbled) == text


def test_a_repaired_sign_stands_for_all_of_its_source():
    [block] = read_blocks(decode("INR â‰¥ 1.5".encode(), path="page.txt"))
    assert [(piece.text, piece.start, piece.end) for piece in block.pieces] == [
        ("INR ", 0, 4), ("≥", 4, 7), (" 1.5", 7, 11),
    ]  # fmt: skip
