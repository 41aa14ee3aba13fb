"""Values in canonical units, against figures of laboratory handbooks."""

from __future__ import annotations

import pytest

from trialsift.values.analyte import analyte_named, analytes, convert_value


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected", "canonical"),
    [
        ("glucose", 100, "mg/dL", 5.55, "mmol/L"),
        ("fasting glucose", 126, "mg/dL", 7.0, "mmol/L"),
        ("creatinine", 1, "mg/dL", 88.4, "umol/L"),
        ("creatinine", 0.133, "mmol/L", 133, "umol/L"),
        ("total bilirubin", 1, "mg/dL", 17.1, "umol/L"),
        ("total cholesterol", 200, "mg/dL", 5.17, "mmol/L"),
        ("ldl cholesterol", 70, "mg/dL", 1.81, "mmol/L"),
        ("triglycerides", 150, "mg/dL", 1.69, "mmol/L"),
        ("bun", 20, "mg/dL", 7.14, "mmol/L"),
        ("urea", 60, "mg/dL", 10.0, "mmol/L"),
        ("uric acid", 7, "mg/dL", 416, "umol/L"),
        ("calcium", 10, "mg/dL", 2.5, "mmol/L"),
        ("calcium", 5, "meq/L", 2.5, "mmol/L"),
        ("magnesium", 2.43, "mg/dL", 1.0, "mmol/L"),
        ("phosphate", 5.5, "mg/dL", 1.78, "mmol/L"),
        ("potassium", 5.5, "meq/L", 5.5, "mmol/L"),
        ("sodium", 130, "mmol/L", 130, "mmol/L"),
        ("serum iron", 100, "ug/dL", 17.9, "umol/L"),
        ("vitamin d", 20, "ng/mL", 49.9, "nmol/L"),
        ("vitamin b12", 200, "pg/mL", 147.6, "pmol/L"),
        ("folate", 4, "ng/mL", 9.06, "nmol/L"),
        ("cortisol", 18, "ug/dL", 497, "nmol/L"),
        ("testosterone", 300, "ng/dL", 10.4, "nmol/L"),
        ("estradiol", 20, "pg/mL", 73.4, "pmol/L"),
        ("progesterone", 3, "ng/mL", 9.54, "nmol/L"),
        ("free t4", 1, "ng/dL", 12.87, "pmol/L"),
        ("thyroxine", 5, "ug/dL", 64.4, "nmol/L"),
        ("triiodothyronine", 80, "ng/dL", 1.23, "nmol/L"),
        ("pth", 300, "pg/mL", 31.8, "pmol/L"),
        ("c-peptide", 0.6, "ng/mL", 0.199, "nmol/L"),
        ("aldosterone", 15, "ng/dL", 416, "pmol/L"),
        ("dhea-s", 100, "ug/dL", 2.71, "umol/L"),
        ("ammonia", 100, "ug/dL", 58.7, "umol/L"),
        ("lactate", 18, "mg/dL", 2.0, "mmol/L"),
        ("phenylalanine", 10, "mg/dL", 605, "umol/L"),
        ("homocysteine", 15, "umol/L", 15, "umol/L"),
        ("digoxin level", 2, "ng/mL", 2.56, "nmol/L"),
        ("acetaminophen level", 150, "ug/mL", 992, "umol/L"),
        ("nt-probnp", 100, "pmol/L", 845.7, "ng/L"),
        ("copper", 70, "ug/dL", 11.0, "umol/L"),
        ("zinc", 70, "ug/dL", 10.7, "umol/L"),
        ("blood lead", 0.48, "umol/L", 9.95, "ug/dL"),
        ("albumin-to-creatinine ratio", 3.39, "mg/mmol", 30, "mg/g"),
        ("urine protein creatinine ratio", 1, "g/g", 1000, "mg/g"),
        ("hemoglobin", 90, "g/L", 9.0, "g/dL"),
        ("hemoglobin", 5.6, "mmol/L", 9.02, "g/dL"),
        ("albumin", 3.5, "g/dL", 35, "g/L"),
        ("platelet count", 100_000, "/uL", 100, "10*9/L"),
        ("platelet count", 100, "10*3/uL", 100, "10*9/L"),
        ("absolute neutrophil count", 1.5, "10*9/L", 1.5, "10*9/L"),
        ("red blood cell count", 3_000_000, "/uL", 3, "10*12/L"),
        ("hematocrit", 0.3, "L/L", 30, "%"),
        ("alt", 0.8, "ukat/L", 48, "U/L"),
        ("alt", 40, "[iU]/L", 40, "U/L"),
        ("tsh", 4, "u[iU]/mL", 4, "m[iU]/L"),
        ("fsh", 40, "m[iU]/mL", 40, "[iU]/L"),
        ("crp", 1, "mg/dL", 10, "mg/L"),
        ("ferritin", 30, "ng/mL", 30, "ug/L"),
        ("troponin i", 0.04, "ng/mL", 40, "ng/L"),
        ("hba1c", 53, "mmol/mol", 7.0, "%"),
        ("proteinuria", 3500, "mg/(24.h)", 3.5, "g/d"),
        ("body temperature", 101.3, "[degF]", 38.5, "Cel"),
        ("po2", 8, "kPa", 60.0, "mm[Hg]"),
        ("central venous pressure", 10, "cm[H2O]", 7.36, "mm[Hg]"),
        ("weight", 110, "[lb_av]", 49.9, "kg"),
        ("waist circumference", 40, "[in_i]", 101.6, "cm"),
        ("birth weight", 1.5, "kg", 1500, "g"),
        ("qtc", 0.45, "s", 450, "ms"),
        ("heart rate", 100, "/min", 100, "/min"),
        ("egfr", 1, "mL/s/{1.73_m2}", 60, "mL/min/{1.73_m2}"),
    ],
)
def test_value_in_its_canonical_unit(name, value, unit, expected, canonical):
    converted = convert_value(value, unit, analyte_named(name))
    assert converted is not None
    assert converted[0] == pytest.approx(expected, rel=0.005)
    assert converted[1] == canonical


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("glucose", ""),
        ("glucose", "[ULN]"),
        ("glucose", "mm[Hg]"),
        ("glucose", "apples"),
        ("glucose", "meq/L"),
        ("alt", "mg/dL"),
        ("alt", "[ULN]"),
        ("egfr", "mL/min"),
        ("lipoprotein(a)", "mg/dL"),
        ("hbv dna", "{copies}/mL"),
        ("ecog performance status", "{points}"),
        ("inr", "s"),
        ("body temperature", "mmol/L"),
        ("hemoglobin", "%"),
        ("tsh", "mmol/L"),
        ("height", "{SD}"),
    ],
)
def test_value_without_a_way_stays(name, unit):
    assert convert_value(1.0, unit, analyte_named(name)) is None


def test_units_of_rows_with_a_molar_mass_convert():
    stuck = [
        (analyte.name, unit)
        for analyte in analytes()
        if analyte.molar_mass
        for unit in analyte.units
        if unit != "%" and convert_value(1.0, unit, analyte) is None
    ]
    assert stuck == []


def test_canonical_unit_stays_as_it_is():
    kept = [(a.name, convert_value(1.5, a.canonical_unit, a)) for a in analytes() if a.canonical_unit]
    assert kept == [(a.name, (1.5, a.canonical_unit)) for a in analytes() if a.canonical_unit]


def test_conversion_returns_to_where_it_started():
    glucose = analyte_named("glucose")
    assert convert_value(1.0, "mmol/L", glucose) == (1.0, "mmol/L")
    millimoles = convert_value(90.0, "mg/dL", glucose)
    assert millimoles is not None
    assert millimoles[0] * 18.0156 == pytest.approx(90.0)
