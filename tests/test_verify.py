"""Verify: every way in which a record can be wrong about its source is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import trialsift
from trialsift.record import (
    Condition,
    Criterion,
    DoseRecord,
    Fact,
    Intervention,
    LabThreshold,
    Outcome,
    Record,
    to_json,
)
from trialsift.verify import Fault, check, same_text, verify

pytestmark = pytest.mark.usefixtures("rules_only")


@pytest.fixture
def root(write_pages: Callable[..., Path]) -> Path:
    return write_pages("a.txt")


@pytest.fixture
def record(root: Path) -> Record:
    record = trialsift.extract(root / "a.txt")
    record.source.path = "a.txt"
    assert list(check(record, root)) == []
    return record


def _dose(**links: int | None) -> DoseRecord:
    fields = dict.fromkeys(DoseRecord.__struct_fields__)
    return DoseRecord(**{**fields, "mention": 0, **links})  # type: ignore[arg-type]


def _intervention(**links: list[int]) -> Intervention:
    fields = {"arms": [], "doses": [], "mentions": [], **links}
    return Intervention(name="x", type=None, role="studied", concept=None, **fields)


CHANGES: list[tuple[Callable[[Record], object], str]] = [
    (lambda r: setattr(r.source, "sha256", "0" * 64), "the file has changed since (SHA-256 differs)"),
    (lambda r: setattr(r.source, "bytes", 1), "bytes: 1 in the record, "),
    (lambda r: setattr(r.source, "path", "gone.txt"), "gone.txt"),
    (lambda r: setattr(r.coverage, "parsed", 0), "coverage sums to "),
    (lambda r: setattr(r.mentions[0], "start", r.mentions[0].start + 1), "mention 0: the source reads "),
    (lambda r: setattr(r.mentions[0], "text", "asthma"), "mention 0: the source reads "),
    (lambda r: setattr(r.mentions[-1], "end", 10**6), f"mention {{last}}: [{{start}}, {10**6}) lies outside"),
    (lambda r: setattr(r.mentions[0], "id", 7), "mention 7 stands at place 0"),
    (lambda r: r.mentions.__setitem__(slice(0, 2), r.mentions[1::-1]), "mention 1 stands at place 0"),
    (lambda r: r.trial.ids.append(Fact("X", 5, 5)), "trial.ids: [5, 5) lies outside the source"),
    (lambda r: setattr(r.criteria[0], "end", 10**6), "criteria[0]: ["),
    (lambda r: r.conditions.append(Condition("x", "studied", None, [99])), "conditions[{n}] points to mentions[99] of"),
    (lambda r: r.interventions.append(_intervention(arms=[9])), "points to arms[9] of 0"),
    (lambda r: r.interventions.append(_intervention(doses=[99])), "points to mentions[99] of"),
    (lambda r: r.doses.append(_dose(mention=99)), "points to mentions[99] of"),
    (lambda r: r.doses.append(_dose(arm=9)), "points to arms[9] of 0"),
    (lambda r: r.doses.append(_dose(intervention=99)), "points to interventions[99] of"),
    (lambda r: r.outcomes.append(Outcome(-1, "x", None, None)), "points to mentions[-1] of"),
    (
        lambda r: r.lab_thresholds.append(LabThreshold(99, None, [], None, None, None, None, None, [], None)),
        "points to mentions[99] of",
    ),
    (lambda r: r.criteria.append(Criterion(None, "x", 0, 1, 99, [], "parsed")), "points to criteria[99] of"),
    (lambda r: r.criteria.append(Criterion(None, "x", 0, 1, None, [99], "parsed")), "points to mentions[99] of"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), CHANGES)
def test_anything_that_does_not_hold_is_found(record: Record, root: Path, change: Callable, message: str):
    last = record.mentions[-1]
    message = message.format(last=last.id, start=last.start, n=len(record.conditions))
    change(record)
    found = list(check(record, root))
    assert found
    assert message in found[0]


def test_file_of_records_is_checked_line_by_line(record: Record, root: Path, tmp_path: Path):
    line = to_json(record)
    (tmp_path / "out.jsonl").write_bytes(line + b"\n{}\nnot json\n" + line + b"\n")
    missing, malformed, twice = verify(tmp_path / "out.jsonl", root)
    assert missing == Fault(2, "", "no record: Object missing required field `schema`")
    assert (malformed.line, malformed.message.partition(" (")[0]) == (
        3,
        "no record: JSON is malformed: invalid character",
    )
    assert twice == Fault(4, "a.txt", "the page stands in line 1 already")


@pytest.mark.parametrize(
    ("source", "clean", "exact", "same"),
    [
        ("liver\n cirrhosis", "liver cirrhosis", True, True),
        ("INR \\>= 2", "INR >= 2", True, True),
        ("[liver](https://x.org/a) **cirrhosis**", "liver cirrhosis", True, True),
        ("liver](https://x.org/a_(b)) or ![x](y) *not*", "liver or not", True, True),
        ("[liver](https://x.org/a)", "liver a", True, False),
        ("liver", "Liver", True, False),
        ("liver cirrhosis", "liver", True, False),
        ("<b>liver</b> cirrhosis", "liver cirrhosis", True, True),
        ("<b>liver</b> cirrhosis", "liver cirrhosis", False, True),
        ("INR &ge; 2", "INR ≥ 2", False, True),
        ("1,500/mm<sup>3", "1,500/mm^3", False, True),
        ("a<!-- <b> -->b", "ab", False, True),
        ("a<!-- <b> b", "ab", False, True),
        ("a<![CDATA[<b> b", "ab", False, True),
        ("INR \\u2265 2", "INR ≥ 2", False, True),
        ("INR &ge; 2", "INR ≤ 2", False, False),
        ("<b>liver</b> failure", "liver cirrhosis", False, False),
    ],
)
def test_source_reads_as_the_clean_text(source: str, clean: str, exact: bool, same: bool):
    assert same_text(source, clean, exact=exact) is same


@pytest.mark.shared
def test_records_of_real_pages_hold(shared: Path, tmp_path: Path):
    from trialsift.inputs import find_inputs
    from trialsift.run import Options, run

    inputs = find_inputs([str(shared / "pages")])
    summary = run(inputs, str(tmp_path / "out.jsonl"), Options())
    assert (summary.records, summary.errors) == (len(inputs), 0)
    assert list(verify(tmp_path / "out.jsonl", shared / "pages")) == []
