"""Cartes: the maps and documents that were published, as files."""
