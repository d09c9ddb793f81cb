"""Read which zone d’emploi each commune is in: a second way to cut a region, made of commuting."""

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.territories.decoupage import Decoupage
from geo.sources.territories.membership import follow_communes
from geo.sources.territories.received import read_received
from geo.tables import PARTITION_COLUMNS

ZONE_EMPLOI = "zone_emploi"
"""Name of the partition."""

ZONAGE = "ZE2020"
"""Column of the table of communes, and level of the table of names: the zones drawn in 2020."""

CODE = "CODGEO"
WHAT = "une table des zonages de l’INSEE"


def read_zones_emploi(zonages: Path, names: Path) -> pd.DataFrame:
    """
    Read INSEE's zones d’emploi, as COGugaison compiles them.

    Parameters
    ----------
    zonages
        CSV, one row a commune of all France, with columns ``CODGEO, ZE2020``.
    names
        CSV, one row a zone of any kind, with columns ``NIVGEO, CODGEO, LIBGEO``.

    Returns
    -------
    zones
        Index ``code_commune``; columns ``code, nom``, as published.

    Raises
    ------
    SourceError
        If columns are missing, a commune is in two zones, or a zone has no name.
    """
    table = read_received(zonages, (CODE, ZONAGE), what=WHAT)[[CODE, ZONAGE]]
    table = table[table[CODE] != ""].drop_duplicates()  # the last row of the file is empty
    repeated = table[CODE].duplicated()
    if repeated.any():
        first = table.loc[repeated, CODE].iloc[0]
        raise SourceError(
            f"{zonages} : la commune {first} est dans deux zones d’emploi ; n’en gardez qu’une."
        )
    named = read_received(names, ("NIVGEO", CODE, "LIBGEO"), what=WHAT)
    labels = named[named["NIVGEO"] == ZONAGE].drop_duplicates(CODE).set_index(CODE)["LIBGEO"]
    zones = pd.DataFrame({"code": table[ZONAGE], "nom": table[ZONAGE].map(labels)})
    if zones["nom"].isna().any():
        first = zones.loc[zones["nom"].isna(), "code"].iloc[0]
        raise SourceError(
            f"{names} ne nomme pas la zone d’emploi {first!r} de {zonages} : récupérez les deux "
            "fichiers du même millésime."
        )
    return zones.set_axis(table[CODE].rename("code_commune"))


def assign_zones_emploi(
    zones: pd.DataFrame, decoupage: Decoupage, communes: pd.DataFrame
) -> pd.DataFrame:
    """
    Say which zone d’emploi each commune of today is in.

    Parameters
    ----------
    zones
        As `read_zones_emploi` gives them.
    decoupage
        Leads from a former commune to the one of today.
    communes
        The communes and arrondissements wanted; index ``code_commune``.

    Returns
    -------
    membership
        `geo.tables.PARTITION_COLUMNS`, in the order of `communes`.

    Raises
    ------
    SourceError
        If a commune is in no zone.

    Notes
    -----
    Contract: that of `geo.sources.territories.membership.follow_communes`.
    """
    found = follow_communes(zones, decoupage, communes)
    lost = found.index[found["code"].isna()]
    if len(lost):
        raise SourceError(
            f"communes d’aucune zone d’emploi : {list(lost)[:5]} ; ajoutez leur ligne à la table."
        )
    named = found.rename_axis("code_commune").reset_index().assign(partition=ZONE_EMPLOI)
    return named[list(PARTITION_COLUMNS)]
