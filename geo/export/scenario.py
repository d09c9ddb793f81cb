"""A scenario's gains and losses in the words of files and answers; light, for the API too."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from geo.access.gains import GAIN, OriginChange, TerritoryChange
from geo.domain.couverture import Resultat

Names = Mapping[str, Mapping[str, str]]
"""Of territories, by partition and code."""

Element = dict[str, Any]

PER = 10_000
"""Residents that access is told for."""

ACCESS_DECIMALS, TIME_DECIMALS = 4, 1
VERDICTS = {True: "gagne", False: "perd"}


def matters(change: TerritoryChange) -> bool:
    """
    Tell whether a scenario changes anything for a territory.

    Parameters
    ----------
    change
        One territory, public, need and budget.

    Returns
    -------
    matters
        Whether somebody gains, loses, may gain or lose, or has more or less access.
    """
    return any(
        (change.gaining, change.losing, change.uncertain, change.more_access, change.less_access)
    )


def territory_element(change: TerritoryChange, names: Names) -> Element:
    """
    Tell what changes for a territory.

    Parameters
    ----------
    change
        One territory, public, need and budget.
    names
        Of territories.

    Returns
    -------
    element
        Plain values; residents, seconds, and capacity for `PER` residents.
    """
    kind, code = change.territory_type, change.territory_code
    return {
        "type_territoire": kind,
        "code_territoire": code,
        "nom_territoire": names.get(kind, {}).get(code),
        "profil": change.profil.value,
        "besoin": change.mission.value,
        "au_plus_s": int(change.cutoff_s),
        "population": change.population,
        "gagnants": change.gaining,
        "perdants": change.losing,
        "inchanges": change.unchanged,
        "incertains": change.uncertain,
        "non_mesures": change.unmeasured,
        "couverture_gagnee": change.newly_covered,
        "couverture_perdue": change.no_longer_covered,
        "resultat_avant": _by_result(change.outcomes_before),
        "resultat_apres": _by_result(change.outcomes_after),
        "population_comparee": change.compared_population,
        "variation_moyenne_s": _rounded(change.mean_change_s, TIME_DECIMALS),
        "offre_avant": _per(change.access_before),
        "offre_apres": _per(change.access_after),
        "offre_en_hausse": change.more_access,
        "offre_en_baisse": change.less_access,
        "estime": change.is_estimate,
    }


def origin_element(change: OriginChange, names: Mapping[str, str]) -> Element:
    """
    Tell what changes for an origin.

    Parameters
    ----------
    change
        Where it changes most.
    names
        Of origins.

    Returns
    -------
    element
        Plain values; times rounded up to the second, null where not reached.
    """
    return {
        "origine_id": change.origin_id,
        "nom": names.get(change.origin_id),
        "population": change.population,
        "sens": VERDICTS[change.verdict == GAIN],
        "profils": [profil.value for profil in change.profils],
        "besoins": [mission.value for mission in change.missions],
        "profil": change.profil.value,
        "besoin": change.mission.value,
        "au_plus_s": int(change.cutoff_s),
        "resultat_avant": change.before.value,
        "resultat_apres": change.after.value,
        "duree_avant_s": _whole(change.before_s),
        "duree_apres_s": _whole(change.after_s),
        "duree_deux_portes_avant_s": _whole(change.through_before_s),
        "duree_deux_portes_apres_s": _whole(change.through_after_s),
        "estime": change.is_estimate,
    }


def territory_rows(changes: Iterable[TerritoryChange], names: Names) -> list[Element]:
    """
    Tell what changes as the rows of one flat table.

    Parameters
    ----------
    changes
        Any.
    names
        Of territories.

    Returns
    -------
    rows
        A column for each result before, and after.
    """
    return [_flat(territory_element(change, names)) for change in changes]


def _flat(element: Element) -> Element:
    return {
        f"{name}_{result}" if result else name: one
        for name, value in element.items()
        for result, one in (value.items() if isinstance(value, dict) else [("", value)])
    }


def _by_result(residents: Mapping[Resultat, int]) -> Element:
    return {result.value: count for result, count in residents.items()}


def _per(access: float | None) -> float | None:
    return _rounded(None if access is None else access * PER, ACCESS_DECIMALS)


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else math.ceil(seconds)
