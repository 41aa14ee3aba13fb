"""Parsers of values: text in, frozen value out, None where the text holds no such value."""
