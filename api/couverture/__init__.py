"""Couverture: residents within reach, by territory."""
