"""« Accéder à un lieu »: how far people are, by which mode, from which réseau, for which need."""

import numpy as np

from geo.diagnostics.drawing import Curves, Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections import communes, maps
from geo.diagnostics.sections.access_tables import (
    SHARES,
    helped_table,
    known_modes,
    reseaux_access_table,
    shares_table,
)
from geo.diagnostics.sections.answers import EVERYONE, helped_share
from geo.diagnostics.sections.cautions import NO_MODE, cutoff_words
from geo.diagnostics.sections.figures import indicator
from geo.diagnostics.sections.residents import within_share
from geo.diagnostics.sections.words import by_mode, main_mode, mode_title
from geo.domain.couverture import Forme
from geo.domain.dossier import Bloc, Chiffre, Illustration, Section, Texte
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.unite import Unite

CURVES, MAPS = "courbe_durees", "cartes_modes"

MINUTES = np.arange(0.0, 61.0)
"""Of the curves."""

Picture = tuple[Illustration, Drawing]


def access(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write how people reach places.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    section, drawings
        The chapter and its pictures.
    """
    if not findings.modes:
        return Section(code="acces", titre="Accéder à un lieu", blocs=(NO_MODE,)), ()
    curves, small = _curves(findings, code), _small_maps(findings, code)
    blocs: list[Bloc] = [
        *_reasonable(findings, code),
        shares_table(findings, code),
        *(picture for picture, _ in curves),
        *(picture for picture, _ in small),
        reseaux_access_table(findings, code),
        *_forms(findings, code),
        helped_table(findings, code),
    ]
    section = Section(code="acces", titre="Accéder à un lieu", blocs=tuple(blocs))
    return section, tuple(drawing for _, drawing in (*curves, *small))


def _reasonable(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Say what a reasonable time is, and how many are within it."""
    words, limits = cutoff_words(findings)
    told = Texte(
        modele=f"Un lieu est dit à portée s’il est à {words} ; l’aller seul est compté.",
        chiffres=limits,
    )
    shares = {
        mode: indicator(findings, code, "part_couverte", mode=mode) for mode in findings.modes
    }
    known = {mode: share for mode, share in shares.items() if share.valeur is not None}
    if not known:
        return (told, Texte(modele="La part des habitants à portée n’est pas renseignée."))
    pieces = [f"{{{share.code}}} {by_mode(mode)}" for mode, share in known.items()]
    within = Texte(
        modele=f"Habitants à portée d’au moins un lieu : {' ; '.join(pieces)}.",
        chiffres=tuple(known.values()),
    )
    return (told, within)


def _curves(findings: Findings, code: str) -> tuple[Picture, ...]:
    shares = {
        mode: within_share(findings, code, mode, 60 * MINUTES)
        for mode in known_modes(findings, code)
    }
    known = {mode: share for mode, share in shares.items() if share is not None}
    if not known:
        return ()
    drawing = Curves(
        code=CURVES,
        minutes=MINUTES,
        shares={mode_title(findings, mode): share for mode, share in known.items()},
        marks={mode_title(findings, mode): findings.cutoffs_s[mode] / 60 for mode in known},
    )
    picture = Illustration(
        code=CURVES,
        titre="Part des habitants selon la durée vers le lieu le plus proche",
        description="Une courbe par façon de se déplacer : elle monte avec la durée, à mesure que "
        "davantage d’habitants ont un lieu à portée. Une marque dit la durée raisonnable. Le "
        "tableau des parts, au-dessus, dit la même chose.",
        tableau=SHARES,
    )
    return ((picture, drawing),)


def _small_maps(findings: Findings, code: str) -> tuple[Picture, ...]:
    modes = known_modes(findings, code)
    on = maps.ground(findings, code)
    if len(modes) < 2 or not len(on.areas):  # noqa: PLR2004 - one mode has its map at a glance
        return ()
    panels = [
        maps.time_panel(findings, code, mode, on, title=mode_title(findings, mode))
        for mode in modes
    ]
    drawing = maps.choropleth(MAPS, on, panels, maps.time_labels(), ramp="time")
    picture = Illustration(
        code=MAPS,
        titre="Durée vers le lieu le plus proche, selon la façon de se déplacer",
        description="Une carte des communes par façon de se déplacer, avec les mêmes classes de "
        f"durée : {' ; '.join(maps.time_labels())}. Le tableau des durées par commune, au début, "
        "dit la même chose.",
        tableau=communes.CODE,
    )
    return ((picture, drawing),)


def _forms(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Tell help at a place, from afar, and either, side by side."""
    main = main_mode(findings)
    begin = (
        "L’aide dans un lieu et l’aide à distance (téléphone, messagerie, visio) sont comptées "
        "côte à côte, jamais mélangées : un service à distance ne remplace pas un lieu."
    )
    if main is None:
        return (Texte(modele=begin),)
    there = indicator(findings, code, "part_aidee_sur_place", mode=main, **EVERYONE)
    afar = indicator(findings, code, "part_aidee_a_distance", **EVERYONE)
    need = Profil(EVERYONE["profil"]), Mission(EVERYONE["besoin"])
    either = Chiffre(
        code=f"l_un_ou_l_autre.{need[0].value}.{need[1].value}.{main}",
        libelle="habitants aidés dans un lieu à portée ou à distance",
        valeur=helped_share(findings, code, main, Forme.L_UN_OU_L_AUTRE, need=need),
        unite=Unite.PART,
        estime=there.estime,
    )
    words = (
        f" Pour s’informer, quel que soit le public : {{{there.code}}} des habitants ont un lieu "
        f"compétent à portée {by_mode(main)}, {{{afar.code}}} ont un service à distance, "
        f"{{{either.code}}} ont l’un ou l’autre."
    )
    return (Texte(modele=begin + words, chiffres=(there, afar, either)),)
