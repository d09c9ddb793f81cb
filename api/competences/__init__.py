"""Compétences: which réseau helps whom with what, as the orientation applies it."""
