"""Print registry records as pages, no two alike, for benchmark.py: in the shapes in which sites show them.

Records are lines of JSON with the keys of ClinicalTrials.gov's fields in small letters ("title", "conditions",
"interventions" with "type" and "name", "primary_outcomes" with "measure" and "time_frame", "eligibility_criteria" …);
whatever a record lacks is left out.
"""

from __future__ import annotations

import json
import lzma
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

_SEED = 77

Record = defaultdict[str, Any]


def write_pages(records: Path, folder: Path, count: int) -> None:
    """Write a page each of `count` records drawn from a file of lines of JSON, plain or .xz, in turns in each form."""
    opener = lzma.open if records.suffix == ".xz" else open
    with opener(records, "rt", encoding="utf-8") as lines:
        titled = [record for line in lines if (record := json.loads(line, object_hook=_lenient))["title"]]
    random.Random(_SEED).shuffle(titled)
    for number, record in enumerate(titled[:count]):
        name, form = _FORMS[number % len(_FORMS)]
        (folder / f"{number:06d}-{name}").write_text(form(record), encoding="utf-8")


def _lenient(values: dict[str, Any]) -> Record:
    """Return an object of a record, "" for whatever it lacks."""
    return defaultdict(str, {key: value for key, value in values.items() if value is not None})


def _classic(record: Record) -> str:
    """Return the dump of a registry's old page: cells apart by bars, labels with their values."""
    lines = [
        record["title"],
        f"ClinicalTrials.gov Identifier: {record['nct_id']} |\nRecruitment Status :\n{record['status']}\n|",
        "- Study Details\n- Tabular View\n- No Results Posted\n- Disclaimer\n- How to Read a Study Record",
        record["brief_summary"],
        "\nCondition or disease | Intervention/treatment | Phase |\n---|---|---|",
        " | ".join([" ".join(record["conditions"]), " ".join(_interventions(record)), record["phase"], ""]),
        record["detailed_description"],
        f"\nStudy Type : | {record['study_type']} |\nActual Enrollment : | {record['enrollment']} participants |",
        f"Official Title: | {record['official_title']} |\nStudy Start Date : | {record['start_date']} |",
        "\nArm | Intervention/treatment |\n---|---|",
        *(f"{arm['type']}: {arm['label']}\n{arm['description']}\n|" for arm in record["arms"]),
        "Primary Outcome Measures :",
        *(f"- {measure}" for measure in _outcomes(record, "primary_outcomes")),
        "Secondary Outcome Measures :",
        *(f"- {measure}" for measure in _outcomes(record, "secondary_outcomes")),
        f"Ages Eligible for Study: | {record['min_age']} to {record['max_age']} |",
        f"Sexes Eligible for Study: | {record['sex']} |",
        record["eligibility_criteria"],
    ]
    return _text(lines)


def _portal(record: Record) -> str:
    """Return a search portal's print of all fields, the criteria on one line."""
    lines = [
        "Home\tAdvanced search\tList by\nRegister:\tClinicalTrials.gov",
        f"Main ID:\t{record['nct_id']}\nPrimary sponsor:\t{record['lead_sponsor']}",
        f"Public title:\t{record['title']}\nScientific title:\t{record['official_title']}",
        f"Date of first enrolment:\t{record['start_date']}\nTarget sample size:\t{record['enrollment']}",
        f"Recruitment status:\t{record['status']}\nStudy type:\t{record['study_type']}",
        f"Phase:\t{record['phase']}",
        f"Countries of recruitment\n{', '.join(record['countries'])}",
        f"Key inclusion & exclusion criteria\n{' '.join(record['eligibility_criteria'].split())}",
        "Health Condition(s) or Problem(s) studied",
        *record["conditions"],
        "Intervention(s)",
        *_interventions(record),
        "Primary Outcome(s)",
        *_outcomes(record, "primary_outcomes"),
        "Secondary Outcome(s)",
        *_outcomes(record, "secondary_outcomes"),
    ]
    return _text(lines)


def _recruiting(record: Record) -> str:
    """Return the text of a recruitment site's page."""
    lines = [
        f"Image\n\n{record['title']}\n\n{record['official_title']}\n\n{record['status']}",
        f"{record['min_age']}\n{record['sex']}\n{record['phase']}\n\nPowered by AI",
        f"\nOverview\n\n{record['brief_summary']}\n\nDescription\n\n{record['detailed_description']}",
        f"\nEligibility\n\n{record['eligibility_criteria']}\n\nStudy details",
        *(f"    {name}" for name in record["conditions"][:1]),
        "",
        *_interventions(record),
        f"\n{record['nct_id']}\n\n{record['lead_sponsor']}",
    ]
    return _text(lines)


def _site(record: Record) -> str:
    """Return the HTML of a centre's page: headings, lists, tables."""
    arms = "".join(_row(arm["label"], arm["description"]) for arm in record["arms"])
    criteria = "".join(f"<p>{escape(text)}</p>" for text in record["eligibility_criteria"].split("\n\n"))
    return "\n".join(
        [
            f"<html><head><title>{escape(record['title'])}</title><style>a{{}}</style></head><body>",
            f"<nav><a href='/'>Home</a> <a>Trials</a></nav><h1>{escape(record['title'])}</h1>",
            f"<p>{escape(record['brief_summary'])}</p>",
            f"<h2>Conditions</h2>{_list(record['conditions'])}",
            f"<h2>Interventions</h2>{_list(_interventions(record))}",
            f"<h2>Description</h2><p>{escape(record['detailed_description'])}</p>",
            f"<h2>Arms</h2><table>{arms}</table>",
            f"<h2>Primary outcome</h2>{_list(_outcomes(record, 'primary_outcomes'))}",
            f"<h2>Secondary outcomes</h2>{_list(_outcomes(record, 'secondary_outcomes'))}",
            f"<h2>Eligibility</h2>{criteria}",
            f"<table>{_row('Enrollment', record['enrollment'])}{_row('Phase', record['phase'])}</table>",
            "<footer>Privacy</footer></body></html>",
        ]
    )


_FORMS: tuple[tuple[str, Callable[[Record], str]], ...] = (
    ("classic.txt", _classic),
    ("portal.txt", _portal),
    ("recruiting.txt", _recruiting),
    ("site.html", _site),
)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _interventions(record: Record) -> list[str]:
    return [f"{each['type']}: {each['name']}" for each in record["interventions"]]


def _outcomes(record: Record, key: str) -> list[str]:
    return [f"{each['measure']} [Time Frame: {each['time_frame']}]" for each in record[key]]


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _row(name: str, value: object) -> str:
    return f"<tr><td>{escape(name)}</td><td>{escape(str(value))}</td></tr>"
