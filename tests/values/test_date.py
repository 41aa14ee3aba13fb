"""Dates of a trial → ISO 8601, no day or month that the page does not write."""

from __future__ import annotations

import pytest

from trialsift.values.date import date_range, parse_date, writes_day_first


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("February 2006", "2006-02"),
        ("Feb 2006", "2006-02"),
        ("17 February 2006", "2006-02-17"),
        ("February 17, 2006 (Actual)", "2006-02-17"),
        ("Sep 01, 2022", "2022-09-01"),
        ("1st of March 2021", "2021-03-01"),
        ("17-Feb-2006", "2006-02-17"),
        ("2006-02-17", "2006-02-17"),
        ("2006/2/7", "2006-02-07"),
        ("2006-02", "2006-02"),
        ("02/2006", "2006-02"),
        ("2006", "2006"),
        ("30/09/2026", "2026-09-30"),
        ("09/30/2026", "2026-09-30"),
        ("12.02.2024", "2024-02-12"),
        ("03/04/2006", "2006"),  # day and month cannot be told apart
        ("31/02/2020", None),
        ("2020-13-01", None),
        ("soon", None),
        ("after 24 months", None),
        ("", None),
    ],
)
def test_dates(text, date):
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "day_first", "date"),
    [
        ("03/04/2006", True, "2006-04-03"),
        ("03/04/2006", False, "2006-03-04"),
        ("09/30/2026", True, "2026-09-30"),  # what only one reading allows needs no hint
        ("February 2006", True, "2006-02"),
    ],
)
def test_dates_of_a_page_that_shows_its_order(text, day_first, date):
    assert parse_date(text, day_first=day_first) == date


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("first seen 25/04/2006, last 03/04/2007", True),
        ("first seen 04/25/2006", False),
        ("first seen 03/04/2006", None),
        ("04/25/2006 and 25/04/2006", None),
        ("31/02/2020", None),
        ("no date", None),
    ],
)
def test_order_of_a_page(text, day_first):
    assert writes_day_first(text) is day_first


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Mar 2024 - Nov 2026", ("2024-03", "2026-11")),
        ("From2023-05-01To 2025-06-30", ("2023-05-01", "2025-06-30")),
        ("01 Feb 2024 31 Jan 2026", ("2024-02-01", "2026-01-31")),
        ("Nov 2026 - Mar 2024", None),
        ("Mar 2024", None),
        ("Mar 2024, May 2024, June 2025", None),
        ("18 to 65 years", None),
    ],
)
def test_both_ends_in_one_text(text, dates):
    found = date_range(text)
    assert (found and tuple(value for _, _, value in found)) == dates
