"""The files everything is made of, as people read them on a terminal."""

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.cli.show import MOTIFS, number
from geo.pipeline.build_reference import Built
from geo.sources.manifest import Etat, Fichier
from geo.sources.territories.publication import Published

M2_A_KM2 = 1_000_000


def show_files(files: Mapping[str, Fichier]) -> None:
    """Print what each file holds, whose it is and under which licence."""
    table = Table(show_lines=True)
    for title in ("fichier", "contenu", "source", "licence"):
        table.add_column(title)
    for name, file in files.items():
        source = f"{file.producteur} — {file.source} ({file.millesime})\n{file.url}"
        cells = (name, f"{file.contenu} ({number(file.lignes)})", source, file.licence)
        table.add_row(*map(escape, cells))
    Console().print(table)


def show_states(states: Mapping[str, Etat], files: Mapping[str, Fichier]) -> None:
    """Print what became of each file."""
    colours = {Etat.CONFORME: "green", Etat.MODIFIE: "yellow", Etat.ABSENT: "red"}
    for name, state in states.items():
        allowed = " (permis)" if state is Etat.MODIFIE and files[name].modifiable else ""
        Console().print(
            f"[{colours[state]}]{state.value}[/]{allowed}  {escape(name)}", highlight=False
        )


def show_reference(built: Built, published: Published) -> None:
    """Print what a reference holds, what was decided, and what was left out."""
    console = Console()
    territories = built.territories
    counts = territories.communes["type"].value_counts()
    console.print(
        f"{number(int(counts.get('commune', 0)))} communes, "
        f"{number(int(counts.get('arrondissement', 0)))} arrondissements, "
        f"{number(len(territories.bassins))} bassins, "
        f"{number(int(territories.origins['population'].sum()))} habitants, "
        f"{number(len(territories.origins))} origines, {number(len(territories.sites))} sites, "
        f"{number(len(built.organismes))} fiches de l’annuaire.",
        highlight=False,
    )
    for piece in built.cells.pieces:
        nom = territories.communes["nom"][piece.code_commune]
        size = f"{piece.area_m2 / M2_A_KM2:.4f}".replace(".", ",")
        console.print(f"  {size} km² : {piece.reason} → {nom}", highlight=False)
    _show_left_out(built, console)
    weight = number(round(published.total_bytes / 1000))
    console.print(
        f"Référence écrite : {escape(str(published.folder))} ({weight} ko)", highlight=False
    )


def _show_left_out(built: Built, console: Console) -> None:
    if built.cells.without_outline:
        codes = ", ".join(built.cells.without_outline)
        console.print(
            f"[yellow]Sans contour, donc absentes avec leurs habitants : {codes}[/]",
            highlight=False,
        )
    for motif, count in Counter(reject.motif for reject in built.rejects).items():
        label = MOTIFS.get(motif.value, motif.value)
        console.print(f"  écartés, {label} : {number(count)}", highlight=False)
