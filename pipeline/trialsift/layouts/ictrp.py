"""WHO ICTRP portal, as text: "Label:<tab>value" rows and blocks under bare labels."""

from trialsift.layouts.layout import Layout

ICTRP = Layout(
    name="ictrp",
    markers=(
        (r"^Register:", 0.15),
        (r"^Last refreshed on:", 0.3),
        (r"^Main ID:", 0.3),
        (r"^Key inclusion & exclusion criteria", 0.2),
        (r"^Health Condition\(s\) or Problem\(s\) studied", 0.2),
        (r"^Countries of recruitment", 0.1),
    ),
    after={"field:title": "block"},
    start="block",
)
