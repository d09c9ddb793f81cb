"""From raw streets and a profile to a graph that kernels can search."""
