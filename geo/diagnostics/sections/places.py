"""The table of the places of a territory, each with what a person should know before going."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.residents import door_codes, door_places, places_of
from geo.diagnostics.sections.words import is_region, reseau_name
from geo.domain.dossier import Colonne, Tableau
from geo.domain.fraicheur import is_to_confirm
from geo.domain.indicateur import DIRECTORY
from geo.domain.point_accueil import AccessibilitePmr
from geo.domain.unite import Figure, Unite

SHORT, LONG_SHOWN, OUTSIDE_SHOWN = 12, 5, 4
"""A list as short as that is shown whole; of a longer one; of places outside the service."""

ACCESSIBLE: Mapping[str, str | None] = {
    AccessibilitePmr.OUI: "oui",
    AccessibilitePmr.SUR_DEMANDE: "sur demande",
    AccessibilitePmr.NON: "non",
    AccessibilitePmr.INCONNUE: None,
}
"""What people read of disabled access; unknown is never shown as yes."""

COLUMNS = (
    ("nom", "Lieu", Unite.TEXTE, "Nom du lieu, tel qu’enregistré"),
    ("point_id", "Identifiant", Unite.CODE, "Identifiant du lieu dans l’annuaire"),
    ("reseau", "Réseau", Unite.TEXTE, "Réseau qui tient le lieu"),
    ("commune", "Commune", Unite.TEXTE, "Commune ou arrondissement où il se trouve"),
    ("adresse", "Adresse", Unite.TEXTE, "Adresse enregistrée"),
    ("telephone", "Téléphone", Unite.TEXTE, "Téléphone enregistré"),
    ("horaires_connus", "Horaires connus", Unite.OUI_NON, "Si la fiche donne des horaires"),
    ("accessible", "Accessible", Unite.TEXTE,
     "Accès déclaré des personnes à mobilité réduite : oui, sur demande, non"),
    ("label", "Label", Unite.TEXTE, "Label enregistré, en cours ou non"),
    ("date_maj", "Fiche du", Unite.DATE, "Dernière mise à jour de la fiche par sa source"),
    ("a_confirmer", "À confirmer", Unite.OUI_NON,
     "Si la fiche est trop ancienne pour s’y fier sans appeler, ou sans date"),
    ("doublon_possible", "Doublon possible", Unite.OUI_NON,
     "Si un autre lieu du même réseau est au même endroit, ou a mêmes nom et adresse"),
    ("lon", "Longitude", Unite.DEGRES, "Degrés, WGS84"),
    ("lat", "Latitude", Unite.DEGRES, "Degrés, WGS84"),
)  # fmt: skip

SHOWN = (
    "nom", "reseau", "commune", "telephone", "horaires_connus", "accessible", "date_maj",
    "a_confirmer",
)  # fmt: skip


def places_table(findings: Findings, code: str) -> Tableau:
    """
    List the places that are doors of the service, by commune then name.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    table
        A row a place; files have them all.
    """
    rows = _rows(findings, door_places(findings, code))
    return Tableau(
        code="lieux",
        titre="Points d’accueil du service public d’orientation",
        colonnes=_columns(),
        lignes=rows,
        montrees=_shown(findings, code, len(rows), SHORT, LONG_SHOWN),
        colonnes_montrees=SHOWN,
        note="Par commune, puis par nom. « À confirmer » : appeler avant de se déplacer ou "
        "d’orienter quelqu’un.",
        vide="Aucun point d’accueil n’est connu ici.",
    )


def outside_table(findings: Findings, code: str) -> Tableau | None:
    """
    List the places of the directory that are no door of the service.

    Parameters
    ----------
    findings, code
        As of `places_table`.

    Returns
    -------
    table
        A row a place; None where there are none.
    """
    places = places_of(findings, code)
    rows = _rows(findings, places[~places["reseau"].isin(door_codes(findings))])
    if not rows:
        return None
    return Tableau(
        code="lieux_hors_service",
        titre="Lieux de l’annuaire hors du service public d’orientation",
        colonnes=_columns(),
        lignes=rows,
        montrees=_shown(findings, code, len(rows), OUTSIDE_SHOWN, OUTSIDE_SHOWN),
        colonnes_montrees=("nom", "reseau", "commune", "telephone"),
        note="Ils n’entrent dans aucune durée ni aucune part de ce document.",
    )


def communes_of(findings: Findings, places: pd.DataFrame) -> list[str | None]:
    """
    Name the commune that each place stands in.

    Parameters
    ----------
    findings
        All that was found.
    places
        Some of its places.

    Returns
    -------
    names
        Where no commune holds the position, that of the address; None where nobody says.
    """
    names = findings.communes["nom"]
    standing = places["standing"].map(names)
    declared = places["code_commune"].map(names)
    return [
        one if isinstance(one, str) else text(other)
        for one, other in zip(standing, declared, strict=True)
    ]


def text(value: Any) -> str | None:  # noqa: ANN401 - a cell of a table
    """
    Give a text as recorded.

    Parameters
    ----------
    value
        A cell, missing in any way.

    Returns
    -------
    text
        None where there is none.
    """
    return value if isinstance(value, str) and value else None


def _shown(findings: Findings, code: str, many: int, short: int, first: int) -> int | None:
    """Show short lists whole; of a whole region, a few places by name would say nothing."""
    if many <= short:
        return None
    return 0 if is_region(findings, code) else first


def _columns() -> tuple[Colonne, ...]:
    return tuple(
        Colonne(code=one, titre=titre, unite=unite, definition=words, source=DIRECTORY)
        for one, titre, unite, words in COLUMNS
    )


def _rows(findings: Findings, places: pd.DataFrame) -> tuple[tuple[Figure, ...], ...]:
    communes = communes_of(findings, places)
    told = zip(places.to_dict("index").items(), communes, strict=True)
    rows = [_row(findings, str(one), place, commune) for (one, place), commune in told]
    return tuple(sorted(rows, key=lambda row: (str(row[3] or ""), str(row[0]), str(row[1]))))


def _row(
    findings: Findings,
    point_id: str,
    place: Mapping[Any, Any],
    commune: str | None,
) -> tuple[Figure, ...]:
    day = None if pd.isna(place["date_maj"]) else place["date_maj"]
    return (
        place["nom"],
        point_id,
        reseau_name(findings, place["reseau"]),
        commune,
        text(place["adresse"]),
        text(place["telephone"]),
        text(place["horaires"]) is not None,
        ACCESSIBLE[place["accessibilite_pmr"]],
        text(place["label"]),
        None if day is None else day.isoformat()[:10],
        is_to_confirm(day, today=findings.on),
        point_id in findings.inventory.groups.index,
        float(place["lon"]),
        float(place["lat"]),
    )
