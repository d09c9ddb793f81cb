"""The réseaux and their default rules, from the editable ``data/raw/reseaux.toml``."""

import tomllib
from pathlib import Path
from typing import Any

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.errors import InputError, SourceError

LIST_KEYS = ("publics", "missions", "codes_data_inclusion", "codes_dila")
KEYS = {"code", "nom", "membre", "annonce", *LIST_KEYS}


def read_reseaux(path: Path) -> tuple[Reseau, ...]:
    """
    Read the réseaux.

    Parameters
    ----------
    path
        TOML file with one ``[[reseaux]]`` table a réseau.

    Returns
    -------
    reseaux
        In the order of the file, which is the order people see.

    Raises
    ------
    SourceError
        If the file is absent or no TOML, a réseau breaks its contract, or a code
        (of the project or of DILA) is given twice.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["reseaux"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SourceError(f"needed [[reseaux]] tables in {path}: {error!r}.") from error
    reseaux = tuple(_reseau(table, path) for table in tables)
    _check_once([reseau.code for reseau in reseaux], path)
    _check_once([code for reseau in reseaux for code in reseau.codes_dila], path)
    return reseaux


def _reseau(table: dict[str, Any], path: Path) -> Reseau:
    """Build one réseau, naming the table in whatever is wrong with it."""
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise SourceError(f"{path}: {table.get('code')!r} has unknown keys {unknown}.")
    try:
        return Reseau(
            code=table["code"],
            nom=table["nom"],
            membre=Membre(table["membre"]),
            annonce=table.get("annonce"),
            publics=tuple(Profil(code) for code in table.get("publics", ())),
            missions=tuple(Mission(code) for code in table.get("missions", ())),
            codes_data_inclusion=tuple(table.get("codes_data_inclusion", ())),
            codes_dila=tuple(table.get("codes_dila", ())),
        )
    except (InputError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{path}: réseau {table.get('code')!r} is wrong: {error}.") from error


def _check_once(codes: list[str], path: Path) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise SourceError(f"{path}: {repeated} given twice; each code names one réseau.")
