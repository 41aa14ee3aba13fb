"""Facts that HTML pages show without labels, and labels that lack their values."""

from __future__ import annotations

from trialsift.layouts import read_page
from trialsift.page import Source


def _read(body: str, head: str = "<title>Clinical trials - Elmfield</title>") -> list[tuple[str, str]]:
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    page = read_page(Source("page.html", text, "0" * 64, 1, "utf-8", "text/html"))
    return [(passage.field or passage.section, page.text_of(passage)) for passage in page.passages]


def test_chips_stand_apart():
    chips = "".join(f'<span class="chip">{text}</span>' for text in ("Recruiting", "Phase 2", "NCT09990123"))
    conditions = '<div><span class="chip">Gout</span><span class="chip">Sea sickness</span></div>'
    assert _read(f"<div>{chips}</div><h1>Ginger tea for gout</h1><h2>Conditions</h2>{conditions}") == [
        ("status", "Recruiting"),
        ("phases", "Phase 2"),
        ("ids", "NCT09990123"),
        ("title", "Ginger tea for gout"),
        ("conditions", "Gout"),
        ("conditions", "Sea sickness"),
    ]


def test_the_letters_of_a_word_stay_together():
    letters = "".join(f'<span class="l">{letter}</span>' for letter in "GOUT")
    words = '<span class="w">goutri</span><span class="w">tis</span>'
    body = f"<h1>Ginger tea</h1><p>Phase: 2</p><h2>Conditions</h2><p>{letters}</p><p>{words}</p>"
    assert _read(body)[2:] == [
        ("conditions", "GOUT"),
        ("conditions", "goutritis"),
    ]


def test_a_page_without_a_first_heading_takes_the_next_one():
    body = "<div>Home</div><h2>Ginger tea for gout</h2><p><b>Phase:</b> 2</p><p><b>Condition:</b> Gout</p>"
    assert _read(body)[0] == ("title", "Ginger tea for gout")
    assert _read(body, "<title>Nettle tea for gout</title>")[0] == ("title", "Nettle tea for gout")


def test_an_empty_value_is_no_place_for_the_next_label():
    rows = [
        ("Title", "Ginger tea for gout"),
        ("Actual start date", ""),
        ("Date of last follow up", ""),
        ("Condition", "Gout"),
        ("Phase", "2"),
    ]
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert _read(f"<table>{table}</table>") == [
        ("title", "Ginger tea for gout"),
        ("conditions", "Gout"),
        ("phases", "2"),
    ]


def test_columns_of_criteria_and_of_types():
    head = "<tr><th>List inclusion criteria</th><th>List exclusion criteria</th><th>Gender</th></tr>"
    criteria = f"<table>{head}<tr><td>1. Gout<br>2. Asthma</td><td>1. Pregnancy</td><td>Both</td></tr></table>"
    rows = "<tr><td>Primary Outcome</td><td>Pain</td><td>6 weeks</td></tr>"
    rows += "<tr><td>Secondary Outcome</td><td>Fever</td><td>8 weeks</td></tr>"
    outcomes = f"<table><tr><th>Type of outcome</th><th>Outcome</th><th>Timepoint(s)</th></tr>{rows}</table>"
    text = f"<body><h1>Ginger tea</h1><h2>Eligibility</h2>{criteria}<h2>Outcomes</h2>{outcomes}</body>"
    page = read_page(Source("page.html", text, "0" * 64, 1, "utf-8", "text/html"))
    assert [(passage.section, page.text_of(passage)) for passage in page.passages][1:] == [
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Asthma"),
        ("eligibility.exclusion", "Pregnancy"),
        ("eligibility", "Both"),
        ("outcomes.primary", "Pain"),
        ("outcomes.primary", "6 weeks"),
        ("outcomes.secondary", "Fever"),
        ("outcomes.secondary", "8 weeks"),
    ]


def test_labels_beside_values_of_one_class():
    def row(label: str, value: str) -> str:
        return f'<div class="row"><div class="c4 b">{label}</div><div class="c8">{value}</div></div>'

    rows = [("ID", "NCT09990123"), ("Colour", "Green"), ("Phase", "2"), ("Mood", "Good"), ("Age", "18 to 60 years")]
    rows += [("Season", "Spring"), ("Harbour", "East"), ("Sponsor", "Elmfield Clinic")]
    body = "<h1>Ginger tea for gout</h1>" + "".join(row(*pair) for pair in rows)
    assert [passage for passage in _read(body) if passage[0] not in ("summary", "other")] == [
        ("title", "Ginger tea for gout"),
        ("ids", "NCT09990123"),
        ("phases", "2"),
        ("ages", "18 to 60 years"),
        ("sponsor", "Elmfield Clinic"),
    ]


def test_a_cell_may_reach_over_rows():
    body = "<table><tr><td>Phase</td><td>2</td></tr><tr><td>Condition</td><td>Gout</td></tr><tr>"
    body += '<td rowspan="2">Inclusion criteria</td><td>Flare</td></tr><tr><td>Urate above 6 mg/dL</td></tr>'
    body += "<tr><td>Exclusion criteria</td><td>Pregnancy</td></tr></table>"
    assert _read(body) == [
        ("phases", "2"),
        ("conditions", "Gout"),
        ("eligibility.inclusion", "Flare"),
        ("eligibility.inclusion", "Urate above 6 mg/dL"),
        ("eligibility.exclusion", "Pregnancy"),
    ]


def test_labels_in_bold_within_items():
    facts = "<ul><li><b>Indication</b> Gout</li><li><b>Age</b> 18 to 60 years</li><li><b>Phase</b> 2</li></ul>"
    criteria = "<h2>Inclusion criteria</h2><ul><li><b>Age</b> under 60 years</li><li>Gout</li></ul>"
    assert _read(f"<h1>Ginger tea for gout</h1>{facts}{criteria}") == [
        ("title", "Ginger tea for gout"),
        ("conditions", "Gout"),
        ("ages", "18 to 60 years"),
        ("phases", "2"),
        ("eligibility.inclusion", "Age under 60 years"),
        ("eligibility.inclusion", "Gout"),
    ]


def test_numbered_rows_under_a_heading():
    rows = "<tr><td>Phase</td><td>2</td></tr><tr><td>Condition</td><td>Gout</td></tr>"
    rows += '<tr><th colspan="2">Inclusion criteria</th></tr><tr><td>I1</td><td>Flare</td></tr>'
    rows += '<tr><td>I2</td><td>Age of 18 years</td></tr><tr><th colspan="2">Contact</th></tr>'
    rows += "<tr><td>Unit</td><td>Burns</td></tr>"
    assert _read(f"<table>{rows}</table>") == [
        ("phases", "2"),
        ("conditions", "Gout"),
        ("eligibility.inclusion", "Flare"),
        ("eligibility.inclusion", "Age of 18 years"),
    ]


def test_a_heading_of_no_interest_ends_the_criteria():
    body = "<h1>Ginger tea for gout</h1><h2>Who can participate?</h2><ul><li>Gout</li></ul><h2>More information</h2>"
    body += "<p>Ask the nurse about asthma.</p>"
    assert _read(body)[1:] == [("eligibility.inclusion", "Gout"), ("other", "Ask the nurse about asthma.")]


def test_a_row_of_unknown_headers_ends_a_field():
    body = "<table><tr><td>Phase</td><td>2</td></tr><tr><td>Sponsor</td><td>Elmfield</td></tr>"
    body += "<tr><td>Condition</td><td>Gout</td></tr></table>"
    body += "<table><tr><th>First light</th><th>Last light</th></tr><tr><td>Six</td><td>Nine</td></tr></table>"
    assert [text for field, text in _read(body) if field == "conditions"] == ["Gout"]


def test_titles_by_their_class_alone():
    def part(title: str, text: str) -> str:
        return f'<div class="sec"><div class="sec-title">{title}</div><div class="sec-body">{text}</div></div>'

    body = (
        "<h1>Ginger tea for gout</h1>" + part("In short", "Tea may help.") + part("You may be able to join if", "Gout")
    )
    body += (
        part("Our harbour", "It is big.") + part("Exclusion criteria", "Asthma") + part("More information", "Ask us.")
    )
    assert _read(body)[1:] == [
        ("summary", "Tea may help."),
        ("eligibility.inclusion", "Gout"),
        ("other", "It is big."),
        ("eligibility.exclusion", "Asthma"),
    ]


def _table(*rows: tuple[str, str]) -> str:
    return "<table>" + "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows) + "</table>"


def test_a_heading_behind_tables_of_labels_is_no_title():
    table = _table(("Public Title", "Ginger tea for gout"), ("Condition", "Gout"), ("Phase", "Phase 2"))
    body = f"<h3>Background</h3>{table}<h3>Sharing of the data of this study</h3>"
    assert _read(body)[:3] == [("title", "Ginger tea for gout"), ("conditions", "Gout"), ("phases", "Phase 2")]


def test_what_ends_a_page_ends_none_from_the_menu_at_its_top():
    menu = "<ul><li>Search</li><li>FAQ</li></ul>"
    table = _table(("Public Title", "Ginger tea for gout"), ("Condition", "Gout"), ("Phase", "Phase 2"))
    faq = "<h2>FAQ</h2><p>Is ginger tea sold here?</p>"
    assert _read(f"{menu}<h3>Background</h3>{table}{faq}") == [
        ("title", "Ginger tea for gout"),
        ("conditions", "Gout"),
        ("phases", "Phase 2"),
    ]
