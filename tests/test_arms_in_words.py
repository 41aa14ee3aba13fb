"""Arms that sentences name."""

from __future__ import annotations

import re

import pytest

from trialsift.arms_in_words import arms_as_subjects, arms_in_words

_NAMES = re.compile(r"ginger tea|ginger|tea|honey|stem cell|rest")


def _arms(text):
    places = [match.span() for match in _NAMES.finditer(text)]
    return [text[start:end] for start, end in arms_in_words(text, places)]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Participants will be randomised to receive tea or placebo for 12 weeks.", ["tea", "placebo"]),
        ("Sailors are randomized 1:1 to either ginger plus rest, or usual care alone, in a blinded fashion.",
         ["ginger plus rest", "usual care alone"]),
        ("They will be randomized to tea, honey or ginger", ["tea", "honey", "ginger"]),
        ("Sailors are assigned to tea and rest versus honey and rest.", ["tea and rest", "honey and rest"]),
        ("There are two groups: tea and honey.", ["tea", "honey"]),
        ("Allotted by chance to one of three groups: tea 2 g daily; honey and rest; or vehicle cream. It is hot.",
         ["tea 2 g daily", "honey and rest", "vehicle cream"]),
        ("The trial compares two treatments: tea with honey and ginger alone", ["tea with honey", "ginger alone"]),
        ("They were assigned to one of two groups: (1) ginger tea (n = 30) and (2) no treatment.",
         ["ginger tea", "no treatment"]),
        ("Assigned to two study arms: a tea group and a control group", ["tea group", "control group"]),
        ("We will randomise sailors into an intervention group and a control group.",
         ["intervention group", "control group"]),
        ("Half will be allocated to the tea group (40 people) and half to the honey group (40 people).",
         ["tea group", "honey group"]),
        ("Sixty-one people will be randomly divided into one-day and two-day stem cell groups by vein.",
         ["one-day", "two-day stem cell groups"]),
        ("Sailors are randomized (to one arm) to receive either tea or honey.", ["tea", "honey"]),
        ("Four doses follow. Sailors will be randomized to receive ginger (10, 20 or 30 g) or matching placebo",
         ["ginger (10, 20 or 30 g)", "matching placebo"]),
    ],
)  # fmt: skip
def test_arms_in_words(text, arms):
    assert _arms(text) == arms


@pytest.mark.parametrize(
    "text",
    [
        "Sailors are randomized to receive tea, honey, and ginger.",
        "Sailors are randomized to ginger with or without honey.",
        "Data are assigned to codes or names.",
        "Sailors will be randomly assigned to one of 12 hospitals or 3 clinics",
        "Work is divided into two areas: ships and ports.",
        "This randomized trial is studying tea to see how well it works compared to honey",
        "There are three groups: tea and honey.",
        "There are three groups: tea; honey.",
        "Two groups are needed.",
        "Sailors were assigned to tea, or the tea was replaced by honey",
        "Sailors assigned to tea, are seen each month",
        "",
    ],
)
def test_no_arms_in_words(text):
    assert _arms(text) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Group 1 will drink tea. Group 2 will rest.", ["Group 1", "Group 2"]),
        ("The tea group will drink tea each day. The control group receives no tea.", ["tea group", "control group"]),
        ("Patients in arm A receive tea. Those in arm B receive honey.", ["arm A", "arm B"]),
        ("Group one will be made up of sailors.", ["Group one"]),
        ("One group will receive tea. The other group will rest.", ["One group", "other group"]),
        ("In the first group, tea is drunk. In the tea group, it is hot.", ["first group", "tea group"]),
        ("One person will rest. In the harbour, tea is drunk.", []),
        ("This group will rest. Each group will walk. The study group is large. The age group was chosen.", []),
        ("Participants in this group will rest.", []),
    ],
)
def test_arms_as_subjects(text, labels):
    assert [match["label"] for match in arms_as_subjects(text)] == labels
