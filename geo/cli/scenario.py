"""``deuxportes scenario``: what opening, closing or moving places would change, and for whom."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from geo.cli import options
from geo.network.estimate import Mode

if TYPE_CHECKING:
    from geo.domain.mission import Mission
    from geo.domain.profil import Profil
    from geo.pipeline.scenario import ScenarioAsked
    from geo.settings import Settings

Value = TypeVar("Value")

BASSIN, REGION = options.Partition.BASSIN, options.Partition.REGION

EPILOG = (
    "Exemples :\n\ndeuxportes scenario --exemple > scenario.toml\n\n"
    "deuxportes scenario scenario.toml\n\n"
    "deuxportes scenario scenario.toml --mode marche --profil jeune --besoin conseil\n\n"
    "deuxportes scenario scenario.toml --network idf --out /tmp/scenario.csv"
)


def scenario(  # noqa: PLR0913 - one argument an option
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FICHIER]", help="Scénario à comparer (.toml) : voir --exemple."),
    ] = None,
    *,
    mode: Annotated[
        Mode | None,
        typer.Option(
            "--mode",
            metavar="MODE",
            help="Mode de déplacement ; sinon celui du fichier, ou voiture : "
            f"{options.listed(Mode)}.",
        ),
    ] = None,
    network: options.Network = None,
    profil: options.ManyProfils = None,
    besoin: options.ManyBesoins = None,
    cutoffs_s: options.ReferenceCutoffs = None,
    partition: options.ManyPartitions = None,
    out: options.Out = None,
    exemple: Annotated[
        bool, typer.Option("--exemple", help="Écrit un scénario commenté, à remplir.")
    ] = False,
) -> None:
    """
    Compare l’annuaire avec un scénario : qui gagne, qui perd, par bassin et par public.

    Le fichier dit ce qui ouvre, ferme, se déplace, ou change d’horaires ou de capacité. Rien n’est
    enregistré. Une option donnée ici l’emporte sur le fichier. --out écrit toutes les lignes (CSV).
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_scenario import show_changes
    from geo.domain.scenario import ScenarioError
    from geo.errors import SourceError
    from geo.pipeline.open_store import open_store
    from geo.pipeline.scenario import find_changes, write_changes
    from geo.settings import Settings
    from geo.sources.scenario_file import example
    from geo.store.engine import connect

    if exemple:
        typer.echo(example(), nl=False)
        return
    if file is None:
        raise typer.BadParameter(
            "donnez un fichier, ou --exemple pour en voir un.", param_hint="FICHIER"
        )
    settings, report = Settings(), console_reporter()
    asked = asked_of(
        file,
        settings,
        mode=mode,
        network=network,
        needs=(profil, besoin),
        cutoffs_s=cutoffs_s,
        partitions=partition,
    )
    with open_store(settings, report) as url, connect(url) as conn:
        try:
            found = find_changes(conn, asked, report)
        except ScenarioError as error:
            raise SourceError(f"{file} : {error.in_full}") from error
    show_changes(found, asked)
    if out is not None:
        typer.echo(write_changes(found, out))


def asked_of(  # noqa: PLR0913 - one argument an option
    file: Path,
    settings: "Settings",
    *,
    mode: Mode | None,
    network: str | None,
    needs: "tuple[list[Profil] | None, list[Mission] | None]",
    cutoffs_s: list[int] | None,
    partitions: list[options.Partition] | None = None,
) -> "ScenarioAsked":
    """
    Read a scenario, and what to compare of it; an option wins over the file.

    Parameters
    ----------
    file
        Of the scenario.
    settings
        Where networks are kept.
    mode, network, cutoffs_s, partitions
        Values of the options.
    needs
        Those of ``--profil`` and ``--besoin``.

    Returns
    -------
    asked
        What to compare.

    Raises
    ------
    SourceError
        If the file cannot be read or changes nothing.
    BadParameter
        If the mode is never estimated and no network was named.
    """
    from geo.domain.mission import Mission
    from geo.domain.profil import Profil
    from geo.errors import SourceError
    from geo.pipeline.scenario import ScenarioAsked
    from geo.sources.scenario_file import read_scenario

    told = read_scenario(file)
    chosen = mode or told.mode or Mode.VOITURE
    options.check_modes([chosen], network)
    if not told.scenario.changes:
        raise SourceError(f"aucun changement dans le fichier {file} : voyez --exemple")
    return ScenarioAsked(
        scenario=told.scenario,
        mode=chosen,
        cutoffs_s=_first(cutoffs_s, told.cutoffs_s),
        profiles=_first(needs[0], told.profils) or tuple(Profil),
        missions=_first(needs[1], told.missions) or tuple(Mission),
        partitions=tuple(dict.fromkeys([*(partitions or [BASSIN]), REGION])),
        network=options.network_folder(network, settings),
        threads=os.cpu_count() or 1,
    )


def _first(given: list[Value] | None, of_file: tuple[Value, ...]) -> tuple[Value, ...]:
    """Give the values of an option, each once, or else those of the file."""
    return tuple(dict.fromkeys(given or of_file))
