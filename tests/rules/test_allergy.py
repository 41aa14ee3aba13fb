"""Allergies with their causes: what stands in ⟦ ⟧ is found, and nothing else."""

import pytest

from trialsift.plain import plain_page
from trialsift.rules import allergy

ROWS = """
⟦Allergy to nettles⟧
Known ⟦hypersensitivity to penicillin, ginger or any excipient⟧.
⟦severe allergic or anaphylactic reactions to honey⟧; asthma
⟦Allergy/hypersensitivity to nettles and to E. coli tea⟧
⟦intolerance to ginger⟧ or ⟦hypersensitivity to honey⟧
⟦Allergy to nettles⟧, asthma or gout
⟦Allergy to nettles⟧, honey, or pregnancy
⟦Allergy to nettles⟧, any age
⟦allergic to latex⟧ in the opinion of the cook
⟦Allergy to nettles⟧ No asthma No gout
⟦Anaphylaxis to peanut⟧ with hypotension
⟦Hypersensitivity to 0.5% ginger drops⟧.
Hypersensitivity to the study drug
Allergy to any component of the trial medication or honey
Intolerance to it
Anaphylaxis to any vaccine
No allergy is known to us
allergic rhinitis to be treated
Allergy to , or
""".strip().splitlines()


@pytest.mark.parametrize("row", ROWS)
def test_allergies(row):
    page = plain_page(row.replace("⟦", "").replace("⟧", ""))
    marked = page.text
    for mention in reversed(allergy.find(page)):
        marked = f"{marked[: mention.start]}⟦{marked[mention.start : mention.end]}⟧{marked[mention.end :]}"
    assert marked == row
