"""``deuxportes network``: street networks, built, listed and drawn."""

from pathlib import Path
from typing import Annotated

import typer

from geo.network.estimate import Mode

app = typer.Typer(
    help="Construire les réseaux de rues sur lesquels se calculent les durées, et les regarder.",
    epilog="Exemples :\n\ndeuxportes network build ville --osm ville.osm.pbf\n\n"
    "deuxportes network info ville\n\ndeuxportes network plot ville --mode velo",
    no_args_is_help=True,
)


def named(text: str) -> Path:
    """
    Read the name of a file or a folder; an empty one would be the current folder.

    Parameters
    ----------
    text
        As typed.

    Returns
    -------
    path
        The same.

    Raises
    ------
    typer.BadParameter
        If it is empty.
    """
    if not text.strip():
        raise typer.BadParameter("un nom vide ne désigne rien : donnez un fichier ou un dossier.")
    return Path(text)


Name = Annotated[
    str,
    typer.Argument(
        help="Nom du réseau : minuscules, chiffres et tirets, par exemple ile-de-france.",
        metavar="NOM",
    ),
]


@app.command(
    epilog="Exemples :\n\n"
    "deuxportes network build heidelberg --osm heidelberg.osm.pbf\n\n"
    'deuxportes network build saint-germain --place "Saint-Germain-en-Laye, France"\n\n'
    "deuxportes network build ville --graphml ville.graphml --profil marche --profil velo\n\n"
    "deuxportes network build routes --edges dossier --speeds vitesses.toml"
)
def build(  # noqa: PLR0913 - one option a source
    name: Name,
    *,
    osm: Annotated[
        Path | None,
        typer.Option(help="Extrait d’OpenStreetMap (.osm.pbf).", metavar="FICHIER", parser=named),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            help="Lieu dont les rues sont demandées aux serveurs d’OpenStreetMap.", metavar="LIEU"
        ),
    ] = None,
    graphml: Annotated[
        Path | None,
        typer.Option(
            help="Graphe enregistré par osmnx (.graphml).", metavar="FICHIER", parser=named
        ),
    ] = None,
    edges: Annotated[
        Path | None,
        typer.Option(
            help="Dossier de routes, nodes.csv et edges.csv : profil voiture seulement.",
            metavar="DOSSIER",
            parser=named,
        ),
    ] = None,
    speeds: Annotated[
        Path | None,
        typer.Option(
            help="Vitesses par classe de route, pour --edges ; sinon vitesses.toml du dossier, "
            "ou celles du programme.",
            metavar="FICHIER",
            parser=named,
        ),
    ] = None,
    profil: Annotated[
        list[Mode] | None,
        typer.Option(help="Profil à construire, répétable ; tous si aucun n’est donné."),
    ] = None,
) -> None:
    """
    Construit un réseau d’une source de rues, et d’une seule ; il remplace celui du même nom.

    L’ancien sert jusqu’à ce que le nouveau soit entier. Un profil garde les rues où l’on peut aller
    et d’où l’on peut revenir ; ce qui est écarté est dit.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_network import show_network
    from geo.network.library import read_manifest
    from geo.pipeline.network import Given, build_network, networks_folder
    from geo.settings import Settings

    given = Given(osm=osm, place=place, graphml=graphml, edges=edges, speeds=speeds)
    root = networks_folder(Settings())
    folder = build_network(name, given, root, console_reporter(), modes=tuple(profil or ()))
    show_network(read_manifest(folder), folder)


@app.command(name="list", epilog="Exemple : deuxportes network list")
def list_networks() -> None:
    """Liste les réseaux construits ; un réseau abîmé est signalé, et la commande sort avec 1."""
    from geo.cli.show_network import show_library
    from geo.network.library import read_library
    from geo.pipeline.network import networks_folder
    from geo.settings import Settings

    root = networks_folder(Settings())
    library = read_library(root)
    show_library(library, root)
    if library.damaged:
        raise typer.Exit(1)


@app.command(epilog="Exemple : deuxportes network info heidelberg")
def info(name: Name) -> None:
    """Dit d’où vient un réseau, ce que chaque profil en garde et ce qu’il écarte."""
    from geo.cli.show_network import show_network
    from geo.network.library import check_name, read_manifest
    from geo.pipeline.network import networks_folder
    from geo.settings import Settings

    folder = networks_folder(Settings()) / check_name(name)
    show_network(read_manifest(folder, whole=True), folder)


@app.command(epilog="Exemple : deuxportes network remove heidelberg")
def remove(name: Name) -> None:
    """Supprime un réseau, sans rien demander ; les calculs faits sur lui restent."""
    from geo.cli.show_network import size
    from geo.network.removal import remove_network
    from geo.pipeline.network import networks_folder
    from geo.settings import Settings

    root = networks_folder(Settings())
    freed = size(remove_network(root, name))
    typer.echo(f"Réseau « {name} » supprimé de {root} ({freed} libérés).")


@app.command(
    epilog="Exemples :\n\ndeuxportes network plot heidelberg\n\n"
    "deuxportes network plot heidelberg --mode fauteuil --out fauteuil.svg"
)
def plot(
    name: Name,
    *,
    mode: Annotated[Mode, typer.Option(help="Profil à dessiner.")] = Mode.VOITURE,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Image à écrire, .png ou .svg ; sinon dans data/processed/cartes.",
            metavar="FICHIER",
            parser=named,
        ),
    ] = None,
) -> None:
    """Dessine les rues d’un profil par classe de vitesse, et celles qu’il écarte."""
    from geo.cli.progress import console_reporter
    from geo.errors import OutputError
    from geo.pipeline.network import networks_folder, plot_network
    from geo.settings import Settings

    settings = Settings()
    if out is not None and not out.parent.is_dir():
        raise OutputError(
            f"{out} n’a pas pu être écrit : le dossier {out.parent} n’existe pas. Créez-le, ou"
            " choisissez-en un autre avec --out."
        )
    path = out or settings.processed_dir / "cartes" / f"{name}-{mode}.png"
    typer.echo(plot_network(name, mode, networks_folder(settings), console_reporter(), path=path))


@app.command(
    name="compile", epilog="Exemple : deuxportes network compile", rich_help_panel="Installation"
)
def compile_loops() -> None:
    """Compile les calculs d’avance, pour que ni demande ni construction n’attende."""
    from geo.cli.progress import console_reporter
    from geo.cli.show_network import show_compiled
    from geo.pipeline.kernels import compile_kernels

    show_compiled(compile_kernels(console_reporter()))
