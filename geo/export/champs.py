"""What the columns of the layers of a diagnostic are."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import NamedTuple

from geo.domain.indicateur import BY_CODE, CENSUS, DIRECTORY, TIMES
from geo.domain.unite import Unite
from geo.export.dictionnaire import Entree
from geo.export.valeurs import UNITS
from geo.network.estimate import LABELS

NOT_DESCRIBED = "Colonne sans définition dans cette version du dictionnaire."

OFFICIAL = "code officiel géographique (Insee)"
SITES = "mairies et gares (candidates à un accueil)"


class Champ(NamedTuple):
    """What a column is: title, unit, definition, source."""

    titre: str
    unite: Unite
    definition: str
    source: str = ""


FIELDS: dict[str, Champ] = {
    "run_id": Champ("Calcul", Unite.CODE, "Le calcul dont viennent les valeurs."),
    "publiable": Champ(
        "Publiable", Unite.OUI_NON,
        "Non si une durée vient d’un réseau de rues d’essai, à ne pas publier.",
    ),
    "estime": Champ("Estimé", Unite.OUI_NON, "Oui si une durée en jeu est estimée."),
    "nom": Champ("Nom", Unite.TEXTE, "Nom du lieu ou du territoire."),
    "code_commune": Champ("Code de la commune", Unite.CODE, "Code Insee.", OFFICIAL),
    "code_bassin": Champ("Code du bassin", Unite.CODE, "Bassin d’emploi."),
    "nom_bassin": Champ("Bassin", Unite.TEXTE, "Nom du bassin d’emploi."),
    "population": Champ("Habitants", Unite.NOMBRE, "Population municipale.", CENSUS),
    "mode": Champ("Mode", Unite.CODE, "Façon de se déplacer."),
    "au_plus_s": Champ("Seuil", Unite.SECONDES, "Durée au-delà de laquelle on est hors de portée."),
    # communes
    "duree_s": Champ(
        "Durée", Unite.SECONDES, "Durée vers le point d’accueil le plus proche, arrondie "
        "au-dessus ; absente si aucun n’est atteint.", TIMES,
    ),
    "point_id": Champ("Point le plus proche", Unite.CODE, "Identifiant du point d’accueil."),
    "une_porte": Champ(
        "Aidé en une porte", Unite.OUI_NON,
        "Oui si un point compétent pour informer tout public est à portée.", TIMES,
    ),
    "deux_portes": Champ(
        "Aidé en deux portes au plus", Unite.OUI_NON,
        "Oui si un tel point est à portée, ou un premier accueil puis un tel point.", TIMES,
    ),
    # points d’accueil
    "reseau": Champ("Réseau", Unite.CODE, "Code du réseau ; « tous » : n’importe lequel."),
    "nom_reseau": Champ("Nom du réseau", Unite.TEXTE, "Réseau auquel le point appartient."),
    "adresse": Champ("Adresse", Unite.TEXTE, "Voie et numéro.", DIRECTORY),
    "code_postal": Champ("Code postal", Unite.CODE, "Code postal.", DIRECTORY),
    "ville": Champ("Ville", Unite.TEXTE, "Ville de l’adresse.", DIRECTORY),
    "telephone": Champ("Téléphone", Unite.CODE, "Numéro.", DIRECTORY),
    "telephone_note": Champ("Note sur le téléphone", Unite.TEXTE, "Note de la fiche.", DIRECTORY),
    "site_web": Champ("Site", Unite.TEXTE, "Adresse du site.", DIRECTORY),
    "horaires": Champ(
        "Horaires", Unite.CODE, "Au format opening_hours d’OpenStreetMap.", DIRECTORY
    ),
    "horaires_note": Champ("Note sur les horaires", Unite.TEXTE, "Note de la fiche.", DIRECTORY),
    "horaires_reserves": Champ(
        "Réserves sur les horaires", Unite.CODE, "Pourquoi les horaires ne sont pas sûrs."
    ),
    "accessibilite_pmr": Champ(
        "Accessibilité", Unite.CODE,
        "Aux personnes à mobilité réduite : oui, sur_demande, non ou inconnue.", DIRECTORY,
    ),
    "accessibilite_note": Champ(
        "Note sur l’accessibilité", Unite.TEXTE, "Note de la fiche.", DIRECTORY
    ),
    "date_maj": Champ("Mise à jour", Unite.DATE, "Date de la fiche, année d’abord.", DIRECTORY),
    "a_confirmer": Champ(
        "À confirmer", Unite.OUI_NON, "Oui si la fiche a plus de 24 mois, ou n’a pas de date."
    ),
    "labellise": Champ(
        "Labellisé", Unite.OUI_NON, "Label en cours à la date du diagnostic ; absent si inconnu."
    ),
    "signalements": Champ("À vérifier", Unite.CODE, "Ce qui est à vérifier sur la fiche."),
    "precision_position": Champ(
        "Précision de la position", Unite.CODE, "D’où vient la position du point."
    ),
    "source": Champ("Source", Unite.CODE, "Source de la fiche."),
    # lacunes
    "rang": Champ("Rang", Unite.NOMBRE, "1 : ce qui compte pour le plus d’habitants."),
    "zone": Champ("Zone", Unite.TEXTE, "Communes de la zone hors de portée."),
    "solidite": Champ(
        "Solidité", Unite.CODE, "ferme : hors de portée malgré le doute sur les durées ; fragile."
    ),
    "profil": Champ("Public", Unite.CODE, "Public pour qui l’on cherche ; absent : tous."),
    "besoin": Champ("Besoin", Unite.CODE, "Mission dont le public a besoin ; absent : toutes."),
    "habitants": Champ("Habitants", Unite.NOMBRE, "Habitants de la zone hors de portée.", TIMES),
    "habitants_fermement": Champ(
        "Dont fermement", Unite.NOMBRE, "Hors de portée malgré le doute sur les durées.", TIMES
    ),
    "habitants_sans_acces": Champ(
        "Dont sans accès", Unite.NOMBRE, "Pour qui aucun point n’est atteint.", TIMES
    ),
    "depassement_median_s": Champ(
        "Dépassement médian", Unite.SECONDES, "Médiane, parmi eux, de la durée au-delà du seuil."
    ),
    "depassement_max_s": Champ(
        "Dépassement le plus grand", Unite.SECONDES, "La plus longue durée au-delà du seuil."
    ),
    "point": Champ("Point le plus proche", Unite.TEXTE, "Nom du point d’accueil."),
    "point_duree_s": Champ("Durée jusqu’à lui", Unite.SECONDES, "Depuis la zone.", TIMES),
    "site_id": Champ("Site", Unite.CODE, "Identifiant du site.", SITES),
    "site": Champ("Nom du site", Unite.TEXTE, "Site qui couvrirait le plus d’habitants.", SITES),
    "site_type": Champ("Type de site", Unite.CODE, "mairie ou gare.", SITES),
    "site_habitants": Champ("Habitants couverts", Unite.NOMBRE, "Par ce site seul."),
    "sites_proche_en_proche": Champ(
        "Sites de proche en proche", Unite.NOMBRE,
        "Sites à ouvrir, chacun choisi après l’autre, pour tous ceux qu’un site peut couvrir.",
    ),
    "sites_habitants": Champ("Habitants couverts par eux", Unite.NOMBRE, "Par ces sites."),
    "habitants_a_distance": Champ(
        "Aidés à distance", Unite.NOMBRE, "Habitants de la zone qu’un service à distance aide."
    ),
    "origine_ids": Champ("Origines", Unite.CODE, "Identifiants, entre espaces."),
    # sites
    "usage": Champ(
        "Usage", Unite.CODE, "tout-public : un lieu proche de tous ; hors-les-murs : permanence."
    ),
    "commune": Champ("Commune", Unite.TEXTE, "Nom de la commune du site."),
    "habitants_gagnes": Champ(
        "Habitants gagnés", Unite.NOMBRE, "Habitants que le site mettrait à portée.", TIMES
    ),
    "duree_mediane_avant_s": Champ("Durée médiane avant", Unite.SECONDES, "Sans le site.", TIMES),
    "duree_mediane_apres_s": Champ("Durée médiane après", Unite.SECONDES, "Avec le site.", TIMES),
}  # fmt: skip
"""Columns by name, without the mode that may end it."""

MODES = {f"_{mode.value}": told.lower() for mode, told in LABELS.items()} | {
    "_transport": "en transport en commun"
}
"""What ends the name of a column that is told by mode, and the mode in French."""


def layer_rows(layers: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """
    Say what each column of each layer is.

    Parameters
    ----------
    layers
        Names of the columns, by layer.

    Returns
    -------
    rows
        As of `geo.export.dictionnaire.ENTRY_FIELDS`; a column that nothing describes says so.
    """
    return [astuple(_entry(layer, name)) for layer, names in layers.items() for name in names]


def _entry(layer: str, name: str) -> Entree:
    for end, mode in {"": "", **MODES}.items():
        champ = _champ(name.removesuffix(end)) if name.endswith(end) else None
        if champ is not None:
            return Entree(
                fichier=layer,
                code=name,
                titre=f"{champ.titre}, {mode}" if mode else champ.titre,
                unite=UNITS[champ.unite],
                definition=champ.definition,
                source=champ.source,
            )
    return Entree(fichier=layer, code=name, titre=name, unite="", definition=NOT_DESCRIBED)


def _champ(name: str) -> Champ | None:
    """Find a column, else the indicator of that name."""
    known = BY_CODE.get(name)
    if name in FIELDS or known is None:
        return FIELDS.get(name)
    return Champ(known.nom, known.unite, known.formule, known.source)
