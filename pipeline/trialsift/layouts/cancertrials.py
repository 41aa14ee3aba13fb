"""A national cancer trials network: acronym, title, then labelled paragraphs."""

from trialsift.layouts.layout import Layout

CANCERTRIALS = Layout(
    name="cancertrials",
    markers=(
        (r"^Trial number: \d", 0.25),
        (r"^Category: ", 0.1),
        (r"^Type: (?:Collaborative|Industry)", 0.25),
        (r"^Patient Population", 0.2),
        (r"^Recruitment Started (?:Global|Ireland): ", 0.25),
        (r"^Principal Investigator: ", 0.05),
        (r"^Ireland Recruitment Target: ", 0.2),
    ),
    wordings={
        "recruitment started ireland": "line",
        "ireland recruitment target": "line",
        "category": "field:keywords",
        "type": "line",
        "patient population": "field:conditions",
        "principal investigator": "line",
    },
    after={"field:acronym": "field:official_title"},
    start="field:acronym",
)
