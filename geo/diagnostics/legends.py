"""What the legends of maps count, as a table: every number of a picture is in the files too."""

from collections.abc import Iterator, Mapping, Sequence

from geo.diagnostics.drawing import Choropleth, Drawing
from geo.diagnostics.sections.estimates import ESTIME
from geo.domain.dossier import Colonne, Illustration, Section, Tableau
from geo.domain.indicateur import CENSUS, TIMES
from geo.domain.unite import UNKNOWN, Figure, Unite

CODE = "legendes"

COLUMNS = (
    Colonne(code="carte", titre="Carte", unite=Unite.TEXTE, definition="titre de la carte"),
    Colonne(
        code="volet",
        titre="Volet",
        unite=Unite.TEXTE,
        definition="laquelle, où plusieurs cartes sont côte à côte",
    ),
    Colonne(
        code="classe", titre="Classe", unite=Unite.TEXTE, definition="ce que dit la légende"
    ),
    Colonne(
        code="habitants",
        titre="Habitants",
        unite=Unite.NOMBRE,
        definition="habitants des communes de cette classe",
        source=f"{TIMES} ; {CENSUS}",
    ),
    Colonne(
        code="code_carte", titre="Code", unite=Unite.CODE, definition="nom du fichier de la carte"
    ),
    ESTIME,
)  # fmt: skip


def legends_table(sections: Sequence[Section], drawings: Sequence[Drawing]) -> Tableau | None:
    """
    Give the residents of each class of each map.

    Parameters
    ----------
    sections
        Of a document, with its illustrations.
    drawings
        Its pictures.

    Returns
    -------
    table
        A row a map, panel and class, in reading order, for files alone: the document shows it in
        the legends themselves. None where no map counts anyone.
    """
    blocs = (bloc for section in sections for bloc in section.blocs)
    titles = {bloc.code: bloc.titre for bloc in blocs if isinstance(bloc, Illustration)}
    rows = tuple(row for drawing in drawings for row in _rows(drawing, titles))
    if not rows:
        return None
    return Tableau(
        code=CODE,
        titre="Habitants par classe de chaque carte",
        colonnes=COLUMNS,
        lignes=rows,
        montrees=0,
        note="Ce que comptent les légendes des cartes.",
    )


def _rows(drawing: Drawing, titles: Mapping[str, str]) -> Iterator[tuple[Figure, ...]]:
    if not isinstance(drawing, Choropleth):
        return
    for panel in drawing.panels:
        classes = (*drawing.labels, UNKNOWN)
        for label, people in zip(classes, panel.people, strict=False):
            yield (
                titles[drawing.code], panel.title or None, label, people, drawing.code,
                panel.is_estimate,
            )  # fmt: skip
