"""Réseaux: which there are, and how many places were found of each."""
