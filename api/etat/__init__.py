"""État: whether the service lives, and whether it is ready."""
