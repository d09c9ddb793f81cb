"""Read which bassin d’emploi each commune is in, and give bassins names that can be read."""

import re
from pathlib import Path

import pandas as pd

from geo.domain.commune import searchable
from geo.errors import SourceError
from geo.sources.territories.decoupage import Decoupage
from geo.sources.territories.membership import follow_communes
from geo.sources.territories.received import read_received

SOURCE_COLUMNS = {
    "code_commune_insee": "code_commune",
    "code_bassin_BMO": "code_bassin",
    "lib_bassin_BMO": "libelle",
}
"""Columns of France Travail's table, and what they are called here."""

SMALL_WORDS = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sous", "sur")
)
"""French words that keep small letters inside a name."""

WORD = re.compile(r"[^\W\d_]+")
"""Letters that follow each other."""

ELIDED = re.compile(r"\b([dl]) (?=\w)", re.IGNORECASE)
"""An article that lost its apostrophe: ``VALLEE DE L ARVE``."""


def read_bassins(path: Path) -> pd.DataFrame:
    """
    Read France Travail's table of the bassins d’emploi (BMO).

    Parameters
    ----------
    path
        CSV, one row a commune of all France, former communes included.

    Returns
    -------
    bassins
        Index ``code_commune``; columns ``code_bassin, libelle``.

    Raises
    ------
    SourceError
        If columns are missing, or a commune is in two bassins.
    """
    table = read_received(path, list(SOURCE_COLUMNS), what="la table des bassins")
    table = table[list(SOURCE_COLUMNS)].rename(columns=SOURCE_COLUMNS).drop_duplicates()
    repeated = table["code_commune"].duplicated()
    if repeated.any():
        first = table.loc[repeated, "code_commune"].iloc[0]
        raise SourceError(
            f"{path} : la commune {first} est dans deux bassins ; n’en gardez qu’une ligne."
        )
    return table.set_index("code_commune").map(str.strip)


def assign_bassins(
    bassins: pd.DataFrame, decoupage: Decoupage, communes: pd.DataFrame
) -> pd.DataFrame:
    """
    Say which bassin each commune of today is in.

    Parameters
    ----------
    bassins
        As `read_bassins` gives them.
    decoupage
        Leads from a former commune to the one of today.
    communes
        The communes and arrondissements wanted; index ``code_commune``, column ``nom``.

    Returns
    -------
    membership
        The same index; columns ``code_bassin, libelle``.

    Raises
    ------
    SourceError
        If a commune is in no bassin.

    Notes
    -----
    Contract: that of `geo.sources.territories.membership.follow_communes`.
    """
    found = follow_communes(bassins[["code_bassin", "libelle"]], decoupage, communes)
    lost = found.index[found["code_bassin"].isna()]
    if len(lost):
        raise SourceError(
            f"communes d’aucun bassin : {list(lost)[:5]} ; ajoutez leur ligne à la table."
        )
    return found


def readable_name(label: str, communes: pd.Series) -> str:
    """
    Write the label of a bassin as one writes a name.

    Parameters
    ----------
    label
        As published, often in capitals without accents.
    communes
        Names of the communes of the bassin.

    Returns
    -------
    name
        The label itself where it has small letters; the commune of that name where there
        is one; else capitals put down, with the accents that the communes of the bassin
        write and a lost apostrophe. Nothing else is added.

    Examples
    --------
    >>> readable_name("SAINT BRIEUC", pd.Series(["Saint-Brieuc", "Plédran"]))
    'Saint-Brieuc'
    >>> readable_name("VALLEE DE L ARVE", pd.Series(["Sallanches"]))
    'Vallee de l’Arve'
    >>> readable_name("MARENNES-OLERON", pd.Series(["Le Château-d'Oléron", "Marennes"]))
    'Marennes-Oléron'
    >>> readable_name("T1 Paris", pd.Series(["Paris"]))
    'T1 Paris'
    """
    spaced = " ".join(label.split())
    if not spaced.isupper():
        return spaced
    for commune in communes:
        if searchable(commune) == searchable(spaced):
            return str(commune)
    words = ELIDED.sub(r"\1’", spaced.lower())
    spellings = _spellings(communes)
    return WORD.sub(lambda word: _capital(word, spellings), words)


def _spellings(communes: pd.Series) -> dict[str, str]:
    """How the communes write a word, by the word without accents; the ambiguous left out."""
    written = {word for commune in communes for word in WORD.findall(commune)}
    folded = [searchable(word) for word in written]
    return {
        fold: word
        for fold, word in zip(folded, written, strict=True)
        if folded.count(fold) == 1 and word.istitle()
    }


def _capital(word: re.Match[str], spellings: dict[str, str]) -> str:
    text = word.group()
    if word.start() > 0 and text in SMALL_WORDS:
        return text
    return spellings.get(searchable(text), text.capitalize())
