"""Show: every fact of a record stands beside the page, in words that a reader can check."""

from __future__ import annotations

import pytest

from trialsift.html_view import Bar, Entry, Panel
from trialsift.record import (
    SCHEMA,
    AgeFact,
    Alternative,
    Arm,
    Bounds,
    Condition,
    Coverage,
    Criterion,
    DoseRecord,
    EnrollmentFact,
    Fact,
    Intervention,
    LabThreshold,
    MentionRecord,
    Outcome,
    Record,
    SourceRecord,
    TimeFrameRecord,
    Trial,
    YesNoFact,
)
from trialsift.show import bounds_text, formula, panels, written


def _mention(number: int, label: str, text: str) -> MentionRecord:
    start = 10 * number
    return MentionRecord(number, label, start, start + 5, text, "other", "rule:x", 0.9, False, {})  # type: ignore[arg-type]


def _threshold(comparator: str | None, value: object, **more: object) -> LabThreshold:
    fields = {"unit": None, "inclusive": None, "condition": None, "alternatives": [], "eligible": None, **more}
    return LabThreshold(3, "inclusion", ["alt", "ast"], comparator, value, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (_threshold("<=", 2.5, unit="[ULN]"), "alt, ast ≤ 2.5 [ULN]"),
        (_threshold(">", 30.0), "alt, ast > 30"),
        (_threshold("range", [17.0, 30.0]), "17 ≤ alt, ast ≤ 30"),
        (_threshold("range", [20.0, 40.0], inclusive=[False, True], unit="%"), "20 < alt, ast ≤ 40 %"),
        (_threshold("=", "normal"), "alt, ast = normal"),
        (_threshold(None, 2.5), "alt, ast ? 2.5"),
        (_threshold(None, None), "alt, ast ? ?"),
        (Alternative("<=", 5.0, "[ULN]", None, "with liver metastases"), "≤ 5 [ULN] (with liver metastases)"),
        (Alternative("range", [1.0, 2.0], None, None, None), "1 ≤ … ≤ 2"),
    ],
)
def test_threshold_reads_as_a_formula(item: LabThreshold | Alternative, text: str):
    assert formula(item, item.analytes if isinstance(item, LabThreshold) else ()) == text


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        (Bounds(1.5, False, 3.0, True, None, "mg/dL"), "> 1.5 and ≤ 3 mg/dL"),
        (Bounds(None, None, 3.0, False, None, None), "< 3"),
        (Bounds(10.0, True, None, None, None, "/uL"), "≥ 10 /uL"),
        (Bounds(None, None, None, None, "negative", None), "negative"),
    ],
)
def test_eligible_bounds_read_as_words(bounds: Bounds, text: str):
    assert bounds_text(bounds) == text


def test_attributes_are_one_line():
    attrs = {
        "amount": [0.5, 1.0],
        "frequency": {"times": 2, "period": 1, "unit": "d"},
        "duration": {"value": 28, "unit": "d"},
    }
    assert written(attrs) == "amount 0.5, 1 · frequency 2 × per 1 d · duration 28 d"
    assert written({"frequency": {"times": 3}, "schedule": {"days": [1, 8]}}) == "frequency 3 × · schedule days 1, 8"


@pytest.fixture
def record() -> Record:
    mentions = [
        _mention(0, "CONDITION", "gout"),
        _mention(1, "INTERVENTION", "colchicine"),
        _mention(2, "DOSE", "0.5 mg daily"),
        _mention(3, "LAB_THRESHOLD", "ALT and AST ≤ 2.5"),
        _mention(4, "OUTCOME", "flares"),
        _mention(5, "DOSE", "5 mg"),
    ]
    dose = {"intervention": 0, "arm": 0, "unit": "mg", "per": None, "frequency": None, "duration": None,
            "route": None, "form": None, "level": None, "schedule": None}  # fmt: skip
    return Record(
        schema=SCHEMA,
        source=SourceRecord("p.txt", "0" * 64, 9, "utf-8", "text/plain", "generic", 0.5),
        trial=Trial(
            ids=[Fact("NCT09000001", 0, 11), Fact("X-1", 12, 15)],
            min_age=AgeFact(18.0, "a", 20, 28),
            enrollment=EnrollmentFact(1200, "actual", 30, 34),
            healthy_volunteers=YesNoFact(False, 40, 42),
        ),
        mentions=mentions,
        conditions=[Condition("gout", "studied", "Gout", [0])],
        interventions=[Intervention("colchicine", "drug", "studied", [0], [2], None, [1])],
        arms=[Arm("A", "EXPERIMENTAL", [0], [2], 50, 60)],
        lab_thresholds=[
            _threshold("<=", 2.5, condition="if alone", alternatives=[Alternative("<=", 5.0, None, None, "if both")],
                       eligible=Bounds(None, None, 2.5, True, None, None))
        ],
        doses=[DoseRecord(mention=2, amount=0.5, **dose), DoseRecord(mention=5, amount=5.0, **dose)],
        outcomes=[Outcome(4, "flares", "primary", TimeFrameRecord("12 weeks", 12.0, "wk", "baseline"))],
        criteria=[
            Criterion("inclusion", "adults", 70, 76, None, [], "parsed"),
            Criterion("exclusion", "any of", 77, 83, None, [], "unparsed"),
            Criterion("exclusion", "stroke", 84, 90, 1, [], "parsed"),
        ],
        coverage=Coverage(1, 2, 3, 4, 5),
        warnings=["a sign was lost at 5"],
    )  # fmt: skip


def test_every_group_of_the_record_has_its_panel(record: Record):
    dose = Entry("0.5 mg daily", ((20, 25),), detail="amount 0.5 · unit mg", label="DOSE")
    assert panels(record) == [
        Panel("Trial", (
            Entry("NCT09000001", ((0, 11),), key="ids"),
            Entry("X-1", ((12, 15),), key=""),
            Entry("1,200 (actual)", ((30, 34),), key="enrollment"),
            Entry("18 a", ((20, 28),), key="min age"),
            Entry("no", ((40, 42),), key="healthy volunteers"),
        )),
        Panel("Conditions", (Entry("gout", ((0, 5),), ("studied", "Gout"), label="CONDITION"),)),
        Panel("Arms", (
            Entry("A", ((50, 60),), ("EXPERIMENTAL",), children=(Entry("colchicine", label="INTERVENTION"), dose)),
        )),
        Panel("Interventions", (
            Entry("colchicine", ((10, 15),), ("drug", "studied"), "arm: A", "INTERVENTION", (dose,)),
        )),
        Panel("Thresholds", (
            Entry(
                "ALT and AST ≤ 2.5", ((30, 35),), ("inclusion",),
                "alt, ast ≤ 2.5 (if alone) · or ≤ 5 (if both) · eligible: ≤ 2.5", "LAB_THRESHOLD",
            ),
        )),
        Panel("Doses without an intervention", (
            Entry("5 mg", ((50, 55),), detail="amount 5 · unit mg", label="DOSE"),
        )),
        Panel("Outcomes", (
            Entry("flares", ((40, 45),), ("primary",), "12 weeks (12 wk after baseline)", "OUTCOME"),
        )),
        Panel("Inclusion criteria", (Entry("adults", ((70, 76),)),), open=False),
        Panel("Exclusion criteria", (
            Entry("any of", ((77, 83),), ("unparsed",), children=(Entry("stroke", ((84, 90),)),)),
        ), open=False),
        Panel("Coverage", bar=Bar((("parsed", 4), ("unparsed", 5), ("heading", 3), ("boilerplate", 1), ("markup", 2)))),
        Panel("Warnings", (Entry("a sign was lost at 5"),)),
    ]  # fmt: skip


def test_empty_record_has_coverage_only(record: Record):
    empty = Record(SCHEMA, record.source, Trial(), [], [], [], [], [], [], [], [], Coverage(0, 0, 0, 0, 0), [])
    assert [panel.title for panel in panels(empty)] == ["Coverage"]
