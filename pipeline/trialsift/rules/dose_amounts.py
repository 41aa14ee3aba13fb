"""Amounts that are doses, and amounts that are measured in a person or used up on the way."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from trialsift.rules.dose_context import GIVEN_SECTIONS, NAME_ENDING, Around, last_cue, names_given
from trialsift.values.part import Amount
from trialsift.values.threshold import thresholds_of

# what is measured in a person and not given
_MEASURED = re.compile(
    r"\b(?:birth[ -]?weight|weigh\w*|body weight|proteinuria|protein|albumin\w*|creatinine|excretion|"
    r"calcium/creatinine|urin\w*|levels?|"
    r"serum|plasma|lactate|hormone|concentration|mass index|LVMI?|index|alcohol|elastase|hemoglobin|haemoglobin|"
    r"glucose|count|RNA|"
    r"viral|copies|blips|"
    r"Hb|BW|hCG|phosphate|potassium|[ck]rea\w*|platelets?|bilirubin|titers?|titres?|score|lesion|tumou?r|loss|losing|lost|donat\\w*|bleeding|sputum|stool|"
    r"antibod(?:y|ies)|"
    r"anti-\w+|KPS|intake|consumption|"
    r"eliciting dose|challenge|provocat\w*|cholesterol|ferritin|"
    r"drink\w*|vitamin D level|residual|hCG|PSA|CEA|AFP|between|"
    r"infants?|neonates?|newborns?|pounds|BMI)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\b(?:birth[ -]?weight|weigh\w*|body weight|blood|urine|residual|loss|losing|"
    r"volume|levels?)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_NEWBORN = re.compile(r"\b(?:neonates?|newborns?|infants?)\b[^.;,]{0,45}$", re.IGNORECASE)
_WEIGHT_AFTER = re.compile(r"\s?(?:birth|body ?weight|weight|at birth|in weight|at enrol)", re.IGNORECASE)
_WEIGHTS = frozenset({"[lb_av]", "kg", "[oz_av]", "[EU]", "[stone_av]"})
_MOLAR = frozenset({"mmol", "umol", "nmol"})
_LAB_UNITS = frozenset({"dL", "L", "uL", "g", "cm", "mmol"})
_NAME_FIELDS = frozenset({"arm.label", "arm", "interventions", "intervention.name", "intervention.other_name"})
_DILUENT = re.compile(
    r"\b(?:diluted|dissolved|mixed|suspended|reconstituted|in a volume of)\s(?:in|with|to|of)?\s?$", re.IGNORECASE
)
_TAKEN = re.compile(
    r"\b(?:blood|urine|samples?|drawn|draws?|collect\w*|residual|plasma|serum|tubes?|"
    r"marrow|aspirat\w*|biops\w*|apheresis|leukapheresis|donat\w*)\b",
    re.IGNORECASE,
)


# a level that is aimed at: "trough of 5 to 10 ng/mL", "a urine output of 1 mL/kg/h"
_LEVEL = re.compile(
    r"\b(?:troughs?|output|oligur\w*|anuri\w*|diuresis|levels?|concentrations?|targets?|saturation|SpO2|FiO2)\b[^.;,)]{0,25}$",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\b(?:target|effect)[- ](?!of\b)\w", re.IGNORECASE
)  # "a target effect site concentration" is what is given
_TAKEN_NEXT = re.compile(
    r"\s(?:of\s)?(?:taken|drawn|collected|withdrawn|removed|blood\b(?! (?:products|transfus)))", re.IGNORECASE
)
_DRUNK = re.compile(
    r"\sof\s(?:pure\s)?(?:alcohol|ethanol|caffeine|blood|bright)\b|\s(?:is|are)\s(?:\w+\s)?equivalent\b", re.IGNORECASE
)
_UNIT_GOES_ON = re.compile(r"\s?/\s?(?:mol|piece|slice|glass|portion|creatinine)\b", re.IGNORECASE)
# what volumes are given of, though no name says so
_FLUID_AFTER = re.compile(
    r"\s(?:of\s)?(?:(?:IV|intravenous|oral|balanced|warm|cold|normal|sterile|isotonic|the|packed)\s){0,2}"
    r"(?:fluids?|crystalloids?|colloids?|saline|water|milk|juice|ringer\w*|dextrose|albumin|gel|contrast|"
    r"red (?:blood )?cells?|RBCs?|PRBCs?|formula|breast ?milk)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"[^\w(]|(?:above|below|over|under|more|less|greater|higher|lower|at least|at most|exceed)", re.IGNORECASE
)
# a strength after a form ("mometasone cream 0.1%") or a salt ("sodium citrate 4%")
_DRUG_BEFORE = re.compile(
    rf"\b(?:{NAME_ENDING}|cream|gel|ointment|drops|solution|foam|lotion|mouthwash|acid|citrate|\w{{2,}}chlorite|"
    rf"\w{{0,12}}oxide|NaCl|saline|dextrose|glucose|chlorhexidine)\s(?:at\s|[(])?$",
    re.IGNORECASE,
)
_OF_A_SOLUTION = re.compile(r"\sof\s(?:an?\s)?\d{1,2}(?:[.,]\d{1,4})?\s?%")  # "20 mL of 0.25% X"
_DRUG_AFTER = re.compile(
    rf"[ -]?(?:{NAME_ENDING}|[a-z]{{3,}}(?:thrin|xidine|nidine|iodine)|(?:isopropyl |ethyl )?alcohol|isopropyl|ethanol|"
    r"povidone|hydrogen peroxide|nitrous|oxygen)\b",
    re.IGNORECASE,
)
_DEVICE = frozenset({"electricity", "frequency", "energy", "temperature", "length", "pressure"})


def _is_flow(around: Around, per: set[str]) -> bool:
    """Whether a volume a minute is one of blood or breath, not of a gas that is given."""
    return "min" in per and not (around.passage.section in GIVEN_SECTIONS or "route" in around.candidate.kinds)


def _is_of_a_threshold(around: Around) -> bool:
    """Whether an amount that is compared is the bound of something measured: "ferritin > 500 ng"."""
    if not _COMPARED.match(around.words):
        return False
    start = around.candidate.dose.start
    places = _thresholds(around.text)
    at = bisect_left(places, (start, 0)) - 1
    return at >= 0 and start < places[at][1]


@lru_cache(maxsize=1)
def _thresholds(text: str) -> list[tuple[int, int]]:
    """Return the places of the thresholds of a passage, which all its amounts ask for."""
    return [(found.start, found.end) for found in thresholds_of(text)]


def is_measured(around: Around) -> bool:
    """Whether an amount is one measured in a person."""
    amount = around.candidate.amount
    if amount is None:
        return False
    if _UNIT_GOES_ON.match(around.after) or _is_of_a_threshold(around) or _is_by_its_unit(around, amount):
        return True
    if _is_level(around, amount) or (around.in_criteria and _DRUNK.match(around.after)):
        return True
    if around.near_name and not around.in_criteria:
        return False
    if around.in_criteria or around.passage.section.startswith("outcomes"):
        return _MEASURED.search(around.before) is not None
    if amount.per or amount.unit not in ("g", "mL", "L", "mmol"):
        return False
    newborn = amount.unit == "g" and _NEWBORN.search(around.before) is not None
    return newborn or _WEIGHED.search(around.before) is not None


def _is_by_its_unit(around: Around, amount: Amount) -> bool:
    """Whether the unit is one of laboratories and scales: "mg/dL", "kg"."""
    per = set((amount.per or "").split("."))
    if per & _LAB_UNITS or amount.unit == "mol" or (amount.unit == "pg" and "mL" in per):
        return True
    if around.in_criteria and amount.unit in _MOLAR and not around.near_name:
        return True  # "creatinine over 250 µmol"
    if amount.kind == "volume" and _TAKEN_NEXT.match(around.after):
        return True
    if amount.kind == "volume":
        return _is_flow(around, per) or ("m2" in per and around.in_criteria)
    if amount.per:
        return False
    return amount.unit in _WEIGHTS or (amount.unit == "g" and _WEIGHT_AFTER.match(around.after) is not None)


def _is_level(around: Around, amount: Amount) -> bool:
    """Whether it is a level in a person, aimed at or measured: "trough of 5 ng/mL", "PSA above 15 ng/mL"."""
    per = set((amount.per or "").split("."))
    if amount.unit in ("mg", "g") and amount.per == "mL":
        return around.in_criteria
    if _LEVEL.search(around.before) and (per & {"mL", "h"} or amount.unit == "%"):
        return not _SITE.search(around.before)
    told = around.near_name or around.passage.section in GIVEN_SECTIONS
    return "mL" in per and not told and _MEASURED.search(around.before) is not None


def _is_set(around: Around) -> bool:
    """Whether several things are set on a device: "660 nm, 100 mW", "60 °C for 150 s", "0.25 mm/day"."""
    amounts = [part.value for part in around.candidate.parts if part.kind == "amount"]
    return len(amounts) > 1 or (amounts[0].kind == "length" and around.passage.section in GIVEN_SECTIONS)


def is_given_amount(around: Around) -> bool:
    """Whether an amount that may be anything (a volume, a percentage, a current) is one of something given."""
    amount = around.candidate.amount
    if amount is None or around.passage.section.startswith("outcomes"):
        return False
    if amount.kind in ("intensity", "temperature", "length") or (amount.kind in _DEVICE and _is_set(around)):
        of_a_dose = around.words.lower().endswith(("dose", "dosage"))  # "1% of the usual dose"
        return of_a_dose or (not around.in_criteria and (amount.kind == "intensity" or _is_set(around)))
    if amount.unit in ("%", "[ppth]"):
        return _is_strength(around)
    diluent = _DILUENT.search(around.before) is not None
    if amount.kind == "volume" and (_FLUID_AFTER.match(around.after) or _OF_A_SOLUTION.match(around.after)):
        return not diluent
    if around.passage.field in _NAME_FIELDS and amount.kind in ("mass", "activity"):
        return True  # the strength of a product: "0.5 mg/mL"
    if _is_product_strength(around, amount):
        return True
    if around.passage.section in GIVEN_SECTIONS and amount.kind in ("volume", "frequency", "electricity"):
        return not diluent and not _TAKEN.search(around.before + around.after)
    return not diluent and _is_spoken_of(around, amount)


def _is_product_strength(around: Around, amount: Amount) -> bool:
    """Whether it is how much a product holds; what is measured in blood is never so much as milligrams in a mL."""
    return amount.unit in ("mg", "g") and amount.per == "mL" and around.passage.section in GIVEN_SECTIONS


def _is_strength(around: Around) -> bool:
    """Whether a percentage is one of a solution or cream: it stands beside a name, and nothing compares it."""
    named = around.touches_name or bool(_DRUG_BEFORE.search(around.before) or _DRUG_AFTER.match(around.after))
    told = around.passage.section in (*GIVEN_SECTIONS, "title", "summary", "description", "other", "design")
    share = around.after.startswith((" of ", " in ", " were ", " had "))  # "and 97% of participants"
    return named and told and around.words[0].isalnum() and not share


def _is_spoken_of(around: Around, amount: Amount) -> bool:
    if around.near_name:
        return True
    if around.in_criteria:
        return amount.kind == "frequency"
    return last_cue(around) == "given" or (amount.kind == "electricity" and names_given(around))
