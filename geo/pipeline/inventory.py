"""The inventory of the places that the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from geo.access.inventory import (
    PLACE_COLUMNS,
    absences,
    active_reseaux,
    ages,
    duplicate_groups,
    found_by_part,
    labelled,
    reconciliation,
)
from geo.access.inventory_report import Inventory
from geo.access.survey import People
from geo.domain.commune import code_departement
from geo.domain.region import is_whole
from geo.domain.rejet import Motif
from geo.errors import SourceError, StoreEmptyError
from geo.export.inventaire import inventory_rows, place_rows
from geo.export.tableur import write_csv
from geo.progress import Reporter
from geo.store.directory import read_places, read_rejects
from geo.store.engine import Connection
from geo.store.inventory import read_announced
from geo.store.parts import read_part_names, read_place_communes
from geo.store.surveys import read_people

MENDABLE = (
    Motif.ILLISIBLE,
    Motif.SANS_POSITION,
    Motif.POSITION_FAUSSE,
    Motif.IDENTIFIANT_EN_DOUBLE,
)
"""Reasons that speak of an error in a record, rather than of what the directory covers."""

ANNOUNCED_FOR = "11"
"""Region of which `reseaux.toml`, as it comes, has the announced totals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryAsked:
    """
    What to list.

    Attributes
    ----------
    today
        The day records are read: how old they are, and which labels hold.
    partition
        Way to cut the territory: a name of `geo.access.survey.People.partitions`.
    announced
        Whether to compare with the totals announced; None where the store holds the whole of
        the region `ANNOUNCED_FOR`, and nothing else.
    """

    today: date
    partition: str = "bassin"
    announced: bool | None = None


def take_inventory(conn: Connection, asked: InventoryAsked, report: Reporter) -> Inventory:
    """
    List what the store holds, and what it lacks.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to list.
    report
        Shows the step.

    Returns
    -------
    inventory
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, réseaux or places were never loaded.
    SourceError
        If the store knows nothing of the partition.
    """
    with report.step("Inventaire"):
        people = read_people(conn)
        if not any(people.partitions[asked.partition]):
            raise SourceError(
                f"la base ne connaît pas le découpage {asked.partition} : chargez une référence "
                "qui l’a (deuxportes sources build-reference, puis deuxportes ingest reference)."
            )
        inventory = build_inventory(conn, people, asked)
        if inventory.places.empty:
            raise StoreEmptyError(
                "la base n’a pas de points d’accueil. Tapez d’abord : deuxportes ingest reference"
            )
        return inventory


def build_inventory(conn: Connection, people: People, asked: InventoryAsked) -> Inventory:
    """
    List what the store holds even where that is nothing, or its territory is not cut.

    Parameters
    ----------
    conn
        Any connection.
    people
        Of the same store.
    asked
        What to list.

    Returns
    -------
    inventory
        As of `take_inventory`.

    Raises
    ------
    StoreEmptyError
        If réseaux were never loaded.
    """
    reseaux, names = read_announced(conn), read_part_names(conn)
    parts = people.partitions[asked.partition]
    places = _places(conn, people, parts, asked.today)
    groups = duplicate_groups(places)
    compared = _is_whole(people) if asked.announced is None else asked.announced
    told = reseaux if compared else _unannounced(reseaux)
    codes = sorted(set(parts) - {""})
    found = found_by_part(places, reseaux, codes)
    held = found_by_part(places[places["labelled"]], reseaux, codes)
    return Inventory(
        places=places,
        reseaux=told,
        found=found,
        labelled=held.reindex(found.index, fill_value=0),
        active=active_reseaux(found, reseaux),
        absences=absences(found, reseaux),
        groups=groups,
        ages=ages(places, reseaux, today=asked.today),
        reconciliation=reconciliation(places, told, groups),
        set_aside=_set_aside(conn, sorted(set(places["source"]))),
        is_compared=compared,
        names=names.get(asked.partition, {}),
        territory=", ".join(names.get("region", {}).values()),
    )


def write_inventory(inventory: Inventory, asked: InventoryAsked, path: Path) -> Path:
    """
    Write a row a territory and réseau, as a CSV that a French spreadsheet opens.

    Parameters
    ----------
    inventory, asked
        What there is, of what.
    path
        File to replace.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = inventory_rows(
        inventory.reconciliation,
        {"trouves": inventory.found, "labellises": inventory.labelled},
        inventory.reseaux,
        names={"": "hors du découpage"} | dict(inventory.names),
        kind=asked.partition, whole=inventory.territory,
    )  # fmt: skip
    write_csv(rows, path)
    return path


def write_places(inventory: Inventory, asked: InventoryAsked, path: Path) -> Path:
    """
    Write a row a place, with what should be checked about it.

    Parameters
    ----------
    inventory, asked, path
        As of `write_inventory`.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = place_rows(inventory.places, inventory.groups, names=inventory.names, today=asked.today)
    write_csv(rows, path)
    return path


def _places(conn: Connection, people: People, parts: tuple[str, ...], today: date) -> pd.DataFrame:
    """Read places, with the part of the commune that each stands in."""
    places = read_places(conn)
    # the first code that holds an origin is its commune or arrondissement
    part_of = {held[0]: part for held, part in zip(people.codes, parts, strict=True)}
    standing = read_place_communes(conn)["code_commune"].reindex(places.index)
    placed = places.assign(
        standing=standing, part=standing.map(part_of).fillna(""), adresse=_texts(places["adresse"])
    )
    return placed.assign(labelled=labelled(placed[list(PLACE_COLUMNS)], today=today))


def _texts(column: "pd.Series[str]") -> "pd.Series[str]":
    return column.where(column.notna(), None)


def _set_aside(conn: Connection, sources: Sequence[str]) -> pd.DataFrame:
    """Read what the last import of each source could not publish, though it should be there."""
    if not sources:
        return pd.DataFrame(columns=["id_source", "motif", "detail"])
    rejects = pd.concat([read_rejects(conn, source) for source in sources], ignore_index=True)
    return rejects[rejects["motif"].isin([motif.value for motif in MENDABLE])]


def _unannounced(reseaux: pd.DataFrame) -> pd.DataFrame:
    unknown = pd.array([pd.NA] * len(reseaux), dtype="Int64")
    return reseaux.assign(announced=unknown, announced_antennes=unknown)


def _is_whole(people: People) -> bool:
    regions = set(people.partitions["region"])
    return regions == {ANNOUNCED_FOR} and is_whole(
        ANNOUNCED_FOR, [code_departement(held[0]) for held in people.codes]
    )
