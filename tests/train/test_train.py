"""Training from annotated pages, in a few steps."""

from pathlib import Path

import pytest
import spacy

from trialsift.errors import ModelMismatch
from trialsift.train.train import Result, train

CONFIG = Path(__file__).parents[2] / "models" / "config" / "sm.cfg"
FEW_STEPS = {"training.max_steps": 4, "training.eval_frequency": 2, "training.optimizer.learn_rate.warmup_steps": 1}


def test_training_goes_on_from_a_model_and_leaves_only_the_new_one(tmp_path, annotated_folder, untrained):
    annotated_folder(tmp_path / "mine", parts=("train", "dev"))
    result = train([tmp_path / "mine"], tmp_path / "new", config=CONFIG, init=untrained, overrides=FEW_STEPS)
    assert result.path == tmp_path / "new"
    assert set(result.new) == set(result.old) == {
        "CONDITION", "INTERVENTION", "DOSE", "LAB_THRESHOLD", "OUTCOME", "micro",
    }  # fmt: skip
    assert result.promoted is None
    assert spacy.load(tmp_path / "new").pipe_names == ["trialsift_ner"]
    assert (tmp_path / "new" / "vocab" / "strings.json").read_text() == "[]\n"
    card = (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
    assert "trialsift train --annotations mine --init untrained --config sm.cfg --seed 7 -o new" in card
    assert str(tmp_path) not in card
    files = {path.name for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert not {name for name in files if name.endswith((".pkl", ".py", ".pt", ".spacy"))}


def test_a_new_model_needs_vectors_or_a_model_to_go_on_from(tmp_path, annotated_folder):
    annotated_folder(tmp_path / "mine")
    with pytest.raises(ModelMismatch, match="needs word vectors"):
        train([tmp_path / "mine"], tmp_path / "new", config=CONFIG)


@pytest.mark.parametrize("option", ["vectors", "init", "teacher"])
def test_a_missing_folder_is_said_before_anything_is_done(tmp_path, annotated_folder, option):
    annotated_folder(tmp_path / "mine")
    given = {"vectors": tmp_path, option: tmp_path / "elsewhere"}
    with pytest.raises(ModelMismatch, match="elsewhere: no such folder"):
        train([tmp_path / "mine"], tmp_path / "new", config=CONFIG, **given)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("new", "old", "holds"),
    [
        ({"CONDITION": 0.8, "micro": 0.8}, {"CONDITION": 0.7, "micro": 0.7}, True),
        ({"CONDITION": 0.6, "micro": 0.9}, {"CONDITION": 0.7, "micro": 0.7}, False),
        ({"CONDITION": 0.8, "micro": 0.6}, {"CONDITION": 0.7, "micro": 0.7}, False),
        ({"CONDITION": 0.1, "micro": 0.1}, {}, True),
    ],
)
def test_a_model_holds_where_no_label_got_worse(new, old, holds):
    assert Result(Path("x"), new, old).holds is holds
    assert not Result(Path("x"), new, old, fallen=["DOSE"]).holds


def test_a_promoted_model_takes_the_place_of_the_old_one(tmp_path, annotated_folder, untrained):
    annotated_folder(tmp_path / "mine", parts=("train", "dev"))
    default = tmp_path / "default"
    result = train(
        [tmp_path / "mine"], tmp_path / "new", config=CONFIG, init=untrained, promote=default,
        floors=tmp_path / "floors.json", overrides=FEW_STEPS,
    )  # fmt: skip
    assert result.promoted == default
    assert {path.name for path in default.iterdir()} == {path.name for path in (tmp_path / "new").iterdir()}
    assert not default.with_name("default.new").exists()
