"""The kind of a file is found from what stands in it."""

from __future__ import annotations

import pytest

from trialsift.read.kind import find_kind

DUMP = "Study of X in Gout\n\nInclusion Criteria:\n- ALT < 3 x ULN\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (DUMP, "text/plain"),
        ("<5 years of age are excluded\n", "text/plain"),
        ("<ULN is required for ALT\n", "text/plain"),
        ("[Time Frame: 12 weeks] Pain\n", "text/plain"),
        ('["quoted" word] and more\n', "text/plain"),
        ("{{SITE_NAME}}\nGout trial\n", "text/plain"),
        (DUMP + "Dose 10<sup>6</sup> cells &ge; 2 <br> daily\n", "text/plain"),
        (DUMP * 50 + "<p>one</p><p>two</p><div>three</div>", "text/plain"),
        ("<!DOCTYPE html>\n<html><body>x</body></html>", "text/html"),
        ("\n\n<!-- saved -->\n<HTML><BODY>x", "text/html"),
        ("<div class='trial'><p>Gout</p></div>", "text/html"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html><body/></html>', "text/html"),
        ("Saved page\n<html><body>x</body></html>", "text/html"),
        ("<p>a</p>\n<p>b</p>\n" * 20, "text/html"),
        ('{"protocolSection": {"id": 1}}', "application/json"),
        ('[{"a": "b"}]', "application/json"),
        ('  [ "a", "b" ]', "application/json"),
        ("{}", "application/json"),
        ('{"a": "<p>html inside</p>"}', "application/json"),
        ("<clinical_study rank='1'><condition>Gout</condition></clinical_study>", "application/xml"),
        ('<?xml version="1.0"?><Trial><Title>x</Title></Trial>', "application/xml"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "application/xml"),
    ],
)
def test_kind(text, kind):
    assert find_kind(text) == kind
