"""What goes with the files of a run: which run, how it was made, whose data, what columns mean."""

from collections.abc import Iterable
from textwrap import fill

from geo.access.report import CoverageReport
from geo.domain.horaires import Reserve
from geo.domain.point_accueil import Signalement
from geo.domain.reseau import Reseau
from geo.network.estimate import ESTIMATED_MODES, pace_in_french

METHOD_OF_ESTIMATES = (
    "Temps estimés à vol d’oiseau : distance en ligne droite × détour ÷ vitesse ({paces}). "
    "Ni rues, ni relief, ni horaires de transport."
)
METHOD_OF_NETWORKS = "Temps calculés sur un réseau de rues."

INDENT = " " * 23

COLUMNS = """\
Colonnes
  run_id               calcul dont vient la ligne
  type_territoire      bassin ou region ; code_territoire et nom : lequel
  reseau, nom_reseau   code et nom du réseau ; « tous » : le point le plus proche des réseaux
                       membres du service public de l’orientation ou associés{left_out}
  mode                 marche, velo ou voiture
  au_plus_s            seuil en secondes, inclus (1800 = 30 minutes)
  population           habitants du territoire, ou de la commune
  population_couverte  habitants qui atteignent un point du réseau en au_plus_s secondes ou moins
  part                 population_couverte ÷ population, entre 0 et 1 ; vide où personne n’habite
  duree_s, distance_m  temps en secondes entières, arrondi au-dessus ; distance en
                       mètres, en ligne droite si estime = oui
  estime               oui : le temps ne vient pas d’un réseau de rues
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
  couverture et metadonnees.
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
    paces = ", ".join(pace_in_french(mode) for mode in ESTIMATED_MODES)
    method = METHOD_OF_ESTIMATES.format(paces=paces) if report.is_estimate else METHOD_OF_NETWORKS
    return [
        ("titre", "Accès aux points d’accueil de l’orientation"),
        ("territoire", " et ".join(report.region_names.values())),
        ("run_id", report.run_id),
        ("calcule_le", report.computed_at.isoformat(timespec="seconds")),
        ("estime", "oui" if report.is_estimate else "non"),
        ("methode", method),
        ("origines", "les habitants d’une commune ou d’un arrondissement sont à un seul point"),
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
    columns = COLUMNS.format(
        left_out=_left_out(report.reseaux),
        reserves=_listed(Reserve),
        flags=_listed(Signalement),
    )
    return "\n".join([*lines, "", columns, READING])


def _listed(words: Iterable[str]) -> str:
    """List words in the second column of the notice."""
    return fill(", ".join(words), width=70, subsequent_indent=INDENT)


def _left_out(reseaux: Iterable[Reseau]) -> str:
    """Name the réseaux of the directory that are no door."""
    names = [reseau.nom for reseau in reseaux if not reseau.is_door]
    return f" ;\n{INDENT}n’y comptent pas : {_listed(names)}" if names else ""
