"""JSON and XML: every leaf with its path, every character with its place, damaged files as far as they go."""

from __future__ import annotations

import json

import pytest

from trialsift.read.registry_json import read_json
from trialsift.read.registry_xml import read_xml


def _leaves(blocks):
    return [(block.path, block.text) for block in blocks]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ('{"a": {"b": ["x", "y"]}}', [("a/b/0", "x"), ("a/b/1", "y")]),
        ('{"n": 3, "t": true, "none": null, "e": ""}', [("n", "3"), ("t", "true")]),
        ('[{"a": "x"}, {"a": "y"}]', [("0/a", "x"), ("1/a", "y")]),
        ('{"a": [[1, 2], {"b": "c"}]}', [("a/0/0", "1"), ("a/0/1", "2"), ("a/1/b", "c")]),
        ('{"a": "x"}\n{"a": "y"}\n', [("a", "x"), ("1/a", "y")]),
        ('{"a": "one\\ntwo"}', [("a", "one"), ("a", "two")]),
        ('{"a": "one&#xD; two<br>three"}', [("a", "one"), ("a", " two"), ("a", "three")]),
        ('{"a": "x", "b": {"c": "cut o', [("a", "x"), ("b/c", "cut o")]),
        ('{"a": "x" "b": }, "c": "y"]]', [("a", "x"), ("1", "c"), ("1", "y")]),
        ("{}", []),
        ('"just a string"', [("", "just a string")]),
    ],
)  # fmt: skip
def test_json_leaves(text, leaves):
    assert _leaves(read_json(text)) == leaves


def test_json_escapes_keep_their_places():
    text = '{"a": "ALT \\u2265 2 \\"x\\" \\ud83d\\ude00 \\/ &lt;"}'
    (block,) = read_json(text)
    assert block.text == 'ALT ≥ 2 "x" 😀 / <'
    escapes = [(p.text, text[p.start : p.end]) for p in block.pieces if p.text != text[p.start : p.end]]
    assert escapes == [
        ("≥", "\\u2265"), ('"', '\\"'), ('"', '\\"'), ("😀", "\\ud83d\\ude00"), ("/", "\\/"), ("<", "&lt;"),
    ]  # fmt: skip


def test_lone_surrogates_are_no_characters():
    (block,) = read_json('{"a": "x\\ud83d y\\udc00"}')
    assert block.text == "x\ufffd y\ufffd"
    assert block.text.encode()


def test_json_agrees_with_the_library():
    data = {"a": ["é\n", {"b": "c\\d\t"}], "e": "\u2028"}
    blocks = read_json(json.dumps(data))
    assert [(b.path, b.text) for b in blocks if b.text.strip()] == [("a/0", "é"), ("a/1/b", "c\\d\t")]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("<s><a>x</a><b> y </b></s>", [("s/a", "x"), ("s/b", " y ")]),
        ("<s><c><n>x</n></c><c><n>y</n></c></s>", [("s/c/n", "x"), ("s/c/1/n", "y")]),
        ('<s rank="1"><a type="Actual">60</a></s>', [("s/@rank", "1"), ("s/a/@type", "Actual"), ("s/a", "60")]),
        ('<s><b v="&lt;2"/></s>', [("s/b/@v", "<2")]),
        ("<s><a><![CDATA[x < y & z]]></a></s>", [("s/a", "x < y & z")]),
        ("<s><!-- no --><a>x</a><?pi no?></s>", [("s/a", "x")]),
        ("<n:s xmlns:n='u'><n:a>x</n:a></n:s>", [("s/a", "x")]),
        ("<s><a>x<b>y</b>z</a></s>", [("s/a", "x"), ("s/a/b", "y"), ("s/a", "z")]),
        ("<s><a>x</s>", [("s/a", "x")]),
        ("<s><a>x</b></a></s>", [("s/a", "x")]),
        ("<s><a>one\n  two</a></s>", [("s/a", "one"), ("s/a", "  two")]),
        ("<s><a>5 &lt; x &amp;gt; 3</a></s>", [("s/a", "5 < x > 3")]),
    ],
)  # fmt: skip
def test_xml_leaves(text, leaves):
    assert _leaves(read_xml(text)) == leaves


def test_no_entity_is_expanded_and_no_file_opened():
    text = (
        '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<s><x>&b; and &f;</x></s>"
    )
    assert _leaves(read_xml(text))[-1] == ("s/x", "&b; and &f;")
    assert not any("root:" in block.text for block in read_xml(text))
