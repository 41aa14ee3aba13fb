"""Errors of the package; each message says what, where, and what to do next.

TrialsiftError
├── UnreadablePage   a file that holds no text to read
├── UnknownLayout    a layout name that does not exist
├── BadVocabulary    a table of words that cannot be used
├── BadAnnotation    annotations that do not hold
└── ModelMismatch    a model that does not fit this version
"""

from __future__ import annotations


class TrialsiftError(Exception):
    """Something the user can mend."""


class UnreadablePage(TrialsiftError):
    """A file that holds no text to read."""


class UnknownLayout(TrialsiftError):
    """A layout name that does not exist."""


class BadVocabulary(TrialsiftError):
    """A table of words that cannot be used."""


class BadAnnotation(TrialsiftError):
    """Annotations that do not hold."""


class ModelMismatch(TrialsiftError):
    """A model that does not fit this version."""
