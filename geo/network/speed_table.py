"""Speed tables: what a class of road becomes for the profiles, and who may publish the result."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.network.osm.ways import is_street
from geo.network.profiles.declare import declare
from geo.network.profiles.keys import RELEVANT_KEYS
from geo.network.raw import TagSet

DEFAULT = Path(__file__).with_name("edges.toml")

BESIDE = "vitesses.toml"
"""Name of a table that comes with the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedClass:
    """
    A class of road.

    Attributes
    ----------
    motif
        Regular expression for the beginning of what `SpeedTable.colonne` says.
    tags
        Of OpenStreetMap.
    """

    motif: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedTable:
    """
    How to read a list of edges.

    Attributes
    ----------
    licence, attribution
        As must be shown with whatever is computed.
    publiable
        Whether figures may be published; only true where a licence is stated.
    couche
        Value of ``layer`` of the edges to keep; empty for all.
    colonne
        Column that tells the class.
    sens_unique, double_sens
        Words of ``direction``; without that column all edges go both ways.
    classes
        The first whose pattern fits counts.
    autres
        Tags of the edges that fit none.
    """

    licence: str
    attribution: str
    publiable: bool
    couche: str
    colonne: str
    sens_unique: tuple[str, ...]
    double_sens: tuple[str, ...]
    classes: tuple[SpeedClass, ...]
    autres: Mapping[str, str]

    def tags_of(self, name: str) -> TagSet:
        """Give the tags of the class that a name tells."""
        fits = (one.tags for one in self.classes if re.match(one.motif, name))
        return next(fits, self.autres)


def read_speed_table(path: Path) -> SpeedTable:
    """
    Read and check a speed table.

    Parameters
    ----------
    path
        TOML; see ``edges.toml``, which comes with the program.

    Returns
    -------
    table
        Every class may be passed by some mode.

    Raises
    ------
    SourceError
        If it cannot be read, lacks something, or says something senseless.
    """
    try:
        content = tomllib.loads(path.read_bytes().decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path} : table de vitesses illisible ({error}).") from error
    table = declare(SpeedTable, content, path.name)
    for complaint in _complaints(table):
        raise SourceError(f"{path.name} : {complaint}")
    return table


def _complaints(table: SpeedTable) -> Iterable[str]:
    if table.publiable and not table.licence.strip():
        yield "« publiable » ne peut être vrai sans « licence »."
    if both := set(table.sens_unique) & set(table.double_sens):
        yield f"« {min(both)} » dit à la fois sens unique et double sens."
    for one in table.classes:
        try:
            re.compile(one.motif)
        except re.error as error:
            yield f"le motif « {one.motif} » n’est pas une expression régulière ({error})."
    for tags in (table.autres, *(one.tags for one in table.classes)):
        if unknown := sorted(tags.keys() - RELEVANT_KEYS):
            yield f"aucun profil ne regarde « {unknown[0]} »."
        if not is_street(tags):
            yield f"une classe sans « highway » : {dict(tags)}."
        if "oneway" in tags:
            yield "« oneway » vient de la colonne « direction », pas des classes."
