"""``deuxportes ingest``: raw data into the store."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Charger des données dans l’annuaire ; les lecteurs voient l’ancien état ou le nouveau.",
    epilog="Exemples :\n\ndeuxportes ingest reference\n\n"
    "deuxportes ingest points --source dila annuaire.xml.tar.zst",
    no_args_is_help=True,
)


class Source(StrEnum):
    """Where places may come from."""

    DILA = "dila"
    REFERENCE = "reference"


AllowShrink = Annotated[
    bool,
    typer.Option(
        "--allow-shrink", help="Accepter de retirer plus de la moitié des points de la source."
    ),
]
Folder = Annotated[
    Path | None,
    typer.Argument(
        help="Référence faite par « sources build-reference » ; sans elle, l’embarquée.",
        metavar="[DOSSIER]",
    ),
]


@app.command(
    epilog="Exemples :\n\ndeuxportes ingest reference\n\n"
    "deuxportes ingest reference data/raw/bretagne "
    "--allow-shrink"
)
def reference(folder: Folder = None, *, allow_shrink: AllowShrink = False) -> None:
    """
    Charge d’un seul coup les territoires d’une référence et ses points d’accueil.

    Réseaux, compétences, services à distance, temps de référence et comptes par public vont avec,
    de data/raw/reseaux.toml et de data/reference.

    Tout est remplacé, ou rien. Il le faut quand des communes fusionnent ; pour changer de région,
    ajoutez --allow-shrink.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_import, show_territories
    from geo.pipeline.ingest import ingest_reference
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.sources.dila import SOURCE

    settings = Settings()
    report = console_reporter()
    source = folder or settings.reference_dir
    with open_store(settings, report) as url:
        loaded, summary = ingest_reference(url, source, settings, report, allow_shrink=allow_shrink)
        show_territories(loaded)
        show_import(summary, url, SOURCE)


@app.command(
    epilog="Exemples :\n\ndeuxportes ingest points --source dila annuaire.xml.tar.zst\n\n"
    "deuxportes ingest points --source dila mission_locale-77243-01.xml\n\n"
    "deuxportes ingest points --source reference"
)
def points(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="Fichier XML, dossier ou archive de la DILA ; sans lui, la référence embarquée.",
            metavar="[FICHIER|DOSSIER|ARCHIVE]",
        ),
    ] = None,
    *,
    source: Annotated[Source, typer.Option(help="Forme des données.")] = Source.DILA,
    allow_shrink: AllowShrink = False,
) -> None:
    """
    Charge des points d’accueil, et dit ce qui est rejeté et pourquoi.

    Un dossier ou une archive remplace toute la source ; un fichier seul ajoute ou met à jour.
    Réseaux, compétences, services à distance, temps de référence et comptes par public sont relus
    avec eux, de data/raw/reseaux.toml et de data/reference.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_import
    from geo.pipeline.ingest import ingest_points, reading_of
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings = Settings()
    reading = reading_of(source.value, path, settings)
    report = console_reporter()
    with open_store(settings, report) as url:
        summary = ingest_points(url, reading, settings, report, allow_shrink=allow_shrink)
        show_import(summary, url, reading.source)


@app.command(
    epilog="Exemples :\n\ndeuxportes ingest territories\n\n"
    "deuxportes ingest territories data/raw/bretagne"
)
def territories(folder: Folder = None) -> None:
    """Charge communes, arrondissements, EPCI, départements, région, bassins, mairies et gares."""
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_territories
    from geo.pipeline.ingest import ingest_territories
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings = Settings()
    report = console_reporter()
    with open_store(settings, report) as url:
        show_territories(ingest_territories(url, folder or settings.reference_dir, report))


@app.command(
    epilog="Exemples :\n\ndeuxportes ingest rejects\n\ndeuxportes ingest rejects | grep position"
)
def rejects() -> None:
    """Dit ce que le dernier chargement n’a pas publié : une fiche par ligne, avec sa raison."""
    from geo.cli.progress import console_reporter
    from geo.cli.show import show_rejects
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.sources.dila import SOURCE

    with open_store(Settings(), console_reporter()) as url:
        show_rejects(url, SOURCE)
