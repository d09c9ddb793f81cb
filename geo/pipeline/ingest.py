"""Bring a source into the store: read, judge, replace in one go."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.domain.reseau import Reseau
from geo.errors import SourceError, StoreEmptyError
from geo.pipeline.version import code_version
from geo.progress import Advance, Reporter
from geo.settings import Settings
from geo.sources.dila import (
    Illisible,
    Organisme,
    holds_one_record,
    read_organismes,
    to_directory,
)
from geo.sources.manifest import digest
from geo.sources.reference_points import read_organismes_table
from geo.sources.rules import declared_files, read_rules
from geo.sources.territories.reference import read_reference
from geo.store.directory import read_communes
from geo.store.engine import connect
from geo.store.imports import Provenance
from geo.store.load import (
    ImportSummary,
    PointsImport,
    TerritoriesImport,
    replace_directory,
    replace_territories,
)
from geo.tables import Territories

POINTS_FILE = "points_accueil.csv"
"""The table of places of an embedded reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    A file of places, and how to read it.

    Attributes
    ----------
    source
        Prefix of the ids.
    path
        File, folder or archive.
    read
        From the path to plain facts.
    whole
        Whether it holds all of the source, so that other places of it go.
    """

    source: str
    path: Path
    read: Callable[[Path, Advance], Sequence[Organisme | Illisible]]
    whole: bool


def reading_of(form: str, path: Path | None, settings: Settings) -> Reading:
    """
    Choose how to read what the user named.

    Parameters
    ----------
    form
        ``dila`` for the XML as published, ``reference`` for the embedded table.
    path
        What to read; None for the embedded reference.
    settings
        Where that is.

    Returns
    -------
    reading
        To pass to `ingest_points`.

    Raises
    ------
    SourceError
        If nothing is there.
    """
    if path is None or form == "reference":
        table = path or settings.reference_dir
        table = table / POINTS_FILE if table.is_dir() else table
        _check_there(table)
        return Reading(
            source="dila", path=table, read=lambda path, _: read_organismes_table(path), whole=True
        )
    _check_there(path)
    return Reading(
        source="dila",
        path=path,
        read=lambda path, advance: read_organismes(path, advance=advance),
        whole=not holds_one_record(path),
    )


def _check_there(path: Path) -> None:
    if not path.exists():
        raise SourceError(
            f"il fallait un fichier, un dossier ou une archive ; rien à l’adresse {path} : "
            "vérifiez le chemin."
        )


def ingest_points(
    url: str,
    reading: Reading,
    settings: Settings,
    report: Reporter,
    *,
    allow_shrink: bool = False,
) -> ImportSummary:
    """
    Replace the places of a source by those of a file, and réseaux and rules by their files'.

    Parameters
    ----------
    url
        Address of the store.
    reading
        What to read.
    settings
        Where the réseaux and the rules are.
    report
        Shows the steps.
    allow_shrink
        Let the import remove more than half of the source's places.

    Returns
    -------
    summary
        How many were read, accepted, rejected and why; accepted + rejected = read.

    Raises
    ------
    SourceError
        If the file cannot be read.
    StoreEmptyError
        If territories were not loaded.
    StoreError
        If the store refuses; réseaux, rules and places are then unchanged.
    """
    communes = _stored_communes(url)
    reseaux, rules = read_rules(settings.raw_dir, settings.rules_dir)
    points = _read_points(reading, settings, report, communes=communes, reseaux=reseaux)
    with report.step("Chargement de l’annuaire"), connect(url) as conn:
        return replace_directory(
            conn, replace(points, allow_shrink=allow_shrink), reseaux=reseaux, rules=rules
        )


def ingest_territories(url: str, folder: Path, report: Reporter) -> Territories:
    """
    Replace communes, bassins, other territories, sites and origins by those of a reference.

    Parameters
    ----------
    url
        Address of the store.
    folder
        A reference made by ``deuxportes sources build-reference``.
    report
        Shows the steps.

    Returns
    -------
    territories
        What was loaded.

    Raises
    ------
    SourceError
        If a file is missing or was changed.
    StoreError
        If the store refuses; what was stored is then unchanged.
    """
    given = _read_territories(folder, report)
    with report.step("Chargement des territoires"), connect(url) as conn:
        replace_territories(conn, given)
    return given.territories


def ingest_reference(
    url: str, folder: Path, settings: Settings, report: Reporter, *, allow_shrink: bool = False
) -> tuple[Territories, ImportSummary]:
    """
    Replace territories, réseaux, rules and places by a reference's, all in one transaction.

    Parameters
    ----------
    url
        Address of the store.
    folder
        A reference made by ``deuxportes sources build-reference``.
    settings
        Where the réseaux and the rules are.
    report
        Shows the steps.
    allow_shrink
        Let the import remove more than half of the source's places, as when the region changes.

    Returns
    -------
    territories, summary
        What was loaded, and what became of the places.

    Raises
    ------
    SourceError
        If a file is missing or was changed.
    StoreError
        If the store refuses; all that was stored is then unchanged.

    Notes
    -----
    Contract: a commune may go with its places (they move, or go too); `ingest_territories`
    refuses it, and `ingest_points` cannot place anything in a commune to come.
    """
    given = _read_territories(folder, report)
    reading = reading_of("reference", folder, settings)
    reseaux, rules = read_rules(settings.raw_dir, settings.rules_dir)
    communes = given.territories.communes
    points = _read_points(reading, settings, report, communes=communes, reseaux=reseaux)
    with report.step("Chargement des territoires et de l’annuaire"), connect(url) as conn:
        summary = replace_directory(
            conn,
            replace(points, allow_shrink=allow_shrink),
            reseaux=reseaux,
            rules=rules,
            territories=given,
        )
    return given.territories, summary


def _stored_communes(url: str) -> Any:  # noqa: ANN401 - geopandas has no types
    with connect(url) as conn:
        communes = read_communes(conn)
    if communes.empty:
        raise StoreEmptyError(
            "il faut des communes où situer les points d’accueil, la base n’en a aucune. Tapez "
            "d’abord : deuxportes ingest territories (ou, avec les points d’accueil de la "
            "référence : deuxportes ingest reference)"
        )
    return communes


def _read_territories(folder: Path, report: Reporter) -> TerritoriesImport:
    with report.step("Lecture des territoires"):
        return TerritoriesImport(
            territories=read_reference(folder), provenance=territories_import(folder)
        )


def _read_points(
    reading: Reading,
    settings: Settings,
    report: Reporter,
    *,
    communes: Any,  # noqa: ANN401 - geopandas has no types
    reseaux: Sequence[Reseau],
) -> PointsImport:
    provenance = points_import(reading, settings)
    with report.step(f"Lecture de {reading.path.name}") as advance:
        organismes = reading.read(reading.path, advance)
    with report.step("Vérification des points d’accueil", total=len(organismes)) as advance:
        directory = to_directory(organismes, communes=communes, reseaux=reseaux, advance=advance)
    return PointsImport(
        points=directory.points,
        rejects=directory.rejects,
        source=reading.source,
        read=directory.read,
        provenance=provenance,
        whole=reading.whole,
    )


def territories_import(folder: Path) -> Provenance:
    """
    Describe the import of a reference's territories, before or after it is done.

    Parameters
    ----------
    folder
        The reference.

    Returns
    -------
    described
        As the log of imports has it once these files were loaded by this program.
    """
    return Provenance(file=folder.name, digest=path_digest(folder), code_version=code_version())


def points_import(reading: Reading, settings: Settings) -> Provenance:
    """
    Describe the import of a file of places, before or after it is done.

    Parameters
    ----------
    reading
        What is read.
    settings
        Where the réseaux and the rules are.

    Returns
    -------
    described
        As the log of imports has it once this file was loaded by this program; the digest is of
        the file, of the réseaux and of the rules, for all determine what is published.

    Raises
    ------
    SourceError
        If the réseaux or a file of rules is absent.
    """
    declared = declared_files(settings.raw_dir, settings.rules_dir)
    told = [path_digest(reading.path), *map(digest, declared)]
    return Provenance(
        file=reading.path.name,
        digest=hashlib.sha256(" ".join(told).encode()).hexdigest(),
        code_version=code_version(),
    )


def path_digest(path: Path) -> str:
    """
    Give the digest of a file, or of a folder with all that is in it.

    Parameters
    ----------
    path
        An existing file or folder.

    Returns
    -------
    sha256
        64 hexadecimal digits.
    """
    if path.is_file():
        return digest(path)
    whole = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        whole.update(f"{file.relative_to(path).as_posix()}\0{digest(file)}\n".encode())
    return whole.hexdigest()
