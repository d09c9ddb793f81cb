"""A `Dossier` as JSON and back: what the store keeps, a file holds and the API answers."""

import json
from dataclasses import asdict
from typing import Any

from geo.domain.dossier import (
    Bloc,
    Cartouche,
    Chiffre,
    Colonne,
    Dossier,
    Illustration,
    Section,
    Tableau,
    Texte,
    TypeTerritoire,
)
from geo.domain.unite import Unite
from geo.errors import InputError

BLOCS: dict[str, type[Bloc]] = {
    "texte": Texte,
    "cartouche": Cartouche,
    "tableau": Tableau,
    "illustration": Illustration,
}
"""What each kind of block is called outside."""

_WORDS = {kind: word for word, kind in BLOCS.items()}


def to_json(dossier: Dossier) -> str:
    """
    Write a dossier.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    text
        JSON, fields in the order of the class; each block says its ``bloc``, a key of `BLOCS`.

    Notes
    -----
    Contract: pure; `from_json` gives an equal dossier back.
    """
    return json.dumps(to_plain(dossier), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def to_plain(dossier: Dossier) -> dict[str, Any]:
    """
    Give a dossier as dictionaries and lists.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    plain
        What `to_json` writes.
    """
    plain = asdict(dossier)
    for section, told in zip(dossier.sections, plain["sections"], strict=True):
        told["blocs"] = [
            {"bloc": _WORDS[type(bloc)], **fields_of}
            for bloc, fields_of in zip(section.blocs, told["blocs"], strict=True)
        ]
    return plain


def from_json(text: str) -> Dossier:
    """
    Read a dossier.

    Parameters
    ----------
    text
        From `to_json`.

    Returns
    -------
    dossier
        Equal to the one written.

    Raises
    ------
    InputError
        If this is no dossier.
    """
    try:
        told = json.loads(text)
        sections = tuple(_section(section) for section in told.pop("sections"))
        kind = TypeTerritoire(told.pop("type_territoire"))
        licences = tuple(told.pop("licences"))
        return Dossier(type_territoire=kind, sections=sections, licences=licences, **told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"needed the JSON of a dossier: {error!r}.") from error


def _section(told: dict[str, Any]) -> Section:
    return Section(code=told["code"], titre=told["titre"], blocs=tuple(map(_bloc, told["blocs"])))


def _bloc(told: dict[str, Any]) -> Bloc:
    values = dict(told)
    kind = BLOCS[values.pop("bloc")]
    if "chiffres" in values:
        values["chiffres"] = tuple(_with_unit(Chiffre, one) for one in values["chiffres"])
    if kind is Tableau:
        values["colonnes"] = tuple(_with_unit(Colonne, one) for one in values["colonnes"])
        values["lignes"] = tuple(map(tuple, values["lignes"]))
        values["colonnes_montrees"] = tuple(values["colonnes_montrees"])
    return kind(**values)


def _with_unit(kind: Any, told: dict[str, Any]) -> Any:  # noqa: ANN401 - Chiffre or Colonne
    return kind(**(told | {"unite": Unite(told["unite"])}))
