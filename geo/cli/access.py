"""``deuxportes access``: who can reach what, in how long."""

from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli import options
from geo.network.estimate import Mode

if TYPE_CHECKING:
    from datetime import datetime

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
    network: options.Network = None,
) -> None:
    """Calcule l’accès et la couverture et les garde ; le même calcul n’est pas refait."""
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_run
    from geo.pipeline.access import compute_access
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    options.check_modes(mode, network)
    settings, report = Settings(), console_reporter()
    folder = options.network_folder(network, settings)
    with open_store(settings, report) as url:
        computed = compute_access(
            url, report, modes=mode, network=folder, recalled=_say_recalled
        )  # fmt: skip
        show_run(url, computed)


def _say_recalled(computed: "datetime") -> None:
    """Say why nothing was done."""
    day = computed.astimezone()
    typer.echo(f"Déjà calculé le {day:%d/%m/%Y à %H:%M} : rien n’a changé.")
