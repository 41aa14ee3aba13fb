"""ClinicalTrials.Veeva: a label on its own line, its values on the lines below."""

from trialsift.layouts.layout import Layout

VEEVA = Layout(
    name="veeva",
    markers=(
        (r"^ClinicalTrials\.Veeva$", 0.6),
        (r"^Status and phase$", 0.2),
        (r"^Details and patient eligibility$", 0.2),
        (r"^Funder types$", 0.1),
        (r"^Data sourced from clinicaltrials\.gov$", 0.1),
        (r"Veeva Systems", 0.1),
    ),
    wordings={
        "clinicaltrials.veeva": "line",
        "details and patient eligibility": "line",
        "data sourced from clinicaltrials.gov": "end",
    },
    after={"field:title": "field:sponsor", "field:sponsor": "block", "field:enrollment": "other"},
    shapes=(
        # the sponsor's picture, or its first letter in a circle
        ("field:title", r"[A-Z0-9]{1,2}|.{2,120} logo", "line"),
        ("field:sponsor", r"[A-Z0-9]{1,2}|.{2,120} logo", "line"),
        ("", r"\d+ participants? in \d+ patient groups?(?:, including a placebo group)?", "heading:arms"),
        ("field:status", r"(?:Early )?Phase \d(?:/(?:Phase )?\d)?", "field:phases"),
    ),
)
