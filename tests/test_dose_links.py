"""Which intervention and arm a dose belongs to."""

from __future__ import annotations

import pytest

from trialsift.assemble import assemble
from trialsift.dose_links import nearest_intervention
from trialsift.mention import Mention
from trialsift.rules import dose

ROWS = [
    # (text, names in it, (dose, its intervention) in order)
    ("alpha 10 mg and beta 20 mg", ["alpha", "beta"], [("10 mg", "alpha"), ("20 mg", "beta")]),
    ("10 mg of alpha and 20 mg of beta", ["alpha", "beta"], [("10 mg", "alpha"), ("20 mg", "beta")]),
    ("10 mg alpha or 20 mg beta", ["alpha", "beta"], [("10 mg", "alpha"), ("20 mg", "beta")]),
    ("alpha with low-dose beta", ["alpha", "beta"], [("low-dose", "beta")]),
    ("alpha (10 mg weekly) plus beta", ["alpha", "beta"], [("10 mg weekly", "alpha")]),
    ("alpha 10 mg, then 20 mg, beta", ["alpha", "beta"], [("10 mg", "alpha"), ("20 mg", "alpha")]),
    ("Patients take alpha. Then 20 mg of beta is given.", ["alpha", "beta"], [("20 mg", "beta")]),
    ("Given at 10 mg, alpha is safe.", ["alpha"], [("10 mg", "alpha")]),
    ("alpha (or beta) at 10 mg", ["alpha", "beta"], [("10 mg", "alpha")]),
    ("conventional alpha plus low dose beta treatment", ["alpha", "beta treatment"], [("low dose", "beta treatment")]),
    ("alpha 10 mg, or Gammanol 20 mg", ["alpha"], [("10 mg", "alpha"), ("20 mg", None)]),
    ("alpha tablets 10 mg daily", ["alpha"], [("10 mg daily", "alpha")]),
    ("alpha > 10 mg/day", ["alpha"], [("> 10 mg/day", "alpha")]),
    ("alpha is begun 4 weeks after beta at 5 mg daily", ["alpha", "beta"], [("5 mg daily", "alpha")]),
    (
        "alpha is given SC on days 3-10 of each cycle of beta",
        ["alpha", "beta"],
        [("SC on days 3-10 of each cycle", "alpha")],
    ),
    ("alpha tablets (40 mg PPQ)", ["alpha"], [("40 mg", None)]),
    ("alpha 40 mg PRN", ["alpha"], [("40 mg PRN", "alpha")]),
    ("alpha is followed by 50 units of BTX-9", ["alpha"], [("50 units", None)]),
    ("Subcutaneously Delivered alpha", ["alpha"], [("Subcutaneously", "alpha")]),
    ("Alpha 50 mg Given Once Daily", ["Alpha"], [("50 mg", "Alpha"), ("Once Daily", "Alpha")]),
]


def _record(make_page, *rows, names):
    page = make_page(*rows)
    found = [
        Mention(at, at + len(name), "INTERVENTION", "rule:test", 0.95)
        for name in names
        for at in range(len(page.text))
        if page.text.startswith(name, at)
    ]
    return assemble(page, sorted([*found, *dose.find(page)], key=lambda m: (m.start, m.end, m.label)))


@pytest.mark.parametrize(("text", "names", "links"), ROWS)
def test_a_dose_belongs_to_the_name_beside_it(make_page, text, names, links):
    record = _record(make_page, ("arms", "arm.description", text), names=names)
    assert [
        (record.mentions[d.mention].text, None if d.intervention is None else record.interventions[d.intervention].name)
        for d in record.doses
    ] == links


def test_doses_that_follow_each_other_belong_to_the_name_behind_them():
    text = "alpha 20 mg and 10 mL of 0.25% beta"
    places = [(text.index(dose), text.index(dose) + len(dose)) for dose in ("20 mg", "10 mL", "0.25%")]
    names = [(0, 5, 0), (text.index("beta"), len(text), 1)]
    doses = [Mention(start, end, "DOSE", "rule:test", 1.0) for start, end in places]
    assert [nearest_intervention(dose, names, text, places) for dose in doses] == [0, 1, 1]


def test_a_dose_in_an_arm_belongs_to_the_arm_and_to_its_intervention(make_page):
    record = _record(
        make_page,
        ("arms", "arm.label", "High", "", 1),
        ("arms", "arm.interventions", "alpha", "", 1),
        ("arms", "arm.description", "Given 20 mg once daily.", "", 1),
        ("arms", "arm.label", "Low", "", 2),
        ("arms", "arm.interventions", "beta", "", 2),
        ("arms", "arm.description", "Given 5 mg once daily.", "", 2),
        names=["alpha", "beta"],
    )
    assert [(d.arm, d.intervention, d.amount) for d in record.doses] == [(0, 0, 20), (1, 1, 5)]
    assert [arm.doses for arm in record.arms] == [[1], [3]]


def test_a_description_is_of_the_intervention_before_it(make_page):
    record = _record(
        make_page,
        ("arms", "arm", "Experimental: both", "", 1),
        ("arms", "interventions", "Drug: alpha", "", 1),
        ("arms", "intervention.description", "Given 20 mg once daily.", "", 1),
        ("arms", "interventions", "Drug: beta", "", 1),
        ("arms", "intervention.description", "5 mg once daily, after alpha.", "", 1),
        names=["alpha", "beta"],
    )
    assert [(d.arm, d.intervention, d.amount) for d in record.doses] == [(0, 0, 20), (0, 1, 5)]


def test_a_dose_of_an_arm_with_two_interventions_belongs_to_none(make_page):
    record = _record(
        make_page,
        ("arms", "arm.label", "Both", "", 1),
        ("arms", "arm.interventions", "alpha", "", 1),
        ("arms", "arm.interventions", "beta", "", 1),
        ("arms", "arm.description", "Given 20 mg once daily.", "", 1),
        names=["alpha", "beta"],
    )
    assert [(d.arm, d.intervention) for d in record.doses] == [(0, None)]


def test_a_dose_without_a_name_belongs_to_the_one_that_is_studied(make_page):
    record = _record(
        make_page,
        ("interventions", "intervention.name", "alpha"),
        ("summary", None, "The dose is 10 mg once daily."),
        ("eligibility.exclusion", None, "Prednisone 10 mg daily"),
        names=["alpha"],
    )
    assert [(d.intervention, d.frequency) for d in record.doses] == [
        (0, {"times": 1, "period": 1, "unit": "d"}),
        (None, {"times": 1, "period": 1, "unit": "d"}),
    ]
