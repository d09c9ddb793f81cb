"""Gap zones, as people read them on a terminal."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.gap_report import GapReport
from geo.access.gaps import THRESHOLD_MARGIN
from geo.access.report import Times
from geo.access.street_run import percentage
from geo.cli.layout import Unbroken
from geo.cli.show import number
from geo.cli.show_coverage import reference_in_french, reseau_words
from geo.cli.show_times import minutes, show_times
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.profil import LABELS as PROFILS
from geo.export.gaps import WORTH
from geo.network.estimate import LABELS, Mode
from geo.pipeline.gaps import GapsFound

LIMITS = (
    "Tous les habitants sont comptés, comme si chacun était de ce public, depuis un point par "
    "commune ou arrondissement. Une zone peut aussi venir d’un point d’accueil que l’annuaire n’a "
    "pas : vérifiez-le d’abord. Un lieu ouvert dans un site est supposé servir toute la zone ; le "
    "nombre de sites vient d’un choix de proche en proche, moins pourraient suffire."
)

ESTIMATED = "≈\N{NO-BREAK SPACE}"
ESTIMATED_MEANS = f"{ESTIMATED}: des durées de la zone sont estimées, non prises par les rues."

ONE_SPEED = (
    "Estimées, les durées en voiture ont partout la même vitesse : trop courtes dans Paris et trop "
    "longues loin de lui, de plus que l’incertitude déclarée. Avec un réseau de rues (--network), "
    "chaque rue a la sienne."
)


def show_gaps(found: GapsFound, lines: int) -> None:
    """Print the zones with most people left out, and what they rest on."""
    report, console = found.report, Console()
    for words in _summary(found):
        console.print(words, highlight=False, soft_wrap=True)
    if not report.zones.empty:
        console.print(_zones(found, lines))
    if len(report.zones) > lines:
        rest = report.zones.iloc[lines:]
        console.print(
            f"Et {number(len(rest))} autres zones, {number(int(rest['left_out'].sum()))} "
            "habitants (--lignes pour en voir plus, --out pour toutes).",
            highlight=False,
            soft_wrap=True,
        )
    for words in _sources(report):
        console.print(words, markup=False, highlight=False, soft_wrap=True)
    show_times([found.survey], found.manifest)


def _summary(found: GapsFound) -> Iterator[str]:
    gaps = found.report.gaps
    within = f"à plus de {minutes(gaps.cutoff_s)} {LABELS[Mode(found.report.mode)].lower()}"
    known = gaps.population - gaps.unmeasured
    share = percentage(gaps.left_out / known) if known else "—"
    yield (
        f"[bold]{_question(found)}[/] : {number(gaps.left_out)} habitants ({share}) {within}, en "
        f"{number(len(found.report.zones))} zones ; {number(gaps.firmly_out)} le restent quelle "
        "que soit la vérité dans l’incertitude déclarée."
    )
    if gaps.may_fall_out:
        yield f"{number(gaps.may_fall_out)} autres, à portée de peu, pourraient ne pas l’être."
    if gaps.unreached:
        yield f"{number(gaps.unreached)} n’atteignent aucun point d’accueil."
    if gaps.unmeasured:
        yield f"De {number(gaps.unmeasured)} habitants, hors du réseau, rien n’est connu."


def _question(found: GapsFound) -> str:
    question = found.report.question
    if question.profil is not None and question.besoin is not None:
        return f"{PROFILS[question.profil]}, {MISSIONS[question.besoin].lower()}"
    return str(found.reseau_name)


def _zones(found: GapsFound, lines: int) -> Table:
    table = Table(title="Les plus peuplées d’abord", title_justify="left")
    table.add_column("zone, et ce qui la comblerait")
    table.add_column("habitants", justify="right", no_wrap=True)
    table.add_column("solidité", no_wrap=True)
    table.add_column("dépassement", no_wrap=True)
    rows: list[Any] = list(found.report.zones.head(lines).itertuples())
    for row in rows:
        mark = ESTIMATED if row.is_estimate and found.report.times is Times.BOTH else ""
        told = Unbroken(_place(row, found))
        table.add_row(told, number(row.left_out), _worth(row), mark + _beyond(row))
        table.add_section()
    return table


def _place(row: Any, found: GapsFound) -> str:  # noqa: ANN401 - a row of a table
    """Say which zone, and under it what is near and what would help."""
    territory = found.names.get(row.territory_code, row.territory_code)
    where = f" ({territory})" if territory else ""
    told = [f"[bold]{row.Index + 1}. {escape(row.name)}[/]{where}", *_nearest(row), _site(row)]
    if not pd.isna(row.helped_remotely):
        told.append(f"Aidés à distance : {number(int(row.helped_remotely))}.")
    return "\n".join(told)


def _worth(row: Any) -> str:  # noqa: ANN401 - see above
    return f"{WORTH[row.firm]}\n{percentage(row.firmly_out / row.left_out)}"


def _beyond(row: Any) -> str:  # noqa: ANN401 - see above
    if pd.isna(row.beyond_median_s):
        return "aucun accès"
    return f"+ {_minutes(row.beyond_median_s)}\nmax {_minutes(row.beyond_max_s)}"


def _nearest(row: Any) -> Iterator[str]:  # noqa: ANN401 - see above
    if not pd.isna(row.nearest_time_s):
        yield f"Le plus proche : {escape(row.nearest_name)}, {_minutes(row.nearest_time_s)}."


def _site(row: Any) -> str:  # noqa: ANN401 - see above
    if not row.site_covers:
        return "Aucune mairie ni gare n’est à portée de ses habitants."
    covered, needed, most = map(number, (row.site_covers, row.sites_needed, row.sites_cover))
    kind = " (gare)" if row.site_type == "gare" else ""
    told = f"Un site : {escape(row.site_name)}{kind}, pour {covered} habitants"
    if row.sites_needed == 1:
        return f"{told}."
    return f"{told} ; {needed} sites pour {most}."


def _minutes(seconds: float) -> str:
    """Write whole minutes: figures after them would say more than is known."""
    return minutes(60 * round(seconds / 60)) if seconds >= 30 else "< 1\N{NO-BREAK SPACE}min"  # noqa: PLR2004 - half a minute


def _sources(report: GapReport) -> Iterator[str]:
    parts = {doubt.estime: percentage(doubt.part).replace(",0", "") for doubt in report.doubts}
    yield (
        f"Ferme : la moitié au moins de ses habitants restent hors de portée avec des durées plus "
        f"courtes (de {parts[True]} si estimées, de {parts[False]} sur un réseau de rues) et un "
        f"seuil plus long de {percentage(THRESHOLD_MARGIN).replace(',0', '')}. Sinon : fragile. "
        "En pourcentage : la part de ses habitants qui le restent."
    )
    if report.times is Times.BOTH and report.zones["is_estimate"].any():
        yield ESTIMATED_MEANS
    yield LIMITS
    if report.question.reseau is not None:
        yield from reseau_words([report.question.reseau])
    if report.reference is not None:
        yield reference_in_french(report.reference)
    if report.mode == Mode.VOITURE.value and report.times is Times.ESTIMATES:
        yield ONE_SPEED
