"""Whole records of pages written for this test, made by the rules alone: `records/<page>` and `<page>.json`.

Where a rule has changed on purpose, `TRIALSIFT_RENEW=1 pytest tests/test_records.py` writes what is found now: read
the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from trialsift.build import build
from trialsift.extraction import extract_json
from trialsift.read import read_source
from trialsift.record import json_schema

PAGES = sorted(path for path in (Path(__file__).parent / "records").iterdir() if path.suffix != ".json")
FOLDER = Path(__file__).parent / "pages"
LAYOUT_PAGES = sorted(path for path in FOLDER.glob("*/*") if path.suffix != ".passages")


@pytest.fixture(scope="module")
def record_of():
    """Return the record of a page as parsed JSON, by rules alone."""
    nlp = build()
    return lambda path: json.loads(extract_json(read_source(path, name=path.name), layout=None, nlp=nlp))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_whole_record(path, record_of):
    record = record_of(path)
    expected = path.with_name(f"{path.name}.json")
    if os.environ.get("TRIALSIFT_RENEW"):
        expected.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert record == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*PAGES, *LAYOUT_PAGES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_record_is_valid_and_whole(path, record_of):
    record = record_of(path)
    jsonschema.validate(record, json_schema())
    text = read_source(path).text
    assert sum(record["coverage"].values()) == len(text)
    assert [m["id"] for m in record["mentions"]] == list(range(len(record["mentions"])))
    assert _links(record) == []


def _links(record):
    """Return the links of a record that lead nowhere, or do not lead back."""
    mentions, interventions, arms = record["mentions"], record["interventions"], record["arms"]
    broken = []
    for number, intervention in enumerate(interventions):
        broken += [("arm", number, a) for a in intervention["arms"] if number not in arms[a]["interventions"]]
        broken += [("dose", number, d) for d in intervention["doses"] if mentions[d]["label"] != "DOSE"]
    for dose in record["doses"]:
        link, arm = dose["intervention"], dose["arm"]
        if link is not None and dose["mention"] not in interventions[link]["doses"]:
            broken.append(("intervention", link, dose["mention"]))
        if arm is not None and dose["mention"] not in arms[arm]["doses"]:
            broken.append(("arm", arm, dose["mention"]))
    for number, criterion in enumerate(record["criteria"]):
        if criterion["parent"] is not None and not 0 <= criterion["parent"] < number:
            broken.append(("parent", number, criterion["parent"]))
        if criterion["status"] == "unparsed" and criterion["mentions"]:
            broken.append(("status", number, criterion["status"]))
    return broken
