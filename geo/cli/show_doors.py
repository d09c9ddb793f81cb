"""The two doors, as people read them on a terminal."""

import math
from collections.abc import Iterator, Mapping

import pandas as pd
from rich.console import Console
from rich.table import Table

from geo.access.door_shares import OUTCOME_COLUMNS, door_share
from geo.access.street_run import percentage
from geo.cli.show import number
from geo.cli.show_times import minutes, show_times
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.mission import Mission
from geo.domain.profil import LABELS as PROFILS
from geo.domain.profil import Profil
from geo.network.estimate import LABELS, Mode
from geo.pipeline.doors import DoorsAsked, DoorsFound

HEADINGS = ("1 porte", "2 portes", "plus loin", "personne")
"""Of the shares, in the order of `geo.access.doors.RESULTATS`."""

REGION = "region"
UNKNOWN = "—"
"""Where nobody lives, so that there is no share."""

WORDS = (
    "1 porte : un lieu qui aide ce public est à portée. 2 portes : un premier accueil est à "
    "portée et, de là, un lieu qui aide. Plus loin : un tel lieu existe, hors de portée. "
    "Personne : aucun lieu de l’annuaire n’aide ce public ici."
)
LIMITS = (
    "Tous les habitants sont comptés, comme si chacun était de ce public, depuis un point par "
    "commune ou arrondissement. Ni attente, ni rendez-vous, ni horaires ne sont comptés. Un lieu "
    "dont la zone est inconnue est compté : son rattachement est à vérifier."
)
MORE = "Une, deux portes ou plus : donnez un --profil ou un --besoin. Par territoire : les deux."
TOO_FEW = "trop peu d’habitants sont sur le réseau pour en dire quelque chose."


def show_doors(found: DoorsFound, asked: DoorsAsked) -> None:
    """
    Print shares of residents, and what they rest on.

    By territory for one public and one need, the worst served first; for several, those of the
    region: all four outcomes where one of the two varies, else those helped behind two doors.
    """
    console = Console()
    for mode, budget_s in found.budgets_s.items():
        of_mode = found.table[found.table["mode"] == mode]
        within = f"{LABELS[Mode(mode)].lower()}, {minutes(budget_s)} au plus par trajet"
        rows = of_mode[of_mode["cutoff_s"] == budget_s]
        if rows.empty:
            console.print(f"{LABELS[Mode(mode)]} : {TOO_FEW}", soft_wrap=True)
            continue
        for table in _tables(rows, found, asked, within):
            console.print(table)
    if len(asked.profiles) * len(asked.missions) > 1:
        console.print(MORE, highlight=False, soft_wrap=True)
    for words in (WORDS, LIMITS, *_references(found)):
        console.print(words, highlight=False, soft_wrap=True)
    show_times(found.surveys, found.manifest)


def _references(found: DoorsFound) -> Iterator[str]:
    """Say whose the times are that were not given."""
    for reference in found.references:
        mode = LABELS[Mode(reference.mode)].lower()
        yield f"Durée de référence {mode}, {minutes(reference.au_plus_s)} : {reference.source}."


def _tables(
    rows: pd.DataFrame, found: DoorsFound, asked: DoorsAsked, within: str
) -> Iterator[Table]:
    if len(asked.profiles) == len(asked.missions) == 1:
        who = f"{PROFILS[asked.profiles[0]]}, {MISSIONS[asked.missions[0]].lower()}"
        for partition in [name for name in asked.partitions if name != REGION] or [REGION]:
            of_partition = rows[rows["territory_type"].isin({partition, REGION})]
            yield _by_territory(of_partition, found.names, f"{who} : {within}")
        return
    regions = rows[rows["territory_type"] == REGION]
    for code, of_region in regions.groupby("territory_code", sort=False):
        name = found.names.get(REGION, {}).get(str(code), str(code))
        if len(asked.missions) == 1:
            title = f"{name}, {MISSIONS[asked.missions[0]].lower()} : {within}"
            labels = of_region["profile"].map(PROFILS)
            yield _outcomes(of_region, labels, title)
        elif len(asked.profiles) == 1:
            title = f"{name}, {PROFILS[asked.profiles[0]].lower()} : {within}"
            yield _outcomes(of_region, of_region["mission"].map(MISSIONS), title)
        else:
            yield _summary(of_region, f"{name}, aidés en une ou deux portes : {within}")


def _by_territory(rows: pd.DataFrame, names: Mapping[str, Mapping[str, str]], title: str) -> Table:
    """Put the worst served first, and the region at the end."""
    keys = zip(rows["territory_type"], rows["territory_code"], strict=True)
    named = rows.assign(
        name=[names.get(kind, {}).get(code, code) for kind, code in keys],
        served=door_share(rows)[OUTCOME_COLUMNS[:2]].sum(axis=1, skipna=False),
        whole=rows["territory_type"] == REGION,
    )
    ordered = named.sort_values(["whole", "served", "name"], kind="stable")
    table = _outcomes(ordered, ordered["name"], title)
    table.caption = "Du territoire le moins bien servi, en une ou deux portes, au mieux servi."
    table.caption_justify = "left"
    return table


def _outcomes(rows: pd.DataFrame, labels: "pd.Series[str]", title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in ("habitants", *HEADINGS):
        table.add_column(heading, justify="right")
    shares = door_share(rows)
    for label, residents, share in zip(
        labels, rows[OUTCOME_COLUMNS].sum(axis=1), shares.to_numpy(), strict=True
    ):
        table.add_row(label, number(int(residents)), *map(_share, share))
    return table


def _summary(rows: pd.DataFrame, title: str) -> Table:
    """Cross publics with needs."""
    served = door_share(rows)[OUTCOME_COLUMNS[:2]].sum(axis=1, skipna=False)
    crossed = rows.assign(served=served).pivot_table(
        index="profile", columns="mission", values="served", sort=False, dropna=False
    )
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for mission in crossed.columns:
        table.add_column(MISSIONS[Mission(mission)], justify="right")
    for profile, shares in crossed.iterrows():
        table.add_row(PROFILS[Profil(str(profile))], *map(_share, shares))
    return table


def _share(value: float) -> str:
    return UNKNOWN if math.isnan(value) else percentage(value)
