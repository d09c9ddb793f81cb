"""Coverage of needs and of réseaux, named as outside."""

from collections.abc import Mapping

import pandas as pd

from geo.access.coverage import covered_share
from geo.domain.couverture import Forme

SHARE_DECIMALS = 4


def coverage_rows(
    coverage: pd.DataFrame,
    names: Mapping[str, Mapping[str, str]],
    publiable: Mapping[str, bool],
) -> pd.DataFrame:
    """
    Name coverage as outside.

    Parameters
    ----------
    coverage
        `geo.tables.NEED_COVERAGE_COLUMNS`, or `geo.tables.COVERAGE_COLUMNS` and ``is_estimate``.
    names
        Name of each territory, by partition then code.
    publiable
        Whether the figures of each mode may be published.

    Returns
    -------
    rows
        ``type_territoire, code_territoire, nom``, then ``profil, besoin, forme`` or ``reseau,
        forme``, then ``mode, au_plus_s, population, population_couverte, part, estime, publiable``;
        ``part`` is between 0 and 1, missing where nobody lives.
    """
    keys = coverage[["territory_type", "territory_code"]].itertuples(index=False, name=None)
    by_need = "profile" in coverage
    asked = ("profile", "mission") if by_need else ("reseau",)
    words = {"profile": "profil", "mission": "besoin", "reseau": "reseau"}
    return pd.DataFrame(
        {
            "type_territoire": coverage["territory_type"],
            "code_territoire": coverage["territory_code"],
            "nom": [names.get(kind, {}).get(code) for kind, code in keys],
            **{words[name]: coverage[name] for name in asked},
            "forme": coverage["form"] if by_need else Forme.PHYSIQUE.value,
            "mode": coverage["mode"],
            "au_plus_s": coverage["cutoff_s"],
            "population": coverage["population"],
            "population_couverte": coverage["covered_population"],
            "part": covered_share(coverage).round(SHARE_DECIMALS),
            "estime": coverage["is_estimate"],
            "publiable": coverage["mode"].map(publiable).astype(bool),
        }
    )
