"""Named entities by a trained model: tags, decoding, and the spaCy component."""
