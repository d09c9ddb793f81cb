"""``deuxportes diagnostic``: a document, a workbook and a map a bassin; checked, compared."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from geo.cli import options
from geo.network.estimate import Mode

app = typer.Typer(
    help="Diagnostics des territoires : document, classeur, couches et carte par bassin.",
    epilog=(
        "Exemples :\n\ndeuxportes diagnostic --bassin 1107 --out /tmp/diagnostics\n\n"
        "deuxportes diagnostic --region 11\n\n"
        "deuxportes diagnostic --region 11 --modes marche,voiture --au-plus-s 1800\n\n"
        "deuxportes diagnostic verify /tmp/diagnostics\n\n"
        "deuxportes diagnostic compare diagnostic-3f… diagnostic-a1… --out evolution.html"
    ),
    invoke_without_command=True,
)


@app.callback()
def diagnostic(  # noqa: PLR0913 - one argument an option
    context: typer.Context,
    *,
    bassins: Annotated[
        list[str] | None,
        typer.Option("--bassin", metavar="CODE", help="Bassin à décrire, répétable."),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="CODE",
            help="Région : tous ses bassins, la synthèse qui les compare, et les cartes.",
        ),
    ] = None,
    modes: Annotated[
        list[str] | None,
        typer.Option(
            "--modes",
            "--mode",
            metavar="MODES",
            help="Modes de déplacement, séparés par des virgules ; tous si aucun n’est donné : "
            f"{options.listed(Mode)}.",
        ),
    ] = None,
    cutoff_s: options.OneCutoff = None,
    network: options.Network = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--au",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help="Jour dont parle le diagnostic (âge des fiches, labels) ; aujourd’hui par défaut.",
        ),
    ] = None,
    with_trial: Annotated[
        bool,
        typer.Option(
            "--avec-essai",
            help="Mettre aussi dans la synthèse les durées d’un réseau d’essai, non publiable.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DOSSIER",
            help="Où écrire ; par défaut data/processed/cartes, que l’API sert sous /cartes/.",
        ),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processus", min=1, metavar="N", help="Documents écrits en même temps ; un par cœur."
        ),
    ] = None,
) -> None:
    """
    Écrit le diagnostic d’un bassin, ou de tous ceux d’une région avec leur synthèse.

    Les mêmes données, le même jour, donnent les mêmes fichiers.
    """
    if context.invoked_subcommand is not None:
        return
    _check_territory(bassins, region)
    on = _day(day)
    chosen = _modes(modes)
    options.check_modes(chosen or [], network)
    from geo.cli.progress import console_reporter
    from geo.cli.show_diagnostic import show_published
    from geo.pipeline.diagnostic import DiagnosticAsked
    from geo.pipeline.open_store import open_store
    from geo.pipeline.publish_diagnostics import Wanted, publish_diagnostics
    from geo.settings import Settings

    settings, report, cores = Settings(), console_reporter(), os.cpu_count() or 1
    asked = DiagnosticAsked(
        region=region,
        modes=chosen,
        cutoff_s=cutoff_s,
        on=on,
        network=options.network_folder(network, settings),
        threads=cores,
    )
    wanted = Wanted(
        folder=out or settings.maps_dir,
        bassins=tuple(bassins) if bassins else None,
        with_trial=with_trial,
        processes=processes or cores,
    )
    with open_store(settings, report) as url:
        published = publish_diagnostics(url, settings, asked, wanted, report)
    show_published(published)


@app.command(epilog="Exemple : deuxportes diagnostic verify data/processed/cartes")
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier de diagnostics.")],
) -> None:
    """
    Vérifie que des diagnostics sont entiers et n’ont pas changé depuis qu’ils sont écrits.

    CSV, JSON, GeoParquet et SVG à l’octet près ; PDF, XLSX, GeoPackage et HTML par leur contenu.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_diagnostic import show_differences
    from geo.export.empreintes import check_fingerprints

    with console_reporter().step("Vérification"):
        differences = check_fingerprints(folder)
    show_differences(folder, differences)
    if differences:
        raise typer.Exit(1)


@app.command(
    epilog="Exemples :\n\ndeuxportes diagnostic compare diagnostic-3f… diagnostic-a1…\n\n"
    "deuxportes diagnostic compare diagnostic-3f… diagnostic-a1… --out evolution.pdf\n\n"
    "deuxportes indicateurs list montre les calculs gardés."
)
def compare(
    before: Annotated[
        str, typer.Argument(metavar="RUN_A", help="Calcul de départ, ou le début de son nom.")
    ],
    after: Annotated[
        str, typer.Argument(metavar="RUN_B", help="Calcul d’arrivée, ou le début de son nom.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FICHIER", help="Page à écrire : .html ou .pdf ; ou .csv, le tableau."
        ),
    ] = None,
) -> None:
    """Compare deux diagnostics gardés dans la base : ce qui a changé, en une page."""
    if out is not None and out.suffix not in {".html", ".pdf", ".csv"}:
        raise typer.BadParameter(f"un fichier .html, .pdf ou .csv, reçu {out}.", param_hint="--out")
    from geo.cli.progress import console_reporter
    from geo.cli.show_diagnostic import show_changes
    from geo.pipeline.compare_diagnostics import compare_diagnostics, write_comparison
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings, report = Settings(), console_reporter()
    with open_store(settings, report) as url:
        dossier = compare_diagnostics(url, before, after)
    if out is None:
        show_changes(dossier)
        return
    typer.echo(write_comparison(dossier, out))


def today() -> date:
    """Give the day it is in France."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def _day(told: datetime | None) -> date:
    """Give the day to speak of: today, unless another was given."""
    now = today()
    if told is not None and told.date() > now:
        raise typer.BadParameter(
            f"le {told:%Y-%m-%d} n’est pas encore venu : un diagnostic dit ce qui est connu.",
            param_hint="--au",
        )
    return told.date() if told else now


def _check_territory(bassins: list[str] | None, region: str | None) -> None:
    if bassins and region:
        raise typer.BadParameter(
            "donnez des bassins, ou une région qui les a tous.", param_hint="--bassin, --region"
        )
    if not bassins and not region:
        raise typer.BadParameter(
            "de quel territoire ? --bassin CODE pour un bassin (deuxportes inventory les montre), "
            "--region CODE pour tous ceux de la région et leur synthèse (11 : Île-de-France).",
            param_hint="--bassin, --region",
        )


def _modes(told: list[str] | None) -> tuple[Mode, ...] | None:
    """Read modes, separated by commas or given one by one."""
    words = [word.strip() for text in told or () for word in text.split(",")]
    known = {mode.value: mode for mode in Mode}
    unknown = [word for word in words if word not in known]
    if unknown:
        raise typer.BadParameter(
            f"{', '.join(map(repr, unknown))} : modes connus : {options.listed(Mode)}.",
            param_hint="--modes",
        )
    return tuple(dict.fromkeys(known[word] for word in words)) or None
