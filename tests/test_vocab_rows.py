"""Every row of the tables of headings, field labels, furniture and criteria categories proves itself by its example."""

from __future__ import annotations

import pytest

from trialsift.criteria import category_pattern
from trialsift.page import FIELDS, SECTIONS
from trialsift.sections import expand, furniture_phrase, heading_wordings, key_of, label_wordings
from trialsift.vocab import table


def _id(row: dict[str, str]) -> str:
    return next(iter(row.values()))


@pytest.mark.parametrize("row", table("headings"), ids=_id)
def test_heading_opens_its_section(row):
    assert row["section"] in (*SECTIONS, "outcomes")
    cue = heading_wordings().find(key_of(row["example"].split(":")[0]))
    assert cue is not None
    assert cue.target == row["section"]


@pytest.mark.parametrize("row", table("fields"), ids=_id)
def test_label_opens_its_field(row):
    assert row["field"] in FIELDS
    cue = label_wordings().find(key_of(row["example"].split(":")[0]))
    assert cue is not None
    assert cue.target == f"field:{row['field']}"


@pytest.mark.parametrize("row", table("furniture"), ids=_id)
def test_furniture_is_left_out(row):
    if row["match"] == "phrase":
        assert furniture_phrase(row["example"]) == row["reach"]
    else:
        cue = heading_wordings().find(key_of(row["example"].split(":")[0]))
        assert cue is not None
        assert cue.target == row["reach"]


@pytest.mark.parametrize("row", table("criteria_categories"), ids=_id)
def test_category_label_is_found(row):
    match = category_pattern().match(row["example"])
    assert match is not None
    assert match["name"] == row["label"]


@pytest.mark.parametrize("name", ["headings", "fields", "furniture", "criteria_categories", "registry_terms"])
def test_no_row_stands_twice(name):
    rows = [tuple(row.values()) for row in table(name)]
    assert sorted(set(rows)) == sorted(rows)


@pytest.mark.parametrize(
    ("wording", "spelled"),
    [
        ("[key|main] criteria", ["criteria", "key criteria", "main criteria"]),
        ("plain", ["plain"]),
        ("a [b] c", ["a c", "a b c"]),
    ],
)
def test_alternatives_are_spelled_out(wording, spelled):
    assert expand(wording) == spelled


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("E.3 Principal inclusion criteria:", "principal inclusion criteria"),
        ("**Exclusion Criteria**", "exclusion criteria"),
        ("5.1. Design & methods", "design and methods"),
        ("Who can take part?", "who can take part"),
        ("Ages (years)", "ages years"),
    ],
)
def test_headings_are_folded(text, key):
    assert key_of(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "Participants must have inclusion criteria explained to them",
        "The title of the study was changed last year",
        "Pain",
        "",
    ],
)
def test_sentences_are_no_headings(text):
    assert heading_wordings().find(key_of(text)) is None


@pytest.mark.parametrize("row", table("outcome_goals"), ids=_id)
def test_goal_is_found_in_an_objective(row, make_page):
    from trialsift.rules import outcome

    page = make_page(("summary", None, f"To evaluate the {row['example']} of the new patch."))
    assert [page.text[m.start : m.end] for m in outcome.find(page)] == [row["wording"]]


@pytest.mark.parametrize("row", table("heading_hints"), ids=lambda row: row["example"])
def test_heading_hint_tells_its_example(row):
    from trialsift.sections import heading_hint

    cue = heading_hint(row["example"])
    assert cue is not None
    assert cue.target == row["target"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("You can join this study if:", "eligibility.inclusion"),
        ("Your child cannot join if:", "eligibility.exclusion"),
        ("Which children could not join?", "eligibility.exclusion"),
        ("Which children could not?", "eligibility.exclusion"),
        ("People who are not able to take part:", "eligibility.exclusion"),
        ("What are we measuring?", "outcomes"),
        ("Why this study?", "summary"),
        ("Walking in the hills", None),
        ("Tiotropium for asthma at school", None),
        ("First and foremost", None),
    ],
)
def test_headings_of_unknown_sites(text, target):
    from trialsift.sections import heading_hint

    cue = heading_wordings().find(key_of(text)) or heading_hint(text)
    assert (cue.target if cue else None) == target
