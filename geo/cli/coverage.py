"""``deuxportes coverage``: who is helped within reach, at a place or from afar."""

import os

import typer

from geo.cli import options

BASSIN, REGION = options.Partition.BASSIN, options.Partition.REGION

EPILOG = (
    "Exemples :\n\ndeuxportes coverage\n\n"
    "deuxportes coverage --profil jeune --besoin conseil --mode voiture\n\n"
    "deuxportes coverage --reseau mission-locale --mode marche --au-plus-s 900 --au-plus-s 1800\n\n"
    "deuxportes coverage --partition epci --out /tmp/couverture.csv"
)


def coverage(  # noqa: PLR0913 - one argument an option
    *,
    profil: options.ManyProfils = None,
    besoin: options.ManyBesoins = None,
    reseau: options.ManyReseaux = None,
    mode: options.ManyModes = None,
    network: options.Network = None,
    cutoffs_s: options.ReferenceCutoffs = None,
    partition: options.ManyPartitions = None,
    out: options.Out = None,
) -> None:
    """
    Compte les habitants aidés à portée : sur place, à distance, ou l’un des deux.

    Par besoin : un lieu qui aide ce public est à portée, ou un service à distance l’aide. Avec
    --reseau : un lieu de ce réseau est à portée (« tous » : n’importe quelle porte). Une question :
    une ligne par territoire ; plusieurs : le résumé de la région. --out écrit toutes les lignes
    (CSV).
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_coverage import show_coverage
    from geo.domain.mission import Mission
    from geo.domain.profil import Profil
    from geo.pipeline.coverage import CoverageAsked, find_coverage, write_coverage
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes(mode, network)
    if reseau and (profil or besoin):
        raise typer.BadParameter(
            "donnez un réseau, ou un public et un besoin, pas les deux.", param_hint="--reseau"
        )
    settings, report = Settings(), console_reporter()
    asked = CoverageAsked(
        reseaux=tuple(dict.fromkeys(reseau or ())),
        profiles=tuple(dict.fromkeys(profil or Profil)),
        missions=tuple(dict.fromkeys(besoin or Mission)),
        modes=tuple(dict.fromkeys(mode)) if mode else None,
        cutoffs_s=tuple(sorted(set(cutoffs_s or ()))),
        partitions=tuple(dict.fromkeys([*(partition or [BASSIN]), REGION])),
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        found = find_coverage(conn, asked, report)
    show_coverage(found, asked)
    if out is not None:
        typer.echo(write_coverage(found, out))
