"""Words for those who take part, and for their sex: parts of regexes that several finders of facts share."""

from __future__ import annotations

COUNTED = (
    r"(?:participants?|patients?|subjects?|volunteers?|people|persons?|individuals|adults|children|kids|infants|babies|"
    r"newborns|neonates|women|men|boys|girls|adolescents|teenagers|teens|youngsters|mothers|couples|families|students|"
    r"pupils|pairs|eyes|cases|survivors|residents|households|donors|veterans|smokers|nurses|workers|seniors|"
    r"carers|caregivers|players|grown-ups)"
)
PEOPLE = rf"(?:{COUNTED}|anyone|anybody|everyone|everybody|child|those)"
MALE = r"(?:males?|men|man|boys?)"
FEMALE = r"(?:females?|women|woman|girls?)"
_AND = r"\s?(?:,|/|&|and/or|and|or)(?: an?)?\s?"
BOTH = (
    rf"(?:(?:both )?(?:{MALE}{_AND}{FEMALE}|{FEMALE}{_AND}{MALE})|"
    r"(?:either|any|both|all) (?:sex|sexes|gender|genders)(?: identit(?:y|ies))?)"
)
