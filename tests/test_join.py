"""Joining: flat within a label, free across labels, the more trusted mention wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trialsift.join import join, labelled_by_long_form
from trialsift.mention import Mention


def _mention(start: int, end: int, label: str = "CONDITION", score: float = 0.6, by: str = "rule:x") -> Mention:
    return Mention(start, end, label, by, score)


def test_longer_of_two_wins():
    short, long = _mention(5, 9), _mention(0, 9)
    assert join([short, long]) == [long]


def test_field_wins_over_a_longer_span():
    field, longer = _mention(5, 9, score=0.97), _mention(0, 9)
    assert join([longer, field]) == [field]


def test_labels_may_nest():
    inner, outer = _mention(5, 9), _mention(0, 9, "OUTCOME")
    assert join([inner, outer]) == [outer, inner]


def test_touching_spans_both_stay():
    assert join([_mention(4, 8), _mention(0, 4)]) == [_mention(0, 4), _mention(4, 8)]


def test_same_span_twice_stays_once():
    assert join([_mention(0, 4), _mention(0, 4)]) == [_mention(0, 4)]


@pytest.mark.parametrize(
    ("label", "by", "score", "kept"),
    [
        ("CONDITION", "rule:condition.conditions", 0.97, True),
        ("CONDITION", "rule:condition.short_name", 0.88, False),
        ("CONDITION", "rule:condition.repeat", 0.85, False),
        ("CONDITION", "rule:condition.head", 0.6, False),
        ("INTERVENTION", "rule:intervention.repeat", 0.85, True),
        ("INTERVENTION", "rule:intervention.short_name", 0.88, False),
        ("INTERVENTION", "rule:intervention.head", 0.6, False),
        ("DOSE", "rule:dose", 0.75, False),
        ("DOSE", "model:trialsift_ner", 0.6, True),
        ("DOSE", "model:trialsift_ner", 0.4, False),
        ("LAB_THRESHOLD", "rule:lab_threshold.category", 0.7, True),
        ("LAB_THRESHOLD", "model:trialsift_ner", 0.7, True),
        ("LAB_THRESHOLD", "model:trialsift_ner", 0.5, False),
        ("OUTCOME", "rule:outcome.goal", 0.8, False),
        ("OUTCOME", "rule:outcome.list", 0.97, True),
        ("OUTCOME", "model:trialsift_ner", 0.6, True),
        ("OUTCOME", "model:trialsift_ner", 0.3, False),
        ("CONDITION", "model:trialsift_ner", 0.4, True),
        ("CONDITION", "model:trialsift_ner", 0.1, False),
    ],
)
def test_whom_to_trust_where_a_model_has_read_the_page(label, by, score, kept):
    mention = _mention(0, 4, label, score, by)
    other = _mention(9, 12, "CONDITION", 0.9, "model:trialsift_ner")
    assert join([mention, other]) == ([mention, other] if kept else [other])


@pytest.mark.parametrize(
    ("start", "end", "label", "kept"),
    [
        (6, 12, "OUTCOME", True),
        (0, 4, "OUTCOME", True),
        (9, 14, "OUTCOME", False),
        (0, 9, "CONDITION", False),
    ],
)
def test_an_outcome_of_prose_counts_where_an_unsure_model_found_one_too(start, end, label, kept):
    found = _mention(3, 9, "OUTCOME", 0.8, "rule:outcome.goal")
    unsure = _mention(start, end, label, 0.1, "model:trialsift_ner")
    assert join([found, unsure]) == ([found] if kept else [])


def test_without_a_model_every_rule_counts():
    head = _mention(0, 4, by="rule:condition.head")
    assert join([head]) == [head]


def test_a_field_of_interventions_wins_over_the_model_and_the_model_over_a_short_name():
    model = _mention(0, 9, "INTERVENTION", 0.7, "model:trialsift_ner")
    short = _mention(5, 9, "INTERVENTION", 0.88, "rule:intervention.short_name")
    field = _mention(5, 9, "INTERVENTION", 0.97, "rule:intervention.field")
    assert join([short, model]) == [model]
    assert join([model, field]) == [field]


def test_a_page_s_own_list_of_conditions_wins_over_the_model_and_the_model_over_keywords():
    model = _mention(0, 9, score=0.7, by="model:trialsift_ner")
    field = _mention(5, 9, score=0.97, by="rule:condition.conditions")
    keyword = _mention(5, 9, score=0.97, by="rule:condition.keywords")
    assert join([model, field]) == [field]
    assert join([model, keyword]) == [model]


@pytest.mark.parametrize(("label", "rule_leads"), [("LAB_THRESHOLD", True), ("DOSE", False), ("OUTCOME", False)])
def test_rules_lead_in_thresholds_and_a_sure_model_elsewhere(label, rule_leads):
    model = _mention(0, 20, label, 0.99, "model:trialsift_ner")
    rule = _mention(0, 12, label, 0.8, "rule:any")
    assert join([model, rule]) == [rule if rule_leads else model]
    assert join([replace(model, score=0.3), rule]) == [rule]


@pytest.mark.parametrize("label", ["DOSE", "LAB_THRESHOLD", "OUTCOME"])
def test_of_the_same_find_the_rules_stays(label):
    model = _mention(0, 20, label, 0.99, "model:trialsift_ner")
    rule = _mention(0, 20, label, 0.7, "rule:any")
    assert join([model, rule]) == [rule]


@pytest.mark.parametrize(
    ("by", "long_label", "label"),
    [
        ("model:m", "CONDITION", "CONDITION"),
        ("rule:intervention.field", "CONDITION", "INTERVENTION"),
        ("model:m", "OUTCOME", "INTERVENTION"),
    ],
)
@pytest.mark.parametrize("long_forms", [{"LSS": "Lasting sea sickness"}, {}])
def test_a_models_abbreviation_has_the_label_of_its_long_form(by, long_label, label, long_forms):
    text = "Lasting sea sickness and LSS"
    long, short = _mention(0, 20, long_label), _mention(25, 28, "INTERVENTION", by=by)
    assert list(labelled_by_long_form([long, short], text, long_forms)) == [long, _mention(25, 28, label, by=by)]


@pytest.mark.parametrize("text", ["Lasting sea sickness and LSS", "Lasting sea sickness and TEA"])
def test_a_long_form_under_two_labels_or_of_other_letters_says_nothing(text):
    short = _mention(25, 28, "INTERVENTION", by="model:m")
    others = [_mention(0, 20)] if "TEA" in text else [_mention(0, 20), _mention(0, 20, "INTERVENTION")]
    assert list(labelled_by_long_form([*others, short], text, {})) == [*others, short]
