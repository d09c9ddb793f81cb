"""Follow indicators from diagnostic to diagnostic: on a terminal, in a file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from geo.domain.dossier import TypeTerritoire
from geo.errors import NotFoundError, StoreEmptyError
from geo.export.indicateurs import write_indicators
from geo.store.diagnostics import list_runs
from geo.store.engine import Connection
from geo.store.series import read_series


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsAsked:
    """
    What is followed.

    Attributes
    ----------
    bassin, region
        Code of the one wanted, one of the two at most; None for all territories.
    indicators
        Codes of those wanted; empty for all.
    since
        First day of the diagnostics wanted; None for all.
    """

    bassin: str | None = None
    region: str | None = None
    indicators: tuple[str, ...] = ()
    since: date | None = None

    @property
    def territory(self) -> tuple[str, str] | None:
        """Type and code of the territory wanted."""
        if self.bassin is not None:
            return (TypeTerritoire.BASSIN.value, self.bassin)
        return None if self.region is None else (TypeTerritoire.REGION.value, self.region)


def find_indicators(conn: Connection, asked: IndicatorsAsked) -> pd.DataFrame:
    """
    Find what diagnostics said.

    Parameters
    ----------
    conn
        Any connection.
    asked
        Of what, since when.

    Returns
    -------
    series
        `geo.store.series.SERIES_COLUMNS`; some rows at least.

    Raises
    ------
    StoreEmptyError
        If no diagnostic was ever kept, or none since that day.
    NotFoundError
        If none speaks of that territory, or of these indicators there.
    """
    _check_runs(conn, asked.since)
    series = read_series(
        conn, since=asked.since, territory=asked.territory, indicators=asked.indicators
    )
    if series.empty:
        raise NotFoundError(_why_nothing(conn, asked))
    return series


def export_indicators(conn: Connection, asked: IndicatorsAsked, path: Path) -> tuple[Path, ...]:
    """
    Write what diagnostics said.

    Parameters
    ----------
    conn
        Any connection.
    asked
        Of what, since when.
    path
        CSV file to replace.

    Returns
    -------
    paths
        That file, and its dictionary beside it.

    Raises
    ------
    StoreEmptyError, NotFoundError
        As of `find_indicators`.
    OutputError
        If it cannot be written there.
    """
    return write_indicators(find_indicators(conn, asked), path)


def _check_runs(conn: Connection, since: date | None) -> None:
    every = list_runs(conn)
    if every.empty:
        raise StoreEmptyError(
            "aucun diagnostic n’a encore été calculé. Tapez d’abord : "
            "deuxportes diagnostic --region CODE"
        )
    if since is not None and every["on"].max() < since:
        raise StoreEmptyError(
            f"aucun diagnostic depuis le {since} : le dernier est du {every['on'].max()}. Tapez : "
            "deuxportes diagnostic --region CODE, ou donnez un autre jour."
        )


def _why_nothing(conn: Connection, asked: IndicatorsAsked) -> str:
    of_any = read_series(conn, since=asked.since, indicators=asked.indicators)
    if of_any.empty:
        return f"les diagnostics gardés ne disent rien de : {', '.join(asked.indicators)}."
    kind, code = asked.territory or ("", "")
    told = of_any[of_any["territory_type"] == kind]["territory_code"].unique()
    known = ", ".join(sorted(map(str, told))) or "aucun"
    return f"les diagnostics gardés ne disent rien de {kind} {code} ; {kind}s connus : {known}."
