"""What each column, figure and indicator of a diagnostic is: the data dictionary."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

from geo.domain.dossier import Chiffre, Dossier, Section
from geo.domain.indicateur import BY_CODE, INDICATEURS, Indicateur
from geo.export.valeurs import UNITS, figures, tables

FIGURES = "chiffres"
INDICATORS = "indicateurs"
"""What the file of the entry is said to be: figures, and the catalogue of what is followed."""

FIGURE_COLUMNS = (
    ("chapitre", "Chapitre", "texte", "Chapitre du document qui dit ce chiffre en premier."),
    ("code", "Code", "code (texte)", "Nom du chiffre, le même dans le JSON du document."),
    ("libelle", "Libellé", "texte", "Ce que le chiffre dit."),
    ("valeur", "Valeur", "celle de la colonne « unite »", "La valeur, sans arrondi."),
    ("unite", "Unité", "texte", "Ce que compte la valeur."),
    ("estime", "Estimé", "oui ou non", "Oui si le chiffre repose sur une estimation."),
    ("dans_le_document", "Dans le document", "texte", "Le chiffre arrondi, comme on le lit."),
)
"""Columns of the file of figures: code, title, unit, definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entree:
    """
    What one name means.

    Attributes
    ----------
    fichier
        Table (a CSV and a sheet), layer, `FIGURES` or `INDICATORS`.
    code, titre, unite, definition, source
        Its name there; the same in French; what it counts; how it is computed; what it rests on.
    """

    fichier: str
    code: str
    titre: str
    unite: str
    definition: str
    source: str = ""


ENTRY_FIELDS = tuple(field.name for field in fields(Entree))


def dictionary(dossier: Dossier) -> tuple[Entree, ...]:
    """
    Say what every name of a diagnostic's files means.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    entries
        Columns of the figures, figures, columns of each table in reading order, then all the
        indicators that are followed over time.
    """
    return (*_of_figures(dossier), *_of_tables(dossier), *map(_of_indicator, INDICATEURS))


def rows(dossier: Dossier) -> list[tuple[str, ...]]:
    """
    Give the dictionary as rows of `ENTRY_FIELDS`.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    rows
        As of `dictionary`.
    """
    return [astuple(entry) for entry in dictionary(dossier)]


def indicator_rows() -> list[tuple[str, ...]]:
    """
    Give the catalogue of indicators as rows of `ENTRY_FIELDS`.

    Returns
    -------
    rows
        In the order to show.
    """
    return [astuple(_of_indicator(indicateur)) for indicateur in INDICATEURS]


def _of_figures(dossier: Dossier) -> Iterator[Entree]:
    for code, title, unit, definition in FIGURE_COLUMNS:
        yield Entree(fichier=FIGURES, code=code, titre=title, unite=unit, definition=definition)
    for section, chiffre in figures(dossier):
        yield _of_figure(section, chiffre)


def _of_figure(section: Section, chiffre: Chiffre) -> Entree:
    """Say of a figure what its indicator says, or else where the document tells of it."""
    first, *others = chiffre.code.split(".")
    known = BY_CODE.get(first)
    of = known or next((BY_CODE[name] for name in others if name in BY_CODE), None)
    definition = f"Voir le chapitre « {section.titre} » du document."
    if known is not None:
        definition = known.formule
    elif of is not None:  # of another territory, a rank, a change…
        definition += f" D’après l’indicateur {of.code} : {of.formule}"
    return Entree(
        fichier=FIGURES,
        code=chiffre.code,
        titre=chiffre.libelle,
        unite=UNITS[chiffre.unite],
        definition=definition,
        source="" if of is None else of.source,
    )


def _of_tables(dossier: Dossier) -> Iterator[Entree]:
    for tableau in tables(dossier):
        for colonne in tableau.colonnes:
            yield Entree(
                fichier=tableau.code,
                code=colonne.code,
                titre=colonne.titre,
                unite=UNITS[colonne.unite],
                definition=colonne.definition,
                source=colonne.source,
            )


def _of_indicator(indicateur: Indicateur) -> Entree:
    told_by = ", ".join(indicateur.dimensions)
    return Entree(
        fichier=INDICATORS,
        code=indicateur.code,
        titre=indicateur.nom,
        unite=UNITS[indicateur.unite],
        definition=indicateur.formule + (f" (par {told_by})" if told_by else ""),
        source=indicateur.source,
    )
