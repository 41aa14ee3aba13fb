"""Two runs on the same pages: gains, losses, how sure they are, the pages behind them."""

from __future__ import annotations

import msgspec
import pytest

from trialsift.evaluate.compare import compare
from trialsift.evaluate.evaluation import score_cases
from trialsift.evaluate.result import Evaluation, GoldSet

SPANS = [("C", 5 * n, 5 * n + 4) for n in range(4)]
GOLD = GoldSet("hand", "all", 3, {"CONDITION": 12}, "a" * 64, "b" * 64)


@pytest.fixture
def evaluation(make_case):
    """Evaluate pages "p0-site", "p1-site" … of 4 conditions each, of which so many are found."""

    def make(*found: int) -> Evaluation:
        cases = [make_case(SPANS, SPANS[:n], id=f"p{page}-site", trial=f"p{page}") for page, n in enumerate(found)]
        return score_cases(cases, GOLD, "test").evaluation

    return make


def test_gains_and_losses_by_hand(evaluation):
    """4 + 2 + 4 of 12 found, then 4 + 4 + 1: F1 20/22 and 18/21; p1 has 2 more right, p2 3 fewer."""
    comparison = compare(evaluation(4, 2, 4), evaluation(4, 4, 1))
    assert (comparison.pages, comparison.of) == (3, 3)
    change = comparison.changes[0]
    assert (change.label, round(change.old, 4), round(change.new, 4)) == ("CONDITION", 0.9091, 0.8571)
    assert change.pages == {"p2-site": -6, "p1-site": 4}
    assert 0.3 < change.p <= 1.0


def test_nothing_changed(evaluation):
    changes = compare(evaluation(4, 2), evaluation(4, 2)).changes
    assert [(c.label, c.gain, c.p, c.pages) for c in changes] == [("CONDITION", 0.0, 1.0, {}), ("micro", 0.0, 1.0, {})]


def test_pages_of_one_run_only_and_changed_ones_do_not_count(evaluation):
    old, new = evaluation(4, 2, 0), evaluation(4, 2)
    assert (compare(old, new).pages, compare(old, new).of) == (2, 2)
    changed = msgspec.structs.replace(
        old, pages={name: msgspec.structs.replace(page, sha256="1" * 64) for name, page in old.pages.items()}
    )
    assert (compare(changed, new).pages, compare(changed, new).changes) == (0, [])
