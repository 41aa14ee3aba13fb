"""The tables of a report, which Markdown and HTML show each in its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialsift.evaluate.compare import Comparison
from trialsift.evaluate.errors import KINDS
from trialsift.evaluate.facts import KINDS as FACT_KINDS
from trialsift.evaluate.gate import Verdict
from trialsift.evaluate.result import Evaluation, Interval, Score, Scores, Share
from trialsift.evaluate.score import MACRO, MICRO
from trialsift.labels import LABEL_NAMES
from trialsift.page import SECTIONS

ROWS = (*LABEL_NAMES, MICRO, MACRO)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share between 0 and 1, None where it is undefined, with its interval; `note` explains it on hover."""

    value: float | None
    interval: Interval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of errors of a label and kind, which lead to these errors."""

    number: int
    label: str = ""
    kind: str = ""


Cell = str | int | Rate | Count


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column names the row. note: what to know when reading it."""

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def rate(score: Score | None, part: str = "f1") -> Rate:
    """Return a ratio of a score as a cell."""
    if score is None:
        return Rate(None)
    note = f"{score.tp:,} right, {score.fp:,} spurious, {score.fn:,} missed"
    return Rate(getattr(score, part), getattr(score, f"{part}_interval"), note)


def share(value: Share | None) -> Rate:
    """Return a share as a cell."""
    return Rate(None) if value is None else Rate(value.value, value.interval, f"{value.right:,} of {value.of:,}")


def labels_table(evaluation: Evaluation) -> Table:
    """Scores of each label over all pages."""
    strict, relaxed, token = (evaluation.overall[mode] for mode in ("strict", "relaxed", "token"))
    rows = tuple(
        (name, strict[name].gold, rate(strict[name], "precision"), rate(strict[name], "recall"), rate(strict[name]),
         rate(relaxed[name]), rate(token[name]))
        for name in ROWS
        if name in strict
    )  # fmt: skip
    return Table(
        "labels",
        "Labels",
        "Strict: same start, end and label (seqeval, IOB2, each label a layer of its own). Relaxed: any overlap, one "
        "to one. Words: each word by itself. Intervals: 95%, 1,000 resamples of the pages.",
        ("label", "gold", "precision", "recall", "strict F1", "relaxed F1", "words F1"),
        rows,
    )


def slice_table(evaluation: Evaluation, name: str, title: str, note: str, order: Sequence[str] = ()) -> Table:
    """Strict F1 by label of each group of a slice, and the relaxed one over all labels."""
    groups = evaluation.scores[name]
    names = sorted(groups, key=lambda group: (order.index(group) if group in order else len(order), group))
    rows = tuple(
        (group, groups[group]["strict"][MICRO].gold, *_by_label(groups[group]), rate(groups[group]["relaxed"][MICRO]))
        for group in names
    )
    return Table(name, title, note, (name, "gold", *LABEL_NAMES, "micro", "micro relaxed"), rows)


def _by_label(scores: Scores, mode: str = "strict") -> Iterable[Rate]:
    return (rate(scores[mode].get(name)) for name in (*LABEL_NAMES, MICRO))


def slice_tables(evaluation: Evaluation) -> list[Table]:
    """Strict F1 by part, layout and section; a slice of one group says nothing new and is left out."""
    parts = "The shipped model has learnt from the train pages: read it by dev and test."
    sections = "A span counts in the section that it was read in; “boilerplate” is gold that was not read as content."
    tables = (
        slice_table(evaluation, "part", "Parts", parts, ("train", "dev", "test")),
        slice_table(evaluation, "layout", "Layouts", "Strict F1 by the layout in a page's name."),
        slice_table(evaluation, "section", "Sections", sections, SECTIONS),
    )
    return [table for table in tables if len(table.rows) > 1]


def sides_table(evaluation: Evaluation) -> Table | None:
    """What rules and model find alone and together."""
    if not evaluation.sides:
        return None
    rows = tuple(
        (name, *_by_label(scores), rate(scores["strict"][MICRO], "precision"), rate(scores["strict"][MICRO], "recall"))
        for name, scores in evaluation.sides.items()
    )
    note = "Strict F1 of what each finds alone, and of both as they are joined."
    columns = ("side", *LABEL_NAMES, "micro", "precision", "recall")
    return Table("sides", "What each side adds", note, columns, rows)


def finders_table(evaluation: Evaluation) -> Table:
    """How right each rule and the model are, in what came out."""
    rows = tuple(
        (by, *(share(shares.get(label)) for label in LABEL_NAMES), sum(s.of for s in shares.values()))
        for by, shares in evaluation.found_by.items()
    )
    note = "Precision of the spans in the records, by who found them."
    return Table("finders", "Who found it", note, ("found by", *LABEL_NAMES, "spans"), rows)


def attrs_table(evaluation: Evaluation) -> Table:
    """Attributes of exactly found spans."""
    rows: list[tuple[Cell, ...]] = []
    for label, whole in evaluation.attrs.items():
        rows.append((label, "all", share(whole), whole.of))
        rows += [("", key, share(value), value.of) for key, value in evaluation.attr_keys[label].items()]
    note = "Of the spans found exactly, how many have every attribute right (numbers, synonyms and units as values)."
    return Table("attrs", "Attributes", note, ("label", "attribute", "right", "spans"), tuple(rows))


def facts_table(evaluation: Evaluation) -> Table:
    """Facts of each page as sets."""
    rows = tuple(
        (kind.replace("_", " "), score.gold, rate(score, "precision"), rate(score, "recall"), rate(score))
        for kind, score in evaluation.facts.items()
    )
    note = "Unique names (spelling, plural and the page's abbreviations normalised) and values of each page, as sets."
    return Table("facts", "Facts", note, ("kind", "gold", "precision", "recall", "F1"), rows)


def trial_table(evaluation: Evaluation) -> Table | None:
    """Trial fields against what was stated by hand."""
    if not evaluation.trial:
        return None
    rows = tuple((field, share(value), value.of) for field, value in evaluation.trial.items())
    return Table("trial", "Trial fields", "Exactly the value stated by hand.", ("field", "right", "pages"), rows)


def kinds_table(evaluation: Evaluation) -> Table:
    """Errors by label and kind."""
    rows = tuple(
        (label, *(Count(count, label, kind) for kind, count in counts.items()), Count(sum(counts.values()), label))
        for label, counts in evaluation.kinds.items()
    )
    note = "; ".join(f"{kind}: {meaning}" for kind, meaning in KINDS.items()) + "."
    return Table("kinds", "Kinds of error", note, ("label", *KINDS, "all"), rows)


def agreement_table(evaluation: Evaluation) -> Table | None:
    """Agreement of records over the layouts of one trial."""
    agreement = evaluation.agreement
    if not agreement.trials:
        return None
    rows: list[tuple[Cell, ...]] = [
        ("on what both pages state", *(Rate(agreement.common[kind]) for kind in FACT_KINDS)),
        ("whole records", *(Rate(agreement.found[kind]) for kind in FACT_KINDS)),
        ("their gold", *(Rate(agreement.gold[kind]) for kind in FACT_KINDS)),
    ]
    rows += [
        (f"lost in {layout}", *(counts[kind] for kind in FACT_KINDS))
        for layout, counts in agreement.lost.items()
        if any(counts.values())
    ]
    note = (
        f"Mean pairwise Jaccard agreement of the records of {agreement.trials} trials over their layouts. Their "
        "gold says how much the pages have in common. Lost: stated there, found in all other layouts, not here."
    )
    columns = ("", *(kind.replace("_", " ") for kind in FACT_KINDS))
    return Table("agreement", "Layout invariance", note, columns, tuple(rows))


def losses_table(evaluation: Evaluation) -> Table | None:
    """Facts that one layout lost."""
    losses = evaluation.agreement.losses
    if not losses:
        return None
    rows = tuple((loss.layout, loss.kind.replace("_", " "), loss.trial, loss.fact) for loss in losses)
    note = "Stated on the page, found in all other layouts of the trial, and not in this one."
    return Table("losses", "Lost in one layout", note, ("layout", "kind", "trial", "fact"), rows)


def fallen_table(verdict: Verdict) -> Table | None:
    """The cells below their floor."""
    if not verdict.fallen:
        return None
    rows = tuple(
        (check.label, check.layout, "gone" if check.f1 is None else f"{check.f1:.4f}", f"{check.floor:.4f}",
         f"{check.margin:.4f}", ", ".join(f"{page} ({count})" for page, count in check.pages))
        for check in verdict.fallen
    )  # fmt: skip
    columns = ("label", "layout", "F1", "floor", "margin", "pages with most new errors")
    return Table("fallen", "Below the floor", "", columns, rows)


def changes_table(comparison: Comparison) -> Table:
    """Gains and losses against an earlier report."""
    rows = tuple(
        (change.label, f"{change.old:.4f}", f"{change.new:.4f}", f"{change.gain:+.4f}", f"{change.p:.3f}",
         ", ".join(f"{page} ({balance:+d})" for page, balance in change.pages.items()))
        for change in comparison.changes
    )  # fmt: skip
    note = f"Strict F1 on the {comparison.pages} of {comparison.of} pages that both have; paired bootstrap over these."
    columns = ("label", "old", "new", "gain", "p", "pages behind it")
    return Table("changes", "Against the earlier run", note, columns, rows)


def summary_tables(evaluation: Evaluation) -> list[Table]:
    """The tables that a short report shows."""
    tables = [
        labels_table(evaluation),
        *(table for table in slice_tables(evaluation) if table.name != "section"),
        attrs_table(evaluation),
        sides_table(evaluation),
        agreement_table(evaluation),
        kinds_table(evaluation),
    ]
    return [table for table in tables if table is not None]


def all_tables(evaluation: Evaluation) -> list[Table]:
    """Every table of an evaluation."""
    tables = (
        labels_table(evaluation),
        *slice_tables(evaluation),
        attrs_table(evaluation),
        sides_table(evaluation),
        kinds_table(evaluation),
        agreement_table(evaluation),
        losses_table(evaluation),
        facts_table(evaluation),
        trial_table(evaluation),
        finders_table(evaluation),
    )
    return [table for table in tables if table is not None and table.rows]
