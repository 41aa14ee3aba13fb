"""Annotated pages as a data set."""

import json
from hashlib import sha256

import pytest

import trialsift
from trialsift.errors import BadAnnotation

pytest.importorskip("datasets", reason="needs the train extra")

PAGE = "Brief Summary\n\nColchicine for acute gout in adults.\n"


def write_folder(folder, page=PAGE):
    (folder / "pages").mkdir()
    (folder / "gold").mkdir()
    (folder / "pages" / "NCT1-note.txt").write_text(page, encoding="utf-8")
    spans = [
        {"start": page.index(text), "end": page.index(text) + len(text), "label": label, "text": text, "attrs": {}}
        for label, text in (("INTERVENTION", "Colchicine"), ("CONDITION", "acute gout"))
    ]
    gold = {"schema": "trial-annotations/1", "page": "NCT1-note.txt", "sha256": sha256(page.encode()).hexdigest()}
    (folder / "gold" / "NCT1-note.json").write_text(json.dumps({**gold, "spans": spans}), encoding="utf-8")
    (folder / "splits.json").write_text(json.dumps({"train": ["NCT1-note"], "dev": [], "test": []}), encoding="utf-8")


def test_every_line_is_a_row_with_tags_of_each_layer(tmp_path):
    write_folder(tmp_path)
    found = trialsift.datasets(tmp_path)
    assert list(found) == ["train"]
    [row] = found["train"]
    names = {label: found["train"].features[label].feature.names for label in ("condition", "intervention")}
    assert names["condition"] == ["O", "B-CONDITION", "I-CONDITION"]
    assert (row["page"], row["place"]) == ("NCT1-note", "summary")
    assert row["tokens"] == ["Colchicine", "for", "acute", "gout", "in", "adults", "."]
    assert [names["condition"][tag] for tag in row["condition"]] == [
        "O",
        "O",
        "B-CONDITION",
        "I-CONDITION",
        "O",
        "O",
        "O",
    ]
    assert [names["intervention"][tag] for tag in row["intervention"]] == ["B-INTERVENTION"] + ["O"] * 6
    assert row["dose"] == [0] * 7


def test_a_folder_without_annotated_pages_is_refused(tmp_path):
    with pytest.raises(BadAnnotation, match="holds no annotated pages"):
        trialsift.datasets(tmp_path)
