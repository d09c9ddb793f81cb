"""Isochrones: what is reached within a time."""
