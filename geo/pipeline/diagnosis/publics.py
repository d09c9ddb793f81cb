"""Who lives in each territory, by public: counted, spread or not known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.survey import Counts, Flags
from geo.diagnostics.findings import PUBLIC_COLUMNS
from geo.domain.indicateur import CENSUS
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.pipeline.demand import people_demand
from geo.pipeline.diagnosis.ground import REGION, Ground, Territory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Public:
    """
    One public, by origin: people, missing where nobody knows, and whether a total was spread there.

    `is_whole` says that someone counted it in the whole region.
    """

    profile: Profil
    people: NDArray[np.float64]
    spread: Flags
    is_whole: bool
    source: str


def public_table(ground: Ground, counts: Sequence[PublicCompte]) -> pd.DataFrame:
    """
    Count the people of each public in each territory, where someone counted them.

    Parameters
    ----------
    ground
        People and territories.
    counts
        What is known, of any territory and public.

    Returns
    -------
    publics
        `geo.diagnostics.findings.PUBLIC_COLUMNS`, by public then territory; missing as soon as
        nobody knows of some resident. A total that was counted of the region is no estimate there,
        though it is in the bassins over which it is spread.

    Raises
    ------
    InputError
        If counts contradict each other.
    """
    publics = [_public(ground, counts, profile) for profile in Profil]
    rows = [
        _row(public, one, ground.people.population)
        for public in publics
        for one in ground.territories
    ]
    table = pd.DataFrame(rows, columns=list(PUBLIC_COLUMNS))
    return table.astype({"source": object})


def _public(ground: Ground, counts: Sequence[PublicCompte], profile: Profil) -> _Public:
    told = [count for count in counts if count.profil is profile]
    demand = people_demand(ground.people, told, profile)
    whole = (TerritoireCompte.REGION, ground.region_code)
    sources = list(dict.fromkeys(count.source for count in told))
    return _Public(
        profile=profile,
        people=demand["demand"].to_numpy(dtype=np.float64, na_value=np.nan),
        spread=demand["is_estimate"].to_numpy(dtype=bool, na_value=False),
        is_whole=whole in {(count.type_territoire, count.code_territoire) for count in told},
        source=CENSUS if profile is Profil.TOUT_PUBLIC else " ; ".join(sources),
    )


def _row(public: _Public, one: Territory, population: Counts) -> dict[str, object]:
    """Tell one public of one territory; nobody need be counted where nobody lives."""
    lived_in = one.origins & (population > 0)
    people = float(public.people[lived_in].sum())  # one that is missing makes it missing
    known = not np.isnan(people)
    told_whole = one.kind == REGION and public.is_whole
    return {
        "territory_type": one.kind,
        "territory_code": one.code,
        "profile": public.profile.value,
        "people": people,
        "is_estimate": known and not told_whole and bool(public.spread[lived_in].any()),
        "source": public.source if known else None,
    }
