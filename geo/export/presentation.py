"""What stands beside the data of a diagnostic: of what, from what, how to read it."""

from collections.abc import Iterator

from geo.domain.dossier import Dossier, Texte, TypeTerritoire
from geo.domain.unite import UNKNOWN, Unite, in_french

METHOD = "methode"
"""Code of the chapter that says how figures were computed."""

READING = {
    "Ce que l’on ne sait pas": f"« {UNKNOWN} », jamais 0 ni une cellule vide, qu’un tableur "
    "compterait pour 0. Les sommes et les moyennes du tableur n’en tiennent pas compte ; un calcul "
    "direct sur une telle cellule donne une erreur plutôt qu’un faux résultat. Dans les couches "
    "(GeoPackage, GeoParquet) et en JSON, la valeur est absente (NULL).",
    "Ce qui est estimé": "La colonne « Estimé » (estime) dit « oui » pour ce qui repose sur une "
    "estimation, par exemple une durée calculée sans réseau de rues.",
    "Unités": "Les valeurs ne sont pas arrondies. Les durées sont en secondes ; lues en minutes, "
    "elles sont arrondies à la minute du dessus. Une part va de 0 à 1 et se lit en %. Les codes "
    "(communes, bassins) sont des textes : « 01004 » garde son zéro.",
    "Définitions": "Le dictionnaire dit, pour chaque colonne, chaque chiffre et chaque indicateur "
    "suivi : code, titre, unité, définition et source.",
}
"""How to read every file."""


def facts(dossier: Dossier) -> list[tuple[str, str]]:
    """
    Say what a diagnostic is, in keys and values.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    facts
        Pairs of French texts: subject, run, how to read, method in short, licences, hashes.
    """
    kind = "région" if dossier.type_territoire is TypeTerritoire.REGION else "bassin d’emploi"
    return [
        ("Titre", dossier.titre),
        ("Territoire", f"{dossier.nom} ({kind} {dossier.code_territoire}), {dossier.region}"),
        ("Situation au", in_french(dossier.au, Unite.DATE)),
        ("Calcul (run_id)", dossier.run_id),
        ("Comparé au calcul", dossier.precedent or "aucun calcul précédent"),
        *([("Attention", dossier.essai)] if dossier.essai else []),
        *READING.items(),
        *(("Méthode", text) for text in _method(dossier)),
        *(("Licence", licence) for licence in dossier.licences),
        *((f"Empreinte : {name}", told) for name, told in dossier.empreintes.items()),
    ]


def _method(dossier: Dossier) -> Iterator[str]:
    """Give the paragraphs of the chapter of method, or say where to find it."""
    found = [section for section in dossier.sections if section.code == METHOD]
    if not found:
        yield "Elle est dite dans le document (HTML, PDF) qui accompagne ces données."
    for section in found:
        for bloc in section.blocs:
            if isinstance(bloc, Texte):
                yield in_words(bloc)


def in_words(texte: Texte) -> str:
    """
    Write a paragraph with its figures.

    Parameters
    ----------
    texte
        Any.

    Returns
    -------
    words
        As people read it.
    """
    return "".join(
        piece if isinstance(piece, str) else in_french(piece.valeur, piece.unite)
        for piece in texte.morceaux()
    )
