"""``deuxportes map``: maps that open offline, one file each: coverage, gaps, doors and more."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli import options
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode

if TYPE_CHECKING:
    from geo.pipeline.diagnostic import DiagnosticAsked
    from geo.settings import Settings

app = typer.Typer(
    help="Dessine une carte, un seul fichier lisible hors ligne ; sans autre mot, la couverture.",
    epilog="Exemples :\n\ndeuxportes map\n\ndeuxportes map --vers /tmp/carte.html\n\n"
    "deuxportes map gaps --mode marche\n\ndeuxportes map scenario scenario.toml",
    invoke_without_command=True,
)

Target = Annotated[
    Path | None,
    typer.Option(
        "--vers", metavar="FICHIER", help="Page à écrire ; sinon dans data/processed/cartes."
    ),
]

Apart = Annotated[
    Path | None,
    typer.Option(
        "--vers",
        metavar="FICHIER",
        help="Page à écrire ; sinon dans data/processed/cartes, ou dans data/processed/"
        "cartes-a-part si des diagnostics y sont publiés : leurs cartes restent telles quelles.",
    ),
]
"""Target of a map that diagnostics draw too."""


@app.callback()
def default(ctx: typer.Context, *, target: Target = None) -> None:
    """Dessine la carte de couverture quand aucune autre carte n’est demandée."""
    if ctx.invoked_subcommand is None:
        _draw_coverage(target)
    elif target is not None:
        raise typer.BadParameter(
            f"écrivez-la après « {ctx.invoked_subcommand} ».", param_hint="--vers"
        )


@app.command(epilog="Exemple : deuxportes map coverage --vers /tmp/carte.html")
def coverage(*, target: Target = None) -> None:
    """Dessine la carte de couverture du dernier calcul (deuxportes access run)."""
    _draw_coverage(target)


@app.command(
    epilog="Exemples :\n\ndeuxportes map gaps\n\ndeuxportes map gaps --reseau mission-locale\n\n"
    "deuxportes map gaps --profil jeune --besoin conseil --mode velo --au-plus-s 1200"
)
def gaps(  # noqa: PLR0913 - one argument an option
    *,
    reseau: Annotated[
        str | None,
        typer.Option("--reseau", metavar="CODE", help="Réseau qui doit être à portée."),
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
    modes: options.ManyModes = None,
    cutoff_s: options.OneCutoff = None,
    network: options.Network = None,
    target: Apart = None,
) -> None:
    """
    Dessine les manques : les zones que les portes laissent hors de portée, fermes ou fragiles.

    Sans --reseau ni --profil, les questions du diagnostic : n’importe quel réseau, l’accompagnement
    des demandeurs d’emploi, l’information des jeunes, l’accompagnement des personnes handicapées.
    """
    from geo.access.gap_report import GapQuestion
    from geo.cli.progress import console_reporter
    from geo.pipeline.maps import PATHS, draw_gap_map
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    if profil is None and besoin is not None:
        raise typer.BadParameter(
            "un public et un besoin vont ensemble.", param_hint="--profil, --besoin"
        )
    options.check_question(reseau, profil, besoin)
    asks = reseau is not None or profil is not None
    question = GapQuestion(reseau=reseau, profil=profil, besoin=besoin) if asks else None
    settings, report = Settings(), console_reporter()
    asked = _asked(settings, modes, network, cutoff_s)
    path = target or _apart(settings, PATHS.gaps)
    with open_store(settings, report) as url:
        typer.echo(draw_gap_map(url, settings, asked, report, question=question, path=path))


@app.command(
    epilog="Exemples :\n\ndeuxportes map doors\n\n"
    "deuxportes map doors --mode marche --au-plus-s 900"
)
def doors(
    *,
    modes: options.ManyModes = None,
    cutoff_s: options.OneCutoff = None,
    network: options.Network = None,
    target: Apart = None,
) -> None:
    """Dessine combien de portes chacun pousse, par public, besoin et mode de déplacement."""
    from geo.cli.progress import console_reporter
    from geo.pipeline.maps import PATHS, draw_door_map
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings, report = Settings(), console_reporter()
    asked = _asked(settings, modes, network, cutoff_s)
    path = target or _apart(settings, PATHS.doors)
    with open_store(settings, report) as url:
        typer.echo(draw_door_map(url, settings, asked, report, path=path))


@app.command(
    epilog="Exemples :\n\ndeuxportes map isochrones --point dila--cio-75110-01\n\n"
    "deuxportes map isochrones --point dila--cio-75110-01 --mode velo --network idf"
)
def isochrones(
    *,
    point: Annotated[
        str,
        typer.Option(
            "--point",
            metavar="ID",
            help="Identifiant du point d’accueil : colonne « point_id » de deuxportes inventory "
            "--points FICHIER.",
        ),
    ],
    modes: options.ManyModes = None,
    network: options.Network = None,
    target: Target = None,
) -> None:
    """
    Dessine qui est à 10, 20 ou 30 minutes d’un point d’accueil.

    Avec un réseau de rues, jusqu’où l’on va par les rues ; sans lui, les communes selon le temps
    estimé.
    """
    from geo.cli.progress import console_reporter
    from geo.pipeline.maps import draw_isochrone_map, isochrones_name
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings, report = Settings(), console_reporter()
    asked = _asked(settings, modes, network, None)
    path = target or settings.maps_dir / isochrones_name(point)
    with open_store(settings, report) as url:
        typer.echo(draw_isochrone_map(url, settings, asked, report, point_id=point, path=path))


@app.command(
    epilog="Exemples :\n\ndeuxportes map scenario scenario.toml\n\n"
    "deuxportes map scenario scenario.toml --profil jeune --besoin conseil --mode marche"
)
def scenario(  # noqa: PLR0913 - one argument an option
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FICHIER", help="Scénario (.toml) : voir deuxportes scenario --exemple."
        ),
    ],
    *,
    mode: Annotated[
        Mode | None,
        typer.Option(
            "--mode",
            metavar="MODE",
            help=f"Mode ; sinon celui du fichier, ou voiture : {options.listed(Mode)}.",
        ),
    ] = None,
    network: options.Network = None,
    profil: options.ManyProfils = None,
    besoin: options.ManyBesoins = None,
    cutoffs_s: options.ReferenceCutoffs = None,
    target: Target = None,
) -> None:
    """Dessine un scénario : avant, après, qui gagne et qui perd."""
    from geo.cli.progress import console_reporter
    from geo.cli.scenario import asked_of
    from geo.domain.scenario import ScenarioError
    from geo.errors import SourceError
    from geo.pipeline.maps import PATHS, draw_scenario_map
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings

    settings, report = Settings(), console_reporter()
    asked = asked_of(
        file, settings, mode=mode, network=network, needs=(profil, besoin), cutoffs_s=cutoffs_s
    )
    day = _asked(settings, [asked.mode], network, None)
    path = target or settings.maps_dir / PATHS.scenario
    with open_store(settings, report) as url:
        try:
            typer.echo(draw_scenario_map(url, settings, asked, report, day=day, path=path))
        except ScenarioError as error:
            raise SourceError(f"{file} : {error.in_full}") from error


def _apart(settings: "Settings", name: str) -> Path:
    """Leave the page of published diagnostics as it is, and say so."""
    from geo.pipeline.maps import unpublished_path

    path = unpublished_path(settings, name)
    if path.parent != settings.maps_dir:
        typer.echo(
            f"Des diagnostics sont publiés dans {settings.maps_dir} : leur page {name} reste telle "
            "quelle. Cette carte est écrite à part.",
            err=True,
        )
    return path


def _draw_coverage(target: Path | None) -> None:
    from geo.cli.progress import console_reporter
    from geo.pipeline.open_store import open_store
    from geo.pipeline.publish import coverage_map_path, draw_coverage_map
    from geo.settings import Settings

    settings = Settings()
    report = console_reporter()
    path = target or coverage_map_path(settings)
    with open_store(settings, report) as url:
        typer.echo(draw_coverage_map(url, settings, report, path=path))


def _asked(
    settings: "Settings", modes: list[Mode] | None, network: str | None, cutoff_s: int | None
) -> "DiagnosticAsked":
    """Gather what maps are drawn from; modes that nothing can time are refused."""
    from datetime import UTC, datetime

    from geo.pipeline.diagnostic import DiagnosticAsked

    options.check_modes(modes, network)
    return DiagnosticAsked(
        on=datetime.now(UTC).date(),
        modes=tuple(dict.fromkeys(modes)) if modes else None,
        cutoff_s=cutoff_s,
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )
