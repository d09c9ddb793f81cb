"""Bassins: the list, one of them, and where a position falls."""
