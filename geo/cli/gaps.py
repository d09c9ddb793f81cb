"""``deuxportes gaps``: whom the doors miss, where they are together, what would close the gap."""

import os
from pathlib import Path
from typing import Annotated

import typer

from geo.cli import options
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode

EPILOG = (
    "Exemples :\n\ndeuxportes gaps --reseau mission-locale\n\n"
    "deuxportes gaps --profil demandeur-emploi --besoin accompagnement --mode velo\n\n"
    "deuxportes gaps --reseau cio --mode voiture --au-plus-s 1800 --out /tmp/zones.geojson"
)

LINES = 15
SUFFIXES = (".csv", ".geojson")


def gaps(  # noqa: PLR0913 - one argument an option
    *,
    reseau: Annotated[
        str | None,
        typer.Option(
            "--reseau",
            metavar="CODE",
            help="Réseau qui doit être à portée (france-travail, cio…) ; « tous », par défaut : "
            "n’importe quelle porte.",
        ),
    ] = None,
    profil: Annotated[
        Profil | None,
        typer.Option(
            "--profil", metavar="PUBLIC", help=f"Public à aider : {options.listed(Profil)}."
        ),
    ] = None,
    besoin: Annotated[
        Mission | None,
        typer.Option(
            "--besoin", metavar="BESOIN", help=f"Besoin de ce public : {options.listed(Mission)}."
        ),
    ] = None,
    mode: options.OneMode = Mode.VOITURE,
    network: options.Network = None,
    cutoff_s: options.OneCutoff = None,
    partition: Annotated[
        options.Partition,
        typer.Option(
            "--partition",
            help="Découpage dont une zone ne franchit pas les limites ; « region » pour les zones "
            "d’un seul tenant.",
        ),
    ] = options.Partition.BASSIN,
    lines: Annotated[
        int, typer.Option("--lignes", min=1, metavar="N", help="Zones à montrer.")
    ] = LINES,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FICHIER",
            help="Fichier à écrire, toutes les zones : .csv, ou .geojson avec leurs contours.",
        ),
    ] = None,
) -> None:
    """
    Trouve les zones que les portes laissent hors de portée, et ce qui les comblerait.

    Une zone : des communes voisines dont les habitants sont à plus de la durée donnée. Ferme : la
    moitié au moins le restent quelle que soit la vérité dans l’incertitude déclarée des durées et
    du seuil. Sinon, fragile.
    """
    from geo.access.gap_report import GapQuestion
    from geo.cli.progress import console_reporter
    from geo.cli.show_gaps import show_gaps
    from geo.domain.couverture import ALL_RESEAUX
    from geo.export.gaps import write_gaps
    from geo.pipeline.gaps import find_gaps_in_store
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes([mode], network)
    _check(reseau, profil, besoin)
    _check_suffix(out)
    question = GapQuestion(
        reseau=None if profil else reseau or ALL_RESEAUX,
        profil=profil,
        besoin=besoin,
        cutoff_s=cutoff_s,
        partition=partition.value,
    )
    settings, report = Settings(), console_reporter()
    folder, threads = options.network_folder(network, settings), os.cpu_count() or 1
    with open_store(settings, report) as url, connect(url) as conn:
        found = find_gaps_in_store(conn, question, mode, report, network=folder, threads=threads)
    show_gaps(found, lines)
    if out is not None:
        write_gaps(found.report, out, found.names, found.manifest)
        typer.echo(out)


def _check(reseau: str | None, profil: Profil | None, besoin: Mission | None) -> None:
    if (profil is None) != (besoin is None):
        raise typer.BadParameter(
            "un public et un besoin vont ensemble.", param_hint="--profil, --besoin"
        )
    if reseau is not None and profil is not None:
        raise typer.BadParameter(
            "donnez un réseau, ou un public et un besoin, pas les deux.", param_hint="--reseau"
        )


def _check_suffix(out: Path | None) -> None:
    """Refuse before anything is computed what could not be written in the end."""
    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(
            f"{out.name} : donnez un nom qui finit par {' ou '.join(SUFFIXES)}.",
            param_hint="--out",
        )
