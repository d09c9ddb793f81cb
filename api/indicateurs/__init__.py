"""Indicateurs: what is followed over time for each territory, and how each is computed."""
