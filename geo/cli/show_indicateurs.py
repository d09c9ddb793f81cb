"""Indicators over time, as people read them on a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.cli.layout import Unbroken, table
from geo.cli.show import number
from geo.diagnostics.evolutions import KEY, is_lead
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import TypeTerritoire
from geo.domain.indicateur import BY_CODE, INDICATEURS, Indicateur, Sens
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.profil import LABELS as PROFILS
from geo.domain.unite import UNKNOWN, Unite, day_in_french, in_french
from geo.network.estimate import LABELS as MODES

DAYS_SHOWN = 3
"""Diagnostics that fit beside each other."""

ORDER = {code: rank for rank, code in enumerate(BY_CODE)}
ESTIMATED, TRIAL = "≈\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}*"
SENSES = {Sens.PLUS: "plus", Sens.MOINS: "moins", Sens.NEUTRE: "—"}
UNITS = {
    Unite.NOMBRE: "nombre",
    Unite.DECIMAL: "nombre",
    Unite.INDICE: "indice",
    Unite.PART: "%",
    Unite.SECONDES: "minutes",
    Unite.MOIS: "mois",
}
"""What each is read in."""

CATALOGUE = (
    "Mieux : la valeur qui est un progrès. Formules et sources : « deuxportes indicateurs list "
    "--indicateur CODE » ; toutes, dans le dictionnaire de « deuxportes indicateurs export »."
)
NONE_KEPT = (
    "Aucun diagnostic n’a encore été calculé : deuxportes diagnostic --region CODE en fait un."
)
LEADS = (
    "À regarder d’abord : tous réseaux ensemble, tout public, besoin d’information. Le détail : "
    "--indicateur CODE ; tout : deuxportes indicateurs export --out FICHIER.csv."
)


def show_catalogue(runs: pd.DataFrame) -> None:
    """
    Print what is followed, and which diagnostics are kept.

    Parameters
    ----------
    runs
        `geo.store.diagnostics.RUN_COLUMNS`.
    """
    console = Console()
    laid_out = table("Indicateurs suivis", ["code", "indicateur"], ["lu en", "mieux"])
    for one in INDICATEURS:
        laid_out.add_row(one.code, one.nom, UNITS.get(one.unite, one.unite), SENSES[one.sens])
    console.print(laid_out)
    console.print(Unbroken(CATALOGUE))
    console.print(_kept(runs) if len(runs) else Unbroken(NONE_KEPT))


def _kept(runs: pd.DataFrame) -> Table:
    laid_out = table("Diagnostics gardés", ["jour", "calcul"], ["région", "documents"])
    for run in runs.to_dict("records"):
        day = day_in_french(run["on"])
        laid_out.add_row(day, run["run_id"], run["region_code"], number(run["territories"]))
    return laid_out


def show_series(series: pd.DataFrame, indicators: Sequence[str], lines: int) -> None:
    """
    Print values over time, a column a day.

    Parameters
    ----------
    series
        `geo.store.series.SERIES_COLUMNS`, some rows at least.
    indicators
        Codes of those asked for; empty: those to look at first are shown.
    lines
        Rows shown at most.
    """
    console = Console()
    for code in indicators:
        console.print(Unbroken(escape(_definition(BY_CODE[code]))))
    shown = series if indicators else series[is_lead(series)]
    days = _days(shown)
    figures = [told for _, told in shown.groupby(list(KEY), sort=False)]
    figures.sort(key=_rank)
    console.print(_values(figures[:lines], days))
    for words in _notes(series, shown, len(figures) - lines, complete=bool(indicators)):
        console.print(Unbroken(escape(words)))


def _definition(one: Indicateur) -> str:
    return f"{one.nom} ({one.code}) : {one.formule}. Source : {one.source}."


def _days(series: pd.DataFrame) -> list[date]:
    return sorted(set(series["on"]))[-DAYS_SHOWN:]


def _rank(figure: pd.DataFrame) -> tuple[bool, str, int]:
    """Order figures: the region before its bassins, then as in the catalogue."""
    first = figure.iloc[0]
    is_bassin = first["territory_type"] == TypeTerritoire.BASSIN
    return is_bassin, first["territory_code"], ORDER.get(first["indicator"], len(ORDER))


def _values(figures: Sequence[pd.DataFrame], days: Sequence[date]) -> Table:
    first = [figure.iloc[0] for figure in figures]
    places = {(row["territory_type"], row["territory_code"]) for row in first}
    codes = {row["indicator"] for row in first}
    title = _territory(first[0]) if len(places) == 1 else "Par territoire"
    names = ["territoire"] * (len(places) > 1) + ["indicateur"] * (len(codes) > 1) + ["détail"]
    laid_out = table(title, names, [day.isoformat() for day in days])
    for row, figure in zip(first, figures, strict=True):
        told = [_territory(row)] * (len(places) > 1)
        told += [_name(row["indicator"])] * (len(codes) > 1)
        cells = (_cell(figure, day) for day in days)
        laid_out.add_row(*map(escape, [*told, _detail(row)]), *cells)
    return laid_out


def _territory(row: Any) -> str:  # noqa: ANN401 - a row of pandas
    name = row["territory_name"]
    code = f"{row['territory_type']} {row['territory_code']}"
    return code if pd.isna(name) else f"{name} ({code})"


def _name(code: str) -> str:
    """Name an indicator; one that an older version followed, by its code."""
    return BY_CODE[code].nom if code in BY_CODE else code


def _detail(row: Any) -> str:  # noqa: ANN401 - as above
    """Say what a figure is told by, beside its territory."""
    words = [
        row["reseau"],
        PROFILS.get(row["profile"], row["profile"]),
        MISSIONS.get(row["mission"], row["mission"]),
        MODES.get(row["mode"], row["mode"]),
        f"{in_french(row['cutoff_s'], Unite.SECONDES)} au plus" if row["cutoff_s"] else ALL_RESEAUX,
    ]
    return ", ".join(word for word in words if word != ALL_RESEAUX).lower() or "ensemble"


def _cell(figure: pd.DataFrame, day: date) -> str:
    """Write a value; of a day computed several times, the one asked for last."""
    of_day = figure[figure["on"] == day]
    if of_day.empty:
        return "—"
    last = of_day.iloc[-1]
    if pd.isna(last["value"]):
        return UNKNOWN
    known = BY_CODE.get(last["indicator"])
    words = in_french(float(last["value"]), known.unite if known else Unite.DECIMAL)
    before = ESTIMATED if last["is_estimate"] else ""
    return f"{before}{words}{'' if last['publiable'] else TRIAL}"


def _notes(
    series: pd.DataFrame, shown: pd.DataFrame, left: int, *, complete: bool
) -> Iterator[str]:
    if left > 0:
        others = "autre ligne" if left == 1 else "autres lignes"
        yield f"Et {number(left)} {others} (--lignes N en montre davantage)."
    if shown["is_estimate"].any():
        yield f"{ESTIMATED}: la valeur repose sur une estimation."
    if not shown["publiable"].all():
        yield "* : durées d’un réseau d’essai, à ne pas publier."
    if len(set(series["on"])) > DAYS_SHOWN:
        yield f"Les {DAYS_SHOWN} derniers jours seulement ; --depuis et l’export ont les autres."
    if not complete:
        yield LEADS
