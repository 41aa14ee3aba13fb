"""What a file is, by what stands in it; its name says nothing."""

from __future__ import annotations

import re

from trialsift.page import MediaType
from trialsift.read.elements import BLOCKS, HTML_ELEMENTS

_FRONT = 4096  # code points that decide for most files
_STRING = r"\"(?:[^\"\\]|\\.){0,200}\""
_JSON = re.compile(rf"\s*(?:\[\s*)*(?:\{{\s*(?:{_STRING}\s*:|\}})|\[\s*{_STRING}\s*[,\]])")
_BEFORE_ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_HTML_ROOT = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)[\s/>]")
_BLOCK_TAG = re.compile(
    r"</?(?:html|head|body|div|p|table|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6]|section|article)\b[^<>]*>", re.IGNORECASE
)
TAG_EVERY = 400  # code points; text with fewer block tags is a text dump that kept some


def find_kind(text: str) -> MediaType:
    """Say whether a decoded file is JSON, XML, HTML or plain text."""
    front = text[:_FRONT].lstrip()
    if front[:1] in ("{", "[") and _JSON.match(front):
        return "application/json"
    if front[:1] == "<":
        return _markup(text, front)
    if _HTML_ROOT.search(front) or _has_many_tags(text):
        return "text/html"
    return "text/plain"


def _markup(text: str, front: str) -> MediaType:
    before = _BEFORE_ROOT.match(front)
    root = _ROOT.match(front, before.end() if before else 0)
    if _HTML_ROOT.search(front):
        return "text/html"
    declared = front.startswith("<?xml")
    if root and root[1].lower() not in (BLOCKS if declared else HTML_ELEMENTS):
        return "application/xml" if f"</{root[1]}>" in text or declared else "text/plain"
    if root or _has_many_tags(text):
        return "text/html"
    return "application/xml" if declared else "text/plain"


def _has_many_tags(text: str) -> bool:
    sample = text[:100_000]
    return len(_BLOCK_TAG.findall(sample)) > max(5, len(sample) // TAG_EVERY)
