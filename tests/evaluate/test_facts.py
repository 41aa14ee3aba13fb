"""Facts as sets, trial fields, layouts of one trial."""

from __future__ import annotations

import pytest

from trialsift.evaluate.facts import score_facts, trial_matches
from trialsift.evaluate.invariance import agree
from trialsift.record import AgeFact, EnrollmentFact, Fact, Trial, YesNoFact

TEXT = "Asthma and asthma attacks; Hay fever, drug A, drug B, drug C. "


def _row(mark: str, name: str) -> tuple[str, int, int]:
    start = TEXT.index(name)
    return (mark, start, start + len(name))


def test_names_count_once_whatever_their_case_and_plural(make_case):
    """Gold: asthma (twice), hay fever; found: asthma, asthma attacks: 1 right, 1 spurious, 1 missed."""
    gold = [_row("C", "Asthma"), _row("C", "asthma"), _row("C", "Hay fever")]
    found = [_row("C", "Asthma"), _row("C", "asthma attacks")]
    score = score_facts([make_case(gold, found, text=TEXT)])["conditions"]
    assert (score.tp, score.fp, score.fn, score.f1) == (1, 1, 1, 0.5)


def test_thresholds_and_doses_count_by_value(make_case):
    one = {"analyte": ["inr"], "comparator": ">=", "value": 1.5}
    gold = [("L", 0, 4, "other", "gold", 1.0, one)]
    found = [("L", 5, 9, "other", "rule:x", 1.0, {**one, "value": 1.50}), ("L", 10, 14, "other", "rule:x", 1.0, one)]
    score = score_facts([make_case(gold, found)])["lab_thresholds"]
    assert (score.tp, score.fp, score.fn) == (1, 0, 0)


@pytest.mark.parametrize(
    ("expected", "right"),
    [
        ({"title": "A trial"}, True),
        ({"title": "A  trial"}, True),
        ({"title": "Another"}, False),
        ({"acronym": None}, True),
        ({"status": None}, False),
        ({"phases": ["PHASE2", "PHASE1"]}, True),
        ({"phases": ["PHASE2"]}, False),
        ({"phases": []}, False),
        ({"countries": []}, True),
        ({"enrollment": {"value": 40, "kind": "actual"}}, True),
        ({"enrollment": {"value": 40, "kind": "estimated"}}, False),
        ({"enrollment": 40}, True),
        ({"min_age": {"value": 18, "unit": "a"}}, True),
        ({"min_age": {"value": 18, "unit": "mo"}}, False),
        ({"max_age": None}, True),
        ({"healthy_volunteers": False}, True),
        ({"healthy_volunteers": True}, False),
    ],
)
def test_trial_fields_are_exact(expected, right):
    trial = Trial(
        title=Fact("A trial", 0, 7),
        status=Fact("COMPLETED", 8, 17),
        phases=[Fact("PHASE1", 0, 1), Fact("PHASE2", 0, 1)],
        enrollment=EnrollmentFact(40, "actual", 0, 1),
        min_age=AgeFact(18.0, "a", 0, 1),
        healthy_volunteers=YesNoFact(False, 0, 1),
    )
    assert list(trial_matches(expected, trial).values()) == [right]


def test_agreement_over_layouts(make_case):
    """Interventions A B in two layouts, A in a third: pairs 2/2, 1/2, 1/2, mean 2/3; the third lost B."""
    a, b, c = (_row("I", f"drug {name}") for name in "ABC")
    cases = [
        make_case([a, b], [a, b], text=TEXT, id="t-one", trial="t", layout="one"),
        make_case([a, b], [a, b], text=TEXT, id="t-two", trial="t", layout="two"),
        make_case([a, b], [a], text=TEXT, id="t-three", trial="t", layout="three"),
        make_case([c], [], text=TEXT, id="u-one", trial="u", layout="one"),
    ]
    agreement = agree(cases)
    assert agreement.trials == 1
    assert (agreement.found["interventions"], agreement.gold["interventions"]) == (0.6667, 1.0)
    assert agreement.common["interventions"] == 0.6667
    assert agreement.found["conditions"] is None
    assert [(loss.layout, loss.kind, loss.fact) for loss in agreement.losses] == [("three", "interventions", "drug b")]
    assert agreement.lost["three"]["interventions"] == 1


def test_what_a_page_does_not_state_is_not_lost(make_case):
    a, b = (_row("I", f"drug {name}") for name in "AB")
    cases = [
        make_case([a, b], [a, b], text=TEXT, id="t-one", trial="t", layout="one"),
        make_case([a], [a], text=TEXT, id="t-two", trial="t", layout="two"),
    ]
    agreement = agree(cases)
    assert agreement.losses == []
    assert [sets["interventions"] for sets in (agreement.found, agreement.common, agreement.gold)] == [0.5, 1.0, 0.5]
