"""Indicators: what is followed over time for each territory, each with its formula and source."""

from dataclasses import dataclass
from enum import StrEnum

from geo.domain.unite import Unite
from geo.errors import NotFoundError

DIRECTORY = "annuaire des points d’accueil (DILA) et réseaux déclarés"
CENSUS = "populations légales (Insee)"
TIMES = "durées par les rues, ou estimées à vol d’oiseau × détour ÷ vitesse"
RULES = "compétences déclarées des réseaux (competences.toml)"


class Sens(StrEnum):
    """Which way is better for people."""

    PLUS = "plus"
    MOINS = "moins"
    NEUTRE = "neutre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicateur:
    """
    A figure followed over time.

    Attributes
    ----------
    code, nom
        Its name in files, and in French.
    formule
        How it is computed, in words.
    unite
        Of its values.
    source
        What it rests on.
    sens
        Which way is better.
    dimensions
        What it is told by beside the territory, among ``reseau, profil, besoin, mode, au_plus_s``;
        the others are ``tous`` (``0`` for the last).
    """

    code: str
    nom: str
    formule: str
    unite: Unite
    source: str
    sens: Sens = Sens.NEUTRE
    dimensions: tuple[str, ...] = ()


_NEED = ("profil", "besoin", "mode", "au_plus_s")
_RESEAU = ("reseau", "mode", "au_plus_s")

INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="habitants",
        nom="Habitants",
        formule="Σ population des communes et arrondissements du territoire",
        unite=Unite.NOMBRE,
        source=CENSUS,
    ),
    Indicateur(
        code="points_accueil",
        nom="Points d’accueil",
        formule="nombre de points d’accueil dont la commune est dans le territoire",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.PLUS,
        dimensions=("reseau",),
    ),
    Indicateur(
        code="points_pour_100000",
        nom="Points d’accueil pour 100 000 habitants",
        formule="100 000 × points_accueil ÷ habitants",
        unite=Unite.DECIMAL,
        source=f"{DIRECTORY} ; {CENSUS}",
        sens=Sens.PLUS,
        dimensions=("reseau",),
    ),
    Indicateur(
        code="reseaux_actifs",
        nom="Réseaux actifs",
        formule="nombre de réseaux, membres du service public ou associés, qui ont un point",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.PLUS,
    ),
    Indicateur(
        code="points_labellises",
        nom="Points d’accueil labellisés",
        formule="points dont le label est en cours à la date du diagnostic ; non renseigné tant "
        "qu’aucune source ne dit les labels",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.PLUS,
    ),
    Indicateur(
        code="points_horaires_connus",
        nom="Points dont les horaires sont connus",
        formule="points dont la fiche donne des horaires d’ouverture",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.PLUS,
    ),
    Indicateur(
        code="points_pmr_oui",
        nom="Points déclarés accessibles",
        formule="points dont l’accessibilité aux personnes à mobilité réduite est « oui »",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.PLUS,
    ),
    Indicateur(
        code="points_pmr_inconnue",
        nom="Points dont l’accessibilité n’est pas renseignée",
        formule="points dont l’accessibilité aux personnes à mobilité réduite est inconnue",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.MOINS,
    ),
    Indicateur(
        code="points_a_confirmer",
        nom="Points à confirmer",
        formule="points dont la fiche a plus de 24 mois, ou n’a pas de date",
        unite=Unite.NOMBRE,
        source=DIRECTORY,
        sens=Sens.MOINS,
    ),
    Indicateur(
        code="age_median_mois",
        nom="Âge médian des fiches",
        formule="médiane des mois entiers écoulés depuis la mise à jour de chaque fiche datée",
        unite=Unite.MOIS,
        source=DIRECTORY,
        sens=Sens.MOINS,
    ),
    Indicateur(
        code="duree_mediane_s",
        nom="Durée médiane vers la porte la plus proche",
        formule="médiane, parmi les habitants, de la durée vers le point le plus proche d’un "
        "réseau membre ou associé",
        unite=Unite.SECONDES,
        source=TIMES,
        sens=Sens.MOINS,
        dimensions=("mode",),
    ),
    Indicateur(
        code="duree_9e_decile_s",
        nom="Durée que neuf habitants sur dix ne dépassent pas",
        formule="9e décile, parmi les habitants, de la durée vers la porte la plus proche",
        unite=Unite.SECONDES,
        source=TIMES,
        sens=Sens.MOINS,
        dimensions=("mode",),
    ),
    Indicateur(
        code="gini_duree",
        nom="Inégalité des durées (indice de Gini)",
        formule="indice de Gini, parmi les habitants, de la durée vers la porte la plus proche",
        unite=Unite.INDICE,
        source=TIMES,
        sens=Sens.MOINS,
        dimensions=("mode",),
    ),
    Indicateur(
        code="part_couverte",
        nom="Habitants qui ont un point du réseau à portée",
        formule="habitants à au_plus_s secondes ou moins du point le plus proche ÷ habitants",
        unite=Unite.PART,
        source=TIMES,
        sens=Sens.PLUS,
        dimensions=_RESEAU,
    ),
    Indicateur(
        code="habitants_hors_portee",
        nom="Habitants hors de portée",
        formule="habitants à plus de au_plus_s secondes du point le plus proche, ou sans accès",
        unite=Unite.NOMBRE,
        source=TIMES,
        sens=Sens.MOINS,
        dimensions=_RESEAU,
    ),
    Indicateur(
        code="part_aidee_sur_place",
        nom="Habitants aidés dans un lieu à portée",
        formule="habitants à au_plus_s secondes ou moins d’un point compétent dont la zone ne les "
        "exclut pas ÷ habitants, comme si tous étaient du public",
        unite=Unite.PART,
        source=f"{TIMES} ; {RULES}",
        sens=Sens.PLUS,
        dimensions=_NEED,
    ),
    Indicateur(
        code="part_aidee_a_distance",
        nom="Habitants aidés à distance",
        formule="habitants qu’un service à distance aide ÷ habitants, quels que soient le mode et "
        "la durée",
        unite=Unite.PART,
        source="services à distance déclarés (services_a_distance.toml)",
        sens=Sens.PLUS,
        dimensions=("profil", "besoin"),
    ),
    Indicateur(
        code="part_une_porte",
        nom="Habitants aidés en une porte",
        formule="habitants d’où un point compétent est à au_plus_s secondes ou moins ÷ habitants",
        unite=Unite.PART,
        source=f"{TIMES} ; {RULES}",
        sens=Sens.PLUS,
        dimensions=_NEED,
    ),
    Indicateur(
        code="part_deux_portes",
        nom="Habitants aidés en deux portes au plus",
        formule="habitants d’où un point compétent, ou un premier accueil puis un point compétent, "
        "sont à au_plus_s secondes ou moins par trajet ÷ habitants",
        unite=Unite.PART,
        source=f"{TIMES} ; {RULES}",
        sens=Sens.PLUS,
        dimensions=_NEED,
    ),
    Indicateur(
        code="habitants_deux_portes",
        nom="Nombre d’habitants aidés en deux portes au plus",
        formule="part_deux_portes × habitants",
        unite=Unite.NOMBRE,
        source=f"{TIMES} ; {RULES}",
        sens=Sens.PLUS,
        dimensions=_NEED,
    ),
    Indicateur(
        code="habitants_sans_reponse",
        nom="Habitants que personne de compétent n’attend",
        formule="habitants pour qui aucun point n’est compétent, à quelque durée que ce soit",
        unite=Unite.NOMBRE,
        source=f"{TIMES} ; {RULES}",
        sens=Sens.MOINS,
        dimensions=_NEED,
    ),
)
"""The catalogue, in the order to show."""

BY_CODE = {indicateur.code: indicateur for indicateur in INDICATEURS}


def find_indicateur(code: str) -> Indicateur:
    """
    Give an indicator by its code.

    Parameters
    ----------
    code
        One of `INDICATEURS`.

    Returns
    -------
    indicateur
        With its formula, unit and source.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = BY_CODE.get(code)
    if found is None:
        raise NotFoundError(f"no indicator {code!r}; known: {', '.join(BY_CODE)}.")
    return found
