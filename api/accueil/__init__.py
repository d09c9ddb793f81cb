"""Accueil: one page, in French, that says what can be asked."""
