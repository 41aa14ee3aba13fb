"""HTML's elements, by what they do to the text around them."""

from __future__ import annotations

from trialsift.page import BlockKind


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Their content is no text of the page.
DROPPED = _names(
    "script style template noscript iframe object embed canvas audio video svg select datalist textarea option "
    "optgroup noembed noframes applet map"
)
RAW = _names("script style iframe noembed noframes xmp textarea title noscript")  # no tags inside
VOID = _names("area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TITLES = _names("caption legend summary figcaption")  # short titles of what they stand in
BLOCKS = _names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figure footer form frameset "
    "head header hgroup hr html li main menu nav ol p pre search section table tbody td tfoot th thead title tr ul"
).union(HEADINGS, TITLES)
INLINE = _names(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img input ins kbd label mark meter nobr "
    "output picture progress q rb rp rt ruby s samp slot small span strike strong sub sup time tt u var wbr br blink "
    "marquee"
)
HTML_ELEMENTS = BLOCKS | INLINE | DROPPED | VOID | RAW | {"colgroup", "plaintext", "listing", "math"}
# An element that ends another one of the kinds named, where that one is still open.
CLOSES = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tbody": ("tr", "td", "th", "thead", "tbody"),
    "tfoot": ("tr", "td", "th", "tbody"),
}
# Open elements beyond these are out of an end tag's reach.
SCOPES = frozenset(("table", "td", "th", "caption", "html", "template"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
# End tags that reach over a cell's edge.
ACROSS = SCOPES | {"tr", "tbody", "thead", "tfoot", "body"}
INLINE_EMPTY = frozenset(("a", "span", "i", "b", "p", "div"))  # "<div/>" is written where "<div></div>" was meant
# Elements that say what kind of block their text is.
SHAPES: dict[str, BlockKind] = {
    "td": "cell", "th": "cell", "li": "item", "dt": "term", "dd": "definition", "title": "heading",
    **dict.fromkeys(HEADINGS, "heading"), **dict.fromkeys(TITLES, "heading"),
}  # fmt: skip
