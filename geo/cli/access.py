"""``deuxportes access``: who can reach what, in how long."""

from typing import Annotated

import typer

from geo.network.estimate import ESTIMATED_MODES, Mode

app = typer.Typer(
    help="Calculer l’accès : le point le plus proche de chaque origine, et les habitants couverts.",
    epilog="Exemples :\n\ndeuxportes access run\n\ndeuxportes access run --mode marche",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Keep ``run`` a subcommand while it is the only one."""


@app.command(epilog="Exemples :\n\ndeuxportes access run\n\ndeuxportes access run --mode marche")
def run(
    *,
    mode: Annotated[
        list[Mode] | None,
        typer.Option("--mode", help="Mode de déplacement, répétable ; tous si aucun n’est donné."),
    ] = None,
) -> None:
    """Calcule l’accès et la couverture et les garde ; le même calcul n’est pas refait."""
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_run
    from geo.pipeline.access import compute_access
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    report = console_reporter()
    with open_store(Settings(), report) as url:
        show_run(url, compute_access(url, report, modes=tuple(mode or ESTIMATED_MODES)))
