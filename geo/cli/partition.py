"""``deuxportes partition``: how well ways to cut the territory contain the nearest useful place."""

import os
from pathlib import Path
from typing import Annotated

import typer

from geo.cli import options
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode

EPILOG = (
    "Exemples :\n\ndeuxportes partition\n\n"
    "deuxportes partition --reseau mission-locale --mode marche\n\n"
    "deuxportes partition --profil demandeur-emploi --besoin accompagnement --partition bassin\n\n"
    "deuxportes partition --partition bassin --partition mes-zones.csv --out /tmp/decoupages.csv"
)
FILE_SUFFIX = ".csv"


def partition(  # noqa: PLR0913 - one argument an option
    *,
    partition: Annotated[
        list[str] | None,
        typer.Option(
            "--partition",
            metavar="DECOUPAGE",
            help="Découpage, répétable : bassin, zone_emploi, epci, ept, departement, region, ou "
            "un fichier CSV de colonnes code_commune et code ; tous les premiers si aucun n’est "
            "donné. Un seul : ses parts et ses frontières sont détaillées.",
        ),
    ] = None,
    reseau: Annotated[
        str | None,
        typer.Option(
            "--reseau",
            metavar="CODE",
            help="Réseau dont on cherche le point le plus proche (france-travail, cio…) ; tous "
            "les réseaux si rien n’est demandé.",
        ),
    ] = None,
    profil: Annotated[
        Profil | None,
        typer.Option(
            "--profil",
            metavar="PUBLIC",
            help=f"Public à aider, avec --besoin : {options.listed(Profil)}.",
        ),
    ] = None,
    besoin: Annotated[
        Mission | None,
        typer.Option(
            "--besoin",
            metavar="BESOIN",
            help=f"Besoin auquel répondre : {options.listed(Mission)} ; tout public sans --profil.",
        ),
    ] = None,
    mode: options.OneMode = Mode.VOITURE,
    network: options.Network = None,
    out: options.Out = None,
    communes: Annotated[
        Path | None,
        typer.Option(
            "--communes",
            metavar="FICHIER",
            help="Fichier CSV à écrire : les communes mieux servies de l’autre côté d’une limite.",
        ),
    ] = None,
) -> None:
    """
    Compare des découpages : le point utile le plus proche de chacun est-il dans sa part.

    Une grande part contient plus qu’une petite, où que passent ses limites : chaque découpage est
    comparé à des découpages tirés au hasard, de parts aussi nombreuses et aussi peuplées.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_partition import show_partitions
    from geo.domain.couverture import ALL_RESEAUX
    from geo.pipeline.open_store import open_store
    from geo.pipeline.partition import (
        PartitionAsked,
        find_partitions,
        write_crossings,
        write_partitions,
    )
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes([mode], network)
    options.check_question(reseau, profil, besoin)
    settings, report = Settings(), console_reporter()
    names, files = _sorted_out(partition or [])
    asked = PartitionAsked(
        mode=mode,
        reseau=reseau or ALL_RESEAUX,
        profil=(profil or Profil.TOUT_PUBLIC) if besoin else None,
        besoin=besoin,
        partitions=names,
        files=files,
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        found = find_partitions(conn, asked, report)
    show_partitions(found, asked)
    for path, write in ((out, write_partitions), (communes, write_crossings)):
        if path is not None:
            typer.echo(write(found, asked, path))


def _sorted_out(partitions: list[str]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Tell names of partitions from files."""
    files = [Path(one) for one in partitions if one.lower().endswith(FILE_SUFFIX)]
    names = [one for one in partitions if not one.lower().endswith(FILE_SUFFIX)]
    known = [one.value for one in options.Partition]
    for name in names:
        if name not in known:
            raise typer.BadParameter(
                f"découpage « {name} » inconnu ; donnez {', '.join(known)} ou un fichier .csv.",
                param_hint="--partition",
            )
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(files))
