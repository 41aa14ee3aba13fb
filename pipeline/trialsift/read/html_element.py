"""An open element of an HTML page: whether it is hidden, its heading's level, its name in a path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trialsift.read.elements import HEADINGS, TITLES

LONGEST_NAME = 80  # code points of an id or of the classes in a path
_HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Tabs and folded parts are hidden until someone clicks; they are content all the same.
_FOLDED = re.compile(
    r"(?<![a-z])(?:tab|pane|panel|tabpanel|collaps\w*|accordion|expand\w*|toggle\w*|more|full|fold\w*|long|detail|details|"
    r"content|section|answer|description|criteria|eligibility|slide|body)(?![a-z])",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"tooltip|popup|pop-up|modal|dialog|popover|cookie|consent|template|loading|spinner|error|menu|nav|search|filter",
    re.IGNORECASE,
)
_FOLDING_BUTTON = re.compile(r"accordion|collaps|expand|toggle|tab|heading", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """An open element of a page.

    shape: the nearest one, itself included, that says what kind of block its text is. lists: depth of lists.
    row, column: of a cell; row: of a list or table row, its number on the page. used: whether an item has its block.
    block: whether text before and after it is other text. chip: class of an inline element that may be set as a chip.
    begun: code points of the line before it. spans: of a table, columns that cells above reach into → rows left.
    """

    name: str
    path: str = ""
    depth: int = 0
    hidden: bool = False
    pre: bool = False
    lists: int = 0
    row: int | None = None
    column: int | None = None
    level: int = 0
    used: bool = False
    shape: Element | None = None
    block: bool = False
    chip: str = ""
    begun: int = 0
    spans: dict[int, int] = field(default_factory=dict)


def is_hidden(name: str, attributes: dict[str, str], parent: Element) -> bool:
    """Say whether an element is hidden for good; a folded part or tab is not."""
    words = " ".join(attributes.get(key, "") for key in ("id", "class", "role"))
    words = " ".join((words, *(key for key in attributes if key.startswith("data-"))))
    if name == "button":
        folds = "aria-expanded" in attributes or "aria-controls" in attributes or _FOLDING_BUTTON.search(words)
        return not (folds or (parent.shape and parent.shape.level))
    if name == "dialog" and "open" not in attributes:
        return True
    hiding = (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_HIDING_STYLE.search(attributes.get("style", "")))
    )
    return hiding and (bool(_HELP.search(words)) or not _FOLDED.search(words))


def heading_level(name: str, attributes: dict[str, str]) -> int:
    """Return the level of the heading that an element makes, 0 for none."""
    if name in HEADINGS:
        return HEADINGS[name]
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level", "")
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 6
    if name in TITLES or name == "button":
        return 6
    return 1 if name == "title" else 0


def path_entry(name: str, attributes: dict[str, str]) -> str:
    """Return what a path calls an element: its name, id, classes and role."""
    classes = ".".join(attributes.get("class", "").split())[:LONGEST_NAME]
    id_ = "".join(attributes.get("id", "").split())[:LONGEST_NAME]
    role = attributes.get("role", "").strip()[:LONGEST_NAME]
    return name + (f"#{id_}" if id_ else "") + (f".{classes}" if classes else "") + (f"[{role}]" if role else "")
