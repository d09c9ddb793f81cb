"""Communes: found by name or code, and one of them."""
