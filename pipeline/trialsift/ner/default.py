"""The tagger's default architecture: small, no vectors. Shipped models have their own (models/config/)."""

from __future__ import annotations

from thinc.api import Config

DEFAULT_MODEL = Config().from_str(
    """
[model]
@architectures = "trialsift.LayeredTagger.v1"

[model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4
"""
)["model"]
