"""Write a region as a reference: files, manifest, and the change from the old one to the new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.sources.dila import Organisme
from geo.sources.reference_points import write_organismes
from geo.sources.territories import provenance as said
from geo.sources.territories.files import (
    BASSINS,
    BASSINS_COMMUNES,
    COMMUNES,
    GARES,
    MAIRIES,
    ORIGINES,
    TERRITOIRES,
    ZONES_EMPLOI,
    write_tables,
)
from geo.sources.territories.reference import publish, staging
from geo.tables import Territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """
    The files a reference is made of.

    Attributes
    ----------
    outlines, decoupage
        The packages.
    bassins, stations
        France Travail's table; the stations of Île-de-France Mobilités or of SNCF.
    zones, zone_names
        INSEE's zones d’emploi: of each commune, and their names.
    directory
        DILA's directory, or None: then the reference has no place.
    """

    outlines: Path
    decoupage: Path
    bassins: Path
    stations: Path
    zones: Path
    zone_names: Path
    directory: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was written: rows by file, and the weight of all files together."""

    folder: Path
    rows: Mapping[str, int]
    total_bytes: int


def find_inputs(data: Path, *, outlines: Path, decoupage: Path, is_idf: bool) -> Inputs:
    """
    Find the tables of a folder of received data.

    Parameters
    ----------
    data
        Folder with ``territories``, ``stations`` and, where there is one, ``directory``.
    outlines, decoupage
        The packages.
    is_idf
        Whether the stations wanted are those of Île-de-France.

    Returns
    -------
    inputs
        Files that are there.

    Raises
    ------
    SourceError
        If a table or a package is not there.
    """
    stations = "gares_idf_2025.csv" if is_idf else "gares_voyageurs_sncf.csv"
    archives = sorted((data / "directory").glob("dila_annuaire_*"))
    inputs = Inputs(
        outlines=outlines,
        decoupage=decoupage,
        bassins=data / "territories" / "commune_bassin_emploi_2024.csv",
        stations=data / "stations" / stations,
        zones=data / "territories" / "zonages_insee_2024.csv",
        zone_names=data / "territories" / "zonages_libelles_2024.csv",
        directory=archives[-1] if archives else None,
    )
    pages = {
        inputs.outlines: said.OUTLINES["url"],
        inputs.decoupage: said.DECOUPAGE["url"],
        inputs.bassins: said.BMO["url"],
        inputs.stations: (said.IDFM if is_idf else said.SNCF)["url"],
        inputs.zones: said.ZONES["url"],
        inputs.zone_names: said.ZONES["url"],
    }
    for path, page in pages.items():
        if not path.is_file():
            raise SourceError(
                f"il fallait le fichier {path}, qui n’y est pas : prenez-le chez son producteur "
                f"({page}) et mettez-le à cet endroit, ou donnez le bon dossier avec --data."
            )
    return inputs


def publish_reference(
    territories: Territories,
    organismes: Sequence[Organisme],
    *,
    inputs: Inputs,
    folder: Path,
    has_packaged_halls: bool,
) -> Published:
    """
    Write a reference and put it in the place of the old one.

    Parameters
    ----------
    territories
        Checked tables.
    organismes
        Facts of the places; none where no directory was given.
    inputs
        What all was made of.
    folder
        Where the reference goes.
    has_packaged_halls
        Whether the town halls are those of the outlines' package, not the directory's.

    Returns
    -------
    published
        What was written.

    Notes
    -----
    Contract: a reader sees the old reference or the new one; the same inputs give the
    same bytes.
    """
    staged = staging(folder)
    rows = write_tables(staged, territories)
    if organismes:
        write_organismes(staged / said.POINTS, organismes)
        rows[said.POINTS] = len(organismes)
    millesime = str(territories.communes["millesime"].iloc[0])
    files = said.describe_files(
        staged,
        rows,
        name=folder.name,
        sources=_sources(inputs, millesime, has_packaged_halls=has_packaged_halls),
        inputs=_inputs_of(inputs, has_packaged_halls=has_packaged_halls),
    )
    total_bytes = sum((staged / name).stat().st_size for name in rows)
    publish(staged, folder, files)
    return Published(folder=folder, rows=rows, total_bytes=total_bytes)


def _sources(
    inputs: Inputs, millesime: str, *, has_packaged_halls: bool
) -> dict[str, Mapping[str, str]]:
    packages = {"millesime": f"{millesime} ; population 2023"}
    stations = said.IDFM if "idf" in inputs.stations.name else said.SNCF
    halls = said.PACKAGED_HALLS if has_packaged_halls else said.DILA
    rule = {"fabrication": said.PACKAGED_HALLS_RULE} if has_packaged_halls else {}
    return {
        COMMUNES: said.OUTLINES | packages,
        BASSINS: said.BMO,
        BASSINS_COMMUNES: said.BMO,
        TERRITOIRES: said.DECOUPAGE | packages,
        MAIRIES: halls | rule,
        GARES: stations,
        ORIGINES: halls,
        ZONES_EMPLOI: said.ZONES,
        said.POINTS: said.DILA,
    }


def _inputs_of(inputs: Inputs, *, has_packaged_halls: bool) -> dict[str, list[Path]]:
    packages = [inputs.outlines, inputs.decoupage]
    directory = [inputs.directory] if inputs.directory else []
    halls = packages if has_packaged_halls else directory
    return {
        COMMUNES: packages,
        BASSINS: [inputs.bassins, inputs.decoupage],
        BASSINS_COMMUNES: [inputs.bassins, inputs.decoupage],
        TERRITOIRES: [inputs.decoupage],
        MAIRIES: halls,
        GARES: [inputs.stations],
        ORIGINES: packages if has_packaged_halls else [*packages, *directory],
        ZONES_EMPLOI: [inputs.zones, inputs.zone_names, inputs.decoupage],
        said.POINTS: directory,
    }
