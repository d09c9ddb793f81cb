"""Words and thresholds of coverage, shared by those who compute it and those who show it."""

ALL_RESEAUX = "tous"
"""Category of the nearest place of any réseau that is a door."""

THRESHOLDS_S = tuple(60 * minutes for minutes in (10, 15, 20, 30, 40, 45, 60))
"""Travel times, in seconds, at which coverage is reported."""
