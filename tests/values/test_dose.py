"""Doses: a table of texts and the spans and values found in them, and what must hold for any text."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.dose import find_candidates, find_doses, parse_dose
from trialsift.values.lexicon import lexicon
from trialsift.vocab import table

_SPAN = re.compile(r"⟦([^⟦⟧]*)⟧")


def _rows(name: str) -> list[tuple[str, list[tuple[str, dict]]]]:
    """Read a table of marked lines: (text without marks, spans with their attributes)."""
    rows = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, *attrs = line.split(" | ")
        spans = _SPAN.findall(text)
        assert text.count("⟦") == text.count("⟧") == len(spans) == len(attrs), line
        rows.append((_SPAN.sub(r"\1", text), [(s, json.loads(a)) for s, a in zip(spans, attrs, strict=True)]))
    assert rows
    return rows


@pytest.mark.parametrize(
    ("text", "expected"), _rows("doses.txt"), ids=lambda value: value if isinstance(value, str) else ""
)
def test_doses_of_a_text(text, expected):
    assert [(text[dose.start : dose.end], dose.attrs()) for dose in find_doses(text)] == expected


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("75 mg/m2 on days 1, 8 and 15 of a 28-day cycle", {"days": [1, 8, 15], "cycle": {"value": 28, "unit": "d"}}),
        ("5 mg/m2 on days 1-5 of each course", {"days": [1, 2, 3, 4, 5]}),
        ("10 mg on days -3 to -1", {"days": [-3, -2, -1]}),
        ("2 tablets of 50 mg", {"strength": {"amount": 50, "unit": "mg"}}),
        ("600 mg (3 tablets/day)", {"units": {"amount": 3, "unit": "{tablet}"}}),
        ("IV over 2 hours for 5 days", {"infusion": {"value": 2, "unit": "h"}}),
        ("22.5 mg IM q 12 wks x 2", {"repeats": 2}),
        ("50 mg PRN", {"as_needed": True}),
        ("5 mg BID with food", {"with_meals": True}),
        ("2 mg/kg continuous infusion daily", {"continuous": True}),
        ("125 mg daily, 3 weeks on, 1 week off", {"on": {"value": 3, "unit": "wk"}, "off": {"value": 1, "unit": "wk"}}),
        ("a loading dose of 300 mg", {"phase": "loading"}),
        ("360 mg loading dose", {"phase": "loading"}),
        ("maintenance therapy at 75 mg daily", {"phase": "maintenance"}),
        ("increased to 20 mg after 2 weeks", {"phase": "increase"}),
        ("titrated up to 33 mg/m2/hour", {"phase": "increase"}),
        ("tapered to 5 mg", {"phase": "decrease"}),
        ("starting dose of 10 mg", {"phase": "start"}),
        ("up to a maximum of 40 mg", {"phase": "maximum"}),
        ("50 mg twice daily", None),
    ],
)
def test_schedule(text, schedule):
    dose = parse_dose(text)
    assert dose is not None
    assert dose.schedule == schedule


def test_a_step_ends_with_then():
    found = find_doses("a loading dose of 8 mg/kg, then 6 mg/kg q3w, then 4 mg/kg as maintenance")
    assert [(dose.schedule or {}).get("phase") for dose in found] == ["loading", None, None]


def test_the_steps_of_a_regimen_are_told_apart():
    text = "a loading dose of 8 mg/kg IV followed by maintenance doses of 6 mg/kg every 3 weeks"
    assert [(text[d.start : d.end], (d.schedule or {}).get("phase")) for d in find_doses(text)] == [
        ("8 mg/kg IV", "loading"),
        ("6 mg/kg every 3 weeks", "maintenance"),
    ]


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        ("weekly", {"frequency": {"times": 1, "period": 1, "unit": "wk"}}),
        ("orally", {"route": "oral"}),
        ("for 6 months", {"duration": {"value": 6, "unit": "mo"}}),
        ("28-day treatment cycles", {"duration": {"value": 28, "unit": "d"}}),
        ("three sessions a week", {"frequency": {"times": 3, "period": 1, "unit": "wk"}}),
        (
            "three 60-minute sessions a week",
            {"frequency": {"times": 3, "period": 1, "unit": "wk"}, "duration": {"value": 60, "unit": "min"}},
        ),
        ("12 h/day", {"frequency": {"times": 1, "period": 1, "unit": "d"}, "duration": {"value": 12, "unit": "h"}}),
        ("single intravenous dose", {"frequency": {"times": 1}, "route": "intravenous"}),
        ("up to 12 cycles", {"duration": {"value": 12, "unit": "{cycle}"}}),
        ("one or two doses", {"frequency": {"times": [1, 2]}}),
        ("every 3 weeks, then 40 mg", {"amount": 40, "unit": "mg"}),
    ],
)
def test_a_text_known_to_be_a_dose_needs_no_amount(text, attrs):
    dose = parse_dose(text)
    assert dose is not None
    assert dose.attrs() == attrs


@pytest.mark.parametrize("text", ["", " ", "none", "3 participants", "ALT", "2:1", "…", "at visit 4"])
def test_a_text_without_a_dose(text):
    assert parse_dose(text) is None


@pytest.mark.parametrize("row", table("routes"), ids=lambda row: row["route"])
def test_route_row(row):
    assert {(d.route, d.amount is None) for d in find_doses(row["example"])} == {(row["expected"], False)}


@pytest.mark.parametrize("row", table("forms"), ids=lambda row: row["surface"][:20])
def test_form_row(row):
    assert [d.form or "" for d in find_doses(row["example"])] == [row["expected"]]


@pytest.mark.parametrize("row", table("dose_levels"), ids=lambda row: row["surface"][:20])
def test_level_row(row):
    assert [d.level or "" for d in find_doses(row["example"])] == [row["expected"]]


@pytest.mark.parametrize("row", table("frequencies"), ids=lambda row: row["surface"][:20])
def test_frequency_row(row):
    frequency = next(d.frequency or {} for d in find_doses(row["example"]))
    assert ",".join(str(frequency.get(name, "")) for name in ("times", "period", "unit")) == row["expected"]


@pytest.mark.parametrize("name", ["routes", "forms", "dose_levels", "frequencies"])
def test_every_surface_of_a_table_finds_its_own_row(name):
    words = lexicon(name)
    missed = []
    for row in table(name):
        for surface in row["surface"].split("|"):
            found = words.at(surface, 0, surface[0].lower() if not surface[0].isalpha() else _first(surface))
            if found is None or found[0] != len(surface):
                missed.append(surface)
    assert missed == []


def _first(surface: str) -> str:
    match = re.match(r"[^\W\d_]+", surface)
    assert match is not None
    return match[0].lower()


_UNITS = {"mg": "mg", "mcg": "ug", "g": "g", "IU": "[iU]", "Gy": "Gy", "MBq": "MBq", "mEq": "meq"}
_RATES = {
    "once daily": (1, 1, "d"),
    "BID": (2, 1, "d"),
    "three times a day": (3, 1, "d"),
    "weekly": (1, 1, "wk"),
    "every 3 weeks": (1, 3, "wk"),
    "q8h": (1, 8, "h"),
    "every other day": (1, 2, "d"),
}
_ROUTES = {"orally": "oral", "IV": "intravenous", "subcutaneously": "subcutaneous", "": None}
_TIMES = {"days": "d", "weeks": "wk", "months": "mo", "years": "a"}


@given(
    amount=st.integers(1, 9999),
    unit=st.sampled_from(sorted(_UNITS)),
    per=st.sampled_from(["", "/kg", "/m2"]),
    route=st.sampled_from(sorted(_ROUTES)),
    rate=st.sampled_from(sorted(_RATES)),
    length=st.integers(2, 99),
    time=st.sampled_from(sorted(_TIMES)),
    space=st.sampled_from(["", " "]),
)
def test_a_printed_dose_reads_back(amount, unit, per, route, rate, length, time, space):
    text = " ".join(filter(None, [f"{amount}{space}{unit}{per}", route, rate, f"for {length} {time}"]))
    times, period, code = _RATES[rate]
    (dose,) = find_doses(f"Participants take {text}.")
    assert (dose.start, dose.end) == (18, 18 + len(text))
    assert dose.attrs() == {
        "amount": amount,
        "unit": _UNITS[unit],
        **({"per": per[1:]} if per else {}),
        "frequency": {"times": times, "period": period, "unit": code},
        "duration": {"value": length, "unit": _TIMES[time]},
        **({"route": _ROUTES[route]} if _ROUTES[route] else {}),
    }


@given(
    low=st.integers(1, 500),
    more=st.integers(1, 500),
    dash=st.sampled_from(["-", "–", " to ", " - ", " mg to ", " mg-"]),
)
def test_a_printed_range_reads_back(low, more, dash):
    (dose,) = find_doses(f"{low}{dash}{low + more} mg")
    assert dose.attrs() == {"amount": [low, low + more], "unit": "mg"}


@given(st.text(max_size=200))
def test_no_text_raises_and_spans_lie_in_it(text):
    doses = [candidate.dose for candidate in find_candidates(text)]
    assert all(0 <= dose.start < dose.end <= len(text) for dose in doses)
    assert all(first.end <= second.start for first, second in pairwise(doses))


@given(
    st.lists(
        st.sampled_from(
            [
                "10",
                "mg",
                "mg/kg",
                "daily",
                "BID",
                "q",
                "every",
                "3",
                "weeks",
                "for",
                "over",
                "28",
                "days",
                "IV",
                "(",
                ")",
                ",",
                "of",
                "day",
                "1",
                "8",
                "-",
                "cycle",
                "2",
                "tablets",
                "x",
                "at",
                "single",
                "dose",
            ]
        ),
        max_size=25,
    )
)
def test_no_sequence_of_dose_words_raises(words):
    for dose in find_doses(" ".join(words)):
        json.dumps(dose.attrs())
