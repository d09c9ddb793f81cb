"""Where a bassin stands among those of its region."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import counted, indicator, named
from geo.diagnostics.sections.words import listed, name_of
from geo.domain.dossier import Chiffre, TypeTerritoire
from geo.domain.indicateur import Sens, find_indicateur
from geo.domain.unite import Unite

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
    known = _known(findings, name, told)
    if code not in known or len(known) < FEWEST:
        return None
    sign = -1 if find_indicateur(name).sens is Sens.MOINS else 1
    rank = 1 + sum(sign * value > sign * known[code] for value in known.values())
    own = indicator(findings, code, name, **told)
    return (
        counted(f"rang.{own.code}", "rang parmi les bassins", rank, estime=own.estime),
        counted(f"classes.{own.code}", "bassins comparés", len(known)),
    )


def place(findings: Findings, code: str, name: str, **told: str) -> Chiffre | None:
    """
    Say where a bassin stands, with its equals.

    Parameters
    ----------
    findings, code, name, told
        As of `standing`.

    Returns
    -------
    place
        As « 3e sur 25, à égalité ». None where `standing` is, and where all are equal: nobody is
        first then.

    Notes
    -----
    Contract: pure; row order is irrelevant.
    """
    rank = standing(findings, code, name, **told)
    known = _known(findings, name, told)
    if rank is None or len(set(known.values())) == 1:
        return None
    first, many = rank[0].valeur, rank[1].valeur
    equal = ", à égalité" if list(known.values()).count(known[code]) > 1 else ""
    own = indicator(findings, code, name, **told)
    return Chiffre(
        code=f"place.{own.code}",
        libelle="rang parmi les bassins",
        valeur=f"{first}{'er' if first == 1 else 'e'} sur {many}{equal}",
        unite=Unite.TEXTE,
        estime=own.estime,
    )


def extremes(
    findings: Findings, name: str, **told: str
) -> tuple[tuple[Chiffre, Chiffre], tuple[Chiffre, Chiffre]] | None:
    """
    Give the least and the greatest value of an indicator among the bassins, and where.

    Parameters
    ----------
    findings
        All that was found.
    name, told
        As of `geo.diagnostics.sections.figures.indicator`.

    Returns
    -------
    lowest, highest
        The value, and the names of all the bassins that have it. None where they are all equal, or
        too few are known.
    """
    values = _known(findings, name, told)
    if len(values) < FEWEST or min(values.values()) == max(values.values()):
        return None
    return (
        _end(findings, values, min(values.values()), ("plus_bas", "la plus basse"), (name, told)),
        _end(findings, values, max(values.values()), ("plus_haut", "la plus haute"), (name, told)),
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


def _known(findings: Findings, name: str, told: Mapping[str, str]) -> dict[str, float]:
    """Give the value of each bassin of which it is known."""
    figures = ((one, indicator(findings, one, name, **told)) for one in all_bassins(findings))
    return {
        one: float(figure.valeur)
        for one, figure in figures
        if isinstance(figure.valeur, int | float)
    }


def _end(
    findings: Findings,
    values: Mapping[str, float],
    value: float,
    which: tuple[str, str],
    asked: tuple[str, Mapping[str, str]],
) -> tuple[Chiffre, Chiffre]:
    """Give one end: its value, and the bassins that have it."""
    codes = [code for code, one in values.items() if one == value]
    figure = indicator(findings, codes[0], asked[0], **asked[1])
    names = listed(name_of(findings, code) for code in codes)
    return (
        replace(
            figure,
            code=f"{which[0]}.{figure.code}",
            libelle=f"{figure.libelle}, valeur {which[1]} d’un bassin",
        ),
        named(f"bassins.{which[0]}.{figure.code}", f"bassins dont la valeur est {which[1]}", names),
    )
