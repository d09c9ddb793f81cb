"""Bring a source into the store: read, judge, replace in one go."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError, StoreEmptyError
from geo.pipeline.version import code_version
from geo.progress import Advance, Reporter
from geo.settings import Settings
from geo.sources.dila import Illisible, Organisme, read_organismes, to_directory
from geo.sources.manifest import digest
from geo.sources.reference_points import read_organismes_table
from geo.sources.reseaux import read_reseaux
from geo.sources.territories.reference import read_reference
from geo.store.directory import read_communes
from geo.store.engine import connect
from geo.store.imports import LastImport, log_territories
from geo.store.load import ImportSummary, replace_points, replace_reseaux, replace_territories
from geo.tables import Territories

POINTS_FILE = "points_accueil.csv"
"""The table of places of an embedded reference."""

RESEAUX_FILE = "reseaux.toml"


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
        found = Reading(
            source="dila", path=table, read=lambda path, _: read_organismes_table(path), whole=True
        )
    else:
        found = Reading(
            source="dila",
            path=path,
            read=lambda path, advance: read_organismes(path, advance=advance),
            whole=path.suffix != ".xml",
        )
    if not found.path.exists():
        raise SourceError(f"needed a file, a folder or an archive, found nothing at {found.path}.")
    return found


def ingest_points(
    url: str,
    reading: Reading,
    settings: Settings,
    report: Reporter,
    *,
    allow_shrink: bool = False,
) -> ImportSummary:
    """
    Replace the places of a source by those of a file.

    Parameters
    ----------
    url
        Address of the store.
    reading
        What to read.
    settings
        Where the réseaux and their rules are.
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
        If the store refuses; the directory is then unchanged.
    """
    described = points_import(reading, settings)
    reseaux = read_reseaux(settings.raw_dir / RESEAUX_FILE)
    with report.step(f"Lecture de {reading.path.name}") as advance:
        organismes = reading.read(reading.path, advance)
    with connect(url) as conn:
        communes = read_communes(conn)
        if communes.empty:
            raise StoreEmptyError(
                "no commune is loaded; run `deuxportes ingest territories` first."
            )
        with report.step("Vérification des points d’accueil", total=len(organismes)) as advance:
            directory = to_directory(
                organismes, communes=communes, reseaux=reseaux, advance=advance
            )
        with report.step("Chargement de l’annuaire"):
            replace_reseaux(conn, reseaux)
            return replace_points(
                conn,
                directory.points,
                directory.rejects,
                source=reading.source,
                file=described.file,
                digest=described.digest,
                read=directory.read,
                code_version=described.code_version,
                whole=reading.whole,
                allow_shrink=allow_shrink,
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
    with report.step("Lecture des territoires"):
        territories = read_reference(folder)
    with report.step("Chargement des territoires"), connect(url) as conn:
        replace_territories(conn, territories)
        log_territories(conn, territories_import(folder), communes=len(territories.communes))
    return territories


def territories_import(folder: Path) -> LastImport:
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
    return LastImport(file=folder.name, digest=path_digest(folder), code_version=code_version())


def points_import(reading: Reading, settings: Settings) -> LastImport:
    """
    Describe the import of a file of places, before or after it is done.

    Parameters
    ----------
    reading
        What is read.
    settings
        Where the rules of the réseaux are.

    Returns
    -------
    described
        As the log of imports has it once this file was loaded by this program; the
        digest is of the file and of the rules, for both determine what is published.
    """
    both = f"{path_digest(reading.path)} {digest(settings.raw_dir / RESEAUX_FILE)}"
    return LastImport(
        file=reading.path.name,
        digest=hashlib.sha256(both.encode()).hexdigest(),
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
