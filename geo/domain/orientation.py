"""Words of an orientation: why a door is given, and why a nearer place is not."""

from enum import StrEnum


class Raison(StrEnum):
    """Why a door is given, and what to know before one goes."""

    REPOND_AU_BESOIN = "repond_au_besoin"
    PREMIER_ACCUEIL = "premier_accueil"
    TOUT_PUBLIC = "accueille_tout_le_monde"
    VOTRE_PUBLIC = "accueille_votre_public"
    DANS_LE_TEMPS = "dans_le_temps"
    AU_DELA_DU_TEMPS = "au_dela_du_temps"
    DUREE_INCONNUE = "duree_inconnue"
    OUVERT = "ouvert_a_l_arrivee"
    FERME = "ferme_a_l_arrivee"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"
    HORAIRES_INCONNUS = "horaires_inconnus"
    DESSERT_VOTRE_COMMUNE = "dessert_votre_commune"
    RATTACHEMENT_A_VERIFIER = "rattachement_a_verifier"
    ACCESSIBLE = "accessible"
    ACCES_A_VERIFIER = "acces_a_verifier"
    A_CONFIRMER = "a_confirmer"
    HORS_TERRITOIRE = "hors_territoire"  # of an answer without doors


class Ecart(StrEnum):
    """Why a nearer place is no door; where several hold, the first in this order is said."""

    PUBLIC_NON_CONCERNE = "public_non_concerne"
    AUTRE_ZONE = "autre_zone"
    ACCES_PMR_NON_CERTAIN = "acces_pmr_non_certain"
    FERME_A_L_ARRIVEE = "ferme_a_l_arrivee"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"
    HORAIRES_INCONNUS = "horaires_inconnus"
    SANS_SUITE = "sans_suite"  # a first door from which nobody competent is near enough
    TRAJET_MOINS_BON = "trajet_moins_bon"  # … or later, or less surely open
