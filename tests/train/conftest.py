"""An annotated folder of one page, and an untrained model."""

import json
from hashlib import sha256

import pytest

PAGE = "Brief Summary\n\nColchicine for acute gout in adults.\n"
SPANS = (("INTERVENTION", "Colchicine"), ("CONDITION", "acute gout"))


@pytest.fixture
def annotated_folder():
    """Write an annotated folder whose page is in the parts named."""

    def write(folder, parts=("train",)):
        splits = {"train": [], "dev": [], "test": []}
        for part in parts:
            name = f"NCT{len(part)}-note"
            splits[part].append(name)
            (folder / "pages").mkdir(parents=True, exist_ok=True)
            (folder / "gold").mkdir(exist_ok=True)
            (folder / "pages" / f"{name}.txt").write_text(PAGE, encoding="utf-8")
            spans = [
                {"start": PAGE.index(text), "end": PAGE.index(text) + len(text), "label": label, "text": text}
                for label, text in SPANS
            ]
            digest = sha256(PAGE.encode()).hexdigest()
            gold = {"schema": "trial-annotations/1", "page": f"{name}.txt", "sha256": digest, "spans": spans}
            (folder / "gold" / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
        (folder / "splits.json").write_text(json.dumps(splits), encoding="utf-8")

    return write


@pytest.fixture
def untrained(tmp_path):
    """The folder of a model with drawn weights."""
    import spacy
    from spacy.training import Example
    from thinc.api import fix_random_seed

    from trialsift.tokens import make_tokenizer

    fix_random_seed(3)
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "trialsift.Tokenizer.v1"}
    nlp.add_pipe("trialsift_ner")
    doc = nlp.make_doc("gout")
    nlp.initialize(lambda: [Example(doc, doc.copy())])
    nlp.to_disk(tmp_path / "untrained")
    return tmp_path / "untrained"
