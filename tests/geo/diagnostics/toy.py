"""A small dossier with one block of each kind, for whoever lays out or writes one: all invented."""

from geo.domain.dossier import (
    Cartouche,
    Chiffre,
    Colonne,
    Dossier,
    Illustration,
    Section,
    Tableau,
    Texte,
    TypeTerritoire,
)
from geo.domain.unite import Unite

HABITANTS = Chiffre(code="habitants", libelle="habitants", valeur=12_345, unite=Unite.NOMBRE)
PART = Chiffre(
    code="part_deux_portes.tout-public.information.marche",
    libelle="aidés en deux portes au plus, à pied",
    valeur=0.8437,
    unite=Unite.PART,
    estime=True,
)
LABELS = Chiffre(
    code="points_labellises", libelle="points labellisés", valeur=None, unite=Unite.NOMBRE
)

RESEAUX = Tableau(
    code="inventaire_reseaux",
    titre="Points d’accueil par réseau",
    colonnes=(
        Colonne(code="nom", titre="Réseau", unite=Unite.TEXTE, definition="Nom du réseau"),
        Colonne(
            code="points",
            titre="Points trouvés",
            unite=Unite.NOMBRE,
            definition="Points du réseau dans le territoire",
            source="annuaire",
        ),
        Colonne(code="part", titre="Part", unite=Unite.PART, definition="points ÷ total"),
        Colonne(code="duree", titre="Durée", unite=Unite.SECONDES, definition="Durée médiane"),
        Colonne(code="maj", titre="Mis à jour", unite=Unite.DATE, definition="Fiche"),
        Colonne(code="pmr", titre="Accessible", unite=Unite.OUI_NON, definition="Déclaré tel"),
    ),
    lignes=(
        ("=Réseau <hostile> & « drôle »", 12, 0.75, 1201, "2021-03-01", True),
        ("CIO", 3, 0.1875, 600, None, None),
        ("Apec", 1, None, None, "2019-11-30", False),
    ),
    montrees=2,
    note="Réseaux inventés.",
)
EMPTY = Tableau(
    code="lacunes",
    titre="Zones hors de portée",
    colonnes=(Colonne(code="zone", titre="Zone", unite=Unite.TEXTE, definition="Communes"),),
    lignes=(),
    vide="Aucune zone n’est hors de portée.",
)


def dossier(**changes):
    """Make the toy dossier of a bassin; any field may be another."""
    told = {
        "type_territoire": TypeTerritoire.BASSIN,
        "code_territoire": "1101",
        "nom": "Ville-Essai – L’Haÿ",
        "region": "Région d’essai",
        "titre": "Diagnostic du bassin Ville-Essai – L’Haÿ",
        "au": "2026-11-22",
        "run_id": "diagnostic-0123456789abcdef",
        "precedent": None,
        "essai": "",
        "sections": (
            Section(
                code="en_bref",
                titre="Le territoire en bref",
                blocs=(
                    Cartouche(chiffres=(HABITANTS, PART, LABELS)),
                    Texte(
                        modele="Sur {habitants} habitants, "
                        "{part_deux_portes.tout-public.information.marche} sont aidés à temps.",
                        chiffres=(HABITANTS, PART),
                    ),
                    Texte(modele="Durées estimées à vol d’oiseau.", ton="avertissement"),
                ),
            ),
            Section(
                code="inventaire",
                titre="Les points d’accueil",
                blocs=(
                    RESEAUX,
                    Illustration(
                        code="bassins_compares",
                        titre="Points par réseau",
                        description="Barres : 12 points du premier réseau, 3 CIO, 1 Apec.",
                        tableau="inventaire_reseaux",
                    ),
                ),
            ),
            Section(code="lacunes", titre="Les manques", blocs=(EMPTY,)),
        ),
        "empreintes": {"annuaire": "ab" * 32},
        "licences": ("Annuaire d’essai : producteur, 2021, Licence Ouverte 2.0",),
    }
    return Dossier(**(told | changes))
