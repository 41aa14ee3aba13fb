"""A small tagger, untrained but with weights."""

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from trialsift.tokens import make_tokenizer


@pytest.fixture
def nlp():
    """A pipeline of the tagger alone, its weights drawn with a fixed seed."""
    from thinc.api import fix_random_seed

    fix_random_seed(3)
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("trialsift_ner")
    doc = nlp.make_doc("Metformin in type 2 diabetes")
    nlp.initialize(lambda: [Example(doc, Doc(nlp.vocab, words=[t.text for t in doc]))])
    return nlp
