"""A toy dossier of several sheets: a long table, pictures, many paragraphs, a trial network."""

import dataclasses

from geo.domain.dossier import Colonne, Illustration, Section, Tableau, Texte
from geo.domain.unite import Unite
from tests.geo.diagnostics import toy

TRIAL = "réseau d’essai : chiffres à ne pas publier"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" width="640" height="300" '
    'font-family="DejaVu Sans"><rect x="20" y="20" width="300" height="60" fill="#1f3c88"/>'
    '<text x="20" y="120" font-size="14">Réseaux : 12</text></svg>'
)

LONG = Tableau(
    code="longue",
    titre="Table longue",
    colonnes=(
        Colonne(code="nom", titre="Nom du lieu", unite=Unite.TEXTE, definition="nom"),
        Colonne(code="commune", titre="Commune", unite=Unite.TEXTE, definition="commune"),
        Colonne(code="duree", titre="Durée médiane", unite=Unite.SECONDES, definition="durée"),
        Colonne(code="part", titre="Part couverte", unite=Unite.PART, definition="part"),
        Colonne(code="maj", titre="Mis à jour", unite=Unite.DATE, definition="date"),
    ),
    lignes=tuple(
        (f"Lieu inventé {number}", "Sainte-Commune-lès-Essai", 60 * number, number / 60, None)
        for number in range(60)
    ),
)

WORDS = "Cette phrase inventée remplit la page et ne mesure rien. " * 9


def long_dossier(**changes):
    """Make the dossier; any field may be another."""
    chapters = tuple(
        Section(
            code=f"chapitre_{number}",
            titre=f"Chapitre numéro {number}",
            blocs=(
                Texte(modele=WORDS),
                *((LONG,) if number == 2 else ()),
                Illustration(
                    code=f"image_{number}",
                    titre=f"Image {number}",
                    description=f"Un rectangle, celui du chapitre {number}.",
                    tableau="longue",
                ),
            ),
        )
        for number in range(1, 6)
    )
    base = toy.dossier(**({"essai": TRIAL} | changes))
    return dataclasses.replace(base, sections=(*base.sections, *chapters))


def pictures():
    """Give a picture for each."""
    return {bloc.code: SVG for bloc in long_dossier().illustrations()}
