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


@pytest.fixture
def pieces():
    """Word pieces of a small vocabulary."""
    tokenizers = pytest.importorskip("tokenizers", reason="needs the onnx extra")
    from trialsift.ner.windows import Pieces

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "gout", "as", "##thma", "12", "m", "##g", "-"]
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return Pieces(tokenizer)
