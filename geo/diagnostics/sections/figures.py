"""Figures of the documents, taken from the indicators so that the two never differ."""

import math
from functools import lru_cache
from typing import Any

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.words import kind_of
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import Chiffre, Colonne
from geo.domain.indicateur import Indicateur, find_indicateur
from geo.domain.unite import Unite
from geo.errors import InputError

ALL = ALL_RESEAUX
"""What a dimension that an indicator is not told by is called."""

WHOLE = "region"
"""First word of the codes of the region's figures in the document of a bassin."""

_COLUMNS = {"reseau": "reseau", "profil": "profile", "besoin": "mission", "mode": "mode"}

_INTEGERS = frozenset({Unite.NOMBRE, Unite.MOIS, Unite.SECONDES})

_Key = tuple[str, str, str, str, str, str, str, int]


def indicator(
    findings: Findings, code: str, name: str, *, libelle: str = "", **told: str
) -> Chiffre:
    """
    Give an indicator of a territory as a figure.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.
    name
        Of the indicator, in `geo.domain.indicateur.INDICATEURS`.
    libelle
        What to call it; its own name where empty.
    told
        Its dimensions among ``reseau, profil, besoin, mode``; those left out are ``tous``. The
        longest time is the cut-off of the mode.

    Returns
    -------
    figure
        Its code is the name and the dimensions (``part_couverte.tous.marche``); its value None
        where nobody knows.

    Raises
    ------
    InputError
        If the indicator has no such dimension.
    NotFoundError
        If there is no such indicator.

    Notes
    -----
    Contract: pure; the value is that of `findings.indicators`.
    """
    kind = find_indicateur(name)
    strange = set(told) - set(kind.dimensions)
    if strange:
        raise InputError(f"{name} is told by {kind.dimensions}, got {sorted(strange)}.")
    value, estimated = _look_up(findings).get(_key(findings, code, kind, told), (None, False))
    return Chiffre(
        code=".".join((name, *(told.get(one, ALL) for one in kind.dimensions if one in _COLUMNS))),
        libelle=libelle or kind.nom,
        valeur=plain(value, kind.unite),
        unite=kind.unite,
        estime=estimated,
    )


def region_indicator(findings: Findings, name: str, *, libelle: str = "", **told: str) -> Chiffre:
    """
    Give an indicator of the region, to stand in the document of a bassin.

    Parameters
    ----------
    findings, name, libelle, told
        As of `indicator`.

    Returns
    -------
    figure
        That of the region; its code begins with `WHOLE`.
    """
    figure = indicator(findings, findings.region_code, name, libelle=libelle, **told)
    return Chiffre(
        code=f"{WHOLE}.{figure.code}",
        libelle=f"{figure.libelle} (région)",
        valeur=figure.valeur,
        unite=figure.unite,
        estime=figure.estime,
    )


def indicator_column(name: str, *, code: str = "", titre: str = "") -> Colonne:
    """
    Give the column of a table that shows an indicator.

    Parameters
    ----------
    name
        Of the indicator.
    code, titre
        What to call it in files, and in French; those of the indicator where empty.

    Returns
    -------
    column
        With the formula and the source of the indicator.
    """
    kind = find_indicateur(name)
    return Colonne(
        code=code or kind.code,
        titre=titre or kind.nom,
        unite=kind.unite,
        definition=kind.formule,
        source=kind.source,
    )


def cutoff(findings: Findings, mode: str) -> Chiffre:
    """
    Give the longest time that is reasonable by a mode.

    Parameters
    ----------
    findings
        All that was found.
    mode
        One of its modes.

    Returns
    -------
    figure
        Seconds, read in minutes.
    """
    return Chiffre(
        code=f"au_plus_s.{mode}",
        libelle="durée raisonnable",
        valeur=findings.cutoffs_s.get(mode),
        unite=Unite.SECONDES,
    )


def counted(code: str, libelle: str, value: int | None, *, estime: bool = False) -> Chiffre:
    """
    Give a count that is no indicator.

    Parameters
    ----------
    code, libelle, value, estime
        As of `geo.domain.dossier.Chiffre`.

    Returns
    -------
    figure
        A whole number.
    """
    told = None if value is None else int(value)
    return Chiffre(code=code, libelle=libelle, valeur=told, unite=Unite.NOMBRE, estime=estime)


def named(code: str, libelle: str, words: str) -> Chiffre:
    """
    Give words that come from data (names may hold digits) to stand in a sentence.

    Parameters
    ----------
    code, libelle
        As of `geo.domain.dossier.Chiffre`.
    words
        What to say.

    Returns
    -------
    figure
        A text.
    """
    return Chiffre(code=code, libelle=libelle, valeur=words, unite=Unite.TEXTE)


def plain(value: Any, unite: Unite) -> float | None:  # noqa: ANN401 - a cell of a table
    """
    Give a number as JSON writes it.

    Parameters
    ----------
    value
        A cell: a number of Python or numpy, missing in any way, or endless.
    unite
        What it is counted in.

    Returns
    -------
    figure
        None where it is missing or endless; a whole number where the unit counts whole things and
        the value is whole.
    """
    if value is None or not math.isfinite(number := _number(value)):
        return None
    if unite in _INTEGERS and number.is_integer():
        return int(number)
    return number


def plural(figure: Chiffre, letter: str = "s") -> str:
    """
    Give the letter of the plural of a word that a count stands before.

    Parameters
    ----------
    figure
        A count.
    letter
        That letter.

    Returns
    -------
    ending
        Empty below two, as in French, and where the count is not known.
    """
    return letter if isinstance(figure.valeur, int | float) and figure.valeur >= 2 else ""  # noqa: PLR2004 - French plural


def _number(value: Any) -> float:  # noqa: ANN401 - a cell of a table
    try:
        return float(value)
    except TypeError:  # `pandas.NA` is no number at all
        return math.nan


def _key(findings: Findings, code: str, kind: Indicateur, told: dict[str, str]) -> _Key:
    mode = told.get("mode", ALL)
    budget = findings.cutoffs_s.get(mode, 0) if "au_plus_s" in kind.dimensions else 0
    return (
        kind.code, kind_of(findings, code).value, code, told.get("reseau", ALL),
        told.get("profil", ALL), told.get("besoin", ALL), mode, budget,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _look_up(findings: Findings) -> dict[_Key, tuple[float, bool]]:
    """Give value and doubt of each indicator; once for all the documents of the same findings."""
    table = findings.indicators
    columns = [
        "indicator", "territory_type", "territory_code", *_COLUMNS.values(), "cutoff_s",
    ]  # fmt: skip
    return {
        (*key[:-1], int(key[-1])): (value, bool(estimated))
        for key, value, estimated in zip(
            table[columns].itertuples(index=False, name=None),
            table["value"].tolist(),
            table["is_estimate"].tolist(),
            strict=True,
        )
    }
