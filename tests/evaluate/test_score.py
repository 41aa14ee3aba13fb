"""Scores worked out by hand, and against seqeval on tags written by hand.

The text is "word word word …": a word is 5 characters with its space, so word n is [5n, 5n + 4).
"""

from __future__ import annotations

import random

import pytest
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2

from trialsift.evaluate.result import Scores
from trialsift.evaluate.score import score
from trialsift.evaluate.tags import layer_tags, seqeval_scores
from trialsift.evaluate.tally import Tally

# name, gold, found, then (tp, fp, fn) of the micro row: strict, relaxed, token
CASES = [
    # nothing there and nothing found: nothing to count
    ("empty page", [], [], (0, 0, 0), (0, 0, 0), (0, 0, 0)),
    # two spans of one and two words found where there is nothing
    ("no gold", [], [("C", 0, 4), ("C", 10, 19)], (0, 2, 0), (0, 2, 0), (0, 3, 0)),
    ("no prediction", [("C", 0, 4), ("C", 10, 19)], [], (0, 0, 2), (0, 0, 2), (0, 0, 3)),
    ("the same", [("C", 0, 9), ("D", 10, 14)], [("C", 0, 9), ("D", 10, 14)], (2, 0, 0), (2, 0, 0), (3, 0, 0)),
    # gold words 0-1, found words 1-2: they share word 1; word 2 is too much, word 0 lacks
    ("shifted", [("C", 0, 9)], [("C", 5, 14)], (0, 1, 1), (1, 0, 0), (1, 1, 1)),
    # shifted so far that they only touch: no overlap
    ("touching", [("C", 0, 4)], [("C", 4, 9)], (0, 1, 1), (0, 1, 1), (0, 1, 1)),
    # the second one of a doubled span is spurious, in words it adds nothing
    ("doubled", [("C", 0, 9)], [("C", 0, 9), ("C", 0, 9)], (1, 1, 0), (1, 1, 0), (2, 0, 0)),
    # one gold span, two found inside it: one to one leaves one over
    ("split", [("C", 0, 14)], [("C", 0, 4), ("C", 10, 14)], (0, 2, 1), (1, 1, 0), (2, 0, 1)),
    # two gold spans, one found over both
    ("merged", [("C", 0, 4), ("C", 10, 14)], [("C", 0, 14)], (0, 1, 2), (1, 0, 1), (2, 1, 0)),
    # found spans that overlap each other: the exact one counts, the other one is spurious
    ("overlapping", [("C", 0, 9)], [("C", 0, 4), ("C", 0, 9)], (1, 1, 0), (1, 1, 0), (2, 0, 0)),
    # an OUTCOME with a CONDITION inside: layers do not see each other
    ("nested layers", [("O", 0, 19), ("C", 0, 4)], [("O", 0, 19), ("C", 5, 9)], (1, 1, 1), (1, 1, 1), (4, 1, 1)),
    # the right place under another label counts nowhere
    ("wrong label", [("C", 0, 9)], [("I", 0, 9)], (0, 1, 1), (0, 1, 1), (0, 2, 2)),
    # greedy by what ends first: gold 0-2 and 3-4 pair with found 0 and 2-4, the most pairs there can be
    (
        "chain",
        [("C", 0, 14), ("C", 15, 24)],
        [("C", 0, 4), ("C", 10, 24)],
        (0, 2, 2),
        (2, 0, 0),
        (4, 0, 1),
    ),
]


@pytest.mark.parametrize(("name", "gold", "found", "strict", "relaxed", "token"), CASES, ids=[c[0] for c in CASES])
def test_counts_by_hand(make_case, name, gold, found, strict, relaxed, token):
    scores = score(Tally([make_case(gold, found)]).all())
    counts = {mode: (s["micro"].tp, s["micro"].fp, s["micro"].fn) for mode, s in scores.items()}
    assert counts == {"strict": strict, "relaxed": relaxed, "token": token}


@pytest.mark.parametrize(("gold", "found"), [c[1:3] for c in CASES], ids=[c[0] for c in CASES])
def test_strict_figures_are_seqevals(make_case, gold, found):
    cases = [make_case(gold, found), make_case([("L", 0, 4)], [("L", 0, 4), ("D", 5, 9)])]
    scores = score(Tally(cases).all())
    assert _triples(scores) == seqeval_scores(cases)


def test_tags_by_hand(make_case):
    """Edges 0 4 5 9 10 19: the found span of words 1-3 begins inside nothing and runs on over the gold one's edge."""
    case = make_case([("C", 0, 4), ("C", 5, 9), ("C", 10, 14)], [("C", 0, 4), ("C", 5, 14), ("C", 0, 9)])
    assert layer_tags(list(case.gold), list(case.found), "CONDITION") == [
        (
            ["B-CONDITION", "O", "B-CONDITION", "O", "B-CONDITION"],
            ["B-CONDITION", "O", "B-CONDITION", "I-CONDITION", "I-CONDITION"],
        ),
        (["O"], ["B-CONDITION"]),
    ]


def test_random_pages_against_seqeval_on_tags_of_words(make_case):
    """Spans of whole words, tagged word by word by other code than the package's."""
    chance = random.Random(3)
    cases, gold_tags, found_tags = [], [], []
    for _ in range(40):
        rows, tags = zip(*(_random_layer(chance) for _ in range(2)), strict=True)
        cases.append(make_case(*rows))
        gold_tags.append(tags[0])
        found_tags.append(tags[1])
    precision, recall, f1, _ = precision_recall_fscore_support(gold_tags, found_tags, average="micro", scheme=IOB2)
    strict = score(Tally(cases).all())["strict"]["CONDITION"]
    assert strict.tp > 50
    assert (strict.precision, strict.recall, strict.f1) == tuple(round(float(v), 4) for v in (precision, recall, f1))


def _random_layer(chance: random.Random) -> tuple[list[tuple], list[str]]:
    rows, tags, word = [], ["O"] * 40, 0
    while word < 38:
        word += chance.randint(0, 2)
        length = chance.randint(1, 2)
        rows.append(("C", 5 * word, 5 * (word + length) - 1))
        tags[word : word + length] = ["B-CONDITION", "I-CONDITION"][:length]
        word += length
    return rows, tags[:40]


def test_micro_sums_and_macro_means(make_case):
    """CONDITION 2 of 2 found, DOSE 0 of 1 with 1 spurious: micro F1 4 / 6, macro F1 (1 + 0) / 2."""
    case = make_case([("C", 0, 4), ("C", 5, 9), ("D", 10, 14)], [("C", 0, 4), ("C", 5, 9), ("D", 10, 19)])
    strict = score(Tally([case]).all())["strict"]
    assert {name: (row.tp, row.fp, row.fn, row.f1) for name, row in strict.items()} == {
        "CONDITION": (2, 0, 0, 1.0),
        "DOSE": (0, 1, 1, 0.0),
        "micro": (2, 1, 1, 0.6667),
        "macro": (2, 1, 1, 0.5),
    }


def test_what_has_no_divisor_is_none(make_case):
    """Nothing found: no precision; nothing there: no recall; neither: no F1."""
    rows = {}
    for name, gold, found in (("no gold", [], [("C", 0, 4)]), ("none found", [("C", 0, 4)], []), ("empty", [], [])):
        micro = score(Tally([make_case(gold, found)]).all())["strict"]["micro"]
        rows[name] = (micro.precision, micro.recall, micro.f1)
    assert rows == {"no gold": (0.0, None, 0.0), "none found": (None, 0.0, 0.0), "empty": (None, None, None)}


def test_slices_add_up_to_the_whole(make_case):
    """A right span counts in the section of the gold one, a spurious one in its own."""
    case = make_case(
        [("C", 0, 4, "title"), ("C", 5, 9, "summary"), ("C", 10, 14, "boilerplate")],
        [("C", 0, 4, "summary"), ("C", 20, 24, "summary", "model:sm")],
    )
    tally = Tally([case])
    by_section = {name: score(counts)["strict"]["micro"] for name, counts in tally.by(lambda c, u: u.section).items()}
    assert {name: (s.tp, s.fp, s.fn) for name, s in by_section.items()} == {
        "boilerplate": (0, 0, 1),
        "summary": (0, 1, 1),
        "title": (1, 0, 0),
    }
    by_source = {name: score(counts)["strict"]["micro"] for name, counts in tally.by_source().items()}
    assert {name: (s.tp, s.fp, s.fn) for name, s in by_source.items()} == {"model": (0, 1, 3), "rule": (1, 0, 2)}


def _triples(scores: Scores) -> dict[str, tuple[float, float, float]]:
    return {name: (s.precision or 0.0, s.recall or 0.0, s.f1 or 0.0) for name, s in scores["strict"].items()}
