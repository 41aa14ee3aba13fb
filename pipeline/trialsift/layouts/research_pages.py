"""A university's research pages: date, purpose, criteria under bold labels or none, contact, category."""

from trialsift.layouts.layout import Layout

RESEARCH_PAGES = Layout(
    name="research_pages",
    markers=(
        (r"^\d{1,2}/\d{1,2}/20\d\d$", 0.2),
        (r"^Description \(purpose of the study\):", 0.5),
        (r"^\*\*Inclusion Criteria.{0,80}:\*\*$", 0.2),
        (r"^Contact: .{0,80}@", 0.1),
        (r"^Category: ", 0.1),
        (r"^Compensation: ", 0.1),
    ),
    wordings={"description purpose of the study": "description"},
    after={"description": "eligibility"},
)
