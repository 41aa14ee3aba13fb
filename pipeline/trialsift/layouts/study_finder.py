"""University study finders that print registry fields as "Label: value" lines after the description."""

from trialsift.layouts.layout import Layout

STUDY_FINDER = Layout(
    name="study_finder",
    markers=(
        (r"^System ID: ", 0.4),
        (r"^IRB Number: ", 0.3),
        (r"^Healthy Volunteers: This study is ", 0.3),
        (r"^Sites: ", 0.1),
    ),
    wordings={"sites": "line"},
)
