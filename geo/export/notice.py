"""What goes with the files of a run: which run, how it was made, whose data, what columns mean."""

from geo.access.report import CoverageReport
from geo.network.estimate import Mode, pace_in_french

METHOD_OF_ESTIMATES = (
    "Temps estimés à vol d’oiseau : distance en ligne droite × détour ÷ vitesse ({paces}). "
    "Ni rues, ni relief, ni horaires de transport."
)
METHOD_OF_NETWORKS = "Temps calculés sur un réseau de rues."

COLUMNS = """\
Colonnes
  run_id               calcul dont vient la ligne
  type_territoire      bassin ou region ; code_territoire et nom : lequel
  reseau               code du réseau ; « tous » : le point le plus proche, tous réseaux confondus
  mode                 marche, velo ou voiture
  au_plus_s            seuil en secondes, inclus (1800 = 30 minutes)
  population           habitants du territoire, ou de la commune
  population_couverte  habitants dont le point le plus proche est au seuil ou en deçà
  part                 population_couverte ÷ population, entre 0 et 1 ; vide où personne n’habite
  duree_s, distance_m  temps en secondes entières, arrondi au-dessus ; distance en
                       mètres, en ligne droite si estime = oui
  estime               oui : le temps ne vient pas d’un réseau de rues
  point_id, point      point d’accueil le plus proche ; ligne absente si aucun n’est atteint
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
    paces = ", ".join(pace_in_french(mode) for mode in Mode)
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
    return "\n".join([*lines, "", COLUMNS, READING])
