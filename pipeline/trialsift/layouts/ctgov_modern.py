"""ClinicalTrials.gov since 2023, as HTML and as text: values stand beside or below their labels."""

from trialsift.layouts.layout import Layout

CTGOV_MODERN = Layout(
    name="ctgov_modern",
    markers=(
        (r"\bStudy Overview\b", 0.15),
        (r"\bParticipation Criteria\b", 0.25),
        (r"\bClinicalTrials\.gov ID\b", 0.25),
        (r"\bWhat is the study measuring\?", 0.2),
        (r"\bParticipant Group ?/ ?Arm\b", 0.2),
        (r"\bHow is the study designed\?", 0.2),
        (r"\bInformation provided by\b", 0.1),
        (r"\bMy Saved Studies\b", 0.1),
    ),
    wordings={
        "study overview": "line",
        "study details": "line",
        "tab results": "line",
        "participation criteria": "line",
        "study plan": "design",
        "what is the study measuring": "outcomes",
        "how is the study designed": "design",
        "design details": "design",
        "contacts and locations": "block",
        "collaborators and investigators": "block",
        "publications": "block",
        "study record dates": "block",
        "more information": "line",
        "plan for individual participant data ipd": "block",
        "terms related to this study": "line",
        "on this page": "line",
        "clinicaltrials.gov": "line",
        "name": "block",
        "study contact": "block",
        "participant group / arm": "arms",
        "about": "line",
    },
    start="block",
    after={"field:status": "field:title", "field:title": "summary"},
    glued=(
        r"(?:ClinicalTrials\.gov ID|Sponsor|Information provided by|Last Update Posted|Study Start|Primary Completion|"
        r"Study Completion|Enrollment|Study Type|Ages Eligible for Study|Sexes Eligible for Study|"
        r"Accepts Healthy Volunteers|Other Study ID Numbers)(?= )"
    ),
    shapes=(
        (
            "block",
            r"Not yet recruiting|Recruiting|Enrolling by invitation|Active, not recruiting|Suspended|Terminated|"
            r"Completed|Withdrawn|Unknown status",
            "field:status",
        ),
        ("arms", r"Intervention ?/ ?Treatment", "heading:line"),
        ("", r"Drug and device information, study documents.*", "heading:block"),
        ("", r"About [Tt]his [Ss]ite.{0,60}", "heading:end"),
    ),
)
