"""Arms however a site writes them: with registry types, as table rows, with labels, as items."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.read import decode


def _arms(text, path="page.txt"):
    """Return (field, number of its arm, text) of the passages of arms; arms counted from 0, None for none."""
    text = text.replace("</body>", HTML_FOOT + "</body>") if path.endswith(".html") else HEAD + text + FOOT
    page = read_page(decode(text.encode(), path=path), layout="generic")
    fields = ("arm", "arm.label", "arm.type", "arm.description", "arm.interventions", "interventions")
    kept = (*fields, "intervention.description", "intervention.other_name")
    numbers: dict[int, int] = {}
    return [
        (p.field, None if p.group is None else numbers.setdefault(p.group, len(numbers)), page.text_of(p))
        for p in page.passages
        if p.field in kept or (p.section == "arms" and p.field is None)
    ]


HEAD = "Ginger for sea sickness\n\nNCT Number: NCT09999999\n\n"
FOOT = "\nInclusion Criteria:\n- Sea sick on the first day\n\nExclusion Criteria:\n- Allergy to ginger\n"
HTML_FOOT = "<h2>Inclusion criteria</h2><p>Sea sick</p><h2>Exclusion criteria</h2><p>Allergy to ginger</p>"

TYPED = """
Arms and Interventions
Experimental: Tea
Hot, three cups
Drug: Ginger tea
20 g/day
Other Name: Zingiber
Other: Rest
Active Comparator: Usual care
Other: Fresh air
"""


def test_registry_types():
    assert _arms(TYPED) == [
        ("arm", 0, "Experimental: Tea"),
        ("arm.description", 0, "Hot, three cups"),
        ("interventions", 0, "Drug: Ginger tea"),
        ("intervention.description", 0, "20 g/day"),
        ("intervention.other_name", 0, "Zingiber"),
        ("interventions", 0, "Other: Rest"),
        ("arm", 1, "Active Comparator: Usual care"),
        ("interventions", 1, "Other: Fresh air"),
    ]


OTHER_NAMES = """
Arms and Interventions
Experimental: Tea
Drug: Ginger tea
Other Names:
- Zingiber
- Ginger root
Dietary Supplement: Honey |
Active Comparator: Usual care
Fresh air
Other Names:
Wind
Sea air
Procedure: Rest
"""


def test_a_line_of_the_registrys_form_ends_other_names():
    assert _arms(OTHER_NAMES) == [
        ("arm", 0, "Experimental: Tea"),
        ("interventions", 0, "Drug: Ginger tea"),
        ("intervention.other_name", 0, "Zingiber"),
        ("intervention.other_name", 0, "Ginger root"),
        ("interventions", 0, "Dietary Supplement: Honey"),
        ("arm", 1, "Active Comparator: Usual care"),
        ("arm.description", 1, "Fresh air"),
        ("intervention.other_name", 1, "Wind"),
        ("intervention.other_name", 1, "Sea air"),
        ("interventions", 1, "Procedure: Rest"),
    ]


def test_a_line_of_the_registrys_form_ends_other_names_in_a_cell():
    cell = "Drug: Ginger tea<ul><li>Other Names: Zingiber</li></ul>Procedure: Rest<ul><li>an hour</li></ul>"
    head = "<tr><th>Participant Group/Arm</th><th>Intervention/Treatment</th></tr>"
    table = f"<table>{head}<tr><td>Experimental: Tea</td><td>{cell}</td></tr></table>"
    found = _arms(f"<html><body><h1>Tea</h1><h2>Arms and Interventions</h2>{table}</body></html>", "page.html")
    assert found == [
        ("arm", 0, "Experimental: Tea"),
        ("interventions", 0, "Drug: Ginger tea"),
        ("intervention.other_name", 0, "Zingiber"),
        ("interventions", 0, "Procedure: Rest"),
        ("intervention.description", 0, "an hour"),
    ]


BELOW = """
Arms and Interventions
1
Experimental group
Description:
Hot, three cups
Treatment:
Drug: Ginger tea
2
Placebo Comparator group
Treatment:
Drug: Placebo
"""


def test_types_below_labels():
    assert _arms(BELOW) == [
        ("arm.label", 0, "1"),
        ("arm.type", 0, "Experimental group"),
        ("arm.description", 0, "Hot, three cups"),
        ("arm.interventions", 0, "Drug: Ginger tea"),
        ("arm.label", 1, "2"),
        ("arm.type", 1, "Placebo Comparator group"),
        ("arm.interventions", 1, "Drug: Placebo"),
    ]


TABLE = """<html><body><h1>Ginger for sea sickness</h1><p>NCT09999999</p><h2>The groups</h2>
<table><thead><tr><th>Group</th><th>Morning</th><th>Evening</th></tr></thead>
<tr><td>A</td><td>ginger tea 200 ml</td><td>ginger tea 100 ml</td></tr>
<tr><td>B</td><td>black tea 200 ml</td><td></td></tr></table>
<p>Everybody may use seasickness bands as often as needed during the journey, and tells the crew.</p></body></html>"""


def test_rows_of_a_table():
    assert _arms(TABLE, "page.html") == [
        ("arm.label", 0, "A"),
        ("arm.description", 0, "ginger tea 200 ml"),
        ("arm.description", 0, "ginger tea 100 ml"),
        ("arm.label", 1, "B"),
        ("arm.description", 1, "black tea 200 ml"),
        (None, None, "Everybody may use seasickness bands as often as needed during the journey, and tells the crew."),
    ]


@pytest.mark.parametrize(
    ("lines", "arms"),
    [
        (
            ["- Group 1: ginger tea, 3 cups", "- Group 2 (n = 20): black tea", "- All patients: rest"],
            [
                ("arm.label", 0, "Group 1"),
                ("arm.description", 0, "ginger tea, 3 cups"),
                ("arm.label", 1, "Group 2 (n = 20)"),
                ("arm.description", 1, "black tea"),
                (None, None, "All patients: rest"),
            ],
        ),
        (
            ["(1) ginger tea in the morning; (2) black tea; (3) nothing. Tea is made on board."],
            [
                ("arm", 0, "ginger tea in the morning"),
                ("arm", 1, "black tea"),
                ("arm", 2, "nothing"),
                (None, None, "Tea is made on board."),
            ],
        ),
        (
            ["Arm A: ginger tea;Arm B: black tea"],
            [
                ("arm.label", 0, "Arm A"),
                ("arm.description", 0, "ginger tea;"),
                ("arm.label", 1, "Arm B"),
                ("arm.description", 1, "black tea"),
            ],
        ),
        (
            ["- Ginger tea", "- Black tea"],
            [("arm", 0, "Ginger tea"), ("arm", 1, "Black tea")],
        ),
        (
            ["Ginger tea", "Black tea"],
            [("arm", 0, "Ginger tea"), ("arm", 1, "Black tea")],
        ),
        (
            ["Ginger tea", "Ginger tea in the morning and at noon", "Black tea", "Black tea at noon"],
            [
                ("arm", 0, "Ginger tea"),
                ("arm.description", 0, "Ginger tea in the morning and at noon"),
                ("arm", 1, "Black tea"),
                ("arm.description", 1, "Black tea at noon"),
            ],
        ),
        (
            ["Intervention group", "Ginger tea, three cups a day.", "Control group", "Black tea."],
            [
                ("arm.label", 0, "Intervention group"),
                ("arm.description", 0, "Ginger tea, three cups a day."),
                ("arm.label", 1, "Control group"),
                ("arm.description", 1, "Black tea."),
            ],
        ),
        (["Sailors are put into one of two groups:"], [(None, None, "Sailors are put into one of two groups:")]),
    ],
)
def test_labels_and_items(lines, arms):
    text = "Study arms\n" + "\n".join(lines) + "\n"
    assert _arms(text) == arms


def test_interventions_that_label_arms():
    text = "Interventions\nGroup A: ginger tea 200 ml;Group B: black tea\n"
    assert _arms(text) == [
        ("arm.label", 0, "Group A"),
        ("arm.description", 0, "ginger tea 200 ml;"),
        ("arm.label", 1, "Group B"),
        ("arm.description", 1, "black tea"),
    ]
    text = "Interventions\nDrug: Ginger tea\nOther: Black tea\n"
    assert _arms(text) == [("interventions", None, "Drug: Ginger tea"), ("interventions", None, "Other: Black tea")]


def test_labels_over_their_paragraphs():
    text = "\nTreatment groups\n\nGinger 20 g\nTea is drunk.\nIt is hot.\n\nWater\nIt is drunk.\n"
    assert _arms(text) == [
        ("arm.label", 0, "Ginger 20 g"),
        ("arm.description", 0, "Tea is drunk."),
        ("arm.description", 0, "It is hot."),
        ("arm.label", 1, "Water"),
        ("arm.description", 1, "It is drunk."),
    ]


def test_labels_that_begin_alike():
    text = "\nArms\n- Step 1: Tea I — it is drunk thrice each day\n- Step 1: Tea II — it is drunk twice each day\n"
    assert _arms(text) == [
        ("arm", 0, "Step 1: Tea I"),
        ("arm.description", 0, "it is drunk thrice each day"),
        ("arm", 1, "Step 1: Tea II"),
        ("arm.description", 1, "it is drunk twice each day"),
    ]


def test_items_that_describe_themselves():
    text = "\nArms\n- Tea: it is drunk thrice each day\n- Water — it is drunk twice each day\n- Rest: in bed\n"
    assert _arms(text) == [
        ("arm", 0, "Tea"),
        ("arm.description", 0, "it is drunk thrice each day"),
        ("arm", 1, "Water"),
        ("arm.description", 1, "it is drunk twice each day"),
        ("arm", 2, "Rest: in bed"),
    ]
