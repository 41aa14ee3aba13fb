"""Dates: what is not written is not filled in; what cannot be told apart is left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.date import parse_date

ROWS = [
    ("2006-02-17", "2006-02-17"),
    ("2006/2/7", "2006-02-07"),
    ("2006-02-17T00:00:00", "2006-02-17"),
    ("February 17, 2006", "2006-02-17"),
    ("Feb 17, 2006", "2006-02-17"),
    ("Feb. 3rd, 2011", "2011-02-03"),
    ("17 February 2006", "2006-02-17"),
    ("17-Feb-2006", "2006-02-17"),
    ("17. February 2006", "2006-02-17"),
    ("3rd of June 2019", "2019-06-03"),
    ("Sept 1, 2020", "2020-09-01"),
    ("31/12/2020", "2020-12-31"),
    ("12/31/2020", "2020-12-31"),
    ("17.02.2006", "2006-02-17"),
    ("05/05/2015", "2015-05-05"),
    ("20060217", "2006-02-17"),
    ("2006年2月17日", "2006-02-17"),
    ("2006年2月", "2006-02"),
    ("February 2006", "2006-02"),
    ("Feb-2006", "2006-02"),
    ("2006-02", "2006-02"),
    ("02/2006", "2006-02"),
    ("2006-Feb-17", "2006-02-17"),
    ("2006 February", "2006-02"),
    ("2006", "2006"),
    ("March 2008 (Actual)", "2008-03"),
    ("Actual: 12 May 2021", "2021-05-12"),
    ("Study start date: August 1, 2014", "2014-08-01"),
    # day and month cannot be told apart: only the year
    ("03/04/2006", "2006"),
    ("3-4-2006", "2006"),
    # a season or quarter is no month
    ("Q3 2021", "2021"),
    ("spring 2019", "2019"),
    ("end of 2020", "2020"),
]
NOTHING = [
    "", "N/A", "unknown", "2006-13-01", "2006-02-30", "February 30, 2006", "31 April 2010", "32/01/2020", "ongoing", "May",
    "12 patients", "NCT20061234", "phone 2012 5550", "1.5.3", "17 Feb", "18-65", "version 3.2020.1", "Q3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_date(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_date(text):
    assert parse_date(text) is None


@given(
    day=st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    form=st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%Y/%m/%d"]),
)
def test_a_printed_date_reads_back(day, form):
    assert parse_date(day.strftime(form)) == day.isoformat()


@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)), form=st.sampled_from(["%Y-%m", "%B %Y", "%b-%Y", "%m/%Y"]))
def test_a_printed_month_reads_back_without_a_day(day, form):
    assert parse_date(day.strftime(form)) == day.isoformat()[:7]


@given(st.text(max_size=60))
def test_no_text_raises(text):
    found = parse_date(text)
    assert found is None or len(found) in (4, 7, 10)
