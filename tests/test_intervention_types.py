"""The type of an intervention by the words of its name."""

from __future__ import annotations

import re

import pytest

from trialsift.intervention_types import type_by_name
from trialsift.vocab import table


@pytest.mark.parametrize("row", table("intervention_type_words"), ids=lambda row: row["example"])
def test_words_of_the_table(row):
    assert re.search(row["pattern"], row["example"], re.IGNORECASE)
    assert type_by_name(row["example"]) == row["type"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dexamethasone", "drug"),
        ("Gingerol/Calmazole", "drug"),
        ("BHV-3000", "drug"),
        ("high-dose oral gingerol", "drug"),
        ("gingervir dipivoxil", "drug"),
        ("bupropion hydrochloride", "drug"),
        ("stem cell transplantation", "procedure"),
        ("stem cells", "biological"),
        ("bone marrow aspiration", "procedure"),
        ("laser photocoagulation", "procedure"),
        ("vaccine education", "behavioral"),
        ("vitamin D", "dietary_supplement"),
        ("ESLD", None),
        ("conventional", None),
        ("ACTRN12616001027404", None),
        ("NCLEAF", None),
        ("ginger compress", None),
        ("warm feet", None),
        ("2011", None),
        ("", None),
    ],
)
def test_type_by_name(name, kind):
    assert type_by_name(name) == kind
