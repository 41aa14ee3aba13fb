"""Floors: what holds, what falls, what may be pinned."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from trialsift.evaluate.evaluation import score_cases
from trialsift.evaluate.gate import BadFloors, Floors, check, read_floors, update, write_floors
from trialsift.evaluate.junit import junit_xml
from trialsift.evaluate.result import Evaluation, GoldSet

SPANS = [("C", 5 * n, 5 * n + 4) for n in range(20)]
GOLD = GoldSet("hand", "all", 2, {"CONDITION": 40}, "a" * 64, "b" * 64)


@pytest.fixture
def evaluation(make_case):
    """Evaluate two pages of 20 conditions each, in layouts "site" and "other", of which so many are found."""

    def make(site: int, other: int, gold: GoldSet = GOLD) -> Evaluation:
        cases = [
            make_case(SPANS, SPANS[:site], id="one-site", trial="one", layout="site"),
            make_case(SPANS, SPANS[:other], id="two-other", trial="two", layout="other"),
        ]
        return score_cases(cases, gold, "test").evaluation

    return make


def pinned(evaluation: Evaluation) -> Floors:
    return update(evaluation, Floors())[0]


def test_floors_of_a_set(evaluation):
    """Found 20 and 15 of 20: F1 1 and 30/35, over both 70/75."""
    assert pinned(evaluation(20, 15)).sets["hand"].floors == {
        "all": {"CONDITION": 0.9333, "micro": 0.9333},
        "other": {"CONDITION": 0.8571, "micro": 0.8571},
        "site": {"CONDITION": 1.0, "micro": 1.0},
    }


def test_the_same_scores_hold(evaluation):
    verdict = check(evaluation(20, 15), pinned(evaluation(20, 15)))
    assert (verdict.holds, len(verdict.checks), verdict.fallen) == (True, 6, [])


def test_one_span_less_is_within_the_margin(evaluation):
    """One of 20 is worth 0.05: F1 0.9744 against 1, and 0.8235 against 0.8571."""
    assert check(evaluation(19, 15), pinned(evaluation(20, 15))).holds
    assert check(evaluation(20, 14), pinned(evaluation(20, 15))).holds


def test_what_fell_and_the_pages_to_look_at(evaluation):
    verdict = check(evaluation(20, 10), pinned(evaluation(20, 15)))
    assert not verdict.holds
    assert [(c.layout, c.label, c.f1, c.pages) for c in verdict.fallen] == [
        ("all", "CONDITION", 0.8571, (("two-other", 5),)),
        ("all", "micro", 0.8571, (("two-other", 5),)),
        ("other", "CONDITION", 0.6667, (("two-other", 5),)),
        ("other", "micro", 0.6667, (("two-other", 5),)),
    ]


def test_pages_with_new_errors_only(evaluation):
    """5 were missed in each when the floors were pinned: page one has 10 more, page two none."""
    verdict = check(evaluation(5, 15), pinned(evaluation(15, 15)))
    assert {page for c in verdict.fallen for page in c.pages} == {("one-site", 10)}


def test_a_label_that_finds_nothing_any_more_falls(evaluation):
    verdict = check(evaluation(0, 0), pinned(evaluation(20, 20)))
    assert {(c.layout, c.label) for c in verdict.fallen} >= {("all", "CONDITION"), ("site", "CONDITION")}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"gold_sha256": "c" * 64}, "the annotations have changed"),
        ({"pages_sha256": "c" * 64}, "the pages have changed"),
        ({"part": "dev"}, "the part is 'dev' and was 'all'"),
        ({"name": "mine"}, "there are no floors for the gold set 'mine'"),
    ],
)
def test_other_gold_says_which_command_pins_it_again(evaluation, change, problem):
    other = evaluation(20, 20, msgspec.structs.replace(GOLD, **change))
    verdict = check(other, pinned(evaluation(20, 20)))
    assert not verdict.holds
    assert problem in verdict.problem
    assert "trialsift evaluate --gold" in verdict.problem
    assert "--update-floors" in verdict.problem


def test_floors_are_not_lowered_without_leave(evaluation):
    floors = pinned(evaluation(20, 20))
    with pytest.raises(BadFloors, match=r"CONDITION in site: 1\.0000 → 0\.6667.*--allow-regression"):
        update(evaluation(10, 20), floors)
    lowered, _ = update(evaluation(10, 20), floors, allow_regression=True)
    assert lowered.sets["hand"].floors["site"] == {"CONDITION": 0.6667, "micro": 0.6667}


def test_small_falls_do_not_add_up(evaluation):
    """19 of 20 is within the margin of 20: pinning again leaves the floor at 1."""
    floors, changes = update(evaluation(19, 20), pinned(evaluation(20, 20)))
    assert floors.sets["hand"].floors["site"] == {"CONDITION": 1.0, "micro": 1.0}
    assert changes == []


def test_other_sets_stay(evaluation):
    floors, _ = update(evaluation(20, 20, msgspec.structs.replace(GOLD, name="mine")), pinned(evaluation(20, 15)))
    assert sorted(floors.sets) == ["hand", "mine"]
    assert check(evaluation(20, 15), floors).holds


def test_floors_survive_their_file(evaluation, tmp_path: Path):
    floors = pinned(evaluation(20, 15))
    path = tmp_path / "models" / "floors.json"
    write_floors(path, floors)
    assert read_floors(path) == floors
    assert read_floors(tmp_path / "none.json") == Floors()


def test_a_damaged_file_is_named(tmp_path: Path):
    path = tmp_path / "floors.json"
    path.write_text('{"schema": 3}')
    with pytest.raises(BadFloors, match=r"floors\.json is no trialsift-floors/1 file"):
        read_floors(path)


def test_junit_has_a_test_for_each_floor(evaluation):
    verdict = check(evaluation(20, 10), pinned(evaluation(20, 15)))
    suite = ET.fromstring(junit_xml("hand", verdict)).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("6", "4")
    failed = [(t.get("classname"), t.get("name")) for t in suite if t.find("failure") is not None]
    assert ("trialsift.evaluate.hand.other", "CONDITION") in failed
