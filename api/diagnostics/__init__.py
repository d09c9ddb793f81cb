"""Diagnostics: what the document of a territory says, as data."""
