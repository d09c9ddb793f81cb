"""Opening hours: OSM ``opening_hours`` text, and what may be said of a place at an instant."""

from enum import StrEnum


class Reserve(StrEnum):
    """Why the recorded hours cannot be relied on at any instant."""

    VACANCES_SCOLAIRES = "vacances_scolaires"
    CRISE_SANITAIRE = "crise_sanitaire"
    HORAIRES_ILLISIBLES = "horaires_illisibles"
    NOTE_A_LIRE = "note_a_lire"


class Ouvert(StrEnum):
    """Whether a place is open; an appointment is never an open door."""

    OUI = "oui"
    NON = "non"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"
    INCONNU = "inconnu"


def check_horaires(text: str) -> str:
    """Check an ``opening_hours`` text (to be completed)."""
    return text
