"""OpenStreetMap's forms: extracts, tags, turn restrictions, graphs saved by osmnx."""
