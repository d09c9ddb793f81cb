"""What goes with the files of a run: which run, how it was made, whose data, what columns mean."""

from collections.abc import Iterable
from textwrap import fill

from geo.access.report import CoverageReport, Times
from geo.access.street_run import (
    MAIN_ROADS,
    MOSTLY,
    TRIAL,
    StreetMode,
    StreetsUsed,
    network_in_french,
    percentage,
    traffic_in_french,
)
from geo.domain.horaires import Reserve
from geo.domain.point_accueil import Signalement
from geo.domain.reseau import Reseau
from geo.network.estimate import ESTIMATED_MODES, LABELS, Mode, pace_in_french

METHOD_OF_ESTIMATES = (
    "Temps estimés à vol d’oiseau : distance en ligne droite × détour ÷ vitesse ({paces}). "
    "Ni rues, ni relief, ni horaires de transport."
)
METHOD_OF_STREETS = (
    "Temps par les rues, sur le réseau « {name} » ({modes}) ; une estimation, marquée telle, en "
    "tient lieu pour qui part hors du réseau ou y va."
)
METHOD_OF_FEW_STREETS = (
    "Temps estimés, marqués tels, sauf sur le réseau « {name} » ({modes}) : par ses rues de qui y "
    "habite à un point qui y est."
)
ESTIMATE = {Times.STREETS: "non", Times.BOTH: "en partie", Times.ESTIMATES: "oui"}
SINGLE_ORIGINS = "les habitants d’une commune ou d’un arrondissement sont à un seul point"
STREET_ORIGINS = (
    "acces_proches, couverture_besoins, deux_portes : {single} ; couverture : répartis le long "
    "des rues habitées de leur commune, ou à ce point si le réseau ne la couvre pas tout entière"
)
ROAD_ORIGINS = f"{SINGLE_ORIGINS}, car ces routes ne sont pas les rues où l’on habite"

INDENT = " " * 23

COLUMNS = """\
Colonnes
  run_id               calcul dont vient la ligne
  type_territoire      bassin ou region ; code_territoire et nom : lequel
  origine_id           commune ou arrondissement d’où l’on part ; code_commune : son code INSEE
  reseau, nom_reseau   code et nom du réseau ; « tous » : le point le plus proche des réseaux
                       membres du service public de l’orientation ou associés{left_out}
  mode                 marche, velo, voiture ou fauteuil
  au_plus_s            seuil en secondes, inclus (1800 = 30 minutes)
  population           habitants du territoire, ou de la commune
  population_couverte  habitants qui atteignent un point du réseau en au_plus_s secondes ou moins
  part                 population_couverte ÷ population, entre 0 et 1 ; vide où personne n’habite.
                       En fauteuil, rien n’est estimé : pas de ligne pour un territoire dont moins
                       de 90 % des habitants sont sur le réseau de rues
  profil, besoin       couverture_besoins, deux_portes : un public, et ce qu’il lui faut (accueil,
                       information, conseil, accompagnement). Tous les habitants sont comptés,
                       comme s’ils étaient de ce public
  forme                couverture_besoins : physique (un point compétent en au_plus_s secondes ou
                       moins), a_distance (un service à distance, quels que soient le mode et le
                       temps), l_un_ou_l_autre
  population_1         deux_portes : habitants d’où un point compétent est à au_plus_s secondes ou
                       moins
  population_2         deux_portes : les autres, d’où un premier accueil puis un point compétent le
                       sont, chaque trajet en au_plus_s secondes ou moins
  population_plus      deux_portes : les autres, pour qui un point compétent existe, au-delà
  population_aucune    deux_portes : ceux pour qui aucun point n’est compétent
  part_1, part_2, part_plus, part_aucune
                       chacune de ces populations ÷ population
  duree_s, distance_m  temps en secondes entières, arrondi au-dessus ; distance en
                       mètres, en ligne droite si estime = oui
  estime               oui : le temps ne vient pas d’un réseau de rues ; pour une couverture, un
                       temps au moins n’en vient pas. estime_marche, estime_velo… : couche origines
  duree_estimee_s      à côté d’un temps par les rues : l’estimation vers le même point, à vol
                       d’oiseau, pour comparer ; vide ailleurs et en fauteuil
  publiable            non : réseau d’essai, dont la licence ne permet pas de publier les chiffres
  point_id, point      point d’accueil le plus proche ; ligne absente si aucun n’est atteint
  horaires_reserves    couche points_accueil : raisons de ne se fier aux horaires à aucun instant
                       ({reserves})
  signalements         couche points_accueil : ce qui est à vérifier
                       ({flags})
"""

READING = """\
Lecture
  Les CSV s’ouvrent tels quels dans un tableur en français : UTF-8, point-virgule, virgule
  décimale. Les codes sont des textes. Un texte qui commencerait comme une formule est précédé
  d’une apostrophe. Ailleurs : pandas.read_csv(…, sep=";", decimal=",", encoding="utf-8-sig").
  Le GeoPackage (WGS84) porte les couches bassins, origines, points_accueil et les tables
  couverture et metadonnees. couverture_besoins et deux_portes ne sont qu’en CSV.
  Un point compétent est d’un réseau qui aide ce public pour ce besoin (competences.toml), le dit
  lui-même, et sa zone de compétence n’exclut pas la commune de l’habitant.
"""


def facts(report: CoverageReport) -> list[tuple[str, str]]:
    """
    Say what a run is, in keys and values.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    facts
        Pairs of French texts, credits last.
    """
    return [
        ("titre", "Accès aux points d’accueil de l’orientation"),
        ("territoire", " et ".join(report.region_names.values())),
        ("run_id", report.run_id),
        ("calcule_le", report.computed_at.isoformat(timespec="seconds")),
        ("estime", ESTIMATE[report.times]),
        ("publiable", "oui" if report.publiable else f"non : {TRIAL}"),
        *_methods(report),
        *(
            (f"source_{rank}", f"{c.subject} : {c.producer}, {c.vintage}, {c.licence}")
            for rank, c in enumerate(report.credits, start=1)
        ),
    ]


def notice(report: CoverageReport) -> str:
    """
    Write the text that stands beside the files.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    text
        In French.
    """
    lines = [f"{key} : {value}" for key, value in facts(report)]
    warnings = [
        *([TRIAL.upper()] if not report.publiable else []),
        *([MAIN_ROADS.upper()] if report.streets and report.streets.main_roads else []),
    ]
    if warnings:
        lines = [*warnings, "", *lines]
    columns = COLUMNS.format(
        left_out=_left_out(report.reseaux),
        reserves=_listed(Reserve),
        flags=_listed(Signalement),
    )
    return "\n".join([*lines, "", columns, READING])


def _methods(report: CoverageReport) -> list[tuple[str, str]]:
    """Say how times were found and where residents start from."""
    paces = ", ".join(pace_in_french(mode) for mode in ESTIMATED_MODES)
    estimates = METHOD_OF_ESTIMATES.format(paces=paces)
    streets = report.streets
    if streets is None:
        return [("methode", estimates), ("origines", SINGLE_ORIGINS)]
    modes = ", ".join(_mode(streets, mode) for mode in LABELS if mode in streets.modes)
    method = METHOD_OF_STREETS if streets.share >= MOSTLY else METHOD_OF_FEW_STREETS
    beside = sorted(set(report.coverage["mode"]) - set(streets.modes), key=list(LABELS).index)
    spread = STREET_ORIGINS.format(single=SINGLE_ORIGINS)
    return [
        ("temps", network_in_french(streets)),
        *([("limite", MAIN_ROADS)] if streets.main_roads else []),
        ("methode", method.format(name=streets.name, modes=modes)),
        *([("modes_estimes", ", ".join(LABELS[mode].lower() for mode in beside))] * bool(beside)),
        *([("methode_des_estimations", estimates)] if report.is_estimate else []),
        ("origines", ROAD_ORIGINS if streets.main_roads else spread),
        *((f"constats_{mode}", _findings(used)) for mode, used in streets.modes.items()),
    ]


def _mode(streets: StreetsUsed, mode: Mode) -> str:
    traffic = traffic_in_french(streets.modes[mode])
    return f"{LABELS[mode].lower()}, {traffic}" if traffic else LABELS[mode].lower()


def _findings(used: StreetMode) -> str:
    return (
        f"{percentage(used.share)} des habitants sur le réseau ; "
        f"{used.along_streets} habitants répartis le long des rues, {used.at_one_point} à un seul "
        f"point, dont {used.off_network} hors du réseau ; communes couvertes en partie : "
        f"{used.cut_communes} ; points d’accueil hors du réseau : {used.places_off_network}"
    )


def _listed(words: Iterable[str]) -> str:
    """List words in the second column of the notice."""
    return fill(", ".join(words), width=70, subsequent_indent=INDENT)


def _left_out(reseaux: Iterable[Reseau]) -> str:
    """Name the réseaux of the directory that are no door."""
    names = [reseau.nom for reseau in reseaux if not reseau.is_door]
    return f" ;\n{INDENT}n’y comptent pas : {_listed(names)}" if names else ""
