"""Read names, populations and groupings of communes from the administrative division package."""

import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import InputError, SourceError

FOLDER = "package/data"
"""Where the tables lie in the npm archive."""

FIRST_YEAR = 2020
"""Major version n of the package describes the division of year 2020 + n (its README)."""

TYPES = {"commune-actuelle": "commune", "arrondissement-municipal": "arrondissement"}
"""What people live in; communes déléguées and associées only lead to their successor."""

COLLECTIVITES = "com"
"""Zone of the overseas collectivities, which belong to no region: left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoupage:
    """
    The administrative division of one year.

    Attributes
    ----------
    communes
        Index ``code_commune``, communes and arrondissements; columns ``nom, type,
        code_parent, code_departement, code_region, code_epci, code_ept, population``.
    names
        Index (``type``, ``code``): name of each EPCI, EPT, département and region.
    successors
        Former, delegated or associated commune → the commune it is part of today.
    millesime
        Year of the division.
    """

    communes: pd.DataFrame
    names: pd.Series
    successors: Mapping[str, str]
    millesime: int

    def current(self, code_commune: str) -> str:
        """
        Give the commune of today that a code stands for.

        Parameters
        ----------
        code_commune
            Any INSEE code, of today or former.

        Returns
        -------
        code_commune
            The same code where it is current or unknown.
        """
        if code_commune in self.communes.index:
            return code_commune
        return self.successors.get(code_commune, code_commune)


@dataclass(frozen=True, slots=True)
class Selection:
    """A region, or some of its départements."""

    code_region: str
    departements: tuple[str, ...] = ()


def read_decoupage(path: Path) -> Decoupage:
    """
    Read the npm archive ``@etalab/decoupage-administratif``.

    Parameters
    ----------
    path
        The archive as published (``.tgz``).

    Returns
    -------
    decoupage
        All France but the overseas collectivities.

    Raises
    ------
    SourceError
        If the file is no such archive.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            tables = {
                name: _read_json(archive, f"{FOLDER}/{name}.json")
                for name in ("communes", "epci", "ept", "departements", "regions")
            }
            version = str(_read_json(archive, "package/package.json")["version"])
        return _to_decoupage(tables, version)
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError, zlib.error) as error:
        raise SourceError(
            f"il fallait l’archive de @etalab/decoupage-administratif ; {path} est inutilisable "
            f"({error!r}) : récupérez-la à nouveau."
        ) from error


def select(decoupage: Decoupage, selection: Selection) -> pd.DataFrame:
    """
    Select the communes and arrondissements of a region, or of some of its départements.

    Parameters
    ----------
    decoupage
        The division of all France.
    selection
        What to keep.

    Returns
    -------
    communes
        The rows of ``decoupage.communes``, by code.

    Raises
    ------
    InputError
        If the region is unknown, or a département is not one of its.
    """
    region = decoupage.communes["code_region"] == selection.code_region
    if not region.any():
        known = ", ".join(sorted(decoupage.communes["code_region"].unique()))
        raise InputError(f"région {selection.code_region!r} inconnue ; codes connus : {known}.")
    chosen = decoupage.communes[region]
    unknown = set(selection.departements) - set(chosen["code_departement"])
    if unknown:
        known = ", ".join(sorted(chosen["code_departement"].unique()))
        raise InputError(
            f"{sorted(unknown)} ne sont pas des départements de la région "
            f"{selection.code_region} ; les siens : {known}."
        )
    if selection.departements:
        chosen = chosen[chosen["code_departement"].isin(selection.departements)]
    return chosen.sort_index()


def _read_json(archive: tarfile.TarFile, name: str) -> Any:  # noqa: ANN401 - JSON
    content = archive.extractfile(name)
    if content is None:
        raise KeyError(name)
    return json.load(content)


def _to_decoupage(tables: dict[str, Any], version: str) -> Decoupage:
    rows = [row for row in tables["communes"] if row.get("zone") != COLLECTIVITES]
    living = [row for row in rows if row["type"] in TYPES]
    return Decoupage(
        communes=_communes(living, epci=_members(tables["epci"]), ept=_members(tables["ept"])),
        names=_names(tables),
        successors=_successors(rows),
        millesime=FIRST_YEAR + int(version.split(".", maxsplit=1)[0]),
    )


def _communes(
    rows: list[dict[str, Any]], *, epci: Mapping[str, str], ept: Mapping[str, str]
) -> pd.DataFrame:
    # an arrondissement is in the EPCI of its commune, which alone is listed
    return pd.DataFrame.from_records(
        [
            {
                "code_commune": row["code"],
                "nom": row["nom"],
                "type": TYPES[row["type"]],
                "code_parent": row.get("commune"),
                "code_departement": row["departement"],
                "code_region": row["region"],
                "code_epci": epci.get(row.get("commune", row["code"])),
                "code_ept": ept.get(row.get("commune", row["code"])),
                "population": int(row["population"]),
            }
            for row in rows
        ],
        index="code_commune",
    )


def _members(groupings: list[dict[str, Any]]) -> dict[str, str]:
    return {
        member["code"]: grouping["code"] for grouping in groupings for member in grouping["membres"]
    }


def _names(tables: dict[str, Any]) -> pd.Series:
    named = {"epci": "epci", "ept": "ept", "departements": "departement", "regions": "region"}
    return pd.Series(
        {(kind, row["code"]): row["nom"] for table, kind in named.items() for row in tables[table]},
        dtype=object,
    )


def _successors(rows: list[dict[str, Any]]) -> dict[str, str]:
    former = {
        old: row["code"]
        for row in rows
        if row["type"] == "commune-actuelle"
        for old in row.get("anciensCodes", ())
    }
    parts = {row["code"]: row["chefLieu"] for row in rows if "chefLieu" in row}
    return former | parts
