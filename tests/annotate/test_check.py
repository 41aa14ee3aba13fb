"""Check: each kind of fault is found, with its file and line, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trialsift.annotate.attrs import attr_faults, fact_faults
from trialsift.annotate.check import check
from trialsift.annotate.compile import compile_file
from trialsift.errors import BadAnnotation

MARKED = """{}
---
⟦I:Colchicine⟧ for ⟦C:gout⟧
INR ≥ 1.5: ⟦L:INR ≥ 1.5⟧{"analyte": ["inr"], "comparator": ">=", "value": 1.5}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for page_id in ("NCT09000001-veeva", "NCT09000001-ictrp", "NCT09000002-veeva"):
        (tmp_path / f"{page_id}.txt").write_text(MARKED, encoding="utf-8")
        compile_file(tmp_path / f"{page_id}.txt", tmp_path / "a")
    _splits(tmp_path / "a", train=["NCT09000001-ictrp", "NCT09000001-veeva"], dev=["NCT09000002-veeva"])
    return tmp_path / "a"


def _splits(folder: Path, **parts: list[str]) -> None:
    (folder / "splits.json").write_text(json.dumps(parts, indent=1), encoding="utf-8")


def _found(folder: Path, kind: str = "fault") -> list[str]:
    return [
        f"{finding.path.relative_to(folder).as_posix()}:{finding.line}: {finding.message}"
        for finding in check(folder)
        if finding.kind == kind
    ]


def _edit(folder: Path, **changes: Any) -> None:
    """Change the first span (line 2 of its file) of NCT09000002, or with `head` the file's own keys."""
    path = folder / "gold/NCT09000002-veeva.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content.update(changes.pop("head", {}))
    content["spans"][0].update(changes)
    body = ",\n".join(json.dumps(span) for span in content.pop("spans"))
    path.write_text(f'{json.dumps(content)[:-1]}, "spans": [\n{body}\n]}}', encoding="utf-8")


def test_sound_folder_has_no_fault(folder: Path):
    assert (_found(folder), _found(folder, "warning")) == ([], [])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "colchicine"}, "2: 'colchicine' does not stand at 0: there is 'Colchicine'"),
        ({"start": 5, "end": 5, "text": ""}, "2: '': [5, 5) is no range"),
        ({"end": 11, "text": "Colchicine "}, "2: 'Colchicine ': white space at an edge"),
        ({"start": 9, "end": 14, "text": "e for"}, None),
        ({"end": 900}, "2: 'Colchicine' does not stand at 0: there is 'Colchicine for gout\\nINR ≥ 1.5: INR"),
        ({"label": "DRUG"}, "2: unknown label 'DRUG'; one of CONDITION, INTERVENTION, DOSE, LAB_THRESHOLD, OUTCOME"),
        ({"attrs": {"dose": 1}}, "2: 'Colchicine': unknown attr of INTERVENTION 'dose'; it takes none"),
        ({"start": "0"}, "2: start is '0', not int"),
        ({"note": "?"}, "2: a span is an object of start, end, label, text, attrs"),
        ({"start": 15, "end": 30, "text": "gout\nINR ≥ 1.5:"}, "2: 'gout\\nINR ≥ 1.5:': ':' at its end"),
        ({"head": {"schema": "x/2"}}, "1: schema is 'x/2', not 'trial-annotations/1'"),
        ({"head": {"page": "other.txt"}}, "1: page is 'other.txt', the file is 'NCT09000002-veeva.txt'"),
        ({"head": {"note": "?"}}, "1: unknown key 'note'"),
        ({"head": {"trial": []}}, "1: trial is no JSON object"),
        ({"head": {"trial": {"age": 1}}}, "1: unknown trial fact 'age'; it takes ids, phases, collaborators"),
    ],
)  # fmt: skip
def test_fault_of_a_gold_file_is_found_on_its_line(folder: Path, changes: dict, message: str | None):
    _edit(folder, **changes)
    found = [line for line in _found(folder) if "out of order" not in line]
    assert len(found) == (message is not None)
    assert all(line.startswith(f"gold/NCT09000002-veeva.json:{message}") for line in found)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"spans": [\n{]}', "2: no JSON: Expecting property name enclosed in double quotes"),
        ("[]", "1: write {"),
        ('{"spans": 1}', "1: write {"),
        (b"\xff", "1: not in UTF-8"),
    ],
)
def test_gold_file_of_another_form_is_a_fault(folder: Path, content: str | bytes, message: str):
    path = folder / "gold/NCT09000002-veeva.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = _found(folder)
    assert found.startswith(f"gold/NCT09000002-veeva.json:{message}")


def test_spans_of_a_spread_out_file_are_found_on_their_lines(folder: Path):
    path = folder / "gold/NCT09000002-veeva.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["spans"][1]["label"] = "X"
    content = {"trial": {"title": '"spans": [ {'}, **content}
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    (found,) = _found(folder)
    number = int(found.split(":")[1])
    assert (lines[number - 1].strip(), lines[number].strip()) == ("{", '"start": 15,')


def test_changed_page_is_a_fault(folder: Path):
    page = folder / "pages/NCT09000002-veeva.txt"
    page.write_bytes(page.read_bytes() + b"More.\n")
    (found,) = _found(folder)
    assert found.startswith("gold/NCT09000002-veeva.json:1: NCT09000002-veeva.txt has changed since")


def test_gold_without_page_and_page_without_gold_are_faults(folder: Path):
    (folder / "pages/NCT09000002-veeva.txt").rename(folder / "pages/NCT09000003-veeva.txt")
    first, second = _found(folder)
    assert first.startswith("pages/NCT09000003-veeva.txt:1: a page without gold")
    assert second.startswith("gold/NCT09000002-veeva.json:1: gold without a page")


def test_overlap_within_a_layer_is_a_fault_and_across_layers_none(folder: Path):
    _edit(folder, start=0, end=19, text="Colchicine for gout", label="CONDITION")
    assert [line for line in _found(folder) if "order" not in line] == [
        "gold/NCT09000002-veeva.json:3: CONDITION 'gout' overlaps 'Colchicine for gout' of line 2"
    ]
    _edit(folder, label="OUTCOME")
    assert [line for line in _found(folder) if "order" not in line] == []


def test_spans_out_of_order_are_a_fault(folder: Path):
    _edit(folder, start=31, end=40, text="INR ≥ 1.5")
    assert _found(folder)[0] == (
        "gold/NCT09000002-veeva.json:3: 'gout' is out of order: spans are sorted by start, end, label"
    )


@pytest.mark.parametrize(
    ("parts", "faults"),
    [
        (
            {"train": ["NCT09000001-ictrp", "NCT09000001-veeva"], "dev": ["NCT09000001-veeva", "NCT09000002-veeva"]},
            ["splits.json:7: NCT09000001-veeva stands in train already"],
        ),
        ({"train": ["NCT09000001-ictrp", "NCT09000001-veeva"]}, ["splits.json:1: NCT09000002-veeva is in no part"]),
        (
            {"train": ["NCT09000001-ictrp"], "test": ["NCT09000001-veeva", "NCT09000002-veeva"]},
            ["splits.json:6: trial of NCT09000001-veeva is in train too (NCT09000001-ictrp): keep a trial in one part"],
        ),
        (
            {"train": ["NCT09000001-ictrp", "NCT09000001-veeva", "NCT09000002-veeva", "gone-x"]},
            ["splits.json:6: gone-x has no gold"],
        ),
        ({"training": []}, ['splits.json:1: write {"train": [page ids], "dev": [...], "test": [...]}']),
    ],
)
def test_faults_of_the_splits(folder: Path, parts: dict, faults: list[str]):
    _splits(folder, **parts)
    assert _found(folder) == faults


def test_folder_without_gold_says_what_to_name(tmp_path: Path):
    with pytest.raises(BadAnnotation, match="name a folder with gold/ and pages/"):
        list(check(tmp_path))


EDGES = [
    # faults
    ("- ascites", "CONDITION", "a bullet, list number or table bar at its start"),
    ("• ascites", "CONDITION", "a bullet, list number or table bar at its start"),
    ("2. ascites", "CONDITION", "a bullet, list number or table bar at its start"),
    ("a) ascites", "CONDITION", "a bullet, list number or table bar at its start"),
    ("| ascites", "CONDITION", "a bullet, list number or table bar at its start"),
    ("ascites.", "CONDITION", "'.' at its end"),
    ("ascites,", "CONDITION", "',' at its end"),
    ("ascites |", "CONDITION", "'|' at its end"),
    ("ascites (", "CONDITION", "'(' at its end"),
    ("ascites -", "CONDITION", "'-' at its end"),
    ("ascites)", "CONDITION", "')' at its end closes nothing in it"),
    ("(ascites", "CONDITION", "'(' at its start"),
    ("(ascites)", "CONDITION", "'(' at its start"),
    ("<b>ascites", "CONDITION", "a tag at an edge; the span is the text inside of it"),
    ("ascites</b>", "CONDITION", "a tag at an edge; the span is the text inside of it"),
    ("&nbsp;ascites", "CONDITION", "white space at an edge"),
    # no faults
    ("liver cirrhosis (LC)", "CONDITION", None),
    ("(a) or (b) type", "CONDITION", None),
    ("5 mg p.o. b.i.d.", "DOSE", None),
    ("30 min.", "DOSE", None),
    ("Melissa officinalis L.", "INTERVENTION", None),
    ("HBsAg -", "LAB_THRESHOLD", None),
    ("-2.5 SD", "LAB_THRESHOLD", None),
    ("< 140 mmHg", "LAB_THRESHOLD", None),
    ("HER2+", "LAB_THRESHOLD", None),
    ("5 &micro;g", "DOSE", None),
    ("50 &#181;", "DOSE", None),
    ("liver <b>failure", "CONDITION", None),
]


@pytest.mark.parametrize(("text", "label", "message"), EDGES)
def test_edges_of_a_span(tmp_path: Path, text: str, label: str, message: str | None):
    mark = label[0]
    (tmp_path / "p-x.txt").write_text(f"{{}}\n---\nsome ⟦{mark}:{text}⟧ here\n", encoding="utf-8")
    compile_file(tmp_path / "p-x.txt", tmp_path / "a")
    expected = [] if message is None else [f"gold/p-x.json:2: {text!r}: {message}"]
    assert _found(tmp_path / "a") == expected


WARNINGS = [
    (
        "⟦C:gout⟧ and ⟦I:gout⟧",
        [
            "3: 'gout' is INTERVENTION here and CONDITION in line 2",
            "2: CONDITION 'gout' is annotated here, and stands bare in page line 1",
            "3: INTERVENTION 'gout' is annotated here, and stands bare in page line 1",
        ],
    ),
    ("⟦C:gout⟧ and\ngout", ["2: CONDITION 'gout' is annotated here, and stands bare in page line 2"]),
    ("⟦C:gout⟧ and ⟦O:Gout⟧", ["2: CONDITION 'gout' is annotated here, and stands bare in page line 1"]),
    ('⟦D:5 mg⟧ and ⟦D:5 mg⟧{"amount": 5}', ["3: '5 mg' has other attrs than in line 2: {}"]),
    ("⟦C:the gout⟧", ["2: 'the gout' begins with 'the', which is outside by the guidelines"]),
    ("hyper⟦C:uricaemia⟧ and ⟦C:gou⟧t", ["2: 'uricaemia' cuts a word of the page", "3: 'gou' cuts a word of the page"]),
    ("5⟦C:gout⟧2", []),
    ("name⟦I:Vitoril⟧Type", []),
    ("first\\n⟦C:gout⟧", []),
    ("⟦C:⟦O:gout⟧⟧ and ⟦C:Gout⟧", []),
    ("⟦C:gout⟧ and ⟦C:chronic gout⟧", []),
    ("⟦C:ALL⟧ and all others", []),
    ("⟦C:gout⟧ and goutweed", []),
    ("⟦O:The rate of flares⟧", []),
]


@pytest.mark.parametrize(("marked", "warnings"), WARNINGS)
def test_same_words_annotated_differently_are_a_warning(tmp_path: Path, marked: str, warnings: list[str]):
    (tmp_path / "p-x.txt").write_text(f"{{}}\n---\n{marked}\n", encoding="utf-8")
    compile_file(tmp_path / "p-x.txt", tmp_path / "a")
    assert _found(tmp_path / "a", "warning") == [f"gold/p-x.json:{warning}" for warning in warnings]
    assert _found(tmp_path / "a") == []


ATTRS = [
    ("DOSE", {"amount": 5, "unit": "mg", "per": "kg"}, []),
    ("DOSE", {"amount": [1, 2.5], "unit": "10*6.{cells}", "per": "m2.d", "level": "low", "route": "oral"}, []),
    ("DOSE", {"frequency": {"times": 2, "period": 1, "unit": "d"}, "duration": {"value": [3, 4], "unit": "wk"}}, []),
    ("DOSE", {"frequency": {"times": 3}, "duration": {"value": 6, "unit": "{cycle}"}}, []),
    ("DOSE", {"amount": "5"}, ["amount"]),
    ("DOSE", {"amount": True}, ["amount"]),
    ("DOSE", {"amount": [5, 1]}, ["amount"]),
    ("DOSE", {"unit": "mcg"}, ["unit"]),
    ("DOSE", {"unit": "hours"}, ["unit"]),
    ("DOSE", {"frequency": {"times": 2, "unit": "d"}}, ["frequency"]),
    ("DOSE", {"frequency": {"times": 2, "period": 1, "unit": "day"}}, ["frequency"]),
    ("DOSE", {"duration": 28}, ["duration"]),
    ("DOSE", {"level": "tiny"}, ["level"]),
    ("DOSE", {"route": "Oral"}, ["route"]),
    ("LAB_THRESHOLD", {"analyte": ["alt", "ast"], "comparator": "<=", "value": 2.5, "unit": "[ULN]"}, []),
    ("LAB_THRESHOLD", {"comparator": "range", "value": [1, 2], "inclusive": [True, False], "unit": "{normal}"}, []),
    ("LAB_THRESHOLD", {"comparator": "=", "value": "b or c"}, []),
    ("LAB_THRESHOLD", {"comparator": "range", "value": "20/40-20/100"}, []),
    ("LAB_THRESHOLD", {"analyte": "alt"}, ["analyte"]),
    ("LAB_THRESHOLD", {"analyte": ["ALT"]}, ["analyte"]),
    ("LAB_THRESHOLD", {"analyte": []}, ["analyte"]),
    ("LAB_THRESHOLD", {"comparator": "≥"}, ["comparator"]),
    ("LAB_THRESHOLD", {"comparator": ">=", "value": [1, 2]}, ["comparator"]),
    ("LAB_THRESHOLD", {"comparator": "range", "value": 2}, ["comparator"]),
    ("LAB_THRESHOLD", {"comparator": ">=", "value": 2, "inclusive": [True, True]}, ["inclusive"]),
    ("LAB_THRESHOLD", {"unit": "mm Hg"}, ["unit"]),
    ("OUTCOME", {"type": "primary", "time_frame": "Week 12"}, []),
    ("OUTCOME", {"type": "Primary"}, ["type"]),
    ("OUTCOME", {"time_frame": " Week 12"}, ["time_frame"]),
    ("OUTCOME", {"timeframe": "Week 12"}, ["timeframe"]),
    ("CONDITION", {}, []),
    ("CONDITION", {"role": "studied"}, ["role"]),
]


@pytest.mark.parametrize(("label", "attrs", "wrong"), ATTRS)
def test_attrs_have_their_names_and_shapes(label: str, attrs: dict, wrong: list[str]):
    assert [message.split("'")[1] for message in attr_faults(label, attrs)] == wrong


FACTS = [
    ({"ids": ["NCT09000001"], "phases": ["PHASE1"], "sex": "ALL", "healthy_volunteers": False}, 0),
    ({"min_age": {"value": 18, "unit": "a"}, "enrollment": {"value": 40, "kind": "actual"}, "max_age": None}, 0),
    ({"enrollment": 40}, 0),
    ({"ids": "NCT09000001"}, 1),
    ({"min_age": 18}, 1),
    ({"min_age": {"value": 18, "unit": "years"}}, 1),
    ({"healthy_volunteers": "no"}, 1),
    ({"age": None}, 1),
    ({"enrollment": "40"}, 1),
]


@pytest.mark.parametrize(("facts", "faults"), FACTS)
def test_facts_have_their_names_and_shapes(facts: dict, faults: int):
    assert len(list(fact_faults(facts))) == faults
