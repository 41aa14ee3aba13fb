"""Entries of fields of interventions: types before and behind names, names before what describes them."""

from __future__ import annotations

import pytest

from trialsift.rules.intervention import typed_entries


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Drug: Tea Drug: Water", [("Tea", "drug"), ("Water", "drug")]),
        ("tea, water; honey", [("tea", None), ("water", None), ("honey", None)]),
        ("tea (drug)", [("tea", "drug")]),
        ("tea (hot)", [("tea (hot)", None)]),
        ("nettle tea (drug) – 200 mL before each meal, then daily", [("nettle tea", "drug")]),
        ("Breathing lessons. A coach will give them, and a booklet", [("Breathing lessons", None)]),
        ("Nettle extract: each capsule holds leaves, stalks and roots", [("Nettle extract", None)]),
        ("Carboplatin - paclitaxel", [("Carboplatin - paclitaxel", None)]),
        ("Tea versus St. John's wort in hot water", [("Tea versus St. John's wort in hot water", None)]),
    ],
)
def test_entries(text, entries):
    assert [(text[start:end], kind) for start, end, kind in typed_entries(text)] == entries
