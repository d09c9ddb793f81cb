"""DILA's codes of disabled access, and the words beside them."""

import re

from geo.domain.commune import searchable
from geo.domain.point_accueil import AccessibilitePmr

CODES = {
    "ACC": AccessibilitePmr.OUI,
    "DEM": AccessibilitePmr.SUR_DEMANDE,
    "NAC": AccessibilitePmr.NON,
}

ON_REQUEST = re.compile(
    r"\b(?:telephoner|appeler|contacter|prealable|sonner|sonnette|interphone|un agent|accompagne"
    r"|mis a disposition|possibilite|en cours|prevue?|travaux|attente|a venir|provisoire\w*)\b"
)
"""Words of an access that someone must be asked for, or that is not there yet."""


def access_of(code: str | None, note: str | None) -> AccessibilitePmr:
    """
    Say whether a disabled person can get in.

    Parameters
    ----------
    code
        ``ACC``, ``DEM``, ``NAC``, or None.
    note
        What the record adds, kept as it is beside the answer.

    Returns
    -------
    access
        Unknown where there is no known code. « Accessible » with words that make it
        depend on someone, or on works, is on request: only a plain yes is a yes.

    Examples
    --------
    >>> access_of("ACC", "plain-pied").value
    'oui'
    >>> access_of("ACC", "l'usager est invité à téléphoner avant son arrivée").value
    'sur_demande'
    """
    access = CODES.get(code or "", AccessibilitePmr.INCONNUE)
    if access is AccessibilitePmr.OUI and ON_REQUEST.search(searchable(note or "")):
        return AccessibilitePmr.SUR_DEMANDE
    return access
