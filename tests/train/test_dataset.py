"""Annotated pages as a data set."""

import pytest

import trialsift
from trialsift.errors import BadAnnotation

pytest.importorskip("datasets", reason="needs the train extra")


def test_every_line_is_a_row_with_tags_of_each_layer(tmp_path, annotated_folder):
    annotated_folder(tmp_path)
    found = trialsift.datasets(tmp_path)
    assert list(found) == ["train"]
    [row] = found["train"]
    names = {label: found["train"].features[label].feature.names for label in ("condition", "intervention")}
    assert names["condition"] == ["O", "B-CONDITION", "I-CONDITION"]
    assert (row["page"], row["place"]) == ("NCT5-note", "other")
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
