"""« Les bassins comparés »: those of a region side by side, in a table, maps and bars."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from geo.diagnostics.areas import areas_of
from geo.diagnostics.drawing import Bars, Choropleth, Drawing, Panel
from geo.diagnostics.findings import MAIN_NEED, Findings
from geo.diagnostics.sections.cautions import estimate_words
from geo.diagnostics.sections.figures import indicator, indicator_column, region_indicator
from geo.diagnostics.sections.maps import time_classes, time_labels
from geo.diagnostics.sections.standing import all_bassins
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    main_mode,
    mode_title,
    name_of,
    within_sentence,
)
from geo.domain.dossier import Bloc, Chiffre, Colonne, Illustration, Section, Tableau, Texte
from geo.domain.indicateur import find_indicateur
from geo.domain.profil import Profil
from geo.domain.unite import Figure, Unite, in_french

BASSINS = "bassins_compares"
TIMES_PICTURE, DOORS_PICTURE = "barres_duree_mediane", "barres_deux_portes"
MAP = "carte_bassins"

READING = (
    "Les bassins sont dans l’ordre des durées, de la plus longue à la plus courte : ce n’est pas "
    "un classement de mérite. Un bassin étendu et peu peuplé a des durées longues quel que soit le "
    "nombre de ses lieux."
)

MANY, NEIGHBOURS, ENDS = 12, 2, 3
"""Bars above which a bassin has only its neighbours on each side, and that many of each end."""

Ranks = NDArray[np.int64]

ROWS = ("duree_mediane_s", "duree_9e_decile_s", "gini_duree", "part_couverte", "part_deux_portes")
"""Indicators of the table by mode, and of the ranks."""

_PLAIN = ("habitants", "points_accueil", "points_pour_100000", "reseaux_actifs")

TITLES = {
    "duree_mediane_s": "Durée médiane",
    "duree_9e_decile_s": "Neuf sur dix en",
    "gini_duree": "Gini",
    "part_couverte": "À portée d’un lieu",
    "part_deux_portes": "Informés en deux portes",
    "points_pour_100000": "Points pour 100 000",
}

ESTIMATED = Colonne(
    code="estime",
    titre="Estimé",
    unite=Unite.OUI_NON,
    definition="si un chiffre au moins de la ligne repose sur une estimation",
)
"""Last column of tables of times: in files; documents say it under the table."""


def told_by(name: str, mode: str) -> Mapping[str, str]:
    """
    Give the dimensions of an indicator that bassins are compared by.

    Parameters
    ----------
    name
        Of the indicator.
    mode
        How people travel.

    Returns
    -------
    dimensions
        Everyone and the main need where it is told by a need.
    """
    every = {"mode": mode, "profil": Profil.TOUT_PUBLIC.value, "besoin": MAIN_NEED}
    dimensions = find_indicateur(name).dimensions
    return {one: value for one, value in every.items() if one in dimensions}


def compared(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Compare the bassins of the region.

    Parameters
    ----------
    findings, code
        Of the region.

    Returns
    -------
    section, drawings
        The chapter and its pictures.
    """
    drawn = [*_map(findings, code), *pictures(findings, code)]
    blocs: tuple[Bloc, ...] = (
        Texte(modele=READING),
        *(picture for picture, _ in drawn),
        bassins_table(findings, code),
    )
    section = Section(code="bassins", titre="Les bassins comparés", blocs=blocs)
    return section, tuple(drawing for _, drawing in drawn)


def _map(findings: Findings, code: str) -> list[tuple[Illustration, Drawing]]:
    """Draw the median time of each bassin, a small map a mode."""
    areas = areas_of(findings, code)
    codes = list(areas.outlines)
    if not codes or not findings.modes:
        return []
    panels = tuple(
        Panel(
            title=mode_title(findings, mode),
            classes=time_classes(
                np.array(
                    [
                        _number(indicator(findings, one, "duree_mediane_s", mode=mode).valeur)
                        for one in codes
                    ],
                    dtype=np.float64,
                )
            ),
        )
        for mode in findings.modes
    )
    outlines = np.array(list(areas.outlines.values()), dtype=object)
    drawing = Choropleth(
        code=MAP, areas=outlines, panels=panels, labels=time_labels(), ramp="time",
        outlines=outlines, points=np.zeros((0, 2)),
    )  # fmt: skip
    picture = Illustration(
        code=MAP,
        titre="Durée médiane vers le lieu le plus proche, par bassin et par mode",
        description="Une petite carte par mode ; chaque bassin a la couleur de sa durée médiane. "
        "Le tableau des bassins donne chacune.",
        tableau=BASSINS,
    )
    return [(picture, drawing)]


def bassins_table(findings: Findings, code: str) -> Tableau:
    """
    Put key indicators of all bassins side by side, the region last.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    table
        The bassin of the document, the region, then the other bassins from the longest median
        time by the main mode; the document of a bassin shows the first two.
    """
    main = main_mode(findings)
    columns: list[Colonne] = [
        Colonne(code="bassin", titre="Bassin", unite=Unite.TEXTE, definition="nom du bassin"),
        Colonne(code="code_bassin", titre="Code", unite=Unite.CODE, definition="code du bassin"),
        *(indicator_column(name, titre=TITLES.get(name, "")) for name in _PLAIN),
        *(
            indicator_column(
                name,
                code=f"{name}_{mode}",
                titre=f"{TITLES[name]}, {by_mode(mode)}",
            )
            for mode in findings.modes
            for name in ROWS
        ),
        ESTIMATED,
    ]
    shown = ["bassin", "habitants", "points_pour_100000"]
    shown += [f"{name}_{main}" for name in ROWS if main is not None and name != "part_couverte"]
    return Tableau(
        code=BASSINS,
        titre="Les bassins, côte à côte",
        colonnes=tuple(columns),
        lignes=tuple(_bassin_rows(findings, code)),
        montrees=None if is_region(findings, code) else 2,
        colonnes_montrees=tuple(shown),
        note=f"Les fichiers ont tous les bassins.{estimate_words(findings, code)}",
        vide="Il n’y a pas de bassin à comparer.",
    )


def _bassin_rows(findings: Findings, code: str) -> Iterator[tuple[Figure, ...]]:
    main = main_mode(findings)
    codes = list(all_bassins(findings))
    if main is not None:
        medians = {
            one: indicator(findings, one, "duree_mediane_s", mode=main).valeur for one in codes
        }
        codes.sort(key=lambda one: _longest_first(medians[one]))
    mine = [one for one in codes if one == code]
    whole = [findings.region_code] if codes else []
    for one in (*mine, *whole, *(one for one in codes if one != code)):
        yield (name_of(findings, one), one, *_bassin_cells(findings, one))


def _longest_first(value: Figure) -> float:
    return -float(value) if isinstance(value, int | float) else np.inf


def _bassin_cells(findings: Findings, one: str) -> Iterator[Figure]:
    told = [indicator(findings, one, name) for name in _PLAIN]
    told += [
        indicator(findings, one, name, **told_by(name, mode))
        for mode in findings.modes
        for name in ROWS
    ]
    yield from (figure.valeur for figure in told)
    yield any(figure.estime for figure in told)


def pictures(findings: Findings, code: str) -> list[tuple[Illustration, Drawing]]:
    """
    Compare bassins in bars.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin, which is brought out, or of the region.

    Returns
    -------
    pictures
        Each with its drawing; none where there are not two bassins, or no mode.
    """
    main = main_mode(findings)
    if main is None or len(all_bassins(findings)) < 2:  # noqa: PLR2004 - two to compare
        return []
    # the region has a map of times beside
    picture, name = (
        (DOORS_PICTURE, "part_deux_portes")
        if is_region(findings, code)
        else (TIMES_PICTURE, "duree_mediane_s")
    )
    return [_bars(findings, code, picture, name, main)]


def _bars(
    findings: Findings, code: str, picture: str, name: str, mode: str
) -> tuple[Illustration, Drawing]:
    told = told_by(name, mode)
    figures = {one: indicator(findings, one, name, **told) for one in all_bassins(findings)}
    values = np.array([_number(figure.valeur) for figure in figures.values()], dtype=np.float64)
    order = np.argsort(np.where(np.isnan(values), np.inf, -values), kind="stable")
    order = _few(order, list(figures), code)
    codes = np.array(list(figures), dtype=object)[order]
    region = region_indicator(findings, name, **told)
    average = _number(region.valeur)
    kind = find_indicateur(name)
    bars = Bars(
        code=picture,
        names=tuple(name_of(findings, one) for one in codes),
        values=values[order],
        unit=kind.unite.value,
        chosen="" if is_region(findings, code) else name_of(findings, code),
        average=None if np.isnan(average) else average,
        average_name=findings.region_name,
    )
    title = f"{kind.nom}, {within_sentence(mode_title(findings, mode))}, par bassin"
    if len(codes) < len(values):
        title += f" : {len(codes)} sur {len(values)}, les extrêmes et les plus semblables"
    return Illustration(
        code=picture,
        titre=title,
        description=_bars_words(findings, bars, region, title),
        tableau=BASSINS,
    ), bars


def _few(order: Ranks, codes: list[str], code: str) -> Ranks:
    """Keep, around a bassin, those nearest to it and the ends; every one for the region."""
    if code not in codes or len(order) <= MANY:
        return order
    own = order.tolist().index(codes.index(code))
    places = np.arange(len(order))
    near = np.abs(places - own) <= NEIGHBOURS
    kept: Ranks = order[near | (places < ENDS) | (places >= len(order) - ENDS)]
    return kept


def _bars_words(findings: Findings, bars: Bars, region: Chiffre, title: str) -> str:
    unite = Unite(bars.unit)
    known = ~np.isnan(bars.values)
    words = f"Barres : {title}. {findings.region_name} : {in_french(region.valeur, unite)}."
    if known.any():
        ends = np.flatnonzero(known)[[0, -1]]
        longest, shortest = (
            f"{bars.names[one]}, {in_french(float(bars.values[one]), unite)}" for one in ends
        )
        words += f" La plus longue : {longest} ; la plus courte : {shortest}."
    if bars.chosen:
        mine = bars.values[bars.names.index(bars.chosen)]
        value = None if np.isnan(mine) else float(mine)
        words += f" {bars.chosen} : {in_french(value, unite)}."
    return words


def _number(value: Figure) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
