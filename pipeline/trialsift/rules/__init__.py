"""Rules that find mentions, one module for each label."""
