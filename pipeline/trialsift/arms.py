"""The arms of a page, and which of them a place in its text belongs to.

An arm is what a layout found as one (`arm`, `arm.label` and the passages of their group). A page without any may
still label its groups in running text ("Group A: …; Group B: …"), or announce them ("one of three groups:").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from trialsift.arms_in_words import COUNT, arms_as_subjects, arms_in_words, number_of
from trialsift.layouts.arms import LABEL
from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.record import Arm
from trialsift.registry_terms import registry_term

_LABELLED = re.compile(rf"(?:^|(?<=[.;:\n])|(?<=[.;:\n] ))(?P<label>{LABEL})\s?(?::|\s[–—-]\s)\s*(?=\S)", re.IGNORECASE)
_PAIR = re.compile(r"(?:^|(?<=;))\s?(?P<label>[^:;]{2,60}):(?=[^\s:;])")  # "Tea:three cups a day;Water:the same;"
# "Intervention: footbath. Control: usual care."
_SIDES = re.compile(
    r"(?:^|(?<=[.;:\n])|(?<=[.;:\n] ))"
    r"(?P<label>(?:experimental|intervention|treatment|active|control|comparator|placebo))\s?:\s*(?=\S)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    rf"\b(?P<count>{COUNT}) (?:[\w-]+ ){{0,2}}(?:groups|arms|cohorts|treatments|paths|ways|options|plans)\b"
    r"[^.:]{0,60}:$",
    re.IGNORECASE,
)
# "Participants are assigned by chance (1:1) to", with a list behind it
_LIST_OPENED = re.compile(
    r"\b(?:assigned|allocated|allotted|randomi[sz]ed|divided)\b[^.;]{0,60}\b(?:to|into|between|receive|either)\s?:?$",
    re.IGNORECASE,
)
# at the end of a list's item that is not the last
_GOES_ON = re.compile(r"[,;]$|[,;]?\s(?:or|and|versus|vs)\W?$", re.IGNORECASE)
_LAST_SIGNS = re.compile(r"[,;.]?(?:\s(?:or|and|versus|vs))?[,;.]?$", re.IGNORECASE)
_MOST_ITEMS = 6
# a sentence behind the groups that is about them all
_ABOUT_ALL = re.compile(
    r"(?<=[.;]) (?:All|Both|Each|Every|Everyone|Everybody|Those|These|Participants|Patients|Subjects|They|"
    r"In (?:all|both)|After|During|Before|The (?:study|trial|primary|treatment)|Treatment|Follow|We)\b"
)
_SECTIONS = ("arms", "interventions", "summary", "description", "design", "other")
_BRACKET = re.compile(r"\(([^()]{3,40})\)$")  # "Low dose (experimental)"
_CLAUSE_END = re.compile(r"[.;:,(]\s?")
_LONGEST_LABEL = 120  # code points of an announced arm's text that is its label; of longer ones the first clause is

_Span = tuple[int, int, int]  # half-open place in the page's text, arm


class Arms:
    """The arms of a page; their lists of interventions and doses are filled by those who link.

    mentions: those of interventions tell whether a sentence names arms.
    """

    def __init__(self, page: Page, mentions: Sequence[Mention] = ()) -> None:
        self.arms: list[Arm] = []
        self._spans: list[_Span] = []
        self._named: dict[int, list[int]] = {}  # passage of an intervention's name → arms that its record lists
        self._structured(page)
        if not self.arms:
            self._in_text(page)
        if not self.arms:
            self._in_words(page, [(m.start, m.end) for m in mentions if m.label == "INTERVENTION"])
        self._spans.sort()
        self._starts = [start for start, _, _ in self._spans]
        self._references(page)

    def at(self, place: int) -> int | None:
        """Return the index of the arm whose text holds a place of the page's text, None for text of no arm."""
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self._spans[number][1]:
            return None
        return self._spans[number][2]

    def named_with(self, passage: int) -> Sequence[int]:
        """Return the arms that list the intervention named in a passage (its number in `page.passages`)."""
        return self._named.get(passage, ())

    def _structured(self, page: Page) -> None:
        """Take the arms of the layout: those with a group own its passages, others what follows within the arms."""
        types = {p.group: page.text_of(p) for p in page.passages if p.field == "arm.type" and p.group is not None}
        by_group: dict[int, int] = {}
        open_arm: int | None = None
        for passage in page.passages:
            if passage.field in ("arm", "arm.label"):
                self.arms.append(_arm(page, passage, types.get(passage.group or 0)))
                open_arm = len(self.arms) - 1 if passage.group is None else None
                if passage.group is not None:
                    by_group[passage.group] = len(self.arms) - 1
            if passage.field == "arm.type" and passage.group is None and open_arm is not None:
                self.arms[open_arm].type = _type_of(page.text_of(passage)) or self.arms[open_arm].type
            arm = None if passage.group is None else by_group.get(passage.group)
            if passage.field == "enrollment" and passage.group is None:
                continue  # the size of the arm that is open
            if passage.section != "arms" and passage.group is None:
                open_arm = None
            arm = open_arm if arm is None and passage.group is None else arm
            if arm is not None:
                self._spans.append((passage.start, passage.end, arm))

    def _in_text(self, page: Page) -> None:
        """Take labelled paragraphs, the passages behind "one of three groups:", or labels that begin sentences."""
        passages = [p for p in page.passages if p.section in _SECTIONS]
        found = [(p, match) for p in passages for match in _LABELLED.finditer(page.text_of(p))]
        if _several(found):
            self._labelled(page, found)
            return
        for passage in passages:
            pairs = [*_PAIR.finditer(page.text_of(passage))] if passage.field == "interventions" else []
            if len(pairs) > 1:
                self._labelled(page, [(passage, pair) for pair in pairs])
                return
        found = [(p, match) for p in passages for match in _SIDES.finditer(page.text_of(p))]
        if _several(found) and len({id(p) for p, _ in found}) == 1:
            self._labelled(page, found)
            return
        for number, passage in enumerate(page.passages):
            size = _size_of_list(page, number) if passage.section in _SECTIONS else 0
            if size:
                self._announced(page, number, size)
                return
        found = [(p, match) for p in passages for match in arms_as_subjects(page.text_of(p))]
        if _several(found):
            self._labelled(page, found)

    def _in_words(self, page: Page, names: Sequence[tuple[int, int]]) -> None:
        for passage in page.passages:
            if passage.section not in _SECTIONS:
                continue
            inside = [
                (start - passage.start, end - passage.start)
                for start, end in names
                if passage.start <= start < passage.end
            ]
            places = arms_in_words(page.text_of(passage), inside)
            for start, end in places:
                start, end = passage.start + start, passage.start + end
                self._spans.append((start, end, len(self.arms)))
                self.arms.append(
                    Arm(
                        page.text[start:end],
                        _type_of(page.text[start:end]),
                        [],
                        [],
                        *page.offsets.to_source(start, end),
                    )
                )
            if places:
                return

    def _labelled(self, page: Page, found: Sequence[tuple[Passage, re.Match[str]]]) -> None:
        numbers: dict[str, int] = {}
        for index, (passage, match) in enumerate(found):
            label = match["label"]
            start, end = passage.start + match.start("label"), passage.start + match.end("label")
            key = _key(label)
            if key not in numbers:
                numbers[key] = len(self.arms)
                self.arms.append(Arm(label, _type_of(label), [], [], *page.offsets.to_source(start, end)))
            following = found[index + 1] if index + 1 < len(found) else None
            same = following is not None and following[0] is passage
            stop = passage.start + following[1].start("label") if following and same else passage.end
            about_all = _ABOUT_ALL.search(page.text, end, stop)
            self._spans.append((start, about_all.start() if about_all else stop, numbers[key]))

    def _announced(self, page: Page, number: int, size: int) -> None:
        """Take the passages after "one of three groups:" as arms, as many as it says."""
        opening = page.passages[number]
        following = page.passages[number + 1 : number + 1 + size]
        if any(p.section != opening.section or p.heading != opening.heading or p.field for p in following):
            return
        for passage in following:
            text = page.text_of(passage)
            clause = _CLAUSE_END.search(text, 10, _LONGEST_LABEL) if len(text) > _LONGEST_LABEL else None
            end = clause.start() if clause else len(_LAST_SIGNS.sub("", text))
            place = page.offsets.to_source(passage.start, passage.start + end)
            self._spans.append((passage.start, passage.end, len(self.arms)))
            self.arms.append(Arm(text[:end], None, [], [], *place))

    def _references(self, page: Page) -> None:
        """Note the arms that an intervention's record lists by their labels, behind its name."""
        by_label = {arm.label: number for number, arm in enumerate(self.arms)}
        name: int | None = None
        for number, passage in enumerate(page.passages):
            if passage.field == "intervention.name":
                name = number
            elif passage.section == "interventions" and passage.field is None and name is not None:
                arm = by_label.get(page.text_of(passage))
                if arm is not None:
                    self._named.setdefault(name, []).append(arm)
            elif not (passage.field or "").startswith("intervention."):
                name = None


def _arm(page: Page, passage: Passage, kind: str | None) -> Arm:
    text = page.text_of(passage)
    head, colon, tail = text.partition(":")
    label = text
    if kind is None and colon and tail.strip() and registry_term("arm_type", head):
        label, kind = tail.strip(), head
    start = passage.start + len(text) - len(label)
    bracket = _BRACKET.search(label)
    value = _type_of(kind or label) or (_type_of(bracket[1]) if bracket else None)
    return Arm(label, value, [], [], *page.offsets.to_source(start, passage.end))


def _type_of(text: str) -> str | None:
    return registry_term("arm_type", text)


def _size_of_list(page: Page, number: int) -> int:
    """Return how many of the passages behind one are arms: as many as it says, or those of the list that it opens."""
    text = page.text_of(page.passages[number])
    announced = _ANNOUNCED.search(text)
    if announced:
        return number_of(announced["count"])
    if not _LIST_OPENED.search(text):
        return 0
    following = [page.text_of(p) for p in page.passages[number + 1 : number + 1 + _MOST_ITEMS]]
    size = 0
    while size < len(following) and _GOES_ON.search(following[size]):
        size += 1
    return size + 1 if size and size < len(following) else 0


def _several(found: Sequence[tuple[Passage, re.Match[str]]]) -> bool:
    """Say whether labels name more than one arm."""
    return len({_key(match["label"]) for _, match in found}) > 1


def _key(label: str) -> str:
    """Return a label as it stands again elsewhere: "Group 1 (n = 60)" is "group 1"."""
    return label.partition(" (")[0].lower()
