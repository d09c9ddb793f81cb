"""« Deux portes »: who is helped by the first place, by a second, and who is not."""

import numpy as np

from geo.diagnostics.drawing import Drawing, Panel
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections import maps
from geo.diagnostics.sections.answers import EVERYONE, Outcomes, needs_in_order, outcomes
from geo.diagnostics.sections.cautions import NO_MODE
from geo.diagnostics.sections.doors_tables import (
    COMMUNES,
    classes_of,
    doors_communes_table,
    doors_modes_table,
    doors_needs_table,
    people_by_doors,
    words_of,
)
from geo.diagnostics.sections.estimates import is_estimated
from geo.diagnostics.sections.figures import cutoff, indicator, named, plural
from geo.diagnostics.sections.informers import informers
from geo.diagnostics.sections.words import (
    by_mode,
    listed,
    main_mode,
    mode_title,
    need_name,
    profile_name,
)
from geo.domain.dossier import Bloc, Chiffre, Illustration, Section, Texte
from geo.domain.profil import Profil
from geo.domain.unite import Unite

MAP = "carte_deux_portes"

MEANING = Texte(
    modele="Une porte est un lieu qui aide, ou qui accueille et oriente. Une porte : le premier "
    "lieu aide. Deux portes : le premier oriente vers un second, qui aide. Chaque trajet compte à "
    "part ; au-delà de la durée raisonnable, ou sans lieu compétent, la promesse n’est pas tenue."
)

Picture = tuple[Illustration, Drawing]


def doors(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write how many doors people must push.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    section, drawings
        The chapter and its picture.
    """
    main = main_mode(findings)
    if main is None:
        blocs: tuple[Bloc, ...] = (MEANING, NO_MODE)
        return Section(code="deux_portes", titre="Deux portes", blocs=blocs), ()
    drawn = _map(findings, code)
    told: list[Bloc] = [
        MEANING,
        *_everyone(findings, code, main),
        doors_modes_table(findings, code),
        *(picture for picture, _ in drawn),
        doors_communes_table(findings, code, main),
        doors_needs_table(findings, code, main),
        *_unanswered(findings, code, main),
    ]
    section = Section(code="deux_portes", titre="Deux portes", blocs=tuple(told))
    return section, tuple(drawing for _, drawing in drawn)


def _everyone(findings: Findings, code: str, mode: str) -> tuple[Texte, ...]:
    """Say how many of all residents are told in one door, two, and not."""
    told = outcomes(findings, code, mode, **EVERYONE)
    one = indicator(findings, code, "part_une_porte", mode=mode, **EVERYONE)
    both = indicator(findings, code, "part_deux_portes", mode=mode, **EVERYONE)
    if told is None or both.valeur is None or not told.total:
        words = "Combien d’habitants sont informés en deux portes n’est pas renseigné."
        return (Texte(modele=words),)
    limit = cutoff(findings, mode)
    words = (
        f"Pour s’informer, quel que soit le public, à {{{limit.code}}} au plus par trajet "
        f"{by_mode(mode)} : {{{one.code}}} des habitants sont aidés par la première porte, "
        f"{{{both.code}}} en deux portes au plus."
    )
    who = informers(findings, code)
    near = indicator(findings, code, "part_couverte", mode=mode)
    if isinstance(near.valeur, float | int) and near.valeur > float(both.valeur):
        words += (
            f" C’est moins que les {{{near.code}}} qui ont un lieu à portée : tous les lieux "
            "n’informent pas tout le monde."
        )
        return (Texte(modele=words, chiffres=(limit, one, both, near)), who, _left_out(told))
    return (Texte(modele=words, chiffres=(limit, one, both)), who, _left_out(told))


def _left_out(told: Outcomes) -> Texte:
    beyond, nobody = (
        Chiffre(
            code=code, libelle=libelle, valeur=people, unite=Unite.NOMBRE, estime=told.is_estimate
        )
        for code, libelle, people in (
            ("habitants_au_dela", "habitants qu’un lieu compétent attend trop loin", told.beyond),
            ("habitants_sans_personne", "habitants que nul lieu n’attend", told.nobody),
        )
    )
    pieces = []
    if told.beyond:
        pieces.append(
            f"pour {{{beyond.code}}} habitant{plural(beyond)}, un lieu compétent existe mais il "
            "est plus loin"
        )
    if told.nobody:
        pieces.append(
            f"pour {{{nobody.code}}} habitant{plural(nobody)}, aucun lieu connu n’est compétent"
        )
    if not pieces:
        return Texte(modele="Tous les habitants le sont.")
    words = " ; ".join(pieces)
    figures = [figure for figure in (beyond, nobody) if figure.valeur]
    return Texte(modele=f"{words[0].upper()}{words[1:]}.", chiffres=tuple(figures))


def _unanswered(findings: Findings, code: str, mode: str) -> tuple[Texte, ...]:
    """Name the needs that no place answers for anyone here."""
    missing: dict[Profil, list[str]] = {}
    for profil, besoin in needs_in_order():
        told = outcomes(findings, code, mode, profil=profil.value, besoin=besoin.value)
        if told is not None and told.total and told.nobody == told.total:
            missing.setdefault(profil, []).append(need_name(besoin).lower())
    if not missing:
        words = "Chaque public a, pour chaque besoin, au moins un lieu déclaré compétent."
        return (Texte(modele=words),)
    ordered = [(profil, missing[profil]) for profil in Profil if profil in missing]
    told_as = " ; ".join(
        f"{profile_name(profil)} ({listed(besoins)})" for profil, besoins in ordered
    )
    figure = named("besoins_sans_reponse", "besoins sans lieu compétent", told_as)
    words = (
        "Aucun lieu n’est déclaré compétent, quelle que soit la durée, pour : "
        f"{{{figure.code}}}. Cela tient aux compétences déclarées des réseaux, qui peuvent être "
        "corrigées."
    )
    return (Texte(modele=words, chiffres=(figure,), ton="avertissement"),)


def _map(findings: Findings, code: str) -> tuple[Picture, ...]:
    """Map the doors by each mode, side by side."""
    on = maps.ground(findings, code)
    told = {mode: classes_of(findings, code, mode) for mode in findings.modes}
    known = {mode: one for mode, one in told.items() if (one != maps.UNKNOWN_CLASS).any()}
    if not len(on.areas) or not known:
        return ()
    panels = [
        Panel(
            title=mode_title(findings, mode),
            classes=np.array(one.reindex(on.ids).to_numpy(), dtype=np.int64),
            people=tuple(people_by_doors(findings, code, mode)),
            is_estimate=is_estimated(findings, code, mode),
        )
        for mode, one in known.items()
    ]
    drawing = maps.choropleth(MAP, on, panels, words_of(findings, code), ramp="doors")
    picture = Illustration(
        code=MAP,
        titre="Portes à pousser pour s’informer (tout public)",
        description="Une carte des communes par façon de se déplacer, selon le nombre de portes à "
        f"pousser pour s’informer : {' ; '.join(drawing.legend())}. Le tableau des "
        "communes dit la même chose.",
        tableau=COMMUNES,
    )
    return ((picture, drawing),)
