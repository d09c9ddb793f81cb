"""Communes, bassins, sites and origins of a region: built from the sources, or read embedded."""

from geo.sources.territories.reference import read_reference

__all__ = ["read_reference"]
