"""Exports with a field and its value in each row."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.page import Source
from trialsift.read.key_values import rows_of

TABLE = """field,value
"nct_number","NCT09990123"
"title","Ginger ""green"" tea for gout"
"phase","Phase 2"
"sponsor","Elmfield Clinic"
"condition","Gout"
"inclusion_criteria","1. Gout
2. Urate above 6 mg/dL"
"exclusion_criteria","1. Pregnancy
2. Creatinine above 2 mg/dL"
"""


def test_rows_are_labels_and_values():
    page = read_page(Source("page.csv", TABLE, "0" * 64, 1, "utf-8", "text/plain"))
    assert [(passage.field or passage.section, page.text_of(passage)) for passage in page.passages] == [
        ("ids", "NCT09990123"),
        ("title", 'Ginger "green" tea for gout'),
        ("phases", "Phase 2"),
        ("sponsor", "Elmfield Clinic"),
        ("conditions", "Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Urate above 6 mg/dL"),
        ("eligibility.exclusion", "Pregnancy"),
        ("eligibility.exclusion", "Creatinine above 2 mg/dL"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nct_number,title,phase\nNCT09990123,Ginger tea,2\nNCT09990124,Nettle tea,3\n",
        "Ginger tea, a cup a day\nGout, and more\nPhase, 2\n",
        TABLE.replace(",", "\t", 1),
        TABLE + "and a line of text\n",
        '"' * 50,
        "",
    ],
)
def test_other_texts_have_no_rows(text):
    assert rows_of(text) == []
