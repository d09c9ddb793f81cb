"""What a commune, a bassin, a point d’accueil and a réseau are: validated values, no I/O."""
