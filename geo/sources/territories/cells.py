"""The cells people live in: communes, and arrondissements in place of the city they divide."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd
import shapely

from geo.domain.commune import ARRONDISSEMENTS
from geo.errors import SourceError
from geo.sources.territories.coverage import (
    Piece,
    Reason,
    canonical,
    clean_coverage,
    fill_holes,
    merge_slivers,
    to_wire,
)
from geo.sources.territories.decoupage import Decoupage

AROUND_DEGREES = 0.01
"""Cells this near are cleaned along, so that two regions built apart still fit (about 1 km)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """
    The polygons of a selection of communes.

    Attributes
    ----------
    polygons
        Index ``code_commune``: MultiPolygons in WGS84, cities of arrondissements included.
    pieces
        What fitted nowhere, and what became of it.
    without_outline
        Communes that no source draws.
    """

    polygons: pd.Series
    pieces: tuple[Piece, ...]
    without_outline: tuple[str, ...]


def build_cells(
    outlines: pd.DataFrame,
    decoupage: Decoupage,
    *,
    selected: Collection[str],
    former: Collection[str] = (),
) -> Cells:
    """
    Draw the communes and arrondissements of a selection as one coverage.

    Parameters
    ----------
    outlines
        `OUTLINE_COLUMNS`, all France.
    decoupage
        The division of all France.
    selected
        Codes of the communes and arrondissements wanted.
    former
        Codes of communes that existed lately: the one that absorbed such a commune owns
        the hole it left.

    Returns
    -------
    cells
        Their polygons, and what had to be decided.

    Raises
    ------
    SourceError
        If no outline is known for any of them, or the result is no coverage.
    """
    drawn = _drawn(outlines, decoupage)
    wanted = [code for code in sorted(selected) if code not in ARRONDISSEMENTS]
    missing = tuple(code for code in wanted if code not in drawn.index)
    inside = drawn.loc[[code for code in wanted if code in drawn.index]]
    if inside.empty:
        raise SourceError(
            f"aucun contour de {wanted[:5]} dans le paquet : prenez-en un plus récent."
        )
    cells = clean_coverage(_with_surroundings(inside, drawn))
    cells, filled = fill_holes(cells, _absorbing(outlines, decoupage, former))
    cells, merged = merge_slivers(cells)
    polygons = to_wire(cells.loc[inside.index])
    return Cells(
        polygons=_with_cities(polygons, selected),
        pieces=tuple(_concerning(filled + merged, inside.index)),
        without_outline=missing,
    )


def _drawn(outlines: pd.DataFrame, decoupage: Decoupage) -> pd.Series:
    """Outline of each cell of France; that of its parts where a commune has none itself."""
    known = outlines[outlines["outline"].notna()]
    own = known[known["kind"].isin(["COM", "ARM"])].set_index("code")["outline"]
    own = own[own.index.isin(decoupage.communes.index) & ~own.index.isin(ARRONDISSEMENTS)]
    parts = known[known["kind"].isin(["COMD", "COMA"])]
    orphans = parts[
        parts["code_parent"].isin(decoupage.communes.index)
        & ~parts["code_parent"].isin([*own.index, *ARRONDISSEMENTS])
    ]
    joined = {
        code: shapely.union_all(group.to_numpy())
        for code, group in orphans.groupby("code_parent")["outline"]
    }
    drawn: pd.Series = pd.concat([own, pd.Series(joined, dtype=object)])
    return drawn.sort_index()


def _concerning(pieces: Iterable[Piece], codes: Collection[str]) -> Iterator[Piece]:
    """Keep what was given to these communes, and the land of others that they touch."""
    for piece in pieces:
        touched = [code for code in piece.around if code in codes]
        if piece.code_commune in codes:
            yield piece
        elif piece.reason is Reason.ENCLAVE and touched:
            yield replace(piece, code_commune=touched[0])


def _with_surroundings(inside: pd.Series, drawn: pd.Series) -> pd.Series:
    left, bottom, right, top = shapely.total_bounds(inside.to_numpy())
    window = shapely.box(
        left - AROUND_DEGREES, bottom - AROUND_DEGREES, right + AROUND_DEGREES, top + AROUND_DEGREES
    )
    near: pd.Series = drawn[shapely.intersects(window, drawn.to_numpy())]
    return near


def _absorbing(
    outlines: pd.DataFrame, decoupage: Decoupage, former: Collection[str]
) -> frozenset[str]:
    """Communes that have taken in another one, whose outline nobody draws any more."""
    drawn = set(outlines.loc[outlines["outline"].notna(), "code"])
    parts = outlines[outlines["kind"].isin(["COMD", "COMA"]) & outlines["outline"].isna()]
    by_parts = parts.loc[parts["code"] != parts["code_parent"], "code_parent"]
    by_names = {decoupage.current(code) for code in former if code not in drawn}
    return frozenset(by_parts) | (by_names & set(decoupage.communes.index))


def _with_cities(polygons: pd.Series, selected: Collection[str]) -> pd.Series:
    cities = {
        city: canonical([shapely.coverage_union_all(polygons.loc[list(parts)].to_numpy())])[0]
        for city, parts in ARRONDISSEMENTS.items()
        if city in selected
    }
    both: pd.Series = pd.concat([polygons, pd.Series(cities, dtype=object)])
    return both.sort_index()
