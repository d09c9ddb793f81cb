"""The area a place serves, where its name says so."""

import re

from geo.domain.commune import ARRONDISSEMENTS, searchable
from geo.domain.departement import find_departement

ASSIGNED = frozenset({"mission-locale", "cio", "cap-emploi", "france-travail"})
"""Réseaux that serve the residents of assigned areas; elsewhere a name only locates the place."""

CITIES = {"paris": "75056", "lyon": "69123", "marseille": "13055"}

SPECIALISED = re.compile(r"\b(?:cadres?|avs|artistes?|spectacles?|specialisee?|indemnisation)\b")
"""Words of places that serve some people of a wider area."""

ORDINAL = r"(?:\d{1,2}(?:er|e|eme))"
LISTED = re.compile(rf"((?:{ORDINAL} (?:et )?)+)arrondissements?\b")

BY_DEPARTEMENT = re.compile(r"Cap emploi\s*-\s*(.+)", re.IGNORECASE)


def zone_of(nom: str, *, reseau: str) -> tuple[str, ...] | None:
    """
    Read the area served from the name of a place.

    Parameters
    ----------
    nom
        Name as recorded.
    reseau
        Code of its réseau.

    Returns
    -------
    codes
        Codes of arrondissements, or of départements for Cap emploi, sorted; None where
        the name does not clearly say it.

    Examples
    --------
    >>> zone_of("Mission locale - Paris - 5e 12e et 13e arrondissements", reseau="mission-locale")
    ('75105', '75112', '75113')
    >>> zone_of("Point information jeunesse - Paris - 12e arrondissement",
    ...         reseau="information-jeunesse") is None
    True
    """
    if reseau not in ASSIGNED:
        return None
    return _arrondissements(searchable(nom)) or _departements(nom)


def _arrondissements(nom: str) -> tuple[str, ...] | None:
    """Arrondissements listed in a folded name that holds one of the three cities."""
    cities = [code for city, code in CITIES.items() if re.search(rf"\b{city}\b", nom)]
    listed = LISTED.search(nom)
    if len(cities) != 1 or not listed or SPECIALISED.search(nom):
        return None
    codes = ARRONDISSEMENTS[cities[0]]
    numbers = {int(number) for number in re.findall(r"\d+", listed[1])}
    if not all(1 <= number <= len(codes) for number in numbers):
        return None
    return tuple(codes[number - 1] for number in sorted(numbers))


def _departements(nom: str) -> tuple[str, ...] | None:
    """Départements a Cap emploi is named after: one, or several joined by « et »."""
    match = BY_DEPARTEMENT.fullmatch(nom)
    if not match:
        return None
    codes = [find_departement(part) for part in re.split(r"\s+et\s+", match[1])]
    return tuple(sorted(code for code in codes if code)) if all(codes) else None
