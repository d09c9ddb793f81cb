"""``deuxportes doors``: who is helped behind one door, two, or more."""

import os

import typer

from geo.cli import options

BASSIN, REGION = options.Partition.BASSIN, options.Partition.REGION

EPILOG = (
    "Exemples :\n\ndeuxportes doors\n\n"
    "deuxportes doors --profil jeune --besoin conseil --mode marche\n\n"
    "deuxportes doors --profil demandeur-emploi --besoin accompagnement --mode voiture "
    "--au-plus-s 1800\n\n"
    "deuxportes doors --partition epci --out /tmp/deux-portes.csv"
)


def doors(  # noqa: PLR0913 - one argument an option
    *,
    profil: options.ManyProfils = None,
    besoin: options.ManyBesoins = None,
    mode: options.ManyModes = None,
    network: options.Network = None,
    cutoff_s: options.OneCutoff = None,
    partition: options.ManyPartitions = None,
    out: options.Out = None,
) -> None:
    """
    Compte les habitants aidés derrière une porte, deux portes, ou plus.

    Avec un public et un besoin : une ligne par territoire. Sinon : le résumé de la région.

    --out écrit toutes les lignes, pour un tableur.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_doors import show_doors
    from geo.domain.mission import Mission
    from geo.domain.profil import Profil
    from geo.pipeline.doors import DoorsAsked, find_doors, write_doors
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes(mode, network)
    settings, report = Settings(), console_reporter()
    asked = DoorsAsked(
        profiles=tuple(dict.fromkeys(profil or Profil)),
        missions=tuple(dict.fromkeys(besoin or Mission)),
        modes=tuple(dict.fromkeys(mode)) if mode else None,
        cutoff_s=cutoff_s,
        partitions=tuple(dict.fromkeys([*(partition or [BASSIN]), REGION])),
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        found = find_doors(conn, asked, report)
    show_doors(found, asked)
    if out is not None:
        typer.echo(write_doors(found, out))
