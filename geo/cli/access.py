"""``deuxportes access``: who can reach what, in how long."""

from typing import TYPE_CHECKING, Annotated

import typer

from geo.network.estimate import ESTIMATED_MODES, Mode

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from geo.settings import Settings

app = typer.Typer(
    help="Calculer l’accès : le point le plus proche de chaque origine, et les habitants couverts.",
    epilog="Exemples :\n\ndeuxportes access run\n\n"
    "deuxportes access run --mode voiture --network idf",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Keep ``run`` a subcommand while it is the only one."""


@app.command(
    epilog="Exemples :\n\ndeuxportes access run\n\ndeuxportes access run --mode marche\n\n"
    "deuxportes access run --mode voiture --network idf"
)
def run(
    *,
    mode: Annotated[
        list[Mode] | None,
        typer.Option(
            "--mode",
            help="Mode de déplacement, répétable ; tous si aucun n’est donné. Avec --network : les "
            "modes à mesurer par les rues ; les autres sont estimés à côté. Sans lui : les seuls "
            "modes calculés, donc les seuls de la carte, des tableaux et de l’API.",
        ),
    ] = None,
    network: Annotated[
        str | None,
        typer.Option(
            "--network",
            help="Réseau de rues construit par « deuxportes network build » ; sans lui, et hors de "
            "lui, les durées sont estimées.",
        ),
    ] = None,
) -> None:
    """Calcule l’accès et la couverture et les garde ; le même calcul n’est pas refait."""
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_run
    from geo.pipeline.access import compute_access
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    _check_estimated(mode or [], network)
    settings, report = Settings(), console_reporter()
    folder = None if network is None else _folder_of(network, settings)
    with open_store(settings, report) as url:
        computed = compute_access(
            url, report, modes=mode, network=folder, recalled=_say_recalled
        )  # fmt: skip
        show_run(url, computed)


def _say_recalled(computed: "datetime") -> None:
    """Say why nothing was done."""
    day = computed.astimezone()
    typer.echo(f"Déjà calculé le {day:%d/%m/%Y à %H:%M} : rien n’a changé.")


def _folder_of(network: str, settings: "Settings") -> "Path":
    from geo.network.library import check_name
    from geo.pipeline.network import networks_folder

    return networks_folder(settings) / check_name(network)


def _check_estimated(modes: list[Mode], network: str | None) -> None:
    never = [mode.value for mode in modes if mode not in ESTIMATED_MODES]
    if never and network is None:
        raise typer.BadParameter(
            f"{', '.join(never)} : aucune estimation n’existe ; donnez un réseau avec --network.",
            param_hint="--mode",
        )
