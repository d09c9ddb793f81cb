"""Orientation: the doors that a person should push, at most two."""
