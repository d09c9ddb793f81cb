"""Words and thresholds of coverage, shared by those who compute it and those who show it."""

from enum import StrEnum

ALL_RESEAUX = "tous"
"""Category of the nearest place of any réseau that is a door."""

THRESHOLDS_S = tuple(60 * minutes for minutes in (10, 15, 20, 30, 40, 45, 60))
"""Travel times, in seconds, at which coverage is reported."""

LONGEST_S = 86_400
"""The longest travel time that may be asked about, in seconds: a day."""


class Forme(StrEnum):
    """How people are helped: at a place, from afar, or at least one of the two."""

    PHYSIQUE = "physique"
    A_DISTANCE = "a_distance"
    L_UN_OU_L_AUTRE = "l_un_ou_l_autre"


class Resultat(StrEnum):
    """How many doors a person must push; the order is from best to worst."""

    UNE = "1"
    DEUX = "2"
    PLUS = "plus"  # someone competent, beyond the time
    AUCUNE = "aucune"  # nobody competent
