"""Figures of a dossier as files keep them: what each unit is called, and texts that are safe."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from geo.domain.dossier import Chiffre, Dossier, Section, Tableau
from geo.domain.unite import UNKNOWN, Figure, Unite
from geo.errors import InputError
from geo.export.tableur import YES_NO, inert

UNITS = {
    Unite.TEXTE: "texte",
    Unite.CODE: "code (texte)",
    Unite.OUI_NON: "oui ou non",
    Unite.DATE: "date",
    Unite.NOMBRE: "nombre",
    Unite.DECIMAL: "nombre à décimales",
    Unite.INDICE: "indice, sans unité",
    Unite.PART: "part, de 0 à 1 (0,5 se lit 50 %)",
    Unite.POINTS: "écart entre deux parts, de -1 à 1 (0,05 se lit 5 points de pourcentage)",
    Unite.SECONDES: "secondes",
    Unite.MOIS: "mois",
    Unite.DEGRES: "degrés (WGS84)",
}
"""What values of each unit are, in French."""

WORDS = (Unite.TEXTE, Unite.CODE, Unite.DATE, Unite.OUI_NON)
"""Units whose values are written as words."""

WHOLE = (Unite.NOMBRE, Unite.SECONDES, Unite.MOIS)
"""Units whose whole values are written without a decimal."""

RESERVED = ("lisez-moi", "chiffres", "indicateurs", "dictionnaire", "history")
"""Names that no table may have: files and sheets of their own; the last one is Excel's."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Told(NamedTuple):
    """A figure, and the chapter that says it first."""

    section: Section
    chiffre: Chiffre


def figures(dossier: Dossier) -> Iterator[Told]:
    """
    Give every figure once, in reading order.

    Parameters
    ----------
    dossier
        Any.

    Yields
    ------
    told
        A figure that stands in several places comes once, unless its value differs.
    """
    seen = set()
    for section in dossier.sections:
        for chiffre in _of_section(section):
            name = (chiffre.code, repr(chiffre.valeur), chiffre.unite, chiffre.estime)
            if name not in seen:
                seen.add(name)
                yield Told(section, chiffre)


def tables(dossier: Dossier) -> tuple[Tableau, ...]:
    """
    Give the tables of a dossier, once sure that each can have a file and a sheet of its own.

    Parameters
    ----------
    dossier
        Any.

    Returns
    -------
    tables
        In reading order.

    Raises
    ------
    InputError
        If a name is of `RESERVED`, or two differ by case only: a sheet or a file would be lost.
    """
    found = tuple(dossier.tableaux())
    names = [tableau.code.lower() for tableau in found]
    taken = sorted({name for name in names if name in RESERVED or names.count(name) > 1})
    if taken:
        raise InputError(f"needed tables of distinct names, none of {RESERVED}; got {taken}.")
    return found


def plain_text(text: str) -> str:
    """
    Replace what neither XML nor UTF-8 can hold, and what makes a text read as another.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    text
        Control characters (but tabs and ends of lines), those that turn the direction of writing
        (embeddings, overrides and isolates of UAX #9) and lone surrogates are now ``�``.

    Examples
    --------
    >>> plain_text("a" + chr(0) + "b")
    'a�b'
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def number(value: Figure, unite: Unite) -> int | float:
    """
    Give a known value that is counted as a number.

    Parameters
    ----------
    value, unite
        Of a figure that is not None, in a unit that is not of `WORDS`.

    Returns
    -------
    number
        An integer where the unit counts things and the value is whole.

    Raises
    ------
    InputError
        If it is no finite number: what nobody knows is None.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"needed a finite number of {unite}, or None; got {value!r}.")
    return int(value) if unite in WHOLE and value == int(value) else value


def words(value: Figure, unite: Unite) -> str:
    """
    Write a value for a French CSV.

    Parameters
    ----------
    value, unite
        Of a figure.

    Returns
    -------
    words
        `geo.domain.unite.UNKNOWN` where nobody knows; ``oui`` or ``non``; dates year first;
        numbers whole, with a decimal comma; texts that no spreadsheet runs.

    Raises
    ------
    InputError
        As `number`.
    """
    if value is None:
        return UNKNOWN
    if unite is Unite.OUI_NON:
        return YES_NO[bool(value)]
    if unite in WORDS:
        return inert(plain_text(str(value)))
    return str(number(value, unite)).replace(".", ",")


def _of_section(section: Section) -> Iterator[Chiffre]:
    for bloc in section.blocs:
        yield from getattr(bloc, "chiffres", ())
