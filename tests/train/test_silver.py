"""Records laid out as pages: places, names stated by fields, criteria by side."""

from trialsift.train.silver import lay_out

RECORD = {
    "title": "Colchicine in\n  Acute Gout",
    "conditions": ["Gout", "Arthritis, Gouty", "Gout (tophi), chronic"],
    "interventions": [{"type": "Drug", "name": "Colchicine"}, {"type": "Drug", "name": "placebo 1 mg"}],
    "primary_outcomes": [{"measure": "Pain at rest", "time_frame": "2 days"}],
    "eligibility_criteria": (
        "Inclusion Criteria:\n\n  -  gout flare\n\n  -  age > 18\n\nExclusion Criteria:\n\n  -  renal\n     failure"
    ),
}


def test_each_line_has_its_place():
    page = lay_out(RECORD)
    assert [(name, page.text[start:end]) for start, end, name in page.places] == [
        ("title", "Colchicine in Acute Gout"),
        ("conditions", "Gout"),
        ("conditions", "Arthritis, Gouty"),
        ("conditions", "Gout (tophi), chronic"),
        ("interventions", "Drug: Colchicine"),
        ("interventions", "Drug: placebo 1 mg"),
        ("outcome.measure", "Pain at rest"),
        ("eligibility.inclusion", "gout flare"),
        ("eligibility.inclusion", "age > 18"),
        ("eligibility.exclusion", "renal failure"),
    ]


def test_bare_names_of_fields_are_mentions_and_others_are_left_to_the_teacher():
    page = lay_out(RECORD)
    assert {label: [page.text[s:e] for s, e in spans] for label, spans in page.layers.items()} == {
        "CONDITION": ["Gout", "Arthritis, Gouty"],
        "INTERVENTION": ["Colchicine"],
        "DOSE": [],
        "LAB_THRESHOLD": [],
        "OUTCOME": ["Pain at rest"],
    }


def test_an_empty_record_is_an_empty_page():
    assert lay_out({}).text == ""
