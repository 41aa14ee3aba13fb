"""The stages a page goes through before spaCy: Source → Blocks → Page. All frozen.

Offsets named `start`/`end` are half-open code points; each docstring says of which text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from trialsift.offsets import OffsetMap, Piece

MediaType = Literal["text/plain", "text/html", "application/json", "application/xml"]
BlockKind = Literal["line", "paragraph", "heading", "item", "term", "definition", "cell"]
RegionKind = Literal["boilerplate", "markup", "heading"]
Polarity = Literal["inclusion", "exclusion"]

Section = Literal[
    "title",
    "conditions",
    "interventions",
    "arms",
    "summary",
    "description",
    "outcomes.primary",
    "outcomes.secondary",
    "outcomes.other",
    "eligibility.inclusion",
    "eligibility.exclusion",
    "eligibility",
    "keywords",
    "design",
    "other",
]
SECTIONS: tuple[Section, ...] = get_args(Section)

FIELDS = (
    # facts of the trial, as in the record's `trial`
    "ids",
    "title",
    "official_title",
    "acronym",
    "status",
    "phases",
    "study_type",
    "design",  # several design facts in one string: "Allocation: Randomized. Masking: Double"
    "allocation",
    "intervention_model",
    "masking",
    "primary_purpose",
    "enrollment",
    "start_date",
    "primary_completion_date",
    "completion_date",
    "dates",  # both ends in one string: "May 2024 - June 2026"
    "sponsor",
    "collaborators",
    "ages",  # both bounds in one string: "18 to 75 years old"
    "min_age",
    "max_age",
    "sex",
    "healthy_volunteers",
    "countries",
    # fields that hold mentions
    "conditions",
    "keywords",
    "mesh_terms",
    "interventions",  # one or more entries: "Drug: X", "Drug: X Drug: Y"
    "intervention.type",
    "intervention.name",
    "intervention.other_name",
    "intervention.description",
    "intervention.route",  # the route of administration of the study's own product
    "intervention.strength",  # the number of its concentration, by itself
    "arm",  # label with its type before it: "Experimental: high dose"
    "arm.label",
    "arm.type",
    "arm.description",
    "arm.interventions",
    "outcome",  # a whole entry: measure, perhaps "[Time Frame: …]", perhaps a description
    "outcome.measure",
    "outcome.time_frame",
    "outcome.description",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file, decoded. Every `start`/`end` of a record is a code point of `text`.

    `text` is the decoded file without a byte-order mark, line ends as they stand. `size` and `sha256` are of
    the file's bytes as they lie on disk (of the compressed ones for gzip).
    """

    path: str
    text: str
    sha256: str
    size: int
    encoding: str
    media_type: MediaType
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a text file, a block element of an HTML page, or a leaf of a JSON or XML record.

    kind: "line" for text files (every line is a block, also an empty one); "paragraph" for any other block
        element and for leaves of JSON/XML.
    level: depth of a heading (1-6) or of a list (1 is outermost); columns of indentation for a line; 0 otherwise.
    row: number of the table row that a cell stands in (cells of one row share it), of the list that an item
        stands in; None otherwise.
    path: JSON/XML: keys joined by "/" with list indices as numbers ("outcomes/primary/0/measure");
        HTML: enclosing elements, outermost first, as "tag#id.class.class[role]" joined by " > "; "" for text files.
    column: number of the cell in its row, from 0; None outside tables.
    lead: code points at the front that are set off by an inline element, as labels are: `<b>Phase</b> 2`,
        `Sponsor <span>X</span>`; 0 for none.
    """

    pieces: tuple[Piece, ...]
    kind: BlockKind
    level: int = 0
    row: int | None = None
    path: str = ""
    column: int | None = None
    lead: int = 0

    @property
    def text(self) -> str:
        """Clean text: entities resolved, white space of HTML folded; a text line without its line end."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item, table cell or field value of a page's content; `start`/`end` are of `Page.text`.

    section: one of SECTIONS. field: one of FIELDS, or None in free text.
    group: passages of one list entry, table row, arm or registry object share it; None outside of these.
    heading: text of the nearest heading or field label before it ("" where there is none).
    level, parent: depth of a criterion in its list (0 outermost; -1 outside lists) and index in
        `Page.passages` of the criterion that it is nested in.
    """

    start: int
    end: int
    section: str
    field: str | None = None
    heading: str = ""
    group: int | None = None
    level: int = -1
    parent: int | None = None

    @property
    def polarity(self) -> Polarity | None:
        """Side of the criteria that the passage stands on."""
        if self.section == "eligibility.inclusion":
            return "inclusion"
        return "exclusion" if self.section == "eligibility.exclusion" else None


@dataclass(frozen=True, slots=True)
class Region:
    """A run of the source that is no content; `start`/`end` are code points of `Source.text`."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page ready for spaCy: content text, the passages that it is made of, and the way back to the source.

    Pages are told apart by identity, so that what was found on one can be remembered.

    text: passages joined by one newline each; hard-wrapped lines joined by a space; no tags, bullets, field
        labels, headings or boilerplate. Sections of the passages carry what the headings said.
    regions: what was left out, sorted, not overlapping, with its reason. What is neither in a region nor
        reached by `offsets` is white space or markup.
    layout_score: 0-1, how sure the choice of `layout` is.
    """

    source: Source
    text: str
    offsets: OffsetMap
    passages: tuple[Passage, ...]
    regions: tuple[Region, ...]
    layout: str
    layout_score: float
    warnings: tuple[str, ...] = ()

    def text_of(self, passage: Passage) -> str:
        """Return the clean text of a passage."""
        return self.text[passage.start : passage.end]
