"""Patient-recruitment site: a trial's registry text between offers to sign up."""

from trialsift.layouts.layout import Layout

RECRUITMENT = Layout(
    name="recruitment",
    markers=(
        (r"^Powered by AI$", 0.5),
        (r"^Study details$", 0.1),
        (r"^Add a private note$", 0.3),
        (r"^FAQs$", 0.1),
        (r"\{\{[A-Z_]+\}\}", 0.2),
        (r"^Send a message$", 0.1),
    ),
    wordings={"study details": "field:conditions"},
    after={
        "field:title": "field:official_title",
        "field:official_title": "field:status",
        "field:status": "block",
        "field:conditions": "field:keywords",
        "field:ids": "field:sponsor",
        "field:sponsor": "block",
    },
    shapes=(
        ("field:status", r"(?:\d+(?:-\d+|\+) years|Up to \d+ years|All ages)", "field:ages"),
        ("field:ages", r"All|Male|Female|Both", "field:sex"),
        ("field:sex", r"Phase .{1,20}|Early Phase 1|N[/-]A", "field:phases"),
        ("field:conditions", r"NCT\d{8}", "field:ids"),
        ("field:keywords", r"NCT\d{8}", "field:ids"),
    ),
)
