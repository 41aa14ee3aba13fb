"""EU Clinical Trials Register: labels behind field codes ("E.1.1 Medical condition(s) being investigated")."""

from trialsift.layouts.layout import Layout

EUCTR = Layout(
    name="euctr",
    markers=(
        (r"EudraCT Number:", 0.2),
        (r"clinicaltrialsregister\.eu", 0.2),
        (r"\bA\.3 ?(?:</td>|</th>|\s)*.{0,40}Full title of the trial", 0.4),
        (r"\bE\.1\.1\b", 0.2),
        (r"\bE\.3\b.{0,60}Principal inclusion criteria", 0.3),
    ),
    wordings={"summary": "line"},
    start="block",
)
