"""Annotated folders: which pages they hold, in which part, and that a page is the one that was annotated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trialsift.annotate.agreement import agreement
from trialsift.annotate.compile import compile_file
from trialsift.annotate.counts import count
from trialsift.annotate.folder import GoldSpan, find_page, load, split_id, splits
from trialsift.errors import BadAnnotation


def _page(folder: Path, page_id: str, marked: str = "⟦C:gout⟧ flares") -> None:
    path = folder.parent / f"{page_id}.txt"
    path.write_text(f"{{}}\n---\n{marked}\n", encoding="utf-8")
    compile_file(path, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        _page(tmp_path / "a", f"NCT0900000{number}-veeva")
    return tmp_path / "a"


@pytest.mark.parametrize(
    ("page_id", "trial", "layout"),
    [
        ("NCT09000001-veeva", "NCT09000001", "veeva"),
        ("real/NCT09000001-ctgov_classic", "NCT09000001", "ctgov_classic"),
        ("2022-000001-11_SE-euctr", "2022-000001-11_SE", "euctr"),
        ("seeds/000_49", "000_49", ""),
    ],
)
def test_page_id_names_trial_and_layout(page_id: str, trial: str, layout: str):
    assert split_id(page_id) == (trial, layout)


def test_every_fifth_page_is_for_dev_without_a_file_of_splits(folder: Path):
    assert [page.id[-7] for page in load(folder, "train")] == ["0", "1", "2", "3", "5"]
    assert [(page.id, page.part) for page in load(folder, "dev")] == [("NCT09000004-veeva", "dev")]
    assert list(load(folder, "test")) == []


def test_splits_choose_the_pages_of_a_part(folder: Path):
    parts = {"train": ["NCT09000003-veeva"], "test": ["NCT09000002-veeva", "NCT09000001-veeva"]}
    (folder / "splits.json").write_text(json.dumps(parts), encoding="utf-8")
    assert [page.id for page in load(folder, "test")] == ["NCT09000001-veeva", "NCT09000002-veeva"]
    assert list(load(folder, "dev")) == []
    assert [page.part for page in load(folder)] == [None, "test", "test", "train", None, None]


def test_gold_folder_is_read_with_its_pages_beside(folder: Path):
    _page(folder, "NCT09000009-ictrp")
    (page, *_) = load(folder / "gold", "dev")
    assert (page.path, page.spans) == (folder / "pages/NCT09000004-veeva.txt", (GoldSpan(0, 4, "CONDITION", "gout"),))


def test_pages_may_lie_elsewhere(folder: Path, tmp_path: Path):
    (folder / "pages").rename(tmp_path / "elsewhere")
    assert len(list(load(folder, pages=tmp_path / "elsewhere"))) == 6


@pytest.mark.parametrize("content", ['{"train": "all"}', '{"training": []}', "[]", "{"])
def test_splits_of_another_form_are_refused(folder: Path, content: str):
    (folder / "splits.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadAnnotation, match=r"splits\.json"):
        splits(folder)


@pytest.mark.parametrize("content", ["{}", '{"sha256": "", "spans": [{}]}', "[]", "{", '{"sha256": "", "spans": [1]}'])
def test_gold_of_another_form_is_refused(folder: Path, content: str):
    (folder / "gold/NCT09000001-veeva.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadAnnotation, match=r"NCT09000001-veeva\.json"):
        find_page(folder, "NCT09000001-veeva")


def test_page_that_changed_is_refused(folder: Path):
    (folder / "pages/NCT09000001-veeva.txt").write_text("gout changed\n", encoding="utf-8")
    with pytest.raises(BadAnnotation, match="has changed since it was annotated"):
        find_page(folder, "NCT09000001-veeva").read()


def test_span_that_is_not_in_its_place_is_refused(folder: Path):
    gold = folder / "gold/NCT09000001-veeva.json"
    gold.write_text(gold.read_text(encoding="utf-8").replace('"start": 0', '"start": 1'), encoding="utf-8")
    with pytest.raises(BadAnnotation, match="'gout' does not stand at 1"):
        find_page(folder, "NCT09000001-veeva").read()


def test_missing_page_is_refused(folder: Path):
    (folder / "pages/NCT09000001-veeva.txt").unlink()
    with pytest.raises(BadAnnotation, match="0 files; a page is one file"):
        list(load(folder))


def test_counts_by_split_and_layout(folder: Path):
    _page(folder, "NCT09000004-ictrp", '⟦I:colchicine⟧ ⟦D:5 mg⟧{"amount": 5}')
    _page(folder, "plain", "nothing")
    counts = count(load(folder))
    assert (counts.all.pages, len(counts.all.trials)) == (8, 7)
    assert counts.all.spans == {"CONDITION": 6, "INTERVENTION": 1, "DOSE": 1, "LAB_THRESHOLD": 0, "OUTCOME": 0}
    assert counts.all.attrs["DOSE"] == 1
    assert {name: group.pages for name, group in counts.by_layout.items()} == {"ictrp": 1, "none": 1, "veeva": 6}
    assert {name: group.pages for name, group in counts.by_part.items()} == {"train": 7, "dev": 1}


def test_agreement_counts_places_overlaps_tokens_and_attrs(tmp_path: Path):
    # 8 tokens: severe gout , chronic gout , 5 mg
    _page(tmp_path / "a", "p-x", '⟦C:severe gout⟧, ⟦C:chronic gout⟧, ⟦D:5 mg⟧{"amount": 5}')
    _page(tmp_path / "b", "p-x", "severe ⟦C:gout⟧, ⟦C:chronic gout⟧, ⟦D:5 mg⟧")
    by_label, shared = agreement(tmp_path / "a", tmp_path / "b")
    condition, dose, none = by_label["CONDITION"], by_label["DOSE"], by_label["OUTCOME"]
    assert shared == 1
    assert (condition.first, condition.second, condition.exact, condition.overlap) == (2, 2, 1, 2)
    assert (condition.strict, condition.relaxed) == (0.5, 1.0)
    # tokens in a span: 4 and 3 of 8, 3 of them in both: observed 7/8, chance (4·3 + 4·5)/64
    assert condition.kappa == pytest.approx((7 / 8 - 1 / 2) / (1 - 1 / 2))
    assert (dose.exact, dose.attrs, dose.kappa) == (1, 0, 1.0)
    assert (none.strict, none.relaxed, none.kappa) == (None, None, None)
    assert (by_label["all"].exact, by_label["all"].tokens) == (2, 40)


def test_agreement_over_no_common_page_is_refused(tmp_path: Path):
    _page(tmp_path / "a", "p-x")
    _page(tmp_path / "b", "q-x")
    with pytest.raises(BadAnnotation, match="share no page"):
        agreement(tmp_path / "a", tmp_path / "b")


def test_agreement_over_two_versions_of_a_page_is_refused(tmp_path: Path):
    _page(tmp_path / "a", "p-x")
    _page(tmp_path / "b", "p-x", "⟦C:gout⟧")
    with pytest.raises(BadAnnotation, match="different versions"):
        agreement(tmp_path / "a", tmp_path / "b")
