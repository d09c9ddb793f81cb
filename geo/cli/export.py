"""``deuxportes export``: results as files for a spreadsheet and a GIS."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Écrire les résultats dans des fichiers.",
    epilog="Exemple : deuxportes export couverture",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Keep ``couverture`` a subcommand while it is the only one."""


@app.command(
    epilog="Exemples :\n\ndeuxportes export couverture\n\n"
    "deuxportes export couverture --dossier /tmp"
)
def couverture(
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--dossier", help="Où écrire ; par défaut data/processed/exports."),
    ] = None,
) -> None:
    """Écrit la couverture du dernier calcul en CSV (tableur) et en GeoPackage (SIG)."""
    from geo.cli.progress import console_reporter
    from geo.pipeline.open_store import open_store
    from geo.pipeline.publish import export_coverage, exports_folder
    from geo.settings import Settings

    settings = Settings()
    report = console_reporter()
    target = folder or exports_folder(settings)
    with open_store(settings, report) as url:
        written = export_coverage(url, settings, report, folder=target)
    for path in written:
        typer.echo(path)
