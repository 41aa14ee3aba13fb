"""E-mails."""

from __future__ import annotations

from trialsift.layouts import read_page
from trialsift.page import Source

LETTER = """From: Study Desk <desk@example.org>
To: list@example.org
Subject: Fwd: Ginger Tea for Gout
Date: Wed, 02 Oct 2013 15:01:22 +0000

Hello all,

This trial is open for patients with a flare.

Inclusion:
* Gout
* Urate above 6 mg/dL

Best regards,

Sam
--
Sam Reed, Department of Diabetes
On Tue, Oct 1, 2013 Ann wrote:
> anything for asthma?
"""


def _read(text: str) -> list[tuple[str, str | None, str]]:
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    return [(passage.section, passage.field, page.text_of(passage)) for passage in page.passages]


def test_headers_and_signature_are_furniture_and_the_subject_is_the_title():
    assert _read(LETTER) == [
        ("title", "title", "Ginger Tea for Gout"),
        ("summary", None, "This trial is open for patients with a flare."),
        ("eligibility.inclusion", None, "Gout"),
        ("eligibility.inclusion", None, "Urate above 6 mg/dL"),
    ]


def test_a_page_without_headers_keeps_its_lines():
    text = "Ginger Tea for Gout\n\nDate: 2013\n\nInclusion criteria:\n\n> 18 years\n\nBest response below 2\n"
    assert _read(text)[-2:] == [
        ("eligibility.inclusion", None, "> 18 years"),
        ("eligibility.inclusion", None, "Best response below 2"),
    ]
