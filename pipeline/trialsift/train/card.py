"""The card of a model: what it was trained on, what it scored, how to make it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from trialsift.train.prepare import CORPORA

LICENCES = {
    "chia": "Chia, eligibility criteria of 1,000 trials (Kury et al. 2020), CC BY 4.0",
    "lct": "Leaf Clinical Trials corpus, criteria of 1,006 trials (Dobbins et al. 2022), MIT",
    "neurotrialner": "NeuroTrialNER, titles and summaries of registry records, MIT",
}
_LIMITS = """\
- English. It tags what a page says, not whether it is true, and knows no concept: names are linked apart from it.
- It was trained on registry text; other prose (papers, patient notes) was never tried.
- Names of the model's own invention are rare, but boundaries of long names with "of", "and" or brackets are its
  commonest error; each mention's score says how sure it is.
- Loading it runs no code from its folder and unpickles nothing.
"""


def write_card(
    output: Path,
    scores: Mapping[str, float],
    *,
    annotations: Sequence[Path],
    corpora: Path | None,
    records: Path | None,
    command: Sequence[str],
) -> None:
    """Write `README.md` into a model's folder; `command` is the one that makes the model again."""
    data = [f"- {folder.name}: hand-annotated pages, the train part" for folder in annotations]
    data += [f"- {LICENCES[name]}" for name in CORPORA if corpora is not None]
    data += ["- registry records (ClinicalTrials.gov, public domain), labelled by a teacher model"] if records else []
    rows = [f"| {name} | {score:.3f} |" for name, score in scores.items()]
    text = f"""# {output.name}

A tagger of five layers for clinical-trial pages: CONDITION, INTERVENTION, DOSE, LAB_THRESHOLD, OUTCOME. Used inside
trialsift, beside its rules.

## Data

{chr(10).join(data)}

None of these texts is in the model's folder. Words and features are hashed; no string of the corpora is kept.

## Scores

The tagger alone, strict F1 on the dev part of the annotated pages:

| label | F1 |
|---|---|
{chr(10).join(rows)}

## Made by

```sh
{" ".join(command)}
```

## Limits

{_LIMITS}"""
    (output / "README.md").write_text(text, encoding="utf-8")
