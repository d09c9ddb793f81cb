"""Itinéraires: the way to a place."""
