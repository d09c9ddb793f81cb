"""The table of the communes of a territory: how far each is from its nearest door."""

import numpy as np
import pandas as pd

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.cautions import estimate_words
from geo.diagnostics.sections.figures import plain
from geo.diagnostics.sections.residents import residents, times_of
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    main_mode,
    mode_title,
    name_of,
    reseau_name,
)
from geo.domain.dossier import Colonne, Tableau
from geo.domain.indicateur import CENSUS, DIRECTORY, TIMES
from geo.domain.unite import Figure, Unite

CODE = "durees_communes"

SHOWN = 5
"""Communes that the document shows."""

UNREACHED = "aucun lieu atteint"


def communes_table(findings: Findings, code: str) -> Tableau:
    """
    List communes with the time to their nearest door by each mode, the farthest first.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    table
        A row a commune or arrondissement; files have them all.
    """
    here = residents(findings, code)
    times = {mode: times_of(findings, code, mode) for mode in findings.modes}
    remarks = _remarks(here, times)
    columns = _columns(findings, has_remarks=any(remarks))
    hidden = {"code_commune", "bassin", "estime", "reseau_proche"}
    shown = [one.code for one in columns if is_region(findings, code) or one.code not in hidden]
    return Tableau(
        code=CODE,
        titre="Durée vers le lieu le plus proche, par commune",
        colonnes=columns,
        lignes=_rows(findings, here, times, remarks if any(remarks) else None),
        montrees=SHOWN,
        colonnes_montrees=tuple(one for one in shown if one not in hidden - {"bassin"}),
        note=_note(findings, code),
        vide="Aucune commune.",
    )


def _note(findings: Findings, code: str) -> str:
    main = main_mode(findings)
    order = f", la plus éloignée {by_mode(main)} d’abord" if main else ""
    return f"Une ligne par commune ou arrondissement{order}.{estimate_words(findings, code)}"


def _columns(findings: Findings, *, has_remarks: bool) -> tuple[Colonne, ...]:
    main = main_mode(findings)
    nearest = by_mode(main) if main else ""
    columns = [
        _column("commune", "Commune", Unite.TEXTE, "Nom de la commune ou de l’arrondissement"),
        _column("code_commune", "Code", Unite.CODE, "Code Insee"),
        _column("bassin", "Bassin", Unite.TEXTE, "Bassin d’emploi dont elle est"),
        _column("habitants", "Habitants", Unite.NOMBRE, "Population de la commune", CENSUS),
    ]
    columns += [
        _column(
            f"duree_s_{mode}", mode_title(findings, mode), Unite.SECONDES,
            f"Durée {by_mode(mode)} vers le lieu le plus proche, membre ou associé", TIMES,
        )
        for mode in findings.modes
    ]  # fmt: skip
    if main:
        columns += [
            _column("lieu_proche", "Lieu le plus proche", Unite.TEXTE,
                    f"Lieu le plus proche {nearest}", DIRECTORY),
            _column("reseau_proche", "Réseau", Unite.TEXTE, "Réseau de ce lieu", DIRECTORY),
            _column("estime", "Estimé", Unite.OUI_NON, f"Si la durée {nearest} est estimée", TIMES),
        ]  # fmt: skip
    if has_remarks:
        definition = "Pourquoi une durée manque : aucun lieu atteint ; sinon, non renseigné"
        columns.append(_column("remarque", "Remarque", Unite.TEXTE, definition))
    return tuple(columns)


def _column(code: str, titre: str, unite: Unite, definition: str, source: str = "") -> Colonne:
    return Colonne(code=code, titre=titre, unite=unite, definition=definition, source=source)


def _rows(
    findings: Findings,
    here: pd.DataFrame,
    times: dict[str, pd.DataFrame],
    remarks: list[str] | None,
) -> tuple[tuple[Figure, ...], ...]:
    places = findings.inventory.places
    told: list[list[Figure]] = [
        [nom, code, name_of(findings, bassin) if bassin else None, int(population)]
        for nom, code, bassin, population in zip(
            here["nom"], here["code_commune"], here["code_bassin"], here["population"], strict=True
        )
    ]
    for one in times.values():
        for row, seconds in zip(told, one["travel_time_s"].tolist(), strict=True):
            row.append(plain(seconds, Unite.SECONDES))
    main = times.get(main_mode(findings) or "")
    if main is not None:
        nearest = main["place_id"].where(main["place_id"].isin(places.index))
        names, reseaux = (nearest.map(places[column]) for column in ("nom", "reseau"))
        for row, nom, reseau, estimated in zip(
            told, names, reseaux, main["is_estimate"] & main["measured"], strict=True
        ):
            known = isinstance(nom, str)
            row += [
                nom if known else None,
                reseau_name(findings, reseau) if known else None,
                bool(estimated) if known else None,
            ]
    if remarks is not None:
        for row, remark in zip(told, remarks, strict=True):
            row.append(remark or None)
    return tuple(tuple(told[rank]) for rank in _order(here, main))


def _order(here: pd.DataFrame, main: pd.DataFrame | None) -> list[int]:
    """Put the farthest first, the most populous of equals, the unknown last."""
    seconds = np.zeros(len(here)) if main is None else main["travel_time_s"].to_numpy(float)
    far = np.where(np.isnan(seconds), -1.0, seconds)
    codes = here["code_commune"].to_numpy(dtype=str)
    order: list[int] = np.lexsort((codes, -here["population"].to_numpy(), -far)).tolist()
    return order


def _remarks(here: pd.DataFrame, times: dict[str, pd.DataFrame]) -> list[str]:
    """Say by which modes no place is reached, which is not the same as not to know."""
    told: list[list[str]] = [[] for _ in range(len(here))]
    for mode, one in times.items():
        for words, unreached in zip(
            told, np.isinf(one["travel_time_s"].to_numpy(float)), strict=True
        ):
            if unreached:
                words.append(f"{by_mode(mode)} : {UNREACHED}")
    return [" ; ".join(words) for words in told]
