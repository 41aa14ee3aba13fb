"""The registry type of an intervention that no field states, by the words of its name.

The last word that tells a type decides: "stem cell transplantation" is a procedure, "malaria vaccine" a biological.
A single word that tells none is a drug, as 93 in 100 such names of registry records are.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from trialsift.rules.intervention import only_qualifies
from trialsift.vocab import table

_LONGEST = 160  # code points of a name looked at, from its end
_SALT = (
    r"hydrochloride|hcl|hydrobromide|sulph?ate|mes[iy]late|maleate|tartrate|citrate|acetate|fumarate|succinate|sodium|"
    r"potassium|calcium|phosphate|bromide|chloride|nitrate|besylate|tosylate|propionate|furoate|acid|xr|xl|er|sr"
)
_WHICH = re.compile(
    r"(?:(?:oral|intravenous|iv|topical|inhaled|subcutaneous|intranasal|intrathecal|systemic|high-dose|low-dose|"
    r"liposomal|"
    r"pegylated|extended-release|weekly|daily)\s)+",
    re.IGNORECASE,
)
_DRUG = re.compile(
    rf"[A-Za-z][a-z]{{4,}}(?:[/-][A-Za-z][a-z]{{4,}})?|[A-Za-z-]{{5,}} (?:{_SALT})|"
    rf"[A-Za-z-]{{5,}} (?:[a-z]{{3,}}oxil|mofetil|alfa|alpha|disoproxil fumarate)|"
    rf"[A-Z]{{2,5}}[- ]?\d{{3,7}}[A-Z]?",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[A-Z]{5,8}")


@lru_cache(maxsize=4096)
def type_by_name(name: str) -> str | None:
    """Return the type that a name's words tell, None where they tell none."""
    words, types = _patterns()
    found = list(words.finditer(name, max(0, len(name) - _LONGEST)))
    if found:
        return types[(found[-1].lastindex or 1) - 1]
    name = _WHICH.sub("", name)
    is_drug = _DRUG.fullmatch(name) and not _ABBREVIATION.fullmatch(name) and not only_qualifies(name)
    return "drug" if is_drug else None


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = table("intervention_type_words")
    words = "|".join(f"({row['pattern']})" for row in rows)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), tuple(row["type"] for row in rows)
