"""Tables of outcomes whose cells a text dump put below each other."""

from trialsift.layouts import read_page
from trialsift.read import decode

PAGE = """Walking aids after stroke

What is the study measuring?
Primary Outcome Measures
Outcome Measure
Measure Description
Time Frame
Walking speed
Ten metres, as fast as is safe
Week 12
Number of falls
Week 24

Secondary Outcome Measures
Outcome Measure
Time Frame
Quality of life
Weeks 12 and 24
"""


def test_rows_end_with_their_time_frame():
    page = read_page(decode(PAGE.encode(), path="page.txt"))
    rows = [(p.section, p.field, page.text_of(p)) for p in page.passages if p.section.startswith("outcomes")]
    assert rows == [
        ("outcomes.primary", "outcome.measure", "Walking speed"),
        ("outcomes.primary", "outcome.description", "Ten metres, as fast as is safe"),
        ("outcomes.primary", "outcome.time_frame", "Week 12"),
        ("outcomes.primary", "outcome.measure", "Number of falls"),
        ("outcomes.primary", "outcome.time_frame", "Week 24"),
        ("outcomes.secondary", "outcome.measure", "Quality of life"),
        ("outcomes.secondary", "outcome.time_frame", "Weeks 12 and 24"),
    ]


def test_one_column_name_alone_opens_no_table():
    page = read_page(decode(b"Tea and sleep\n\nTime frame\n12 weeks\n", path="page.txt"))
    assert [(p.field, page.text_of(p)) for p in page.passages][1:] == [(None, "12 weeks")]
