"""What would help each bassin: the one place nearest to all, and outreach to those left out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.eligibility import competent
from geo.access.equity import weighted_quantile
from geo.access.gap_sites import greedy_cover
from geo.access.neutral import neutral_rank
from geo.access.survey import Counts, Survey, Times32
from geo.diagnostics.findings import SITE_COLUMNS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.diagnosis.access import finite
from geo.pipeline.diagnosis.ground import BASSIN, Ground, Territory
from geo.pipeline.site_candidates import part_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

ONE_PLACE, OUTREACH = "tout-public", "hors-les-murs"
"""Kinds of help that a site may give."""

SITE_FACTS = ("name", "site_type", "commune", "lon", "lat")

OUTINGS = 3
"""Outreach places told of each bassin and mode, at most; project choice."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Bassin:
    """
    One bassin by one mode: ``k`` residents' origins, ``c`` candidates.

    `weights` are the residents of whom anything is known, `left_out` those of them beyond the
    threshold of every door.
    """

    now_s: Floats
    times_s: Times32
    weights: Counts
    left_out: Counts
    cutoff_s: int


def site_table(ground: Ground, access: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """
    Find the sites that would help each bassin most, by every mode.

    Parameters
    ----------
    ground
        What they are found from.
    access
        From `geo.pipeline.diagnosis.access.access_table`.
    places
        Those of the inventory: ``nom, reseau, part, standing, lon, lat``, index ``point_id``.

    Returns
    -------
    sites
        `geo.diagnostics.findings.SITE_COLUMNS`, by mode, bassin, kind and rank. A bassin without
        residents or candidates has none; nor has outreach that would bring nobody within reach.

    Notes
    -----
    The one place is the 1-median of the residents of the bassin among the town halls, stations and
    places that welcome everyone that stand in it: the least mean time of those that reach it, of
    the candidates that most residents reach (Hakimi 1964, of whom `geo.access.siting.p_median`
    speaks; of one site, trying each is exact). Outreach is chosen greedily among town halls and
    stations (`geo.access.gap_sites.greedy_cover`). Ties: `geo.access.neutral.neutral_rank`.
    """
    candidates = _candidates(ground, places)
    rows: list[dict[str, object]] = []
    for survey in ground.surveys:
        mode = survey.times.mode
        told = access[access["mode"] == mode]
        for one in ground.territories:
            here = candidates[candidates["part"] == one.code]
            if one.kind != BASSIN or here.empty:
                continue
            bassin = _bassin(ground, survey, one, told, here)
            where = {"territory_code": one.code, "mode": mode}
            rows += [where | row for row in (*_one_place(bassin, here), *_outings(bassin, here))]
    return pd.DataFrame(rows, columns=list(SITE_COLUMNS)).astype(
        {"gained": "int64", "rank": "int64", "median_before_s": float, "median_after_s": float}
    )


def _candidates(ground: Ground, places: pd.DataFrame) -> pd.DataFrame:
    """
    List what may open, in an order that favours nobody.

    ``column`` is where the times to each are, among those to the sites, then to the places.
    """
    sites = ground.gaps.sites
    told = pd.DataFrame(
        {
            "name": sites["nom"],
            "site_type": sites["type"],
            "commune": sites["code_commune"],
            "lon": sites["lon"],
            "lat": sites["lat"],
            "column": np.arange(len(sites)),
        }
    )
    listed = pd.concat([told, _welcoming(ground, places)])
    bassins = listed["commune"].map(part_of(ground.people, BASSIN)).fillna("")
    named = ground.communes["nom"].reindex(listed["commune"]).to_numpy()
    ordered = listed.assign(part=bassins, commune=named)
    return ordered.iloc[np.argsort(neutral_rank(ordered.index))]


def _welcoming(ground: Ground, places: pd.DataFrame) -> pd.DataFrame:
    """List the places that welcome everyone."""
    everyone = competent(
        ground.places, ground.gaps.competences, [Profil.TOUT_PUBLIC], Mission.ACCUEIL
    )
    numbers = np.flatnonzero(everyone)
    rows = places.loc[[ground.places.ids[number] for number in numbers]]
    return pd.DataFrame(
        {
            "name": rows["nom"],
            "site_type": rows["reseau"],
            "commune": rows["standing"],
            "lon": rows["lon"],
            "lat": rows["lat"],
            "column": len(ground.gaps.sites) + numbers,
        }
    )


def _bassin(
    ground: Ground, survey: Survey, one: Territory, told: pd.DataFrame, here: pd.DataFrame
) -> _Bassin:
    rows, columns = np.flatnonzero(one.origins), here["column"].to_numpy()
    sites = ground.site_times_s[survey.times.mode]
    both = [sites[rows], survey.times.to_place_s[rows]]
    now_s = told["travel_time_s"].to_numpy(dtype=np.float64)[rows]
    measured = told["measured"].to_numpy(dtype=bool)[rows]
    weights = np.where(measured, ground.people.population[rows], 0)
    cutoff_s = ground.cutoffs_s[survey.times.mode]
    return _Bassin(
        now_s=now_s,
        times_s=np.hstack(both)[:, columns],
        weights=weights,
        left_out=np.where(now_s > cutoff_s, weights, 0),
        cutoff_s=cutoff_s,
    )


def _one_place(bassin: _Bassin, here: pd.DataFrame) -> list[dict[str, object]]:
    """Tell the place nearest to all residents, unless nobody reaches any."""
    reached = np.isfinite(bassin.times_s)
    people = bassin.weights @ reached
    if not people.max(initial=0):
        return []
    spent = bassin.weights @ np.where(reached, bassin.times_s, 0).astype(np.float64)
    best = int(np.lexsort((spent, -people))[0])
    within = bassin.times_s[:, best] <= bassin.cutoff_s
    return [_row(bassin, here, [best], kind=ONE_PLACE, gained=int(bassin.left_out @ within))]


def _outings(bassin: _Bassin, here: pd.DataFrame) -> list[dict[str, object]]:
    """Tell where to go to meet most of those whom no door covers."""
    able = np.flatnonzero(here["site_type"].isin(["mairie", "gare"]))
    opened, newly = greedy_cover(
        bassin.times_s[:, able], bassin.left_out, bassin.cutoff_s, at_most=OUTINGS
    )
    chosen = able[opened].tolist()
    return [
        _row(bassin, here, chosen[: rank + 1], kind=OUTREACH, gained=gained)
        for rank, gained in enumerate(newly)
    ]


def _row(
    bassin: _Bassin, here: pd.DataFrame, opened: list[int], *, kind: str, gained: int
) -> dict[str, object]:
    """Tell the last of the sites that open, and what they all make of the median."""
    site = here.iloc[opened[-1]]
    then_s = np.minimum(bassin.now_s, bassin.times_s[:, opened].min(axis=1))
    medians = [
        weighted_quantile(time_s, bassin.weights, q=0.5) for time_s in (bassin.now_s, then_s)
    ]
    return {
        "kind": kind,
        "rank": len(opened),
        "site_id": here.index[opened[-1]],
        **{column: site[column] for column in SITE_FACTS},
        "gained": gained,
        "median_before_s": finite(medians[0]),
        "median_after_s": finite(medians[1]),
    }
