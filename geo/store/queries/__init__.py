"""Selects of the store, one module per resource; `compiled` makes them fit for the hot path."""
