"""Deux portes: how many residents push one door, two, more, or none."""
