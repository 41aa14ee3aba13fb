"""What the rules found, as a feature of tokens."""

import pytest
import spacy

from trialsift.mention import Mention
from trialsift.ner.hints import hints_of, mark_hints, states_of
from trialsift.tokens import make_tokenizer


def marked(text, hints):
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    doc = nlp.make_doc(text)
    mark_hints(doc, hints)
    return [token.dep_ for token in doc]


def test_scores_of_rules_are_three_grades_of_trust():
    mentions = [Mention(0, 4, "CONDITION", "rule:x", score) for score in (0.95, 0.9, 0.85, 0.6)]
    assert [trust for *_, trust in hints_of(mentions)] == [3, 3, 2, 1]


def test_first_and_inner_tokens_are_told_apart():
    assert marked("acute gout here", [(0, 10, "CONDITION", 1)]) == ["C1B", "C1I", ""]


def test_labels_stand_beside_each_other():
    hints = [(0, 4, "INTERVENTION", 3), (0, 4, "CONDITION", 2)]
    assert marked("iron", hints) == ["C2BI3B"]


def test_the_more_trusted_of_two_finds_counts_and_then_the_longer():
    hints = [(0, 10, "CONDITION", 1), (6, 10, "CONDITION", 2)]
    assert marked("acute gout", hints) == ["", "C2B"]
    assert marked("acute gout", [(6, 10, "CONDITION", 1), (0, 10, "CONDITION", 1)]) == ["C1B", "C1I"]


def test_nothing_found_leaves_no_feature():
    assert marked("acute gout", []) == ["", ""]


@pytest.mark.parametrize(
    ("feature", "states"),
    [("", (0, 0, 0, 0, 0)), ("C1B", (1, 0, 0, 0, 0)), ("C3II2B", (6, 3, 0, 0, 0)), ("O1I", (0, 0, 0, 0, 2))],
)
def test_a_feature_is_a_number_for_each_label(feature, states):
    assert states_of(feature) == states
