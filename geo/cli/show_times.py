"""Where the times behind some figures come from, as people read it on a terminal."""

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Console

from geo.access.street_run import EDGES, MAIN_ROADS, TRAFFIC, TRIAL, percentage
from geo.access.survey import Flags, ModeTimes, Survey
from geo.network.estimate import LABELS, PACES, Mode, pace_in_french
from geo.network.manifest import Manifest
from geo.network.profiles.traffic import tranche_at

UNIT = "\N{NO-BREAK SPACE}min"
"""What `minutes` writes after the number."""


def show_times(surveys: Sequence[Survey], manifest: Manifest | None) -> None:
    """Print where the times of each mode come from, and whether they may be published."""
    console = Console()
    for words in times_in_french(surveys, manifest):
        console.print(words, markup=False, highlight=False, soft_wrap=True)
    for words in warnings_in_french(surveys, manifest):
        console.print(f"[bold red]{words}[/]", highlight=False, soft_wrap=True)


def times_in_french(surveys: Sequence[Survey], manifest: Manifest | None) -> Iterator[str]:
    """
    Say where the times of each mode come from.

    Parameters
    ----------
    surveys
        A mode each.
    manifest
        Of the network that gave some of the times, where there is one.

    Yields
    ------
    words
        A sentence for the modes that are estimated, one for each mode of the network, and one for
        whom the streets are due to.
    """
    by_mode = {Mode(survey.times.mode): survey for survey in surveys}
    estimated = [mode for mode, survey in by_mode.items() if survey.times.is_estimate.all()]
    if estimated:
        paces = " ; ".join(pace_in_french(mode) for mode in estimated)
        yield f"Durées estimées, distance à vol d’oiseau × détour ÷ vitesse : {paces}."
    if manifest is None:
        return
    for mode, survey in by_mode.items():
        if mode not in estimated:
            yield _by_streets(mode, survey, manifest)
    yield f"Rues : {manifest.source.attribution}, {manifest.source.licence}."


def warnings_in_french(surveys: Sequence[Survey], manifest: Manifest | None) -> Iterator[str]:
    """
    Say what keeps figures from being published, or makes them too good.

    Parameters
    ----------
    surveys, manifest
        As of `times_in_french`.

    Yields
    ------
    words
        None where nothing does.
    """
    if manifest is not None and manifest.source.kind == EDGES:
        yield f"{MAIN_ROADS[0].upper()}{MAIN_ROADS[1:]}."
    if not all(survey.times.publiable for survey in surveys):
        yield TRIAL.upper()


def minutes(seconds: float) -> str:
    r"""
    Write a time as people read it.

    Examples
    --------
    >>> minutes(1200), minutes(750)
    ('20\xa0min', '12,5\xa0min')
    """
    return f"{round(seconds / 60, 1):g}".replace(".", ",") + UNIT


def _by_streets(mode: Mode, survey: Survey, manifest: Manifest) -> str:
    population = survey.people.population
    on_network = int(population[_on_network(survey.times)].sum())
    share = percentage(on_network / max(int(population.sum()), 1))
    elsewhere = "ailleurs, durées estimées" if mode in PACES else "ailleurs, aucun temps"
    name = f"«\N{NO-BREAK SPACE}{manifest.name}\N{NO-BREAK SPACE}»"
    return (
        f"{LABELS[mode]} : temps par les rues, réseau {name}{_traffic(mode, manifest)} ; "
        f"{share} des habitants sont sur le réseau, {elsewhere}."
    )


def _on_network(times: ModeTimes) -> Flags:
    if times.measured is not None:
        return times.measured
    return np.asarray((~times.is_estimate).any(axis=1))


def _traffic(mode: Mode, manifest: Manifest) -> str:
    tranche = tranche_at(manifest.profiles[mode].constants, None)
    if tranche is None:
        return ""
    factor = f"{tranche.facteur:g}".replace(".", ",")
    return f", trafic compté : × {factor} ({TRAFFIC.get(tranche.code, tranche.code)})"
