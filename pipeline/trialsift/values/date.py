"""Dates of a trial as pages write them → ISO 8601. A day or month that a page leaves out is not filled in."""

from __future__ import annotations

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
_AMBIGUOUS = rf"(?<!\d)(?P<a>[0-3]?\d)(?P<separator>[-/.])(?P<b>[0-3]?\d)(?P=separator){_YEAR}"
_NUMERIC = re.compile(_AMBIGUOUS)
_SEASON = (
    r"(?:q[1-4]|[1-4](?:st|nd|rd|th)?\squarter|spring|summer|autumn|fall|winter|early|mid|late|end|beginning|middle|"
    r"year)"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.]{_DAY}",  # 2006-02-17, 2006/2/7
        rf"(?<![a-z]){_MONTH},?\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}",  # February 17, 2006
        rf"(?<!\d){_DAY}[\s.-]{{1,3}}(?:of\s)?{_MONTH}[\s,.-]{{1,3}}{_YEAR}",  # 17 February 2006, 17-Feb-2006
        rf"(?<![a-z])(?<!\d[\s.-])(?<!\d\.\s){_MONTH}[\s,.-]{{1,3}}(?:of\s)?{_YEAR}",  # February 2006
        rf"(?<!\d){_YEAR}[\s,-]{{1,3}}{_MONTH}(?:[\s-]{{1,3}}{_DAY})?",  # 2006-Feb-17, 2006 February
        rf"(?<!\d)(?P<a>[0-3]?\d)(?P<separator>[-/.])(?P<b>[0-3]?\d)(?P=separator){_YEAR}",  # 17/02/2006
        r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>1?\d)\s?月(?:\s?(?P<day>[0-3]?\d)\s?日)?",  # 2006年2月17日
        rf"{_YEAR}\s?year\s(?P<month>[01]?\d)\s?month(?:\s{_DAY}\s?day)?\b",  # 2006 Year 02 Month 17 Day
        rf"(?<![\d.]){_YEAR}[-/.](?P<month>[01]?\d)(?![\d/.-])",  # 2006-02
        rf"(?<![\d/.-])(?P<month>[01]?\d)[-/.]{_YEAR}(?![-/.]\d)",  # 02/2006
        r"^\s*(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)\s*$",  # 20060217
        rf"^\s*{_YEAR}\s*$",  # 2006
        rf"\b{_SEASON}[\s/,-]{{1,3}}(?:of\s)?{_YEAR}",  # a season or quarter is no month: Q3 2021
    )
)


def date_range(text: str, *, day_first: bool | None = None) -> tuple[tuple[int, int, str], tuple[int, int, str]] | None:
    """Return the (start, end, date) of the two dates of a text, the second no earlier; None for more or fewer."""
    found: list[tuple[int, int, str]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            date = _iso(match.groupdict(), day_first)
            if date and not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((*match.span(), date))
    found.sort()
    return (found[0], found[1]) if len(found) == 2 and found[0][2] <= found[1][2] else None


def parse_date(text: str, *, day_first: bool | None = None) -> str | None:
    """Parse the first date of a text: "17 February 2006" gives "2006-02-17", "February 2006" gives "2006-02".

    day_first: how the page writes dates like "03/04/2006" (see `writes_day_first`); None: unknown, and then only
    the year of such a date is kept. None where there is no date.
    """
    for form in _FORMS:
        match = form.search(text)
        if match:
            found = _iso(match.groupdict(), day_first)
            if found:
                return found
    return None


def writes_day_first(text: str) -> bool | None:
    """Say whether dates like "25/04/2006" in a text have the day first; None where they do not show it, or differ."""
    found = {form == "dd/mm/yyyy" for form in ("dd/mm/yyyy", "mm/dd/yyyy") if form in text.lower()}
    for match in _NUMERIC.finditer(text):
        first, second = int(match["a"]), int(match["b"])
        if first != second and _numeric(match["year"], first, second) not in (match["year"], None):
            found.add(first > second)
    return found.pop() if len(found) == 1 else None


def _iso(parts: dict[str, str | None], day_first: bool | None) -> str | None:
    year = parts["year"]
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if parts["separator"] == ".":
            day_first = True  # no country writes dots with the month first
        if day_first is not None and max(first, second) <= 12:
            day, month = (first, second) if day_first else (second, first)
            return f"{year}-{month:02d}-{day:02d}" if day and month else year
        return _numeric(str(year), first, second)
    month = parts.get("month")
    if not month:
        return year
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    day = int(parts.get("day") or 0)
    if not 1 <= number <= 12 or day > _days(int(year or 0), number) or (parts.get("day") and not day):
        return None
    return f"{year}-{number:02d}" + (f"-{day:02d}" if day else "")


def _numeric(year: str, first: int, second: int) -> str | None:
    readings = {
        f"{year}-{month:02d}-{day:02d}"
        for day, month in ((first, second), (second, first))
        if 1 <= month <= 12 and 1 <= day <= _days(int(year), month)
    }
    if len(readings) == 1:
        return readings.pop()
    return year if readings else None


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
