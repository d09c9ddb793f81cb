"""``deuxportes demo``: the whole way, from nothing to an API and a map."""

from typing import Annotated

import typer

EPILOG = (
    "Exemples :\n\ndeuxportes demo\n\ndeuxportes demo --no-serve\n\ndeuxportes demo --port 8080"
)
DEFAULT_PORT = 8000


def demo(
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="S’arrêter après les résultats.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port sur lequel servir l’API.")
    ] = DEFAULT_PORT,
) -> None:
    """Charge la région, calcule accès et couverture, dessine la carte, puis sert l’API."""
    from geo.cli.progress import console_reporter
    from geo.cli.serve import check_port_free, run_server
    from geo.cli.show import show_directory, show_run
    from geo.pipeline.open_store import open_store
    from geo.pipeline.prepare import prepare
    from geo.pipeline.publish import coverage_map_path, exports_folder
    from geo.settings import Settings
    from geo.sources.dila import SOURCE

    settings = Settings()
    report = console_reporter()
    if not no_serve:
        check_port_free("127.0.0.1", port)
    with open_store(settings, report) as url:
        run = prepare(url, settings, report)
        show_directory(url, SOURCE)
        show_run(url, run)
        typer.echo(f"Carte     : {coverage_map_path(settings).as_uri()}")
        typer.echo(f"Tableaux  : {exports_folder(settings)}")
        typer.echo("Documents : deuxportes diagnostic --help")
        typer.echo("Commandes : source .venv/bin/activate, puis deuxportes --help")
        if not no_serve:
            typer.echo(f"API       : http://127.0.0.1:{port}   (Ctrl-C arrête tout)")
            run_server(settings, host="127.0.0.1", port=port)
