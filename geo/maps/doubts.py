"""What the directory itself doubts of a place, in the words of the page."""

from collections.abc import Sequence

from geo.domain.horaires import Reserve
from geo.domain.point_accueil import Signalement

RESERVE_WORDS = {
    Reserve.VACANCES_SCOLAIRES: "vacances scolaires",
    Reserve.CRISE_SANITAIRE: "période de crise sanitaire",
    Reserve.HORAIRES_ILLISIBLES: (
        "fiche illisible en partie, un jour absent n’est pas forcément fermé"
    ),
    Reserve.NOTE_A_LIRE: "voir la note",
    Reserve.SUR_RENDEZ_VOUS: "sur rendez-vous",
}

SIGNALEMENT_WORDS = {
    Signalement.POSITION_APPROCHEE: "position approchée",
    Signalement.HORS_COMMUNE: "position hors de la commune déclarée",
    Signalement.DOUBLON_PROBABLE: "doublon probable : même réseau à 30 m ou moins",
}
"""Unreadable hours are left out: `hours_doubt` says them beside the hours."""


def hours_doubt(
    reserves: Sequence[str], *, hours_note: str | None, phone_note: str | None
) -> str | None:
    """
    Say why the hours of a place cannot be relied on.

    Parameters
    ----------
    reserves
        `Reserve` values, or their texts.
    hours_note, phone_note
        Notes of the record; where only the second exists, it is the one to read.

    Returns
    -------
    words
        None where nothing is in doubt.

    Examples
    --------
    >>> hours_doubt(["vacances_scolaires"], hours_note=None, phone_note=None)
    'horaires à vérifier : vacances scolaires'
    >>> hours_doubt(["sur_rendez_vous"], hours_note=None, phone_note=None)
    'sur rendez-vous'
    """
    said = [RESERVE_WORDS[Reserve(reserve)] for reserve in reserves]
    if set(reserves) <= {Reserve.SUR_RENDEZ_VOUS}:
        return said[0] if said else None
    words = " ; ".join(said)
    if phone_note and not hours_note:
        words = words.replace("voir la note", "voir la note du téléphone")
    return f"horaires à vérifier : {words}"


def place_doubts(signalements: Sequence[str]) -> list[str]:
    """
    Say what someone should check about a place.

    Parameters
    ----------
    signalements
        `Signalement` values, or their texts.

    Returns
    -------
    words
        In the order of `SIGNALEMENT_WORDS`.
    """
    return [words for flag, words in SIGNALEMENT_WORDS.items() if flag in signalements]
