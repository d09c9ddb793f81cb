"""``deuxportes map``: the coverage map, one file that opens offline."""

from pathlib import Path
from typing import Annotated

import typer

EPILOG = "Exemples :\n\ndeuxportes map\n\ndeuxportes map --vers /tmp/carte.html"


def draw(
    *,
    target: Annotated[
        Path | None,
        typer.Option(
            "--vers", help="Page à écrire ; par défaut data/processed/cartes/couverture.html."
        ),
    ] = None,
) -> None:
    """Dessine la carte de couverture du dernier calcul : un seul fichier, lisible hors ligne."""
    from geo.cli.progress import console_reporter
    from geo.pipeline.open_store import open_store
    from geo.pipeline.publish import coverage_map_path, draw_coverage_map
    from geo.settings import Settings

    settings = Settings()
    report = console_reporter()
    path = target or coverage_map_path(settings)
    with open_store(settings, report) as url:
        typer.echo(draw_coverage_map(url, settings, report, path=path))
