"""Print the README's table of thresholds, read by the package: `python scripts/readme_thresholds.py`.

A test compares the README with it, so that the table shows what the code does.
"""

from __future__ import annotations

from typing import Any

from trialsift.values.threshold import Threshold, eligible, find_thresholds

# (line, side of the criteria that it stands on)
LINES = (
    ("AST and ALT ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases are present)", "inclusion"),
    ("Absolute neutrophil count at least 1,500/mm3", "inclusion"),
    ("Platelets ≥ 75 x 109/L", "inclusion"),
    ("17 ≤ MELD score ≤ 30", "inclusion"),
    ("HbA1c 7.0 - 9.5%", "inclusion"),
    ("ECOG performance status of 0, 1 or 2", "inclusion"),
    ("NYHA class III or IV", "exclusion"),
    ("Serum calcium < 8 or > 11 mg/dL", "exclusion"),
    ("Positive urine pregnancy test", "exclusion"),
    ("Creatinine = 5x ULN", "exclusion"),
)


def table() -> str:
    """Return the table in Markdown, a row for each threshold of each line."""
    rows = ["| line | analytes | bound | a person must meet |", "|---|---|---|---|"]
    for line, side in LINES:
        name = line + (" (x)" if side == "exclusion" else "")
        for threshold in find_thresholds(line):
            rows.append(
                f"| {name} | {', '.join(threshold.analytes)} | {_bound(threshold)} | {_must(threshold, side)} |"
            )
            name = ""
    return "\n".join(rows)


def _bound(threshold: Threshold) -> str:
    bound = threshold.bound
    text = f"{bound.comparator or 'lost sign'} {_value(bound.value)} {bound.unit or ''}".strip()
    if bound.inclusive:
        text += f", inclusive {str(list(bound.inclusive)).lower()}"
    return f"{text}, {bound.condition}" if bound.condition else text


def _must(threshold: Threshold, side: str) -> str:
    bounds = eligible(threshold, side)
    if bounds is None:
        return "null, with a warning" if threshold.warning else "null"
    kept = {name: value for name, value in bounds.items() if value is not None}
    return ", ".join(f"{name} {_value(value)}" for name, value in kept.items())


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,.10g}".replace(",", "") if isinstance(value, float) else str(value)


if __name__ == "__main__":
    print(table())
