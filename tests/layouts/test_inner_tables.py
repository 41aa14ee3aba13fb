"""Tables within the cell beside a label."""

from __future__ import annotations

from trialsift.layouts import read_page
from trialsift.page import Source


def _read(rows: str) -> list[tuple[str, str | None, str]]:
    text = f"<html><body><h1>Ginger tea for gout</h1><table>{rows}</table></body></html>"
    page = read_page(Source("page.html", text, "0" * 64, 1, "utf-8", "text/html"))
    return [(passage.section, passage.field, page.text_of(passage)) for passage in page.passages][1:]


def _row(label: str, *rows: str) -> str:
    inner = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<tr><td>{label}</td><td><table>{inner}</table></td></tr>"


def test_neutral_labels_go_on_with_what_the_outer_label_opens():
    rows = _row("Primary Sponsor", "Name|Elmfield Clinic", "Address|1 Harbour Road")
    rows += _row(
        "Inclusion Criteria", "Age From|18.00 Year(s)", "Gender|Both", "Details|1. Gout<br>2. Creatinine below 2 mg/dL"
    )
    rows += _row("ExclusionCriteria", "Details|1. Pregnancy")
    assert _read(rows) == [
        ("design", "sponsor", "Elmfield Clinic"),
        ("eligibility", "min_age", "18.00 Year(s)"),
        ("eligibility", "sex", "Both"),
        ("eligibility.inclusion", None, "Gout"),
        ("eligibility.inclusion", None, "Creatinine below 2 mg/dL"),
        ("eligibility.exclusion", None, "Pregnancy"),
    ]


def test_a_first_row_of_names_heads_the_columns():
    rows = _row("Conditions", "Health Type|Condition", "Patients|Gout", "Patients|Sea sickness")
    rows += _row("Interventions", "Type|Name|Details", "Intervention|Ginger tea|A cup of 200 mL at noon")
    rows += _row("Primary Outcome", "Outcome|TimePoints", "Pain|6 weeks")
    assert [passage for passage in _read(rows) if passage[1]] == [
        ("conditions", "conditions", "Gout"),
        ("conditions", "conditions", "Sea sickness"),
        ("interventions", "interventions", "Ginger tea"),
        ("interventions", "intervention.description", "A cup of 200 mL at noon"),
        ("outcomes.primary", "outcome.measure", "Pain"),
        ("outcomes.primary", "outcome.time_frame", "6 weeks"),
    ]


def test_furniture_takes_its_table_along():
    rows = _row("Contact Person", "Name|Dr A. Reed", "Department|Diabetes Unit") + _row("Condition", "Name|Gout")
    assert _read(rows + _row("Inclusion Criteria", "Details|Gout")) == [
        ("conditions", "conditions", "Gout"),
        ("eligibility.inclusion", None, "Gout"),
    ]
