"""Names of conditions and interventions: which mentions are one, what it is called, its role and type."""

from __future__ import annotations

import pytest

from trialsift.arms import Arms
from trialsift.link import PassageIndex, best_name, group_names, link_conditions, link_interventions, name_key
from trialsift.mention import Mention
from trialsift.negation import is_negated

LONG = {"COPD": "chronic obstructive pulmonary disease", "IBS": "irritable bowel syndrome"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Heart attack", "heart attacks"),
        ("graft-versus-host disease", "Graft versus Host Disease"),
        ("COPD", "Chronic Obstructive Pulmonary Disease"),
        ("irritable bowel syndrome (IBS)", "IBS"),
        ("leukaemia", "Leukemia"),
        ("tumour", "Tumors"),
        ("type II diabetes", "type 2 diabetes"),
        ("Osteoarthritis, Knee", "knee osteoarthritis"),
        ("Crohn's disease", "Crohn’s Disease"),
        ("beta-blockers", "beta blocker"),
        ("HIV infections", "HIV"),
        ("HCV-infected", "HCV"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert name_key(one, LONG) == name_key(other, LONG)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("type 1 diabetes", "type 2 diabetes"),
        ("hypertension", "hypotension"),
        ("hepatitis B", "hepatitis C"),
        ("interleukin-2", "interleukin-12"),
        ("cirrhosis", "decompensated cirrhosis"),
        ("Anemia, Gout", "gout anemia"),
        ("stage III", "stage IV"),
        ("vitamin D", "vitamin D deficiency"),
        ("tea (hot)", "tea"),
        ("viral infection", "viral"),
    ],
)
def test_different_things_stay_apart(one, other):
    assert name_key(one, LONG) != name_key(other, LONG)


@pytest.mark.parametrize(
    ("surfaces", "name"),
    [
        (["COPD", "chronic obstructive pulmonary disease"], "chronic obstructive pulmonary disease"),
        (["COPD"], "chronic obstructive pulmonary disease"),
        (["TIOTROPIUM", "Tiotropium"], "Tiotropium"),
        (["heart attacks", "Heart attack"], "Heart attack"),
        (["Osteoarthritis, Knee", "Knee Osteoarthritis"], "Knee Osteoarthritis"),
        (["irritable bowel syndrome (IBS)", "Irritable bowel syndrome"], "Irritable bowel syndrome"),
        (["AZD2281"], "AZD2281"),
        (["Conventional", "conventional treatment"], "conventional treatment"),
        (["Gout", "gout"], "Gout"),
    ],
)
def test_best_name(surfaces, name):
    assert best_name(surfaces, LONG) == name


def _mentions(page, label, names):
    return sorted(
        (
            Mention(at, at + len(name), label, "rule:test", 0.9, negated=is_negated(page.text, at))
            for name in names
            for at in range(len(page.text))
            if page.text.startswith(name, at)
        ),
        key=lambda mention: (mention.start, mention.end),
    )


def _no_concept(name, kind):
    return None


def _conditions(page, *names):
    mentions = _mentions(page, "CONDITION", names)
    groups = group_names(mentions, "CONDITION", PassageIndex(page), {})
    return {condition.name: condition.role for condition in link_conditions(groups, _no_concept)}


@pytest.mark.parametrize(
    ("section", "text", "role"),
    [
        ("conditions", "gout", "studied"),
        ("title", "Ginger for gout", "studied"),
        ("keywords", "gout", "studied"),
        ("eligibility.inclusion", "Painful gout", "inclusion"),
        ("eligibility.inclusion", "No history of gout", "exclusion"),
        ("eligibility.exclusion", "History of gout", "exclusion"),
        ("eligibility.exclusion", "Sailors without gout", "inclusion"),
        ("eligibility.exclusion", "Any pain except for gout", "background"),
        ("eligibility", "Sailors with gout", "inclusion"),
        ("eligibility", "No gout", "exclusion"),
        ("outcomes.primary", "Attacks of gout", "outcome"),
        ("summary", "Many sailors have gout", "background"),
    ],
)
def test_role_of_a_condition(make_page, section, text, role):
    assert _conditions(make_page((section, None, text)), "gout") == {"gout": role}


def test_a_denial_ends_with_its_line(make_page):
    page = make_page(("eligibility", None, "There are no other limits"), ("eligibility.inclusion", None, "Gout"))
    assert _conditions(page, "Gout") == {"Gout": "inclusion"}


def test_the_strongest_section_gives_the_role(make_page):
    page = make_page(
        ("conditions", "conditions", "Gout"),
        ("summary", None, "gout and vertigo"),
        ("eligibility.exclusion", None, "gout of the hand, vertigo"),
    )
    assert _conditions(page, "Gout", "gout", "vertigo") == {"Gout": "studied", "vertigo": "exclusion"}


def _interventions(page, *names):
    mentions = _mentions(page, "INTERVENTION", names)
    arms = Arms(page)
    groups = group_names(mentions, "INTERVENTION", PassageIndex(page), {})
    linked = link_interventions(groups, mentions, PassageIndex(page), arms, _no_concept)
    return {i.name: (i.type, i.role, i.arms) for i in linked}, [arm.interventions for arm in arms.arms]


def test_role_of_an_intervention(make_page):
    page = make_page(
        ("title", "title", "Gingerol versus calmazole for gout"),
        ("interventions", "interventions", "Drug: gingerol"),
        ("eligibility.inclusion", None, "Stable use of allopurinol"),
        ("eligibility.exclusion", None, "Use of colchicine"),
        ("summary", None, "aspirin is common; usual care is not."),
    )
    names = ("Gingerol", "gingerol", "calmazole", "allopurinol", "colchicine", "aspirin")
    assert _interventions(page, *names)[0] == {
        "Gingerol": ("drug", "studied", []),
        "calmazole": ("drug", "comparator", []),
        "allopurinol": ("drug", "required", []),
        "colchicine": ("drug", "prohibited", []),
        "aspirin": ("drug", "background", []),
    }


def test_interventions_of_arms(make_page):
    page = make_page(
        ("arms", "arm", "Experimental: High", "", 1),
        ("arms", "arm.description", "gingerol and rest", "", 1),
        ("arms", "arm", "Active Comparator: Old", "", 2),
        ("arms", "arm.description", "colchicine and rest, or placebo", "", 2),
    )
    assert _interventions(page, "gingerol", "colchicine", "rest", "placebo") == (
        {
            "gingerol": ("drug", "studied", [0]),
            "rest": (None, "studied", [0, 1]),
            "colchicine": ("drug", "comparator", [1]),
            "placebo": ("drug", "comparator", [1]),
        },
        [[0, 1], [1, 2, 3]],
    )


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("ginger", "ginger treatment"), ["ginger"]),
        (("Conventional", "conventional therapy", "conventional treatment"), ["conventional therapy"]),
        (("placebo", "matching placebo", "placebo capsules"), ["placebo"]),
        (("iron tablets", "iron injection"), ["iron injection", "iron tablets"]),
        (("ginger placebo", "placebo"), ["ginger placebo", "placebo"]),
        (("therapy of gout", "gout"), ["gout", "therapy of gout"]),
    ],
)
def test_what_is_given_has_one_name(make_page, names, groups):
    page = make_page(*(("summary", None, name) for name in names))
    mentions = [Mention(p.start, p.end, "INTERVENTION", "rule:test", 0.9) for p in page.passages]
    assert sorted(group.name for group in group_names(mentions, "INTERVENTION", PassageIndex(page), {})) == groups
