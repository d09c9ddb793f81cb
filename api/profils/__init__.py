"""Profils: the publics that a person may say they are."""
