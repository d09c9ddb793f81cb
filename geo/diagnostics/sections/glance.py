"""« Le territoire en bref »: key figures, what is essential, how far the nearest door is."""

from dataclasses import replace

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections import communes, maps
from geo.diagnostics.sections.answers import EVERYONE
from geo.diagnostics.sections.cautions import cautions, cutoff_words
from geo.diagnostics.sections.figures import (
    counted,
    indicator,
    named,
    plural,
    region_indicator,
)
from geo.diagnostics.sections.informers import informers
from geo.diagnostics.sections.residents import communes_count, door_places
from geo.diagnostics.sections.standing import extremes, place
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    listed,
    main_mode,
    mode_name,
    mode_title,
    name_of,
)
from geo.domain.dossier import Cartouche, Chiffre, Illustration, Section, Texte

MAP = "carte_durees"


def glance(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write the territory at a glance.

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
    drawn = _map(findings, code)
    texts = (_people(findings, code), *_times(findings, code), *_doors(findings, code))
    section = Section(
        code="en_bref",
        titre="Le territoire en bref",
        blocs=(
            Cartouche(chiffres=_key_figures(findings, code)),
            *texts,
            *cautions(findings, code),
            *(picture for picture, _ in drawn),
            communes.communes_table(findings, code),
        ),
    )
    return section, tuple(drawing for _, drawing in drawn)


def _key_figures(findings: Findings, code: str) -> tuple[Chiffre, ...]:
    counts = (
        (indicator(findings, code, "habitants"), "habitant{s}"),
        (counted("communes", "", communes_count(findings, code)), "commune{s}"),
        (indicator(findings, code, "points_accueil"), "point{s} d’accueil"),
        (indicator(findings, code, "reseaux_actifs"), "réseau{x} actif{s}"),
        (indicator(findings, code, "points_labellises"), "point{s} labellisé{s}"),
    )
    told = [replace(figure, libelle=_worded(figure, words)) for figure, words in counts]
    main = main_mode(findings)
    if main is not None:
        words = f"des habitants informés en deux portes au plus, {by_mode(main)}"
        told.append(
            indicator(findings, code, "part_deux_portes", libelle=words, mode=main, **EVERYONE)
        )
    told += [
        indicator(
            findings, code, "duree_mediane_s", mode=mode,
            libelle=f"durée médiane, {by_mode(mode)}",
        )
        for mode in findings.modes
    ]  # fmt: skip
    return tuple(told)


def _worded(figure: Chiffre, words: str) -> str:
    """Put words in the plural, as they are where nobody knows how many there are."""
    if figure.valeur is None:
        return words.format(s="s", x="x")
    return words.format(s=plural(figure), x=plural(figure, "x"))


def _people(findings: Findings, code: str) -> Texte:
    """Say how many people, places and réseaux there are."""
    habitants = indicator(findings, code, "habitants", libelle="habitants")
    held = counted("communes", "communes", communes_count(findings, code))
    places = indicator(findings, code, "points_accueil", libelle="points d’accueil")
    name = named("nom", "territoire", name_of(findings, code))
    begin = (
        f"{{nom}} : {{habitants}} habitant{plural(habitants)}, {{communes}} commune{plural(held)}."
    )
    figures = (name, habitants, held)
    if places.valeur is None:
        return Texte(
            modele=f"{begin} Le nombre de points d’accueil n’est pas renseigné.", chiffres=figures
        )
    if not places.valeur:
        words = "Aucun point d’accueil n’y est connu : les durées mènent aux lieux d’ailleurs."
        return Texte(modele=f"{begin} {words}", chiffres=figures)
    return _supply(findings, code, begin, (*figures, places))


def _supply(findings: Findings, code: str, begin: str, figures: tuple[Chiffre, ...]) -> Texte:
    places = figures[-1]
    doors = counted("lieux_du_service", "lieux du service", len(door_places(findings, code)))
    reseaux = indicator(findings, code, "reseaux_actifs", libelle="réseaux actifs")
    rate = indicator(findings, code, "points_pour_100000")
    is_all = doors.valeur == places.valeur
    among = "dont {lieux_du_service} " if not is_all else "tous " if plural(places) else ""
    words = (
        f"{begin} L’annuaire y compte {{{places.code}}} point{plural(places)} d’accueil, {among}"
        f"du service public d’orientation, de {{{reseaux.code}}} réseau{plural(reseaux, 'x')} : "
        f"{{{rate.code}}} points pour cent mille habitants"
    )
    told = (*figures, *(() if is_all else (doors,)), reseaux, rate)
    if is_region(findings, code):
        return Texte(modele=f"{words}.", chiffres=told)
    whole = region_indicator(findings, "points_pour_100000")
    return Texte(modele=f"{words} ({{{whole.code}}} dans la région).", chiffres=(*told, whole))


def _times(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Say how far the nearest place is, by the main mode."""
    main = main_mode(findings)
    if main is None:
        return ()
    median, far = (
        indicator(findings, code, name, mode=main)
        for name in ("duree_mediane_s", "duree_9e_decile_s")
    )
    if median.valeur is None:
        words = f"La durée médiane {by_mode(main)} n’est pas connue, ou la moitié des habitants "
        return (Texte(modele=f"{words}n’atteint aucun lieu."),)
    words = (
        f"{mode_title(findings, main)}, la moitié des habitants sont à {{{median.code}}} ou moins "
        "du lieu le plus proche"
    )
    figures = [median]
    if not is_region(findings, code):
        whole = region_indicator(findings, "duree_mediane_s", mode=main)
        words += f" ({{{whole.code}}} dans la région)"
        figures.append(whole)
    if far.valeur is not None:
        words += f" ; neuf habitants sur dix sont à {{{far.code}}} ou moins"
        figures.append(far)
    return (Texte(modele=f"{words}.", chiffres=tuple(figures)),)


def _doors(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Say how many are told in two doors, and where that stands in the region."""
    main = main_mode(findings)
    if main is None:
        return ()
    told = {"mode": main, **EVERYONE}
    share = indicator(findings, code, "part_deux_portes", **told)
    if share.valeur is None:
        return ()
    limits_told, limits = cutoff_words(findings)
    shares = _by_mode(findings, code)
    pieces = listed(f"{{{one.code}}} {by_mode(mode)}" for mode, one in shares.items())
    words = (
        "Part des habitants qui trouvent une information en deux portes au plus : "
        f"{pieces}, chaque trajet prenant {limits_told}."
    )
    who = informers(findings, code)
    first = Texte(
        modele=f"{words} {who.modele}", chiffres=(*shares.values(), *limits, *who.chiffres)
    )
    if is_region(findings, code):
        return (first, *_range(findings, told))
    return (first, *_rank(findings, code, told))


def _by_mode(findings: Findings, code: str) -> dict[str, Chiffre]:
    shares = {
        mode: indicator(findings, code, "part_deux_portes", mode=mode, **EVERYONE)
        for mode in findings.modes
    }
    return {mode: share for mode, share in shares.items() if share.valeur is not None}


def _rank(findings: Findings, code: str, told: dict[str, str]) -> tuple[Texte, ...]:
    rank = place(findings, code, "part_deux_portes", **told)
    if rank is None:
        return ()
    whole = region_indicator(findings, "part_deux_portes", **told)
    words = (
        f"{mode_name(told['mode'])}, la part de la région est de {{{whole.code}}} ; le bassin est "
        f"{{{rank.code}}}, le premier étant celui où cette part est la plus haute."
    )
    return (Texte(modele=words, chiffres=(whole, rank)),)


def _range(findings: Findings, told: dict[str, str]) -> tuple[Texte, ...]:
    """Say between which bassins the share ranges."""
    ends = extremes(findings, "part_deux_portes", **told)
    if ends is None:
        return ()
    (lowest, low_names), (highest, high_names) = ends
    words = (
        f"{mode_name(told['mode'])} et selon le bassin, cette part va de {{{lowest.code}}} "
        f"({{{low_names.code}}}) à {{{highest.code}}} ({{{high_names.code}}})."
    )
    return (Texte(modele=words, chiffres=(lowest, low_names, highest, high_names)),)


def _map(findings: Findings, code: str) -> tuple[tuple[Illustration, Drawing], ...]:
    main = main_mode(findings)
    on = maps.ground(findings, code)
    if main is None or not len(on.areas):
        return ()
    panel = maps.time_panel(findings, code, main, on)
    drawing = maps.choropleth(MAP, on, [panel], maps.time_labels(), ramp="time")
    picture = Illustration(
        code=MAP,
        titre=f"{mode_title(findings, main)}, durée vers le lieu le plus proche",
        description=f"Carte des communes selon la durée {by_mode(main)} vers le lieu le plus "
        f"proche : {' ; '.join(drawing.legend())}. Les points sont les lieux. Le tableau des "
        "communes dit la même chose.",
        tableau=communes.CODE,
    )
    return ((picture, drawing),)
