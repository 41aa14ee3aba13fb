"""Tags of HTML and XML with their places, read forward only, so that no input takes more than linear time.

`html.parser` was measured and left: on Python 3.11 unclosed tags, quotes and comments cost it quadratic time. It also
drops "<LLN and ALT >", which in a trial's text is no tag.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

_TAG_NAME = re.compile(r"[A-Za-z_][^\s/<>=\"']*")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?:(?P<name>[^\s/<>=\"'][^\s/<>=]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s<>\"'][^\s<>]*)))?|[\"'=])?"
)
_TO_TAG_END = re.compile(r"[^<>]*>?")

Kind = Literal["text", "literal", "open", "close"]


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, or text in `[start, end)` of the source; "literal" text holds no character references.

    name: of a tag, as written. attributes: (name in lower case, value as written, start of the value in the source).
    empty: whether the tag ends in "/>".
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: tuple[tuple[str, str, int], ...] = ()
    empty: bool = False


class Scanner:
    """Cuts a source into tokens.

    raw: elements whose content is literal text up to their end tag. known: names that open a tag, besides those
    with "-" or ":"; empty lets every name.
    """

    def __init__(self, text: str, *, raw: Collection[str] = (), known: Collection[str] = ()) -> None:
        self._text = text
        self._raw = raw
        self._known = known
        self._missing: set[str] = set()  # ends that do not occur any more

    def tokens(self) -> Iterator[Token]:
        """Yield text and tags in order; comments, declarations and processing instructions are passed over."""
        text, at, size = self._text, 0, len(self._text)
        start = 0  # of the text not yet yielded
        while at < size:
            at = text.find("<", at)
            if at < 0:
                break
            found = self._markup(at)
            if found is None:  # a "<" that opens nothing is text
                at += 1
                continue
            token, resume = found
            if at > start:
                yield Token("text", start, at)
            if token:
                yield token
                if token.kind == "open" and not token.empty and token.name.lower() in self._raw:
                    stop = self._raw_end(token)
                    yield Token("literal", resume, stop)
                    resume = stop
            start = at = resume
        if start < size:
            yield Token("text", start, size)

    def _markup(self, at: int) -> tuple[Token | None, int] | None:
        """Return what begins with the "<" at `at` and where it ends; no token for what is passed over."""
        text = self._text
        following = text[at + 1 : at + 2]
        if following == "!":
            return self._declaration(at)
        if following == "?":
            return self._passed_over(">", at + 2)
        closing = following == "/"
        name = _TAG_NAME.match(text, at + 1 + closing)
        if not name or not (closing or self._is_known(name[0])):
            return None
        if closing:
            end = _to_tag_end(text, name.end())
            return Token("close", at, end, name[0]), end
        token = self._open(at, name)
        return token, token.end

    def _is_known(self, name: str) -> bool:
        return not self._known or name.lower() in self._known or "-" in name[1:-1] or ":" in name[1:-1]

    def _declaration(self, at: int) -> tuple[Token | None, int] | None:
        text = self._text
        if text.startswith("<!--", at):
            return self._passed_over("-->", at + 4) or self._passed_over(">", at + 4)
        if text.startswith("<![CDATA[", at):
            found = self._passed_over("]]>", at + 9)
            if found:
                return Token("literal", at + 9, found[1] - 3), found[1]
        return self._passed_over(">", at + 2)

    def _passed_over(self, end: str, at: int) -> tuple[None, int] | None:
        if end in self._missing:
            return None
        found = self._text.find(end, at)
        if found < 0:
            self._missing.add(end)
            return None
        return None, found + len(end)

    def _open(self, at: int, name: re.Match[str]) -> Token:
        text, pos = self._text, name.end()
        attributes: list[tuple[str, str, int]] = []
        while pos < len(text) and text[pos] not in "<>":
            match = _ATTRIBUTE.match(text, pos)
            if not match or match.end() == pos:
                break
            if match["name"]:
                attributes.append(_attribute(match))
            pos = match.end()
        end = pos + 1 if text[pos : pos + 1] == ">" else pos
        return Token("open", at, end, name[0], tuple(attributes), text[pos - 1 : pos + 1] == "/>")

    def _raw_end(self, token: Token) -> int:
        key = f"</{token.name.lower()}"
        if key in self._missing:
            return len(self._text)
        match = re.compile(rf"</{re.escape(token.name)}(?![\w-])", re.IGNORECASE).search(self._text, token.end)
        if not match:
            self._missing.add(key)
            return len(self._text)
        return match.start()


def _to_tag_end(text: str, at: int) -> int:
    match = _TO_TAG_END.match(text, at)
    return match.end() if match else at


def _attribute(match: re.Match[str]) -> tuple[str, str, int]:
    for group in ("double", "single", "bare"):
        if match[group] is not None:
            return match["name"].lower(), match[group], match.start(group)
    return match["name"].lower(), "", match.end()
