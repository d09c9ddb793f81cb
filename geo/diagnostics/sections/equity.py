"""« L’équité »: how unequal times are among residents, and between bassins."""

from collections.abc import Iterator

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.bassins_compared import (
    ESTIMATED,
    ROWS,
    TITLES,
    bassins_table,
    pictures,
    told_by,
)
from geo.diagnostics.sections.cautions import NO_MODE, estimate_words
from geo.diagnostics.sections.figures import (
    indicator,
    indicator_column,
    named,
    region_indicator,
)
from geo.diagnostics.sections.standing import all_bassins, standing
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    main_mode,
    mode_title,
    name_of,
    within_sentence,
)
from geo.domain.dossier import Bloc, Chiffre, Colonne, Section, Tableau, Texte
from geo.domain.unite import Figure, Unite, in_french

MODES = "equite_modes"

GINI = (
    "L’indice de Gini dit si les durées sont inégales entre habitants : zéro si tous mettent le "
    "même temps, et d’autant plus près de un que quelques-uns mettent bien plus de temps que les "
    "autres. Il compare les habitants entre eux, non à un seuil : des durées peuvent être égales "
    "et longues."
)
RANKS = (
    "Rang parmi les bassins : le premier est celui où la situation est la meilleure pour les "
    "habitants ; des bassins à égalité ont le même rang."
)
RANKED = ("duree_mediane_s", "part_couverte", "part_deux_portes")
"""Indicators whose rank is told in words; the table has the others too."""

OF_TIMES = ("duree_mediane_s", "duree_9e_decile_s", "gini_duree")
"""Indicators that rank bassins the same by all the modes whose times are in proportion."""

SAME_SHAPE = (
    "Les {modes} modes sont estimés sur les mêmes distances : leurs écarts relatifs sont donc les "
    "mêmes, et l’indice et les rangs des durées aussi. Ces rangs ne sont dits qu’une fois."
)

_PLACES = {
    "duree_9e_decile_s": "durée que neuf sur dix ne dépassent pas",
    "gini_duree": "égalité des durées (Gini)",
}
"""What is ranked, where the title of its column does not say it within a sentence."""

_IN_WORDS = {2: "deux", 3: "trois", 4: "quatre"}

ALONE = "Il n’y a pas d’autre bassin à comparer."


def equity(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write how equal access is, and where the territory stands.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    section, drawings
        The chapter and its pictures: bassins compared.
    """
    told: list[Bloc] = [*_words(findings, code), by_mode_table(findings, code)]
    if same_shape(findings, code):
        told.append(Texte(modele=SAME_SHAPE.format(modes=_IN_WORDS[len(findings.modes)])))
    if findings.modes:
        told.append(Texte(modele=GINI, ton="note"))
    if is_region(findings, code):  # bassins have a chapter of their own
        return Section(code="equite", titre="L’équité", blocs=tuple(told)), ()
    drawn = pictures(findings, code)
    told += [picture for picture, _ in drawn]
    told.append(bassins_table(findings, code))
    section = Section(code="equite", titre="L’équité", blocs=tuple(told))
    return section, tuple(drawing for _, drawing in drawn)


def same_shape(findings: Findings, code: str) -> bool:
    """
    Tell whether times are in the same proportions by all modes.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    same
        True where several modes are all estimated, and their inequality reads the same: constants
        of the estimate multiply the same distances.
    """
    shapes = [indicator(findings, code, "gini_duree", mode=mode) for mode in findings.modes]
    estimated = len(shapes) > 1 and all(one.estime for one in shapes)
    return estimated and len({in_french(one.valeur, one.unite) for one in shapes}) == 1


def _words(findings: Findings, code: str) -> Iterator[Texte]:
    main = main_mode(findings)
    if main is None:
        yield NO_MODE
        return
    median, far = (
        indicator(findings, code, name, mode=main)
        for name in ("duree_mediane_s", "duree_9e_decile_s")
    )
    if median.valeur is not None and far.valeur is not None:
        yield Texte(
            modele=f"{mode_title(findings, main)}, un habitant sur deux met {{{median.code}}} ou "
            "moins jusqu’au lieu le plus proche, et un sur dix plus de "
            f"{{{far.code}}}.",
            chiffres=(median, far),
        )
    if is_region(findings, code):
        yield from _spread(findings, main)
    else:
        yield from _ranks(findings, code, main)


def _ranks(findings: Findings, code: str, mode: str) -> Iterator[Texte]:
    """Say where a bassin stands, ties told; by all its indicators where the table does not."""
    ranked = ROWS if same_shape(findings, code) else RANKED
    figures = [
        place for name in ranked if (place := _place(findings, code, name, mode)) is not None
    ]
    if not figures:
        yield Texte(modele=ALONE)
        return
    pieces = " ; ".join(f"{figure.libelle}, {{{figure.code}}}" for figure in figures)
    yield Texte(
        modele=f"{mode_title(findings, mode)}, place parmi les bassins, du meilleur au moins bon "
        f"pour les habitants : {pieces}.",
        chiffres=tuple(figures),
    )


def _place(findings: Findings, code: str, name: str, mode: str) -> Chiffre | None:
    """Write the rank of a bassin, as « 3e sur 25, à égalité »."""
    rank = standing(findings, code, name, **told_by(name, mode))
    if rank is None:
        return None
    place, many = rank
    words = f"{place.valeur}{'er' if place.valeur == 1 else 'e'} sur {many.valeur}"
    equal = ", à égalité" if _is_tied(findings, code, name, mode) else ""
    return Chiffre(
        code=f"place.{place.code.removeprefix('rang.')}",
        libelle=_PLACES.get(name, within_sentence(TITLES[name])),
        valeur=f"{words}{equal}",
        unite=Unite.TEXTE,
        estime=place.estime,
    )


def _is_tied(findings: Findings, code: str, name: str, mode: str) -> bool:
    told = told_by(name, mode)
    mine = indicator(findings, code, name, **told).valeur
    every = [indicator(findings, one, name, **told).valeur for one in all_bassins(findings)]
    return every.count(mine) > 1


def _spread(findings: Findings, mode: str) -> Iterator[Texte]:
    """Say how far apart the bassins of the region are."""
    figures = {
        one: indicator(findings, one, "duree_mediane_s", mode=mode) for one in all_bassins(findings)
    }
    known = {
        one: float(figure.valeur)
        for one, figure in figures.items()
        if isinstance(figure.valeur, int | float)
    }
    if len(known) < 2:  # noqa: PLR2004 - two to compare
        yield Texte(modele=ALONE)
        return
    ends = [
        (min(known, key=known.__getitem__), "courte"),
        (max(known, key=known.__getitem__), "longue"),
    ]
    told = [
        (
            Chiffre(
                code=f"mediane_la_plus_{words}.{mode}", libelle=f"durée médiane la plus {words}",
                valeur=figures[one].valeur, unite=Unite.SECONDES, estime=figures[one].estime,
            ),
            named(f"bassin_le_plus_{words}.{mode}", "bassin", name_of(findings, one)),
        )
        for one, words in ends
    ]  # fmt: skip
    (short, near), (long, far) = told
    yield Texte(
        modele=f"D’un bassin à l’autre, la durée médiane {by_mode(mode)} va de {{{short.code}}} "
        f"({{{near.code}}}) à {{{long.code}}} ({{{far.code}}}). Une offre homogène demande que cet "
        "écart se réduise.",
        chiffres=(short, near, long, far),
    )


def by_mode_table(findings: Findings, code: str) -> Tableau:
    """
    Tell times, their inequality and coverage, a row a mode.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    table
        Each figure with the rank of a bassin, and the region's beside.
    """
    whole = is_region(findings, code)
    columns = [Colonne(code="mode", titre="Mode", unite=Unite.TEXTE, definition="mode")]
    for name in ROWS:
        columns.append(indicator_column(name, titre=TITLES[name]))
        if not whole:
            columns += _beside(name)
    columns.append(ESTIMATED)
    hidden = {"estime"} | {one.code for one in columns if one.code.startswith("region_")}
    if same_shape(findings, code):
        hidden |= {f"rang_{name}" for name in OF_TIMES}
    return Tableau(
        code=MODES,
        titre="Durées, inégalités et couverture, par mode",
        colonnes=tuple(columns),
        lignes=tuple(
            (mode_title(findings, mode), *_mode_cells(findings, code, mode))
            for mode in findings.modes
        ),
        colonnes_montrees=tuple(one.code for one in columns if one.code not in hidden),
        note=("" if whole else RANKS) + estimate_words(findings, code),
        vide="Aucun mode de déplacement n’a de durées ici.",
    )


def _beside(name: str) -> tuple[Colonne, Colonne]:
    rank = Colonne(
        code=f"rang_{name}",
        titre="Rang",
        unite=Unite.NOMBRE,
        definition=f"rang du bassin pour {name}, le premier étant le meilleur pour les habitants",
    )
    region = indicator_column(name, code=f"region_{name}", titre=f"{TITLES[name]} (région)")
    return rank, region


def _mode_cells(findings: Findings, code: str, mode: str) -> Iterator[Figure]:
    estimated = False
    for name in ROWS:
        told = told_by(name, mode)
        figure = indicator(findings, code, name, **told)
        estimated |= figure.estime
        yield figure.valeur
        if is_region(findings, code):
            continue
        rank = standing(findings, code, name, **told)
        yield None if rank is None else rank[0].valeur
        region = region_indicator(findings, name, **told)
        estimated |= region.estime
        yield region.valeur
    yield estimated
