"""Bytes → text: every charset by its mark, its form or its declaration; what cannot be read says why."""

from __future__ import annotations

import codecs
import gzip
import hashlib

import pytest

from trialsift.errors import UnreadablePage
from trialsift.read import decode, read_source

TEXT = "Título: ALT ≥ 2 × ULN – “naïve” patients, 5 µg\n"
WESTERN = "Café, 5 µg, ± 3 °C – “naïve”\n"
META = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (TEXT.encode(), TEXT, "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32-le"),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le"),
        (TEXT.encode("utf-16-be"), TEXT, "utf-16-be"),
        (b"plain ASCII\r\nCRLF kept\r\n", "plain ASCII\r\nCRLF kept\r\n", "utf-8"),
        (gzip.compress(TEXT.encode()), TEXT, "utf-8"),
        (gzip.compress(b"one ") + gzip.compress(b"two"), "one two", "utf-8"),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "utf-32", "bare 16-le", "bare 16-be", "crlf", "gzip", "members"],
)
def test_sure_charsets_give_no_warning(data, text, encoding):
    source = decode(data, path="page")
    assert (source.text, source.encoding, source.warnings) == (text, encoding, ())


def test_size_and_hash_are_of_the_bytes_on_disk():
    data = gzip.compress(TEXT.encode())
    source = decode(data, path="page.gz")
    assert source.size == len(data)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("charset", "words", "encoding"),
    [
        ("iso-8859-1", WESTERN, "windows-1252"),
        ("windows-1252", WESTERN, "windows-1252"),
        ("iso-8859-2", "Łódź, żółć", "iso8859-2"),
        ("windows-1251", "Больные гриппом", "cp1251"),
        ("euc-kr", "임상시험", "cp949"),
        ("shift_jis", "臨床試験", "cp932"),
        ("gb2312", "临床试验", "gb18030"),
    ],
)
def test_declared_charset_is_used(charset, words, encoding):
    page = META.format(charset, words)
    data = page.encode("cp1252" if charset == "iso-8859-1" else charset)
    source = decode(data, path="page")
    assert (source.text, source.encoding, source.warnings) == (page, encoding, ())


def test_utf8_wins_over_a_wrong_declaration():
    page = META.format("iso-8859-1", TEXT)
    source = decode(page.encode(), path="page")
    assert (source.text, source.encoding, source.warnings) == (page, "utf-8", ())


def test_xml_declaration_counts():
    page = '<?xml version="1.0" encoding="ISO-8859-2"?><a><b>Łódź</b></a>'
    assert decode(page.encode("iso-8859-2"), path="page").text == page


def test_unknown_declared_charset_is_passed_over():
    source = decode(META.format("x-no-such", WESTERN).encode("cp1252"), path="page")
    assert WESTERN.strip() in source.text


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (WESTERN.encode("cp1252"), WESTERN, "read as Windows-1252"),
        (b"na\x81ve caf\xe9", "na\x81ve café", "read as Windows-1252"),
        ("≥ 5 and ≤ 7, then ".encode() + b"\x93quoted\x94", "≥ 5 and ≤ 7, then “quoted”", "were read as Windows-1252"),
        ("dose ≥".encode()[:-1], "dose \ufffd", "breaks off within its last character"),
        (gzip.compress(b"word " * 5000)[:40], None, "gzip data breaks off"),
        (b"one\x00two " * 3, "one\x00two " * 3, "3 zero bytes"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", "a\ufffdb", "broken"),
    ],
    ids=["western", "undefined", "mixed", "truncated", "half gzip", "zero bytes", "half pair"],
)
def test_what_is_guessed_or_broken_is_read_with_a_warning(data, text, warning):
    source = decode(data, path="page")
    assert warning in source.warnings[0]
    assert [more for more in source.warnings[1:] if "garbled" not in more] == []
    if text is None:
        assert ("word " * 5000).startswith(source.text)
        assert source.text
    else:
        assert source.text == text


def test_undeclared_foreign_charset_is_guessed():
    words = "임상시험에 참여하는 환자의 나이는 열여덟 살 이상이어야 합니다. " * 20
    source = decode(words.encode("cp949"), path="page")
    assert source.text == words
    assert "no charset declared" in source.warnings[0]


def test_garbled_text_is_reported_and_keeps_its_offsets():
    source = decode("Line one\nALT â‰¥ 2\n".encode(), path="page")
    assert source.text == "Line one\nALT â‰¥ 2\n"
    assert [warning.startswith("garbled characters (mojibake) from line 2") for warning in source.warnings] == [True]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty (0 bytes)"),
        (b" \r\n\t", "empty (4 bytes)"),
        (codecs.BOM_UTF8 + b"  ", "only white space"),
        (b"%PDF-1.7\n%...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a PNG image"),
        (b"PK\x03\x04" + bytes(40), "a zip archive or an Office document"),
        (b'{"schema":"trialsift-record/1","source":{}}', "records that were extracted before"),
        (b"{\\rtf1\\ansi Trial}", "a rich-text document"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x1f\x8b\x08\x00broken gzip", "damaged gzip"),
        (gzip.compress(b"%PDF-1.7"), "a PDF"),
    ],
)
def test_what_is_no_text_says_what_it_is(data, message):
    with pytest.raises(UnreadablePage) as error:
        decode(data, path="folder/page")
    assert message in str(error.value)
    assert str(error.value).startswith("folder/page: ")
    assert ";" in str(error.value) or "first" in str(error.value)  # what to do next


def test_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("trialsift.read.charset.MAX_UNPACKED", 1000)
    with pytest.raises(UnreadablePage, match="unpacks to more than 1,000 bytes"):
        decode(gzip.compress(b"a" * 2000), path="bomb")


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, message in ((".", "not a file"), ("missing", "No such file"), ("loop", "symbolic links")):
        with pytest.raises(UnreadablePage, match=message):
            read_source(tmp_path / name)


def test_path_of_a_source_is_its_name(tmp_path):
    (tmp_path / "page.txt").write_bytes(b"Conditions: gout\n")
    assert read_source(tmp_path / "page.txt", name="folder/page.txt").path == "folder/page.txt"
    assert read_source(tmp_path / "page.txt").path == (tmp_path / "page.txt").as_posix()
