"""The réseaux and their default rules, from the editable ``data/raw/reseaux.toml``."""

import tomllib
from pathlib import Path
from typing import Any

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.errors import InputError, SourceError

LIST_KEYS = ("publics", "missions", "codes_data_inclusion", "codes_dila")
NUMBER_KEYS = ("annonce", "annonce_antennes")
KEYS = {"code", "nom", "membre", *NUMBER_KEYS, *LIST_KEYS}


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
        If the file is absent or no such TOML, a réseau breaks its contract, or a code
        (of the project or of DILA) is given twice.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["reseaux"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SourceError(
            f"il fallait des tables [[reseaux]] dans {path} ({error!r}) : reprenez ce fichier du "
            "dépôt."
        ) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SourceError(
            f"il fallait des tables [[reseaux]] dans {path}, reçu reseaux = {tables!r} : écrivez "
            "une table par réseau."
        )
    reseaux = tuple(_reseau(table, path) for table in tables)
    _check_once([reseau.code for reseau in reseaux], path)
    _check_once([code for reseau in reseaux for code in reseau.codes_dila], path)
    return reseaux


def _reseau(table: dict[str, Any], path: Path) -> Reseau:
    """Build one réseau, naming the table in whatever is wrong with it."""
    where = f"{path} : réseau {table.get('code')!r}"
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise SourceError(f"{where} : clés inconnues {unknown} ; il y a {sorted(KEYS)}.")
    _check_types(table, where)
    try:
        return Reseau(
            code=table["code"],
            nom=table["nom"],
            membre=Membre(table["membre"]),
            annonce=table.get("annonce"),
            annonce_antennes=table.get("annonce_antennes"),
            publics=tuple(Profil(code) for code in table.get("publics", ())),
            missions=tuple(Mission(code) for code in table.get("missions", ())),
            codes_data_inclusion=tuple(table.get("codes_data_inclusion", ())),
            codes_dila=tuple(table.get("codes_dila", ())),
        )
    except (InputError, KeyError, ValueError) as error:
        raise SourceError(f"{where} : à corriger ({error}).") from error


def _check_types(table: dict[str, Any], where: str) -> None:
    """See that each key has its kind of value: a text is also a list of letters."""
    for key, value in table.items():
        wanted, is_right = "un texte", isinstance(value, str)
        if key in LIST_KEYS:
            wanted = "une liste de textes"
            is_right = isinstance(value, list) and all(isinstance(code, str) for code in value)
        elif key in NUMBER_KEYS:
            wanted, is_right = "un nombre entier", type(value) is int
        if not is_right:
            raise SourceError(f"{where} : {key} doit être {wanted}, reçu {value!r}.")


def _check_once(codes: list[str], path: Path) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise SourceError(f"{path} : {repeated} donné deux fois ; un code ne désigne qu’un réseau.")
