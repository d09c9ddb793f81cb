"""``deuxportes sites``: where to open a place for everyone, where to go out to meet people."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.cli import options
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode

EPILOG = (
    "Exemples :\n\ndeuxportes sites\n\ndeuxportes sites --parmi mairies --partition epci\n\n"
    "deuxportes sites --outreach 5 --reseau mission-locale --au-plus-s 1200\n\n"
    "deuxportes sites --outreach 3 --parmi gares --profil demandeur-emploi --besoin conseil "
    "--out /tmp/journee.geojson"
)
SUFFIXES = (".csv", ".geojson")


class Parmi(StrEnum):
    """What may open."""

    POINTS = "points"
    PORTES = "portes"
    MAIRIES = "mairies"
    GARES = "gares"


def sites(  # noqa: PLR0913 - one argument an option
    *,
    outreach: Annotated[
        int | None,
        typer.Option(
            "--outreach",
            "--hors-les-murs",
            min=1,
            metavar="N",
            help="Choisir plutôt les N sites d’une journée hors les murs : ceux d’où le plus "
            "d’habitants qu’aucun point ne couvre seraient à portée.",
        ),
    ] = None,
    among: Annotated[
        list[Parmi] | None,
        typer.Option(
            "--parmi",
            metavar="SITES",
            help="Ce qui peut ouvrir, répétable : points (d’accueil existants, ouverts à tous les "
            "publics), portes (tout point existant, même d’un public particulier), mairies, gares. "
            "Par défaut : points, ou mairies et gares avec --outreach.",
        ),
    ] = None,
    partition: options.OnePartition = options.Partition.BASSIN,
    reseau: Annotated[
        str | None,
        typer.Option(
            "--reseau",
            metavar="CODE",
            help="Réseau des points parmi lesquels choisir ou, avec --outreach, de ceux qui "
            "couvrent déjà (france-travail, cio…) ; toutes les portes sinon.",
        ),
    ] = None,
    profil: Annotated[
        Profil | None,
        typer.Option(
            "--profil",
            metavar="PUBLIC",
            help="Avec --outreach et --besoin, public que les points aident déjà : "
            f"{options.listed(Profil)}.",
        ),
    ] = None,
    besoin: Annotated[
        Mission | None,
        typer.Option(
            "--besoin",
            metavar="BESOIN",
            help=f"Avec --outreach, besoin auquel ils répondent : {options.listed(Mission)}.",
        ),
    ] = None,
    mode: options.OneMode = Mode.VOITURE,
    network: options.Network = None,
    cutoff_s: options.OneCutoff = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FICHIER", help="Fichier à écrire : .csv, ou .geojson avec les points."
        ),
    ] = None,
) -> None:
    """
    Choisit où ouvrir : le meilleur lieu tout public de chaque bassin, ou une journée hors les murs.

    Le meilleur lieu de chaque bassin est celui dont l’ensemble rend le trajet moyen des habitants
    le plus court, chacun allant au plus proche, même hors de son bassin. Le prix de l’homogénéité :
    ce que ce trajet gagnerait si autant de lieux pouvaient ouvrir n’importe où.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_sites import outreach_rows, part_rows, show_outreach, show_parts
    from geo.domain.couverture import ALL_RESEAUX
    from geo.export.sites import write_sites
    from geo.pipeline.open_store import open_store
    from geo.pipeline.site_candidates import SitesAsked
    from geo.pipeline.sites import find_best_per_part, find_outreach
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes([mode], network)
    options.check_question(reseau, profil, besoin)
    _check(outreach, besoin, cutoff_s, out)
    settings, report = Settings(), console_reporter()
    usual = [Parmi.POINTS] if outreach is None else [Parmi.MAIRIES, Parmi.GARES]
    asked = SitesAsked(
        mode=mode,
        kinds=tuple(one.value for one in dict.fromkeys(among or usual)),
        partition=partition.value,
        reseau=reseau or ALL_RESEAUX,
        profil=(profil or Profil.TOUT_PUBLIC) if besoin else None,
        besoin=besoin,
        cutoff_s=cutoff_s,
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        if outreach is None:
            parts = find_best_per_part(conn, asked, report)
            show_parts(parts, asked)
            rows = part_rows(parts, asked)
        else:
            day = find_outreach(conn, asked, report, n=outreach)
            show_outreach(day, asked)
            rows = outreach_rows(day, asked)
    if out is not None:
        write_sites(rows, out)
        typer.echo(out)


def _check(
    outreach: int | None, besoin: Mission | None, cutoff_s: int | None, out: Path | None
) -> None:
    """Refuse before anything is computed what would be ignored, or could not be written."""
    if outreach is None and (besoin is not None or cutoff_s is not None):
        raise typer.BadParameter(
            "le lieu tout public ne dépend ni d’un besoin ni d’une durée : ils vont avec "
            "--outreach.",
            param_hint="--besoin, --au-plus-s",
        )
    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(
            f"{out.name} : donnez un nom qui finit par {' ou '.join(SUFFIXES)}.",
            param_hint="--out",
        )
