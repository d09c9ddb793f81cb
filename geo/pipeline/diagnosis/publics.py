"""Who lives in each territory, by public: counted, spread or not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.demand import largest_remainders
from geo.access.survey import Counts, Flags
from geo.diagnostics.findings import PUBLIC_COLUMNS
from geo.domain.commune import ARRONDISSEMENTS
from geo.domain.indicateur import CENSUS
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.pipeline.demand import people_demand
from geo.pipeline.diagnosis.ground import BASSIN, REGION, Ground, Territory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Public:
    """
    One public, by origin: people, missing where nobody knows, and whether a total was spread there.

    `is_whole` says that someone counted it in the whole region; `shares` is what each bassin has
    of the totals that are spread.
    """

    profile: Profil
    people: NDArray[np.float64]
    spread: Flags
    shares: Mapping[str, int]
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

    Notes
    -----
    Contract: pure. A total is shared among bassins at once, by residents, in whole numbers that add
    up to it: each is within 1 of its exact share, where communes rounded one by one would add up to
    more or less.
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
    people = demand["demand"].to_numpy(dtype=np.float64, na_value=np.nan)
    spread = demand["is_estimate"].to_numpy(dtype=bool, na_value=False)
    return _Public(
        profile=profile,
        people=people,
        spread=spread,
        shares=_shares(ground, people, _spread_totals(ground, told, spread)),
        is_whole=whole in {(count.type_territoire, count.code_territoire) for count in told},
        source=CENSUS if profile is Profil.TOUT_PUBLIC else " ; ".join(sources),
    )


def _spread_totals(ground: Ground, told: Sequence[PublicCompte], spread: Flags) -> list[Flags]:
    """Give the origins over which each total is spread: those of a city, of the region."""
    communes = np.array([held[0] for held in ground.people.codes], dtype=object)
    cities = [
        np.isin(communes, ARRONDISSEMENTS[count.code_territoire]) & spread
        for count in told
        if count.type_territoire is TerritoireCompte.COMMUNE
        and count.code_territoire in ARRONDISSEMENTS
    ]
    elsewhere = spread & ~np.any([np.zeros_like(spread), *cities], axis=0)
    return [*cities, elsewhere]


def _shares(ground: Ground, people: NDArray[np.float64], totals: list[Flags]) -> dict[str, int]:
    """Share each total that is spread among the bassins, and what lies in none of them."""
    bassins = {one.code: one.origins for one in ground.territories if one.kind == BASSIN}
    nowhere = ~np.any([np.zeros(len(people), dtype=np.bool_), *bassins.values()], axis=0)
    parts = {**bassins, "": nowhere}
    shares = dict.fromkeys(parts, 0)
    for members in totals:
        residents = [ground.people.population[members & part].sum() for part in parts.values()]
        total = int(people[members].sum())
        told = largest_remainders(total, np.array(residents, dtype=np.int64), list(parts))
        for code, share in zip(parts, told.tolist(), strict=True):
            shares[code] += share
    return shares


def _row(public: _Public, one: Territory, population: Counts) -> dict[str, object]:
    """Tell one public of one territory; nobody need be counted where nobody lives."""
    lived_in = one.origins & (population > 0)
    told = lived_in if one.kind == REGION else lived_in & ~public.spread
    people = float(public.people[told].sum())  # one that is missing makes it missing
    if one.kind == BASSIN:
        people += public.shares[one.code]
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
