"""``deuxportes measure``: access as the published measures tell it, and how unequal it is."""

import os
from pathlib import Path
from typing import Annotated

import typer

from geo.cli import options
from geo.domain.mesure import Measure, Shape
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode

EPILOG = (
    "Exemples :\n\ndeuxportes measure nearest --reseau mission-locale --mode marche\n\n"
    "deuxportes measure cumulative --reseau france-travail --au-plus-s 1800\n\n"
    "deuxportes measure e2sfca --profil demandeur-emploi --besoin accompagnement\n\n"
    "deuxportes measure bfca --reseau cio --decroissance gaussienne --au-plus-s 2400\n\n"
    "deuxportes measure 2sfca --reseau cio --out communes.csv --resume bassins.csv\n\n"
    "Les formules et leurs sources : docs/measures.md"
)
SHAPED = (Measure.GRAVITY, Measure.ENHANCED, Measure.THREE_STEP, Measure.BALANCED)
CUT = (*SHAPED, Measure.CUMULATIVE, Measure.TWO_STEP)
HELP = (
    "nearest (durée jusqu’au plus proche), cumulative (lieux à portée), gravity (lieux, moins s’ils"
    " sont loin), 2sfca, e2sfca, 3sfca (lieux pour 100 000 personnes, partagés entre ceux qui les"
    " atteignent), bfca (de même, équilibré), apl (accessibilité potentielle localisée, DREES)."
)


def measure(  # noqa: PLR0913 - one argument an option
    measure: Annotated[Measure, typer.Argument(help=f"Mesure : {HELP}", metavar="MESURE")],
    *,
    reseau: Annotated[
        str | None,
        typer.Option(
            "--reseau",
            metavar="CODE",
            help="Réseau dont on compte les lieux (france-travail, cio…) ; tous si rien n’est "
            "demandé.",
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
            help=f"Besoin auquel répondre, au lieu de --reseau : {options.listed(Mission)} ; tout "
            "public sans --profil.",
        ),
    ] = None,
    mode: options.OneMode = Mode.VOITURE,
    network: options.Network = None,
    cutoff_s: options.OneCutoff = None,
    decroissance: Annotated[
        Shape | None,
        typer.Option(
            "--decroissance",
            metavar="FORME",
            help="Comment un lieu compte moins avec la durée (gravity, e2sfca, 3sfca, bfca) : "
            f"{', '.join(Shape)}. Sans elle : paliers, et gaussienne pour gravity.",
        ),
    ] = None,
    partition: options.OnePartition = options.Partition.BASSIN,
    out: options.Out = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            "--resume", metavar="FICHIER", help="Fichier CSV à écrire : le résumé par territoire."
        ),
    ] = None,
) -> None:
    """
    Mesure l’accès de chaque commune, et dit s’il est inégal.

    La demande est la population, ou le public là où il est compté ; l’offre, un par lieu : aucune
    source ne dit combien de conseillers y travaillent.

    --out écrit une ligne par commune ou arrondissement, pour un tableur.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_measure import show_measure
    from geo.domain.couverture import ALL_RESEAUX
    from geo.pipeline.measure import MeasureAsked, find_measure, write_measure, write_summary
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    options.check_modes([mode], network)
    options.check_question(reseau, profil, besoin)
    _check_measure(measure, cutoff_s, decroissance)
    settings, report = Settings(), console_reporter()
    asked = MeasureAsked(
        measure=measure,
        mode=mode,
        reseau=reseau or ALL_RESEAUX,
        profil=(profil or Profil.TOUT_PUBLIC) if besoin else None,
        besoin=besoin,
        shape=decroissance,
        cutoff_s=cutoff_s,
        partition=partition.value,
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        found = find_measure(conn, asked, report)
    show_measure(found, asked)
    for path, write in ((out, write_measure), (resume, write_summary)):
        if path is not None:
            typer.echo(write(found, asked, path))


def _check_measure(measure: Measure, cutoff_s: int | None, shape: Shape | None) -> None:
    if cutoff_s is not None and measure not in CUT:
        why = "elle n’a pas de seuil" if measure is Measure.NEAREST else "la DREES fixe les siens"
        raise typer.BadParameter(
            f"{measure.value} n’en prend pas : {why}. En prennent : {', '.join(CUT)}.",
            param_hint="--au-plus-s",
        )
    if shape is not None and measure not in SHAPED:
        raise typer.BadParameter(
            f"{measure.value} n’en prend pas ; en prennent : {', '.join(SHAPED)}.",
            param_hint="--decroissance",
        )
