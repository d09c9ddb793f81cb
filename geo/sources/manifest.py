"""The manifest of the sources: what each file is, whose, under which licence, and its digest."""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

from geo.errors import SourceError

MANIFEST = "manifest.toml"
"""Name of the manifest, beside the folders it describes."""

HEADER = """\
# What each file of this folder is, and what it was made of. Written by
# `deuxportes sources build-reference`; `deuxportes sources check` compares it with the files.
"""


class Etat(StrEnum):
    """What became of a file since the manifest was written."""

    CONFORME = "conforme"
    MODIFIE = "modifié"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fichier:
    """
    One file of the manifest; fields are its keys.

    Attributes
    ----------
    chemin
        Relative to the manifest, with ``/``.
    contenu
        What it holds, in French.
    source, producteur, url, licence, millesime
        Where it comes from; `url` is the producer's public page.
    fabrication
        How it was made from what was received.
    entrees
        ``name sha256`` of each file it was made from.
    lignes
        Rows.
    modifiable
        True for a file meant to be edited by hand: a change is told, not refused.
    sha256
        Digest of the file.
    """

    chemin: str
    contenu: str
    source: str
    producteur: str
    url: str
    licence: str
    millesime: str
    fabrication: str
    lignes: int
    sha256: str
    entrees: tuple[str, ...] = ()
    modifiable: bool = False


def digest(path: Path) -> str:
    """
    Compute the SHA-256 of a file, or of a folder's.

    Parameters
    ----------
    path
        An existing file; of a folder, the names and digests of its files are digested.

    Returns
    -------
    sha256
        64 hexadecimal digits.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        listing = "".join(f"{file.relative_to(path).as_posix()} {digest(file)}\n" for file in files)
        return hashlib.sha256(listing.encode()).hexdigest()
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(path: Path) -> dict[str, Fichier]:
    """
    Read a manifest.

    Parameters
    ----------
    path
        The TOML file.

    Returns
    -------
    files
        By ``chemin``, in the order of the file.

    Raises
    ------
    SourceError
        If it is missing, no TOML, or an entry lacks a key or has one too many.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        files = [_to_fichier(entry) for entry in table.get("fichiers", [])]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise SourceError(
            f"il fallait le manifeste {path}, qui ne se lit pas ({error}) : reprenez-le du dépôt "
            "ou relancez « deuxportes sources build-reference »."
        ) from error
    return {file.chemin: file for file in files}


def write_manifest(path: Path, files: Iterable[Fichier]) -> None:
    """
    Write a manifest in one step: readers see the old one or the new one.

    Parameters
    ----------
    path
        Where to write.
    files
        What it says, in this order.
    """
    text = HEADER + "".join(_to_toml(file) for file in files)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def check_files(files: Mapping[str, Fichier], folder: Path) -> dict[str, Etat]:
    """
    Compare files with what the manifest says of them.

    Parameters
    ----------
    files
        As `read_manifest` gives them.
    folder
        What ``chemin`` starts from.

    Returns
    -------
    states
        By ``chemin``.
    """
    return {chemin: _state(folder / chemin, file.sha256) for chemin, file in files.items()}


def is_accepted(file: Fichier, state: Etat) -> bool:
    """
    Say whether the state of a file is one to go on with.

    Parameters
    ----------
    file
        What the manifest says.
    state
        What was found.

    Returns
    -------
    accepted
        True where the file is as described, or was edited and may be.
    """
    return state is Etat.CONFORME or (state is Etat.MODIFIE and file.modifiable)


def _state(path: Path, sha256: str) -> Etat:
    if not path.is_file():
        return Etat.ABSENT
    return Etat.CONFORME if digest(path) == sha256 else Etat.MODIFIE


def _to_fichier(entry: Mapping[str, object]) -> Fichier:
    return Fichier(**{**entry, "entrees": tuple(entry.get("entrees", ()))})  # type: ignore[arg-type]  # TOML values; a missing or unknown key raises TypeError


def _to_toml(file: Fichier) -> str:
    defaults = {field.name: field.default for field in fields(Fichier)}
    values = {key: value for key, value in asdict(file).items() if value != defaults[key]}
    # a TOML basic string, number, boolean or array is written as JSON writes it
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n[[fichiers]]\n" + "\n".join(lines) + "\n"
