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
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.]{_DAY}",  # 2006-02-17, 2006/2/7
        rf"(?<![a-z]){_MONTH},?\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}",  # February 17, 2006
        rf"(?<!\d){_DAY}[\s.-]{{1,3}}(?:of\s)?{_MONTH}[\s,.-]{{1,3}}{_YEAR}",  # 17 February 2006, 17-Feb-2006
        rf"(?<![a-z]){_MONTH}[\s,.-]{{1,3}}(?:of\s)?{_YEAR}",  # February 2006
        rf"(?<!\d){_YEAR}[\s,-]{{1,3}}{_MONTH}(?:[\s-]{{1,3}}{_DAY})?",  # 2006-Feb-17, 2006 February
        rf"(?<!\d)(?P<a>[0-3]?\d)(?P<separator>[-/.])(?P<b>[0-3]?\d)(?P=separator){_YEAR}",  # 17/02/2006
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)(?![\d/.-])",  # 2006-02
        rf"(?<![\d/.-])(?P<month>[01]?\d)[-/.]{_YEAR}",  # 02/2006
        rf"^\s*{_YEAR}\s*$",  # 2006
    )
)


def parse_date(text: str) -> str | None:
    """Parse the first date of a text: "17 February 2006" gives "2006-02-17", "February 2006" gives "2006-02".

    Of "03/04/2006", where day and month cannot be told apart, only the year is kept. None where there is no date.
    """
    for form in _FORMS:
        match = form.search(text)
        if match:
            found = _iso(match.groupdict())
            if found:
                return found
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    year = parts["year"]
    if parts.get("a"):
        return _numeric(str(year), int(parts["a"] or 0), int(parts["b"] or 0))
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
