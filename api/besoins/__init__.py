"""Besoins: the four missions, as people need them."""
