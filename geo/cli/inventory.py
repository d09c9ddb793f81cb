"""``deuxportes inventory``: what the directory holds, and what it lacks."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from geo.cli import options

EPILOG = (
    "Exemples :\n\ndeuxportes inventory\n\n"
    "deuxportes inventory --partition departement --out /tmp/inventaire.csv\n\n"
    "deuxportes inventory --points /tmp/points-a-verifier.csv"
)


def inventory(
    *,
    partition: options.OnePartition = options.Partition.BASSIN,
    announced: Annotated[
        bool | None,
        typer.Option(
            "--annonces/--sans-annonces",
            help="Comparer aux totaux annoncés de reseaux.toml. Sans rien dire : oui si la base "
            "tient toute l’Île-de-France, dont ce sont les totaux.",
            show_default=False,
        ),
    ] = None,
    out: options.Out = None,
    points: Annotated[
        Path | None,
        typer.Option(
            "--points",
            metavar="FICHIER",
            help="Fichier CSV à écrire : chaque point, et ce qui est à vérifier à son sujet.",
        ),
    ] = None,
) -> None:
    """
    Dresse l’inventaire : trouvés, annoncés, en double, manquants, à vérifier, âge des fiches.

    Les totaux ne sont annoncés que pour la région : aucun bassin ne leur est comparé.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_inventory import show_inventory
    from geo.domain.horaires import PARIS
    from geo.pipeline.inventory import (
        InventoryAsked,
        take_inventory,
        write_inventory,
        write_places,
    )
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    settings, report = Settings(), console_reporter()
    asked = InventoryAsked(
        today=datetime.now(PARIS).date(), partition=partition.value, announced=announced
    )
    with open_store(settings, report) as url, connect(url) as conn:
        taken = take_inventory(conn, asked, report)
    show_inventory(taken, asked)
    for path, write in ((out, write_inventory), (points, write_places)):
        if path is not None:
            typer.echo(write(taken, asked, path))
