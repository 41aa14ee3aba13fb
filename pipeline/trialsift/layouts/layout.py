"""Layout: what a site does differently from the shared tables, as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from trialsift.page import MediaType
from trialsift.sections import Wordings, key_of, label_wordings

LONGEST_GLUED = 150  # code points of a label with its value glued to it
_GLUE = re.compile(r"(?<=[\w)?:\]])(?=[A-Z0-9(<>≥•*-])|\s(?=[A-Z0-9(<>≥•µ])|(?<=:)\s")
# What a marker's pattern starts with that can match but one text, a group that need not be there passed over; and a
# choice outside of groups.
_LITERAL = re.compile(r"(?:\^|\\b)?(?:\(\?:[^()]*\)\?)?((?:(?:[\w :/<>&\"-]|\\\W)(?![?*+{]))*)")
_CHOICE = re.compile(r"(?:[^|()\\]|\\.|\([^()]*\))*\|")
_NOT_KEY = re.compile(r"[^a-z0-9@…]+")


@lru_cache(maxsize=4096)
def _fold(path: str) -> str:
    """Fold a path: "armGroups/0/interventionNames", "arm_groups/intervention_names" are one."""
    return "/".join(_NOT_KEY.sub("", key.lower()) for key in path.split("/") if not key.isdecimal())


@dataclass(frozen=True)
class Layout:
    """One site's way of showing a trial.

    markers: (regular expression on the source text, weight); the score is the sum of the weights found, at most 1.
    wordings: label or heading → what it opens, tried before the shared tables; the same targets as in
        `vocab/headings.csv`: a section, "field:<field>", "line", "block" or "end" (the last three: furniture).
    after: field → target that follows its value where no heading says so.
    then: furniture wording → target of the lines after it.
    shapes: (state, regular expression on a whole line, target) for lines that say what they are by their form;
        the state is a section, "field:<field>", "" for any of these, or "block" for furniture. The target may be
        "heading:<target>" for a line without a value; a group named "value" is the value where it is not all.
    drop: regular expression on the path of an HTML block that is furniture.
    start: target of the first lines of the page.
    paths: of a JSON or XML record: end of a leaf's path → target, "armGroups/label" or, for all that stands below,
        "resultsSection/…"; the longest that fits counts, "…" fits all. An outcome's field names its section too:
        "field:outcome.measure@outcomes.primary".
    media: kinds of file that the layout occurs in.
    glued: regular expression on the start of a line whose value follows its label without a sign ("A.2EudraCT
        number2006-…"); labels are those of the tables.
    unknown: regular expression on the start of a line that is a field, and so furniture where no table knows it.
    """

    name: str
    markers: tuple[tuple[str, float], ...] = ()
    wordings: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[tuple[str, str, str], ...] = ()
    drop: str = ""
    start: str = "field:title"
    paths: Mapping[str, str] = field(default_factory=dict)
    media: tuple[MediaType, ...] = ("text/plain", "text/html")
    glued: str = ""
    unknown: str = ""

    @cached_property
    def _compiled_markers(self) -> tuple[tuple[str, re.Pattern[str], float], ...]:
        # "$" stands before "\n" alone, and a source may end its lines with "\r\n"
        return tuple(
            (literal_of(pattern), re.compile(re.sub(r"\$$", r"\r?$", pattern), re.MULTILINE), weight)
            for pattern, weight in self.markers
        )

    @cached_property
    def own(self) -> Wordings:
        """The wordings of this layout alone, ready to look up."""
        return Wordings((wording, target, False) for wording, target in self.wordings.items())

    @cached_property
    def shapes_of(self) -> dict[str, list[tuple[re.Pattern[str], str]]]:
        """Shapes by state."""
        found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for state, pattern, target in self.shapes:
            found.setdefault(state, []).append((re.compile(pattern), target))
        return found

    @cached_property
    def _compiled_glued(self) -> re.Pattern[str]:
        return re.compile(self.glued)

    @cached_property
    def _compiled_unknown(self) -> re.Pattern[str]:
        return re.compile(self.unknown)

    def is_field(self, text: str) -> bool:
        """Whether a line is a field of this layout by its form."""
        return bool(self.unknown) and self._compiled_unknown.match(text) is not None

    def glued_label(self, text: str) -> tuple[int, int] | None:
        """Return the place of the label that a line starts with, where its value is glued to it; half-open."""
        code = self._compiled_glued.match(text) if self.glued else None
        if not code:
            return None
        start = code.end() if code[0][1:2] == "." else 0  # a field code is no part of the label
        ends = [match.start() for match in _GLUE.finditer(text, code.end(), code.end() + LONGEST_GLUED)]
        for end in reversed(ends):
            key = key_of(text[start:end])
            if key and (self.own.find_whole(key) or label_wordings().find_whole(key)):
                return start, end
        return None

    @cached_property
    def _folded_paths(self) -> dict[str, str]:
        return {_fold(path): target for path, target in self.paths.items()}

    def target_of(self, path: str) -> str | None:
        """Return where a leaf of a record belongs, or None where `paths` does not say."""
        return self._target(_fold(path)) if self.paths else None

    @cached_property
    def _target(self) -> Callable[[str], str | None]:
        return lru_cache(maxsize=4096)(self._find_target)  # the same paths stand in every record

    def _find_target(self, folded: str) -> str | None:
        keys = folded.split("/")
        for start in range(len(keys)):
            target = self._folded_paths.get("/".join(keys[start:]))
            if target is not None:
                return target
        for stop in range(len(keys) - 1, 0, -1):
            for start in range(stop):
                target = self._folded_paths.get("/".join([*keys[start:stop], "…"]))
                if target is not None:
                    return target
        return self._folded_paths.get("…")

    def score(self, text: str) -> float:
        """Say how sure it is, 0-1, that a page with this source text is of this layout."""
        return min(
            1.0,
            sum(
                weight
                for literal, pattern, weight in self._compiled_markers
                if literal in text and pattern.search(text)
            ),
        )


def literal_of(pattern: str) -> str:
    """Return a text at the start of every match of a marker: `in` finds it far faster than a search does."""
    match = None if _CHOICE.match(pattern) else _LITERAL.match(pattern)
    return re.sub(r"\\(\W)", r"\1", match[1]) if match else ""
