"""Points d’accueil: the directory, one place, and the nearest."""
