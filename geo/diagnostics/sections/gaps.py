"""« Les manques »: whom the doors miss, where they are together, and what would be near them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely

from geo.access.gap_report import GapQuestion
from geo.diagnostics.drawing import Choropleth, Drawing, Panel
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections import maps
from geo.diagnostics.sections.cautions import NO_MODE, estimate_words
from geo.diagnostics.sections.estimates import is_estimated, with_estimates
from geo.diagnostics.sections.figures import counted, cutoff, named, plain
from geo.diagnostics.sections.out_of_reach import (
    Missed,
    all_missed,
    in_order,
    leading,
    question_words,
    questions,
    same_question,
)
from geo.diagnostics.sections.residents import residents, times_of
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    listed,
    mode_title,
    name_of,
    the_territory,
    within_sentence,
)
from geo.domain.dossier import Bloc, Chiffre, Colonne, Illustration, Section, Tableau, Texte
from geo.domain.unite import Figure, Unite
from geo.export.gaps import WORTH

PIVOT, ZONES, MAP = "manques", "manques_zones", "carte_manques"

SHOWN, NAMED = 6, 6
"""Zones that the document lists, and those that its map names."""

LABELS = ("à portée", "hors de portée, zone fragile", "hors de portée, zone ferme")
"""Classes of the map."""

FIRM = (
    "Une zone est « ferme » si la moitié au moins de ses habitants restent hors de portée malgré "
    "le doute sur les durées et sur le seuil ; « fragile » si ce doute suffit à la faire "
    "disparaître. Une zone peut aussi venir d’un lieu que l’annuaire ne connaît pas : c’est à "
    "vérifier d’abord."
)
PIVOT_WORDS = (
    "Le tableau dit quelle part de tous les habitants reste hors de portée d’une aide. Pour un "
    "public, chaque habitant est compté comme s’il en était : c’est une part du territoire mal "
    "desservie, non un nombre de personnes de ce public qui restent sans aide."
)
PIVOT_NOTE = (
    "Part des habitants à plus de la durée raisonnable. « Dont sûrs » : la part qui le reste "
    "malgré le doute. Les nombres d’habitants sont dans les fichiers."
)


def gaps(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write whom the doors miss.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    section, drawings
        The chapter and its map, where someone is missed.
    """
    missed = all_missed(findings, code)
    lead = leading(findings, missed)
    blocs: list[Bloc] = [*_summary(findings, code, missed), *_pivot(findings, code, missed)]
    drawings: tuple[Drawing, ...] = ()
    if lead is not None:
        picture, drawings = _map(findings, code, lead)
        blocs += [_lead_words(findings, code, lead), Texte(modele=FIRM), *picture]
        blocs.append(_zones(findings, code, missed, lead))
    return Section(code="manques", titre="Les manques", blocs=tuple(blocs)), drawings


def _summary(findings: Findings, code: str, missed: tuple[Missed, ...]) -> Iterator[Texte]:
    """Say how many are out of reach of any door, by each mode, and of whom nothing is known."""
    if not findings.modes:
        yield NO_MODE
        return
    asked = questions(findings)
    first = [one for one in missed if asked and same_question(one, asked[0])]
    if not first:
        yield Texte(modele="Les manques n’ont pas été cherchés : rien n’est renseigné.")
        return
    if not residents(findings, code)["population"].sum():
        yield Texte(
            modele="Personne n’habite ici, d’après les populations : il n’y a pas de manque."
        )
        return
    yield _by_mode(findings, code, first)
    people = int(residents(findings, code)["population"].sum())
    for one in first:
        if people > one.measured:
            figure = counted(
                f"non_mesures.{one.report.mode}", "habitants hors du réseau de rues",
                people - one.measured,
            )  # fmt: skip
            words = f"De {{{figure.code}}} habitants, rien n’est connu {by_mode(one.report.mode)}"
            yield Texte(
                modele=f"{words} : ils ne sont comptés ni à portée, ni hors de portée.",
                chiffres=(figure,),
                ton="avertissement",
            )


def _by_mode(findings: Findings, code: str, first: list[Missed]) -> Texte:
    figures = [_people(findings, code, one, "tous") for one in first]
    if all(figure.valeur == 0 for figure in figures):
        words = listed(by_mode(one.report.mode) for one in first)
        return Texte(
            modele="Tous les habitants ont un lieu, quel que soit son réseau, à une durée "
            f"raisonnable, {words}. Cela ne dit pas que ce lieu aide leur public : voir le tableau."
        )
    told = [
        f"{{{figure.code}}}{' habitants' * (not rank)} {by_mode(one.report.mode)} (à plus de "
        f"{{au_plus_s.{one.report.mode}}})"
        for rank, (one, figure) in enumerate(zip(first, figures, strict=True))
    ]
    return Texte(
        modele=f"Dans {the_territory(findings, code)}, sont trop loin de tout lieu, quel que soit "
        f"son réseau : {listed(told)}.",
        chiffres=(*figures, *(cutoff(findings, one.report.mode) for one in first)),
    )


def _people(findings: Findings, code: str, one: Missed, which: str) -> Chiffre:
    return counted(
        f"manques.{which}.{one.report.mode}",
        f"habitants hors de portée, {by_mode(one.report.mode)}",
        one.people,
        estime=_is_guessed(findings, code, one),
    )


def _is_guessed(findings: Findings, code: str, one: Missed) -> bool:
    """Whether any time is an estimate: of who is out of reach, or of who is not."""
    zones = bool(one.zones["is_estimate"].any())
    return zones or is_estimated(findings, code, one.report.mode)


def _pivot(
    findings: Findings, code: str, missed: tuple[Missed, ...]
) -> tuple[Texte, Tableau] | tuple[Tableau]:
    """Give the share out of reach, a row a question; say first what it is a share of."""
    columns = [
        Colonne(
            code="question", titre="Pour qui, pour quoi", unite=Unite.TEXTE,
            definition="public et besoin, ou tout lieu",
        )
    ]  # fmt: skip
    for mode in findings.modes:
        columns += _mode_columns(findings, mode)
    asked = questions(findings)
    table = Tableau(
        code=PIVOT,
        titre="Part des habitants hors de portée",
        colonnes=tuple(columns),
        lignes=tuple(
            (question_words(findings, question), *_cells(findings, missed, number))
            for number, question in enumerate(asked)
        ),
        colonnes_montrees=tuple(
            one.code for one in columns if one.code.startswith(("question", "part_"))
        ),
        note=PIVOT_NOTE + estimate_words(findings, code),
        vide="Les manques n’ont pas été cherchés.",
    )
    told = with_estimates(table, (_row_is_guessed(findings, code, missed, one) for one in asked))
    return (Texte(modele=PIVOT_WORDS), told) if asked else (told,)


def _row_is_guessed(
    findings: Findings, code: str, missed: tuple[Missed, ...], question: GapQuestion
) -> bool:
    return any(_is_guessed(findings, code, one) for one in missed if same_question(one, question))


def _mode_columns(findings: Findings, mode: str) -> tuple[Colonne, ...]:
    words = by_mode(mode)
    source = "zones hors de portée (durées et compétences déclarées)"
    told = (
        (f"part_{mode}", mode_title(findings, mode), Unite.PART,
         f"habitants hors de portée ÷ habitants dont la durée est connue, {words}"),
        (f"part_sure_{mode}", "dont sûrs", Unite.PART,
         f"ceux qui le restent malgré le doute ÷ habitants dont la durée est connue, {words}"),
        (f"hors_portee_{mode}", f"Habitants, {words}", Unite.NOMBRE,
         f"habitants à plus de la durée raisonnable {words}, ou sans accès"),
        (f"fermement_{mode}", f"Dont sûrs, {words}", Unite.NOMBRE,
         f"ceux d’entre eux qui le restent malgré le doute, {words}"),
        (f"a_distance_{mode}", f"Aidés à distance, {words}", Unite.NOMBRE,
         f"habitants hors de portée {words} qu’un service à distance aide"),
    )  # fmt: skip
    return tuple(
        Colonne(code=code, titre=titre, unite=unite, definition=definition, source=source)
        for code, titre, unite, definition in told
    )


def _cells(findings: Findings, missed: tuple[Missed, ...], number: int) -> Iterator[Figure]:
    question = questions(findings)[number]
    told = {one.report.mode: one for one in missed if same_question(one, question)}
    for mode in findings.modes:
        one = told.get(mode)
        if one is None or one.people is None:
            yield from [None] * len(_mode_columns(findings, mode))
        else:
            shares = (one.people / one.measured, (one.firmly or 0) / one.measured)
            yield from (*shares, one.people, one.firmly, one.remotely)


def _lead_words(findings: Findings, code: str, lead: Missed) -> Texte:
    """Say what the map and the list are about."""
    mode, zones = lead.report.mode, lead.zones
    firm = int(zones["firm"].sum())
    guessed = _is_guessed(findings, code, lead)
    figures = (
        counted("zones", "zones hors de portée", len(zones), estime=guessed),
        counted("zones_fermes", "zones fermes", firm, estime=guessed),
        _people(findings, code, lead, "carte"),
        cutoff(findings, mode),
        named("question", "pour qui, pour quoi", question_words(findings, lead.report.question)),
    )
    several = "s" if len(zones) > 1 else ""
    return Texte(
        modele=f"La carte et la liste parlent de « {{question}} », {by_mode(mode)} : "
        f"{{manques.carte.{mode}}} habitants à plus de {{au_plus_s.{mode}}}, en {{zones}} "
        f"zone{several} d’un seul tenant, dont {{zones_fermes}} ferme{'s' if firm > 1 else ''}.",
        chiffres=figures,
    )


def _map(
    findings: Findings, code: str, lead: Missed
) -> tuple[tuple[Illustration, ...], tuple[Drawing, ...]]:
    on = maps.ground(findings, code)
    if not len(on.areas):
        return (), ()
    classes = _classes(findings, code, lead, on.ids)
    people = residents(findings, code)["population"].reindex(on.ids).to_numpy(dtype=np.int64)
    panel = Panel(
        title="",
        classes=classes,
        people=tuple(int(people[classes == rank].sum()) for rank in (0, 1, 2, maps.UNKNOWN_CLASS)),
        is_estimate=_is_guessed(findings, code, lead),
    )
    drawing = Choropleth(
        code=MAP, areas=on.areas, panels=(panel,), labels=LABELS, ramp="gaps",
        outlines=on.outlines, points=on.points, names=_names(on, lead),
    )  # fmt: skip
    question = question_words(findings, lead.report.question)
    picture = Illustration(
        code=MAP,
        titre=f"Zones hors de portée : {within_sentence(question)}, "
        f"{within_sentence(mode_title(findings, lead.report.mode))}",
        description=f"Carte des communes, hors de portée ou non {by_mode(lead.report.mode)} : "
        f"{' ; '.join(drawing.legend())}. Les points sont les lieux. Le tableau des "
        "zones dit la même chose.",
        tableau=ZONES,
    )
    return (picture,), (drawing,)


def _classes(
    findings: Findings, code: str, lead: Missed, ids: "pd.Index[str]"
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Put communes in classes: within reach, in a fragile zone, in a firm one; or unknown."""
    measured = times_of(findings, code, lead.report.mode)["measured"].reindex(ids)
    told = pd.Series(np.where(measured, 0, maps.UNKNOWN_CLASS), index=ids, dtype=np.int64)
    for members, firm in zip(lead.zones["origin_ids"], lead.zones["firm"], strict=True):
        told[told.index.intersection(list(members))] = 2 if firm else 1
    return told.to_numpy(dtype=np.int64)


def _names(on: maps.Ground, lead: Missed) -> tuple[tuple[str, float, float], ...]:
    """Name the zones with most people, each on its largest part."""
    told: list[tuple[str, float, float]] = []
    for name, members in zip(lead.zones["name"], lead.zones["origin_ids"], strict=True):
        drawn = on.areas[on.ids.isin(list(members))]
        if len(drawn) and len(told) < NAMED:
            x, y = shapely.get_coordinates(shapely.point_on_surface(shapely.union_all(drawn)))[0]
            told.append((str(name).split(",", maxsplit=1)[0], float(x), float(y)))
    return tuple(told)


ZONE_COLUMNS = (
    ("zone", "Zone", Unite.TEXTE, "communes de la zone, les plus peuplées d’abord"),
    ("habitants", "Habitants", Unite.NOMBRE, "habitants de la zone, hors de portée"),
    ("solidite", "Solidité", Unite.TEXTE, "ferme ou fragile"),
    ("point", "Lieu le plus proche", Unite.TEXTE, "pour le plus d’habitants de la zone"),
    ("point_duree_s", "À", Unite.SECONDES, "durée médiane jusqu’à ce lieu"),
    ("depassement_s", "Au-delà du seuil", Unite.SECONDES, "dépassement médian du seuil"),
    ("site", "Site qui aiderait le plus", Unite.TEXTE,
     "mairie ou gare d’où le plus d’entre eux seraient à portée"),
    ("site_habitants", "Il couvrirait", Unite.NOMBRE, "habitants de la zone à portée de ce site"),
    ("question", "Pour qui, pour quoi", Unite.TEXTE, "public et besoin, ou tout lieu"),
    ("mode", "Mode", Unite.CODE, "façon de se déplacer"),
    ("au_plus_s", "Seuil", Unite.SECONDES, "durée à ne pas dépasser, incluse"),
    ("bassin", "Bassin", Unite.TEXTE, "bassin où est la zone"),
    ("code_bassin", "Code du bassin", Unite.CODE, "code du bassin"),
    ("rang", "Rang", Unite.NOMBRE, "rang dans la région, la plus peuplée d’abord"),
    ("habitants_fermement", "Dont sûrs", Unite.NOMBRE, "ceux qui le restent malgré le doute"),
    ("habitants_sans_acces", "Sans accès", Unite.NOMBRE, "habitants qui n’atteignent aucun lieu"),
    ("depassement_max_s", "Au plus", Unite.SECONDES, "plus long dépassement du seuil"),
    ("sites_proche_en_proche", "Sites pour tous", Unite.NOMBRE,
     "sites qu’un choix de proche en proche ouvre pour tous ceux qu’un site peut couvrir"),
    ("sites_habitants", "Ils couvriraient", Unite.NOMBRE, "habitants que ces sites couvrent"),
    ("habitants_a_distance", "Aidés à distance", Unite.NOMBRE,
     "habitants de la zone qu’un service à distance aide"),
    ("communes", "Communes", Unite.NOMBRE, "communes et arrondissements de la zone"),
    ("estime", "Estimé", Unite.OUI_NON, "une durée au moins est estimée"),
)  # fmt: skip


def _zones(findings: Findings, code: str, missed: tuple[Missed, ...], lead: Missed) -> Tableau:
    """List the zones of every question and mode, those of the map first."""
    ordered = in_order(findings, missed, lead)
    rows = [_zone(findings, one, zone) for one in ordered for zone in one.zones.itertuples()]
    hidden = {"depassement_s"}
    if is_region(findings, code):
        hidden |= {"point", "point_duree_s"}
    columns = [one for one, *_ in ZONE_COLUMNS[:8] if one not in hidden]
    if is_region(findings, code):
        columns.insert(1, "bassin")
    elif lead.report.question.besoin is not None:
        columns.append("habitants_a_distance")
    question = question_words(findings, lead.report.question)
    return Tableau(
        code=ZONES,
        titre="Zones hors de portée, les plus peuplées d’abord",
        colonnes=tuple(
            Colonne(code=code, titre=titre, unite=unite, definition=definition)
            for code, titre, unite, definition in ZONE_COLUMNS
        ),
        lignes=tuple(rows),
        montrees=min(SHOWN, len(lead.zones)),
        colonnes_montrees=tuple(columns),
        note=f"Ici : « {question} », {by_mode(lead.report.mode)} ; les fichiers ont toutes les "
        f"zones, de toutes les questions et de tous les modes.{estimate_words(findings, code)}",
    )


def _zone(findings: Findings, one: Missed, zone: "tuple[object, ...]") -> tuple[Figure, ...]:
    row = zone._asdict()  # type: ignore[attr-defined] # a named tuple of pandas
    return (
        row["name"],
        int(row["left_out"]),
        WORTH[bool(row["firm"])],
        _text(row["nearest_name"], "aucun lieu atteint"),
        plain(row["nearest_time_s"], Unite.INDICE),
        plain(row["beyond_median_s"], Unite.INDICE),
        _text(row["site_name"], "aucune mairie ni gare à portée"),
        int(row["site_covers"]),
        question_words(findings, one.report.question),
        one.report.mode,
        int(one.report.gaps.cutoff_s),
        name_of(findings, str(row["territory_code"])),
        str(row["territory_code"]),
        int(row["Index"]) + 1,
        int(row["firmly_out"]),
        int(row["unreached"]),
        plain(row["beyond_max_s"], Unite.INDICE),
        int(row["sites_needed"]),
        int(row["sites_cover"]),
        plain(row["helped_remotely"], Unite.NOMBRE),
        int(row["origins"]),
        bool(row["is_estimate"]),
    )


def _text(words: object, otherwise: str) -> str:
    return str(words) if isinstance(words, str) else otherwise
