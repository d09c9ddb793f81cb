"""
A diagnostic as content: what a document says of a territory, before any page is laid out.

One `Dossier` makes the HTML page, the PDF, the workbook, the CSV files and the API's answer, so
that a figure read in one of them is in all the others.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.domain.unite import Figure, Unite
from geo.errors import InputError

NAME_MAX = 31
"""Letters that Excel takes in the name of a sheet."""


_PLACE = re.compile(r"\{([^{}]+)\}")


class TypeTerritoire(StrEnum):
    """What a diagnostic is of."""

    BASSIN = "bassin"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chiffre:
    """
    One figure.

    Attributes
    ----------
    code
        Its name, unique in the dossier; that of an indicator where it is one, perhaps followed by
        its dimensions (``part_couverte.tous.marche``).
    libelle
        What it is, in a few French words.
    valeur, unite
        None where nobody knows.
    estime
        Whether it rests on an estimate.
    """

    code: str
    libelle: str
    valeur: Figure
    unite: Unite
    estime: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Texte:
    """
    A paragraph.

    Attributes
    ----------
    modele
        French text in which ``{code}`` stands for a figure.
    chiffres
        Those figures. No other figure that was measured stands in the text itself.
    ton
        ``courant``, ``avertissement`` (a caution to heed) or ``note`` (smaller).

    Raises
    ------
    InputError
        If the figures are not those the text asks for.
    """

    modele: str
    chiffres: tuple[Chiffre, ...] = ()
    ton: str = "courant"

    def __post_init__(self) -> None:
        told = {chiffre.code for chiffre in self.chiffres}
        asked = set(_PLACE.findall(self.modele))
        if asked != told:
            raise InputError(f"needed the figures {sorted(asked)}, got {sorted(told)}.")

    def morceaux(self) -> Iterator[str | Chiffre]:
        """Give the paragraph in pieces, in reading order: words, and figures in their place."""
        by_code = {chiffre.code: chiffre for chiffre in self.chiffres}
        for rank, piece in enumerate(_PLACE.split(self.modele)):
            if rank % 2:
                yield by_code[piece]
            elif piece:
                yield piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartouche:
    """A few figures shown big, side by side."""

    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """
    A column of a table.

    Attributes
    ----------
    code, titre
        Its name in files (ASCII), and in French.
    unite
        Of its values.
    definition
        What it is and how it is computed, for the data dictionary.
    source
        What it rests on.
    """

    code: str
    titre: str
    unite: Unite
    definition: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """
    A table.

    Attributes
    ----------
    code, titre
        Its name in files (ASCII, at most 31 characters: a sheet's), and its caption.
    colonnes
        Its columns; the first names the row.
    lignes
        Rows of as many values.
    montrees
        How many rows the document shows; None for all. Files have them all.
    colonnes_montrees
        Codes of the columns the document shows; empty for all. Files have them all.
    note
        How to read it; empty for nothing.
    vide
        What to say where it has no row.

    Raises
    ------
    InputError
        If a row has not as many values as there are columns, or a name is no good.
    """

    code: str
    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Figure, ...], ...]
    montrees: int | None = None
    colonnes_montrees: tuple[str, ...] = ()
    note: str = ""
    vide: str = "Rien à montrer."

    def __post_init__(self) -> None:
        is_name = self.code.isascii() and self.code.replace("_", "").isalnum()
        if not is_name or len(self.code) > NAME_MAX:
            raise InputError(
                f"needed a name of at most {NAME_MAX} ASCII characters, got {self.code!r}."
            )
        if any(len(ligne) != len(self.colonnes) for ligne in self.lignes):
            raise InputError(f"{self.code}: needed {len(self.colonnes)} values a row.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """
    A picture.

    Attributes
    ----------
    code
        Its name: the file is ``figures/<code>.svg``.
    titre
        Its caption.
    description
        What it shows, for who cannot see it.
    tableau
        Code of the table that says the same in figures, in the same dossier.
    """

    code: str
    titre: str
    description: str
    tableau: str


Bloc = Texte | Cartouche | Tableau | Illustration


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter: what it is called, and what it is made of, in reading order."""

    code: str
    titre: str
    blocs: tuple[Bloc, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """
    What a diagnostic says of a territory.

    Attributes
    ----------
    type_territoire, code_territoire, nom
        Which territory.
    region
        Name of the region it is in.
    titre
        Of the document.
    au
        The day it speaks of, ISO 8601.
    run_id
        Of the run of type ``diagnostic`` that every figure comes from.
    precedent
        `run_id` of the run it is compared with; None where there is none.
    essai
        Words to show everywhere where times come from a network that may not be published
        (« réseau d’essai »); empty otherwise.
    sections
        In reading order.
    empreintes
        Hash of each input, by name.
    licences
        One line a source, as its licence asks.

    Raises
    ------
    InputError
        If two tables or two figures share a name, or a picture has no table.
    """

    type_territoire: TypeTerritoire
    code_territoire: str
    nom: str
    region: str
    titre: str
    au: str
    run_id: str
    precedent: str | None
    essai: str
    sections: tuple[Section, ...]
    empreintes: Mapping[str, str]
    licences: tuple[str, ...]

    def __post_init__(self) -> None:
        tables = [tableau.code for tableau in self.tableaux()]
        pictures = [figure.code for figure in self.illustrations()]
        for names in (tables, pictures):
            if len(set(names)) < len(names):
                raise InputError(f"{self.code_territoire}: a name is used twice among {names}.")
        lacking = {figure.tableau for figure in self.illustrations()} - set(tables)
        if lacking:
            raise InputError(f"{self.code_territoire}: pictures lack their tables {lacking}.")

    def blocs(self) -> Iterator[Bloc]:
        """Give every block, in reading order."""
        return (bloc for section in self.sections for bloc in section.blocs)

    def tableaux(self) -> Iterator[Tableau]:
        """Give every table, in reading order."""
        return (bloc for bloc in self.blocs() if isinstance(bloc, Tableau))

    def illustrations(self) -> Iterator[Illustration]:
        """Give every picture, in reading order."""
        return (bloc for bloc in self.blocs() if isinstance(bloc, Illustration))

    def chiffres(self) -> Iterator[Chiffre]:
        """Give every figure that stands alone or in a sentence, in reading order."""
        for bloc in self.blocs():
            if isinstance(bloc, Texte | Cartouche):
                yield from bloc.chiffres
