"""Ways to cut the territory as files that planners open in a spreadsheet."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

SHARE_DECIMALS = 4

WHOLE = "ensemble"
"""Name of the row that speaks of a whole partition."""

PART_WORDS = {
    "population": "population",
    "reached_population": "population_atteinte",
    "contained_population": "population_contenue",
    "served_population": "population_servie",
    "places": "points",
    "share": "part_contenue",
}
"""Columns of `geo.access.partition.PART_COLUMNS`, and their names outside."""

COMPARISON_WORDS = {
    "parts": "parts",
    "parts_without_place": "parts_sans_point",
    "median_population": "population_mediane",
    "population": "population",
    "outside_population": "population_hors",
    "reached_population": "population_atteinte",
    "contained_population": "population_contenue",
    "share": "part_contenue",
    "expected_share": "part_attendue",
    "random_share": "part_au_hasard",
    "random_as_good": "hasard_fait_autant",
    "far_population": "population_mieux_ailleurs",
    "unserved_population": "population_sans_point",
}
"""Columns of `geo.access.partition.COMPARISON_COLUMNS`, and their names outside."""

SHARES = ("part_contenue", "part_attendue", "part_au_hasard", "hasard_fait_autant")
WHOLE_NUMBERS = (
    "parts", "parts_sans_point", "population", "population_hors", "population_atteinte",
    "population_contenue", "population_servie", "population_mieux_ailleurs",
    "population_sans_point", "points",
)  # fmt: skip

Names = Mapping[str, Mapping[str, str]]


def partition_rows(
    comparison: pd.DataFrame, parts: Mapping[str, pd.DataFrame], names: Names
) -> pd.DataFrame:
    """
    Name partitions and their parts as outside: a row a partition, then one for each of its parts.

    Parameters
    ----------
    comparison
        `geo.access.partition.COMPARISON_COLUMNS`.
    parts
        `geo.access.partition.PART_COLUMNS`, by partition.
    names
        Names of parts, by partition and code.

    Returns
    -------
    rows
        ``decoupage, code, nom``, then the names of `COMPARISON_WORDS` and `PART_WORDS`; what is
        said of a whole partition only is missing on its parts, and ``code`` on the whole.

    Notes
    -----
    Contract: pure; shares are from 0 to 1.
    """
    tables = []
    for partition, table in parts.items():
        whole = comparison.loc[[partition]].rename(columns=COMPARISON_WORDS)
        told = table.rename(columns=PART_WORDS)
        tables += [
            whole.assign(decoupage=partition, code=None, nom=WHOLE),
            told.assign(
                decoupage=partition, code=told.index, nom=_named(told.index, partition, names)
            ),
        ]
    columns = dict.fromkeys(["decoupage", "code", "nom", *COMPARISON_WORDS.values()])
    columns |= dict.fromkeys(PART_WORDS.values())
    if not tables:
        return pd.DataFrame(columns=list(columns))
    rows = pd.concat([one.astype(object) for one in tables], ignore_index=True)
    rows = rows.reindex(columns=list(columns))
    rows[list(SHARES)] = rows[list(SHARES)].astype(float).round(SHARE_DECIMALS)
    rows["population_mediane"] = rows["population_mediane"].astype(float)
    return rows.astype(dict.fromkeys(WHOLE_NUMBERS, "Int64"))


def crossing_rows(
    crossings: Mapping[str, pd.DataFrame],
    names: Names,
    *,
    commune: "pd.Series[str]",
    point: "pd.Series[str]",
) -> pd.DataFrame:
    """
    Name as outside the communes better served across a boundary: a row a partition and commune.

    Parameters
    ----------
    crossings
        `geo.access.partition.CROSSING_COLUMNS`, by partition.
    names
        Names of parts, by partition and code.
    commune, point
        Names by ``origin_id`` and ``point_id``.

    Returns
    -------
    rows
        ``decoupage, origine_id, commune, population, code, nom, duree_s_dans_sa_part,
        duree_s_ailleurs, gain_s, point_id, point, code_ailleurs, nom_ailleurs, estime``; seconds
        rounded up; missing where one's own part has no place in reach.

    Notes
    -----
    Contract: pure; rows in the order of the tables.
    """
    tables = [
        pd.DataFrame(
            {
                "decoupage": partition,
                "origine_id": table.index,
                "commune": commune.reindex(table.index).to_numpy(),
                "population": table["population"].to_numpy(),
                "code": table["part"].to_numpy(),
                "nom": _named(table["part"], partition, names),
                "duree_s_dans_sa_part": _seconds(table["inside_s"]),
                "duree_s_ailleurs": _seconds(table["elsewhere_s"]),
                "gain_s": _seconds(table["inside_s"]) - _seconds(table["elsewhere_s"]),
                "point_id": table["place_id"].to_numpy(),
                "point": point.reindex(table["place_id"]).to_numpy(),
                "code_ailleurs": table["place_part"].to_numpy(),
                "nom_ailleurs": _named(table["place_part"], partition, names),
                "estime": table["is_estimate"].to_numpy(),
            }
        )
        for partition, table in crossings.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _named(codes: "pd.Index[str] | pd.Series[str]", partition: str, names: Names) -> list[str]:
    known = names.get(partition, {})
    return [known.get(code, code) for code in codes]


def _seconds(times: "pd.Series[float]") -> "pd.Series[int]":
    """Give whole seconds, rounded up so that no one enters a threshold by rounding."""
    whole = np.ceil(times.replace(np.inf, np.nan).to_numpy(dtype=float))
    return pd.Series(whole).astype("Int64")
