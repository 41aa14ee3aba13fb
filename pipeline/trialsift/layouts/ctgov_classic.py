"""ClinicalTrials.gov before 2023, as text: table bars kept, some section titles lost."""

import re

from trialsift.layouts.layout import Layout
from trialsift.vocab import table

_COUNTRY = "|".join(re.escape(row["surface"]) for row in table("countries"))

CTGOV_CLASSIC = Layout(
    name="ctgov_classic",
    markers=(
        (r"^Condition or disease ?\|? Intervention/treatment", 0.5),
        (r"^ClinicalTrials\.gov Identifier:", 0.2),
        (r"^(?:- )?Tabular View$", 0.2),
        (r"^(?:- )?How to Read a Study Record$", 0.2),
        (r"^Ages Eligible for Study: ?\|", 0.2),
        (r"^Study Type ?: ?\|", 0.2),
    ),
    wordings={
        "arm": "arms",
        "arm intervention/treatment": "arms",
        "group/cohort": "arms",
        "key record dates": "block",
        "plan to share ipd": "line",
        "plan to share individual participant data ipd": "line",
        "last verified": "line",
        "clinicaltrials.gov identifier": "field:ids",
        "recruitment status": "field:status",
        "study details": "line",
    },
    after={
        "field:title": "block",
        "field:completion_date": "outcomes",
        "field:primary_completion_date": "outcomes",
        "field:start_date": "outcomes",
        "field:interventions": "description",
        "field:phases": "description",
        "field:status": "block",
        "arms": "outcomes",
        "field:keywords": "field:mesh_terms",
        "field:countries": "block",
    },
    shapes=(("block", rf"(?:{_COUNTRY})(?:, [A-Z][\w .'-]{{1,30}})?", "field:countries"),),
    then={
        "last verified": "field:keywords",
        "plan to share ipd": "field:keywords",
        "plan to share individual participant data ipd": "field:keywords",
        "how to read a study record": "summary",
    },
)
