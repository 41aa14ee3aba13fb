"""Bytes → text: compression, byte-order marks and charsets, with a warning for whatever had to be guessed."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from trialsift.counted import counted
from trialsift.errors import UnreadablePage

MAX_UNPACKED = 200_000_000  # bytes; a page that unpacks to more is a dump or an attack
GARBLED_SAMPLE = 200_000  # code points looked at for mojibake
_GARBLED_REACH = 8  # code points around a character beyond ASCII in which mojibake with it stands
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_PROBE = 8192  # bytes at the front that are searched for a declared charset and for UTF-16
_GZIP = b"\x1f\x8b"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (  # first bytes, what the file is
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image or sound"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_RECORD = b'{"schema":"trialsift-record/'
_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})"
    rb"|<\?xml\b[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
# What browsers read under these names (WHATWG Encoding), as Python spells it.
_ALIASES = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "windows-1252": "cp1252", "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "big5": "big5hkscs", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "unicode": "utf-8", "utf8": "utf-8",
}  # fmt: skip
_NAMES = {"cp1252": "windows-1252"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_HIGH = bytes(range(128, 256))
_ASCII = bytes(range(128))
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
MOSTLY_FOREIGN = 0.3  # share of bytes above 127 from which a text is no Western European one
ENOUGH_FOREIGN = 60  # such bytes, below which a guess at the charset is worth nothing


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without a byte-order mark, the name of its charset, and what had to be guessed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def unpack(data: bytes, path: str) -> tuple[bytes, tuple[str, ...]]:
    """Undo gzip, as often as it was applied in a row, at most twice; other bytes come back as they are.

    A truncated file gives what can be read of it, with a warning. Raises UnreadablePage where that is nothing or
    too much.
    """
    warnings: list[str] = []
    for _ in range(2):
        if not data.startswith(_GZIP):
            break
        data, whole = _gunzip(data, path)
        if not whole:
            warnings.append(f"the gzip data breaks off; {len(data):,} bytes could be unpacked")
    return data, tuple(warnings)


def _gunzip(data: bytes, path: str) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    while data.startswith(_GZIP):  # a file may hold several members
        engine = zlib.decompressobj(wbits=31)
        try:
            part = engine.decompress(data, MAX_UNPACKED + 1 - size)
        except zlib.error as error:
            if not parts:
                raise UnreadablePage(f"{path}: damaged gzip data ({error}); fetch the file again") from error
            return b"".join(parts), False
        parts.append(part)
        size += len(part)
        if size > MAX_UNPACKED:
            raise UnreadablePage(f"{path}: unpacks to more than {MAX_UNPACKED:,} bytes; split it into one page a file")
        if not engine.eof:
            return b"".join(parts), False
        data = engine.unused_data
    return b"".join(parts), True


def decode_bytes(data: bytes, path: str) -> Decoded:
    """Decode the bytes of a page. Raises UnreadablePage for an empty file and for what is no text."""
    if not data.strip():
        raise UnreadablePage(f"{path}: the file is empty ({len(data)} bytes); fetch the page again or leave it out")
    if data.startswith(_RECORD):
        raise UnreadablePage(f"{path}: the file holds records that were extracted before; leave it out of the inputs")
    for start, what in _BINARY:
        if data.startswith(start):
            raise UnreadablePage(f"{path}: the file is {what}, not text; convert it to text or HTML first")
    decoded = _by_mark(data) or _utf16(data) or _eight_bit(data, path)
    if not decoded.text.strip():
        raise UnreadablePage(f"{path}: the file holds only white space; fetch the page again or leave it out")
    if not decoded.text.isascii() and (place := _garbled(decoded.text)):
        return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, place))
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _utf8(body) or _mixed(body) if encoding == "utf-8" else _wide(body, encoding)
    return None


def _wide(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return Decoded(text, encoding, (f"{counted(lost, 'broken character')} read as U+FFFD",) if lost else ())


def _utf16(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: in Western text every second byte is zero."""
    probe = data[:_PROBE]
    half = len(probe) // 2
    if half < 2:
        return None
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return _wide(data, "utf-16-le")
    if even > half * 0.4 and odd < half * 0.05:
        return _wide(data, "utf-16-be")
    return None


def _eight_bit(data: bytes, path: str) -> Decoded:
    nulls = data.count(0)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(8, len(data) // 1000):
        raise UnreadablePage(
            f"{path}: the file is binary ({controls:,} control bytes, {nulls:,} of them zero); convert it to text first"
        )
    declared = _declared(data)
    decoded = None
    if declared and declared.startswith(("iso-2022", "iso2022", "utf-7", "hz")):
        decoded = _strict(data, declared)  # seven-bit codes that would pass for ASCII
    decoded = decoded or _utf8(data) or _legacy(data, declared)
    if nulls:
        return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, f"the text holds {nulls} zero bytes"))
    return decoded


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_PROBE])
    if not match:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    try:
        return codecs.lookup(_ALIASES.get(name, name)).name
    except LookupError:
        return None


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), _NAMES.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError):
        return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
        if not cut_off:
            return None
        text = data[: error.start].decode("utf-8") + "\ufffd"
        return Decoded(text, "utf-8", ("the file breaks off within its last character, read as U+FFFD",))


def _legacy(data: bytes, declared: str | None) -> Decoded:
    if _is_mostly_utf8(data):
        return _mixed(data)
    if declared and declared not in ("utf-8", "cp1252"):
        decoded = _strict(data, declared)
        if decoded:
            return decoded
    high = len(data) - len(data.translate(None, _HIGH))
    if (
        declared != "cp1252"
        and high >= ENOUGH_FOREIGN
        and high > len(data.translate(None, b" \t\r\n")) * MOSTLY_FOREIGN
    ):
        decoded = _guessed(data)
        if decoded:
            return decoded
    return _western(data, declared)


def _is_mostly_utf8(data: bytes) -> bool:
    valid = _MULTIBYTE.findall(data)
    rest = len(data.translate(None, _ASCII)) - sum(map(len, valid))
    return len(valid) >= max(rest, 1)


def _read_as_western(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError), "registered for decoding only"
    broken = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "replace") for byte in broken), error.end


codecs.register_error("trialsift.western", _read_as_western)


def _mixed(data: bytes) -> Decoded:
    """Read UTF-8 in which single bytes of Windows-1252 stand, as pages put together from several sources have."""
    text = data.decode("utf-8", errors="trialsift.western")
    return Decoded(text, "utf-8", ("bytes that are not UTF-8 were read as Windows-1252",))


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:50_000]).best()
    if best is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text, best.encoding, (f"no charset declared; read as {best.encoding}",))


def _western(data: bytes, declared: str | None) -> Decoded:
    """Read as Windows-1252, of which Latin-1 is a part; its five undefined bytes as Latin-1's controls."""
    text = "".join(
        part.decode("cp1252") if index % 2 == 0 else part.decode("latin-1")
        for index, part in enumerate(re.split(rb"([\x81\x8d\x8f\x90\x9d]+)", data))
    )
    warnings = () if declared == "cp1252" else ("not UTF-8 and no charset that fits declared; read as Windows-1252",)
    return Decoded(text, "windows-1252", warnings)


def _garbled(text: str) -> str | None:
    """Say where text was read with a wrong charset before it came to us ("â‰¥" for "≥"), or None."""
    from ftfy.badness import BADNESS_RE

    sample = text[:GARBLED_SAMPLE]
    # Only near characters beyond ASCII: ftfy's pattern has so many alternatives that a whole page takes it long.
    foreign = (run.span() for run in _FOREIGN.finditer(sample))
    found = (BADNESS_RE.search(sample, max(0, start - _GARBLED_REACH), end + _GARBLED_REACH) for start, end in foreign)
    match = next(filter(None, found), None)
    if not match:
        return None
    line = sample.count("\n", 0, match.start()) + 1
    return (
        f"garbled characters (mojibake) from line {line} on: {match[0]!r}; read as what they were where that is certain"
    )
