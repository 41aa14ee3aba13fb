"""Score an annotated folder: gold → cases → everything that is measured.

Read in this order: `evaluate`, then predict.py (what was found), tally.py and score.py (the figures), errors.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from trialsift.build import model_folder
from trialsift.evaluate.attrs import KEYS, compare_attrs
from trialsift.evaluate.bootstrap import Array, divide, interval, resample
from trialsift.evaluate.calibration import by_finder, calibrate
from trialsift.evaluate.case import Case, layers
from trialsift.evaluate.errors import confuse, count_kinds, find_errors
from trialsift.evaluate.facts import score_facts, score_trial
from trialsift.evaluate.gold import ALL, describe, gold_name, load_gold
from trialsift.evaluate.invariance import agree
from trialsift.evaluate.match import exact_pairs
from trialsift.evaluate.predict import OnCase, extract_cases, predicted_cases
from trialsift.evaluate.result import SCHEMA, Evaluation, GoldSet, PageResult, Scores, Share
from trialsift.evaluate.score import score, score_groups
from trialsift.evaluate.tags import seqeval_scores
from trialsift.evaluate.tally import MODES, Tally
from trialsift.labels import LABEL_NAMES

SLICES = ("all", "part", "layout", "section", "source")


@dataclass(frozen=True, slots=True)
class Scored:
    """An evaluation and the cases it was made of, for the reports that show pages."""

    evaluation: Evaluation
    cases: Sequence[Case]


def evaluate(
    gold: Path,
    *,
    pages: Path | None = None,
    part: str = ALL,
    name: str | None = None,
    model: str | None = None,
    predictions: Path | None = None,
    workers: int = 1,
    on_case: OnCase = lambda case: None,
) -> Scored:
    """Run the extractor over the pages of an annotated folder, or read its records from a file, and score them.

    name: of the gold set, None takes the folder's. model: as `load` takes it. Raises BadAnnotation where gold or
    predictions cannot be used, ModelMismatch where there is no such model.
    """
    gold_pages = load_gold(gold, part, pages=pages)
    described = describe(name or gold_name(gold), part, gold_pages)
    if predictions is not None:
        return score_cases(predicted_cases(gold_pages, predictions), described, predictions.name)
    folder = model_folder(model)
    cases = extract_cases(gold_pages, str(folder) if folder else None, workers=workers, on_case=on_case)
    return score_cases(cases, described, folder.name if folder else "none, rules alone")


def score_cases(cases: Sequence[Case], gold: GoldSet, model: str) -> Scored:
    """Measure everything of the cases. model: the name to show for what found the spans."""
    tally = Tally(cases)
    errors = [error for case in cases for error in find_errors(case)]
    attrs, attr_keys = _score_attrs(cases)
    evaluation = Evaluation(
        schema=SCHEMA,
        version=version("trialsift"),
        model=model,
        gold=gold,
        scores={name: score_groups(counts) for name, counts in _slices(tally).items()},
        sides=_score_sides(cases, tally),
        seqeval=seqeval_scores(cases),
        attrs=attrs,
        attr_keys=attr_keys,
        facts=score_facts(cases),
        trial=score_trial(cases),
        found_by=by_finder(cases),
        calibration=calibrate(cases),
        confusion=confuse(cases, errors),
        kinds=count_kinds(errors),
        agreement=agree(cases),
        pages=_page_results(cases, tally),
        errors=errors,
    )
    return Scored(evaluation, cases)


def _slices(tally: Tally) -> Mapping[str, Mapping[str, Array]]:
    return {
        "all": {"all": tally.all()},
        "part": tally.by(lambda case, unit: case.part or ""),
        "layout": tally.by(lambda case, unit: case.layout),
        "section": tally.by(lambda case, unit: unit.section),
        "source": tally.by_source(),
    }


def _score_sides(cases: Sequence[Case], joined: Tally) -> dict[str, Scores]:
    """Score what rules and model find alone beside what they find together; nothing where it was not measured."""
    if any(case.rules is None or case.model is None for case in cases if case.record):
        return {}
    return {
        "rules": score(Tally(cases, lambda case: case.rules or ()).all()),
        "model": score(Tally(cases, lambda case: case.model or ()).all()),
        "joined": score(joined.all()),
    }


def _score_attrs(cases: Sequence[Case]) -> tuple[dict[str, Share], dict[str, dict[str, Share]]]:
    """Return the share of exactly found spans whose attributes are all right, by label, and by label and key."""
    whole: dict[str, Share] = {}
    by_key: dict[str, dict[str, Share]] = {}
    for label in KEYS:
        counts = np.zeros((len(cases), 2))
        keys: dict[str, list[bool]] = {key: [] for key in KEYS[label]}
        for page, case in enumerate(cases):
            for gold, found in exact_pairs(*layers(case, label)):
                same = compare_attrs(label, gold.attrs, found.attrs)
                counts[page] += (all(same.values()), 1)
                for key, right in same.items():
                    keys[key].append(right)
        if counts.any():
            whole[label] = _share(counts)
            by_key[label] = {key: Share(sum(rights), len(rights)) for key, rights in keys.items() if rights}
    return whole, by_key


def _share(counts: Array) -> Share:
    samples = resample(counts)
    low, high = interval(divide(samples[:, 0], samples[:, 1]))
    right, of = counts.sum(axis=0)
    return Share(int(right), int(of), (round(float(low), 4), round(float(high), 4)))


def _page_results(cases: Sequence[Case], tally: Tally) -> dict[str, PageResult]:
    strict = tally.all()[:, :, MODES.index("strict")]
    results = {}
    for case, rows in zip(cases, strict, strict=True):
        counts = {label: _triple(row) for label, row in zip(LABEL_NAMES, rows, strict=True) if row.any()}
        results[case.id] = PageResult(case.layout, case.part, case.sha256, counts, case.problem)
    return results


def _triple(counts: Array) -> tuple[int, int, int]:
    tp, fp, fn = (int(count) for count in counts)
    return tp, fp, fn
