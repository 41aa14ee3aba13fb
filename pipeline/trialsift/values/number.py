"""Numbers as trial pages write them: "1,500", "0,5", "100 000", "1.5 × 10^9", "100K", "½", "five (5)", "twice".

What stands inside a word is no number ("CD4", "HbA1c", "T2"); a Roman numeral is read only where the caller asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start, end)` of the text.

    value = mantissa × 10 ** exponent; exponent is 0 unless a power of ten is written.
    """

    start: int
    end: int
    value: float
    mantissa: float
    exponent: int = 0


_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_ONES)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, 2)},
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
    "half": 0.5,
}
_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "mio": 6, "lakh": 5}
_FRACTIONS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅛": 0.125}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4, "ⅴ": 5, "ⅵ": 6,
}  # fmt: skip

_SIGN = r"(?:(?<![^\W_])(?<![)%\]])(?<![\d%][ ])[-−+])?"
_THOUSANDS = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?(?!\d|,\d)|\d{1,3},[ ]000(?![\d,.])"  # 100,000 and "12, 000"
_DOTTED = r"\d{1,3}(?:\.\d{3}){2,4}(?![\d.])"  # 1.000.000
_APOSTROPHES = r"\d{1,3}(?:['’]\d{3}){1,4}(?!\d)"  # 100'000
_SPACED = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?![\d.,]?\d)"  # 100 000
_DECIMAL = r"\d+[.·]\d+"  # 1.5, 1·5 as the Lancet prints it
_COMMA = r"(?<!\d,)\d+,\d{1,4}(?!\d|,[ ]?(?:(?:or|and)[ ])?\d)"  # 0,5 but not the lists 0,1,2 and 0,1, or 2
_PLAIN = r"(?:\d+|\.\d+)"
_GLYPH = r"(?:\d+[ ]?)?[½⅓⅔¼¾⅛]"
_SLASHED = r"(?:\d+[ ])?(?:1/[234]|2/3|3/4)(?![\d/])"  # 1/2, 1 1/2
_DIGITS = rf"(?:{_GLYPH}|{_SLASHED}|{_DOTTED}|{_THOUSANDS}|{_APOSTROPHES}|{_SPACED}|{_DECIMAL}|{_COMMA}|{_PLAIN})"

_RAISED = r"[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_CARET = r"[ ]?(?:\^|\*\*|\\\^)[ ]?[({]?[-−+]?\d{1,2}[)}]?|[ ]?(?:[eE]|exp)[ ]?[-−+]?\d{1,2}"
_BRACKET = r"[ ]?\(\d{1,2}\)"  # 5 x 10(6)
# A superscript that was lost ("× 109/L", "x 10 9/L") shows only by what follows it.
_COUNTED = r"/|(?:per|L|cells?|copies|cfu|pfu|vg|vp|platelets|viral|particles|CAR)\b|TCID"
_LOST = rf"[ ]?(?:[3-9]|1[0-5])(?=[ ]?(?:{_COUNTED}))"
_POWER = rf"10(?:{_RAISED}|{_CARET})"
_TIMES = r"[ ]?(?:[x×X*✕·•]|times)[ ]?"
_TIMES_POWER = rf"{_TIMES}10(?:{_RAISED}|{_CARET}|{_BRACKET}|{_LOST})(?!\d)"
_SCIENTIFIC = r"[eE][-+]?\d{1,2}(?!\d)"
_SCALE = r"(?:[ ]?-?(?:hundred|thousand|million|billion|mio|lakh)s?\b|[Kk]\b)"
_NUMERAL = rf"(?:{_POWER}(?!\d)|{_DIGITS}(?:{_TIMES_POWER}|{_SCIENTIFIC}|{_SCALE})?)"

_ONE = "|".join(sorted(_ONES[1:], key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{_ONE})"
_WORD_NUMBER = (
    rf"(?:zero|once|twice|thrice|(?:one[ -])?half|(?:{_BELOW_HUNDRED}|an?(?=[ ](?:hundred|thousand|million)))"
    rf"(?:[ ]hundred(?:[ ](?:and[ ])?{_BELOW_HUNDRED})?)?(?:[ ](?:thousand|million|billion))?(?:[ ]and[ ]a[ ]half)?)\b"
)
# "five (5)" and "5 (five)": the word and its digits are one number
_WORDED = rf"\b{_WORD_NUMBER}(?:[ ]?[(\[][ ]?(?:\d+(?:[.,]\d+){{0,4}})[ ]?[)\]])?"
_ALSO_WORD = rf"(?:[ ]\({_WORD_NUMBER}\))?"
# not after a letter or digit, save the x of "x3"
_EDGE = r"(?:(?<![^\W_])|(?<=[①-⑳])|(?<=\b[xX]))(?<!\d\.)"
_PATTERN = rf"(?:{_SIGN}{_EDGE}{_NUMERAL}{_ALSO_WORD}|{_WORDED})"

_FIND = re.compile(_PATTERN, re.IGNORECASE)
_BEGIN = re.compile(r"[-−+.\d½⅓⅔¼¾⅛]")
_LETTERS = re.compile(r"[a-z]+")
_COUNTING = frozenset((*_WORDS, *_POWERS))
_POWER_PARTS = re.compile(
    rf"(?:(?P<mantissa>[^x×X*✕•]+?){_TIMES})?10(?P<power>{_RAISED}|{_CARET}|{_BRACKET}|[ ]?\d{{1,2}})", re.IGNORECASE
)
_SCIENTIFIC_PARTS = re.compile(r"(?P<mantissa>[-−+]?[\d.,·]+)[eE](?P<exponent>[-+]?\d{1,2})")
_SCALE_PARTS = re.compile(
    r"(?P<mantissa>.*?[\d½⅓⅔¼¾⅛])[ ]?-?(?P<scale>hundred|thousand|million|billion|mio|lakh|k)s?", re.IGNORECASE
)
_DIGITS_ONLY = re.compile(rf"[-−+]?{_DIGITS}")
# Three decimals of which the last are zeros are thousands: "80.000", and "1.500" of cells or pg; "1.500 x 10^9" is not.
_DOTTED_COUNT = re.compile(
    rf"[1-9]\d{{0,2}}\.(?:000(?![\d.]|{_TIMES}10)|\d00(?=[ ]?(?:(?:cells)?/[ ]?(?:mm|[uµμ]l|mc)|pg/ml)))", re.IGNORECASE
)
_BRACKETED_WORD = re.compile(r" \([A-Za-z][^()]*\)$")
_BRACKETED = re.compile(r"[ ]?[(\[].*")
_GROUPED = re.compile(rf"(?:{_THOUSANDS}|{_DOTTED}|{_APOSTROPHES}|{_SPACED})$")
_DOTS = re.compile(rf"{_DOTTED}$")


def number_pattern() -> str:
    """Return the source of a regex, without named or capturing groups, that matches any number (with IGNORECASE)."""
    return _PATTERN


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text in their order."""
    return [read_number(text, match.start(), match.end()) for match in _numerals(text)]


def _numerals(text: str) -> Iterator[re.Match[str]]:
    if not _COUNTING.isdisjoint(_LETTERS.findall(text.lower())):
        yield from _FIND.finditer(text)
        return
    at = 0
    while begin := _BEGIN.search(text, at):  # no words: a search of the whole pattern would try every letter
        match = _FIND.match(text, begin.start())
        if match:
            yield match
        at = match.end() if match else begin.end()


def parse_roman(text: str) -> int | None:
    """Return the value of a Roman numeral from I to X, as grades and classes use them, or None."""
    return _ROMAN.get(text.strip().lower())


def read_number(text: str, start: int, end: int) -> Number:
    """Read what `number_pattern` matched at `[start, end)`."""
    written = text[start:end]
    mantissa, exponent = _parts(written.replace(".", "") if _DOTTED_COUNT.match(text, start) else written)
    return Number(start, end, _scaled(mantissa, exponent), mantissa, exponent)


def _scaled(mantissa: float, exponent: int) -> float:
    # through text, so that 1.1 × 10^9 is 1100000000 and not one bit beside it
    return float(f"{mantissa!r}e{exponent}") if exponent and isfinite(mantissa) else mantissa


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[float, int]:
    """Return mantissa and exponent."""
    if text[0].isalpha():
        return _worded(text), 0
    text = _BRACKETED_WORD.sub("", text)
    if match := _SCIENTIFIC_PARTS.fullmatch(text):
        # "10E9" is 10 to the 9th on these pages, not 10 × 10 to the 9th
        return (1.0 if match["mantissa"] == "10" else _digits(match["mantissa"])), int(match["exponent"])
    if not _digits_only(text) and (match := _POWER_PARTS.fullmatch(text)):
        return (_digits(match["mantissa"]) if match["mantissa"] else 1.0), _exponent(match["power"])
    if match := _SCALE_PARTS.fullmatch(text):
        scale = match["scale"].lower()
        return _scaled(_digits(match["mantissa"]), 3 if scale == "k" else _POWERS[scale]), 0
    return _digits(text), 0


def _digits_only(text: str) -> bool:
    return _DIGITS_ONLY.fullmatch(text) is not None


def _exponent(power: str) -> int:
    digits = re.sub(r"[^\d-]", "", power.translate(_SUPERSCRIPTS).replace("−", "-"))
    return int(digits)


def _digits(text: str) -> float:
    text = text.strip().replace("−", "-")
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-")
    if text[-1] in _FRACTIONS:
        whole = text[:-1].strip()
        return sign * (float(whole or 0) + _FRACTIONS[text[-1]])
    if "/" in text:
        whole, _, fraction = text.rpartition(" ")
        top, _, bottom = fraction.partition("/")
        return sign * (float(whole or 0) + int(top) / int(bottom))
    if _GROUPED.match(text):
        text = re.sub(r"[.,'’\s]", "", text) if _DOTS.match(text) else re.sub(r"[,'’\s]", "", text)
    return sign * float(text.replace(",", ".").replace("·", "."))


def _worded(text: str) -> float:
    total, part = 0.0, 0.0
    for word in re.split(r"[ -]", _BRACKETED.sub("", text.lower())):
        if word in _POWERS:
            power = 10.0 ** _POWERS[word]
            if word == "hundred":
                part = (part or 1.0) * power
            else:
                total, part = total + (part or 1.0) * power, 0.0
        elif word in _WORDS:
            part = 0.5 * max(part, 1.0) if word == "half" and part <= 1 and "and" not in text else part + _WORDS[word]
    return total + part
