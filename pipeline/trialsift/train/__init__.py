"""Training: corpora and annotations → examples → a model."""
