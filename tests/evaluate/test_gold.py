"""The gold set: its name, its hashes, and what cannot be scored against."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialsift.annotate.folder import GoldPage, GoldSpan
from trialsift.errors import BadAnnotation
from trialsift.evaluate.evaluation import evaluate
from trialsift.evaluate.gold import describe, gold_name, load_gold


@pytest.mark.parametrize(
    ("folder", "name"),
    [("annotations", "annotations"), ("shared/gold", "shared"), ("mine/annotated/", "annotated")],
)
def test_name_of_a_gold_set(folder, name):
    assert gold_name(Path(folder)) == name


def _page(label: str = "CONDITION", sha256: str = "a" * 64, value: int = 1) -> GoldPage:
    span = GoldSpan(0, 4, label, "gout", {"value": value})
    return GoldPage("gout-site", Path("anywhere/gout.txt"), Path("anywhere/gout.json"), sha256, (span,))


def test_hashes_follow_gold_and_pages_each_on_its_own():
    base = describe("hand", "all", [_page()])
    assert base.spans == {"CONDITION": 1, "INTERVENTION": 0, "DOSE": 0, "LAB_THRESHOLD": 0, "OUTCOME": 0}
    relabelled = describe("hand", "all", [_page("DOSE")])
    revalued = describe("hand", "all", [_page(value=2)])
    rewritten = describe("hand", "all", [_page(sha256="b" * 64)])
    assert len({base.gold_sha256, relabelled.gold_sha256, revalued.gold_sha256}) == 3
    assert base.pages_sha256 == relabelled.pages_sha256
    assert (rewritten.gold_sha256, rewritten.pages_sha256 == base.pages_sha256) == (base.gold_sha256, False)


def test_nothing_to_score_against(tmp_path: Path):
    with pytest.raises(BadAnnotation, match="is no folder"):
        load_gold(tmp_path / "none")
    (tmp_path / "gold").mkdir()
    with pytest.raises(BadAnnotation, match="no annotated page in part 'dev'"):
        load_gold(tmp_path, "dev")


def test_predictions_that_cannot_be_used(tmp_path: Path):
    import hashlib

    from trialsift.annotate.folder import write_gold

    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "gout-site.txt").write_text("gout")
    sha256 = hashlib.sha256(b"gout").hexdigest()
    write_gold(
        tmp_path / "gold" / "gout-site.json", "gout-site.txt", sha256, [GoldSpan(0, 4, "CONDITION", "gout")], None
    )
    with pytest.raises(BadAnnotation, match="cannot read"):
        evaluate(tmp_path, predictions=tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    with pytest.raises(BadAnnotation, match="a line that is no record"):
        evaluate(tmp_path, predictions=tmp_path / "bad.jsonl")
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(BadAnnotation, match="a record of none of the gold pages"):
        evaluate(tmp_path, predictions=tmp_path / "empty.jsonl")
