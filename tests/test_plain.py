"""Plain text as a page."""

from trialsift.plain import plain_page


def test_lines_are_passages_of_no_section():
    page = plain_page("Gout\n\n  for pain \n")
    assert [(page.text_of(p), p.section, p.field) for p in page.passages] == [
        ("Gout", "other", None),
        ("for pain", "other", None),
    ]


def test_places_give_section_and_field():
    text = "Gout trial\nGout\nPain score\nPain.\nno place"
    places = [(0, 10, "official_title"), (11, 15, "conditions"), (16, 26, "outcome.measure"), (27, 32, "summary")]
    assert [(p.section, p.field) for p in plain_page(text, places).passages] == [
        ("title", "official_title"),
        ("conditions", "conditions"),
        ("outcomes.other", "outcome.measure"),
        ("summary", None),
        ("other", None),
    ]
