"""Geospatial directory of points d’accueil: store, travel times, access, maps."""
