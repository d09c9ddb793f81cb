"""Where a bassin stands among those of its region."""

from functools import lru_cache

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import counted, indicator
from geo.domain.dossier import Chiffre, TypeTerritoire
from geo.domain.indicateur import Sens, find_indicateur

FEWEST = 2
"""Bassins below which nothing is compared."""


def standing(
    findings: Findings, code: str, name: str, **told: str
) -> tuple[Chiffre, Chiffre] | None:
    """
    Rank a bassin among those of which an indicator is known.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of the bassin.
    name, told
        As of `geo.diagnostics.sections.figures.indicator`.

    Returns
    -------
    rank, bassins
        Its rank, the first being the best for people (the highest where neither way is), equals
        sharing the best; how many are ranked. None where its value is not known, or no other is.

    Notes
    -----
    Contract: pure; row order is irrelevant.
    """
    figures = {one: indicator(findings, one, name, **told) for one in all_bassins(findings)}
    values = {one: figure.valeur for one, figure in figures.items()}
    known = {one: float(value) for one, value in values.items() if isinstance(value, int | float)}
    if code not in known or len(known) < FEWEST:
        return None
    sign = -1 if find_indicateur(name).sens is Sens.MOINS else 1
    rank = 1 + sum(sign * value > sign * known[code] for value in known.values())
    told_as, estimated = figures[code].code, any(figures[one].estime for one in known)
    return (
        counted(f"rang.{told_as}", "rang parmi les bassins", rank, estime=estimated),
        counted(f"classes.{told_as}", "bassins comparés", len(known)),
    )


@lru_cache(maxsize=2)
def all_bassins(findings: Findings) -> tuple[str, ...]:
    """
    Give every bassin that has indicators, written of or not.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    codes
        Sorted.
    """
    table = findings.indicators
    told = table.loc[table["territory_type"] == TypeTerritoire.BASSIN.value, "territory_code"]
    return tuple(sorted(set(told)))
