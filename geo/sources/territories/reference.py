"""
The embedded reference of a region: checked whenever it is read, replaced in one step.

The manifest beside the folder is what counts. While a new reference is put in place, the old
folder stays beside it until the new manifest stands; a reader takes whichever of the two the
manifest describes, so that one killed at any moment leaves the old reference or the new one.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from geo.errors import SourceError
from geo.sources.manifest import (
    MANIFEST,
    Etat,
    Fichier,
    check_files,
    read_manifest,
    write_manifest,
)
from geo.sources.territories.check import check_territories
from geo.sources.territories.files import read_tables
from geo.tables import Territories


def read_reference(folder: Path) -> Territories:
    """
    Read the reference of a region.

    Parameters
    ----------
    folder
        For instance ``data/raw/ile-de-france``; the manifest stands beside it.

    Returns
    -------
    territories
        Checked tables, in WGS84.

    Raises
    ------
    SourceError
        If the manifest does not know the folder, a file is missing or was modified, or
        the tables are not consistent.
    """
    territories = read_tables(reference_folder(folder))
    check_territories(territories)
    return territories


def reference_folder(folder: Path) -> Path:
    """
    Find the files that the manifest describes.

    Parameters
    ----------
    folder
        The folder of the reference.

    Returns
    -------
    folder
        The same, or the one set aside if a replacement was interrupted.

    Raises
    ------
    SourceError
        If the manifest does not know the folder, or no folder is as it says.
    """
    files = _files_of(folder)
    for candidate in (folder, set_aside(folder)):
        states = check_files(files, candidate)
        if all(state is Etat.CONFORME for state in states.values()):
            return candidate
    states = check_files(files, folder)
    wrong = [f"{name} : {state}" for name, state in states.items() if state is not Etat.CONFORME]
    raise SourceError(
        f"{folder} n’est pas tel que le manifeste le dit ({', '.join(wrong)}) : reprenez ces "
        "fichiers du dépôt (git checkout) ou relancez « deuxportes sources build-reference »."
    )


def publish(staged: Path, folder: Path, files: Sequence[Fichier]) -> None:
    """
    Put a new reference in the place of the old one.

    Parameters
    ----------
    staged
        Folder of the new files, on the same file system; it is moved.
    folder
        The folder of the reference.
    files
        What the manifest says of the new files, ``chemin`` relative to the manifest.

    Notes
    -----
    Contract: a reader sees the old reference until the manifest is replaced, then the
    new one.
    """
    old = set_aside(folder)
    _finish_interrupted(folder)
    if folder.exists():
        folder.rename(old)
    staged.rename(folder)
    manifest = folder.parent / MANIFEST
    others = read_manifest(manifest) if manifest.exists() else {}
    kept = [file for name, file in others.items() if not name.startswith(f"{folder.name}/")]
    write_manifest(manifest, sorted([*kept, *files], key=lambda file: file.chemin))
    shutil.rmtree(old, ignore_errors=True)


def staging(folder: Path) -> Path:
    """
    Make an empty folder to prepare a reference in, beside the one it will replace.

    Parameters
    ----------
    folder
        The folder of the reference.

    Returns
    -------
    staged
        A new folder; what an interrupted run left there is removed.
    """
    staged = folder.with_name(f".{folder.name}.nouveau")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    return staged


def set_aside(folder: Path) -> Path:
    """
    Name the place of the old reference while a new one is put in place.

    Parameters
    ----------
    folder
        The folder of the reference.

    Returns
    -------
    old
        A hidden neighbour.
    """
    return folder.with_name(f".{folder.name}.ancien")


def _finish_interrupted(folder: Path) -> None:
    """Bring back the old folder where the manifest still describes it, else forget it."""
    old = set_aside(folder)
    if not old.exists():
        return
    try:
        current = reference_folder(folder)
    except SourceError:
        current = folder
    if current == old:
        shutil.rmtree(folder, ignore_errors=True)
        old.rename(folder)
    else:
        shutil.rmtree(old)


def _files_of(folder: Path) -> dict[str, Fichier]:
    manifest = folder.parent / MANIFEST
    prefix = f"{folder.name}{os.sep}".replace(os.sep, "/")
    known = {
        name.removeprefix(prefix): file
        for name, file in read_manifest(manifest).items()
        if name.startswith(prefix)
    }
    if not known:
        raise SourceError(
            f"{manifest} ne connaît aucun fichier de {folder.name} : lancez "
            "« deuxportes sources build-reference » pour cette région."
        )
    return known
