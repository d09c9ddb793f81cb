"""What a terminal says of diagnostics: what was written, what changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.domain.dossier import Dossier, Tableau, Texte
from geo.domain.unite import Unite, in_french

if TYPE_CHECKING:
    from geo.export.empreintes import Difference
    from geo.pipeline.publish_diagnostics import Published

SHOWN = 20
"""Lines shown of a long list."""

_WORDS = (Unite.TEXTE, Unite.CODE, Unite.OUI_NON, Unite.DATE)


def show_published(published: "Published") -> None:
    """
    Say what was written, and where to look first.

    Parameters
    ----------
    published
        What `publish_diagnostics` gave.
    """
    console = Console()
    many = len(published.documents)
    console.print(f"{many} diagnostic{'s' if many > 1 else ''} · calcul {published.run.run_id}")
    if published.previous is not None:
        console.print(f"Comparé au calcul {published.previous.run_id}")
    if published.other_runs:
        console.print(
            "[yellow]Attention :[/] ce dossier a aussi des diagnostics d’autres calculs "
            f"({', '.join(published.other_runs)}) : leurs chiffres ne se comparent pas à ceux-ci. "
            "Pour qu’il n’en ait qu’un : --region, ou un autre dossier avec --out.",
            soft_wrap=True,
        )
    if published.without_pdf is not None:
        console.print(f"[yellow]Sans PDF :[/] {escape(published.without_pdf)}", soft_wrap=True)
    first = published.documents[0] if many == 1 else published.index
    console.print(f"À ouvrir     : {first.resolve().as_uri()}", soft_wrap=True)
    console.print(
        f"À vérifier   : deuxportes diagnostic verify {published.index.parent}", soft_wrap=True
    )


def show_differences(folder: Path, differences: Sequence["Difference"]) -> None:
    """
    Say whether a folder is what was written.

    Parameters
    ----------
    folder
        The one checked.
    differences
        What is not as written.
    """
    console = Console()
    if not differences:
        console.print(f"[green]{folder} : entier, rien n’a changé.[/]", soft_wrap=True)
        return
    console.print(f"[bold red]{folder} : {len(differences)} différences.[/]", soft_wrap=True)
    for difference in differences[:SHOWN]:
        console.print(f"  {escape(str(difference))}", soft_wrap=True)
    if len(differences) > SHOWN:
        console.print(f"  … et {len(differences) - SHOWN} autres.")


def show_changes(dossier: Dossier) -> None:
    """
    Show what changed, as the page says it.

    Parameters
    ----------
    dossier
        From `geo.diagnostics.comparison.changes_dossier`.
    """
    console = Console()
    console.print(f"[bold]{escape(dossier.titre)}[/]")
    for bloc in dossier.blocs():
        if isinstance(bloc, Texte):
            words = (
                piece if isinstance(piece, str) else in_french(piece.valeur, piece.unite)
                for piece in bloc.morceaux()
            )
            console.print(escape("".join(words)), soft_wrap=True)
        elif isinstance(bloc, Tableau):
            console.print(_table(bloc) if bloc.lignes else escape(bloc.vide))


def _table(told: Tableau) -> Table:
    shown = told.colonnes_montrees or tuple(colonne.code for colonne in told.colonnes)
    places = [n for n, colonne in enumerate(told.colonnes) if colonne.code in shown]
    table = Table(title=escape(told.titre), title_justify="left", caption=escape(told.note) or None)
    for place in places:
        colonne = told.colonnes[place]
        table.add_column(
            escape(colonne.titre), justify="left" if colonne.unite in _WORDS else "right"
        )
    for ligne in told.lignes[: told.montrees]:
        table.add_row(*(escape(in_french(ligne[n], told.colonnes[n].unite)) for n in places))
    return table
