"""Criteria and coverage of a record: every criterion once, every code point counted."""

from __future__ import annotations

import msgspec

from trialsift.assemble import assemble
from trialsift.mention import Mention
from trialsift.offsets import OffsetMap, Piece
from trialsift.page import Page, Passage, Region, Source


def _page(text, passages, regions=()):
    source = Source("page.txt", text, "0" * 64, len(text.encode()), "utf-8", "text/plain")
    content = "\n".join(text[start:end] for start, end, *_ in passages)
    pieces, found, at = [], [], 0
    for start, end, section, *rest in passages:
        if found:
            pieces.append(Piece("\n", pieces[-1].end, pieces[-1].end))
        level, parent = rest or (-1, None)
        found.append(Passage(at, at + end - start, section, None, "", None, level, parent))
        pieces.append(Piece(text[start:end], start, end))
        at += end - start + 1
    return Page(source, content, OffsetMap(pieces), tuple(found), tuple(regions), "test", 1.0)


TEXT = "Home\nInclusion\n- Gout\n  - in a toe\n- Aged 18 to 60 years\nExclusion\n- Pain"


def _gout_page():
    def place(words):
        return TEXT.index(words), TEXT.index(words) + len(words)

    return _page(
        TEXT,
        [
            (*place("Gout"), "eligibility.inclusion", 0, None),
            (*place("in a toe"), "eligibility.inclusion", 1, 0),
            (*place("Aged 18 to 60 years"), "eligibility.inclusion", 0, None),
            (*place("Pain"), "eligibility.exclusion", 0, None),
        ],
        [Region("boilerplate", 0, 4), Region("heading", *place("Inclusion")), Region("heading", *place("Exclusion"))],
    )


def test_criteria_with_side_parent_and_status():
    record = assemble(_gout_page(), [Mention(0, 4, "CONDITION", "rule:test", 0.9)])
    assert [(c.polarity, c.text, c.parent, c.mentions, c.status) for c in record.criteria] == [
        ("inclusion", "Gout", None, [0], "parsed"),
        ("inclusion", "in a toe", 0, [], "unparsed"),
        ("inclusion", "Aged 18 to 60 years", None, [], "parsed"),  # it gives the ages of the trial
        ("exclusion", "Pain", None, [], "unparsed"),
    ]
    assert [TEXT[c.start : c.end] for c in record.criteria] == [c.text for c in record.criteria]
    assert (record.trial.min_age.value, record.trial.max_age.value) == (18, 60)


def test_coverage_counts_every_code_point():
    coverage = assemble(_gout_page(), [Mention(0, 4, "CONDITION", "rule:test", 0.9)]).coverage
    sizes = {"boilerplate": 4, "heading": 18, "parsed": 4 + 19, "unparsed": 8 + 4}
    assert msgspec.to_builtins(coverage) == {**sizes, "markup": len(TEXT) - sum(sizes.values())}


def test_page_without_content():
    record = assemble(_page("<p></p>", []), [])
    assert msgspec.to_builtins(record.coverage) == {
        "boilerplate": 0, "markup": 7, "heading": 0, "parsed": 0, "unparsed": 0,
    }  # fmt: skip
    assert (record.criteria, record.conditions, record.interventions, record.arms) == ([], [], [], [])


def test_names_are_grouped_over_sections(make_page):
    page = make_page(
        ("conditions", "conditions", "Irritable Bowel Syndrome"),
        ("summary", None, "IBS is common."),
        ("eligibility.exclusion", None, "irritable bowel syndromes"),
    )
    mentions = [
        Mention(0, 24, "CONDITION", "rule:test", 0.9),
        Mention(25, 28, "CONDITION", "rule:test", 0.9),
        Mention(40, 65, "CONDITION", "rule:test", 0.9),
    ]
    record = assemble(page, mentions, long_forms={"IBS": "irritable bowel syndrome"})
    assert [(c.name, c.role, c.mentions) for c in record.conditions] == [
        ("Irritable Bowel Syndrome", "studied", [0, 1, 2])
    ]
