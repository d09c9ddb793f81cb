"""Scenarios: what opening, closing or moving places would change; nothing is stored."""
