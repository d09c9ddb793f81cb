"""Fingerprints of a folder of diagnostics: whether it is whole, and says what it said."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any

from geo.errors import OutputError, SourceError
from geo.export.contenus import read_content
from geo.files import replaced_whole

FINGERPRINTS_FILE = "empreintes.json"
VERSION = 1
BYTES = "octets"

METHODS = {".html": "html-1", ".pdf": "pdf-1", ".xlsx": "xlsx-1", ".gpkg": "gpkg-1"}
"""How a file is read by its suffix; the others by their bytes. A number changes with the method."""

SIZE_MAX = 2_000_000_000
"""Bytes of a file that is read: a diagnostic's are a hundredth of it."""

TABLE_MAX = 50_000_000
"""Bytes of the file of fingerprints: some 400,000 files."""

ALONE = 8
"""Files to read by their content below which other processes cost more than they bring."""

_BLOCK = 1 << 20


class Nature(StrEnum):
    """How a file differs from the one that was written."""

    ABSENT = "absent"
    AJOUTE = "ajouté"
    MODIFIE = "modifié"
    ILLISIBLE = "illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A file that is not as it was written.

    Attributes
    ----------
    chemin
        Relative to the folder, with ``/``.
    nature
        How it differs.
    detail
        Why it cannot be read, in French; empty for the others.
    """

    chemin: str
    nature: Nature
    detail: str = ""

    def __str__(self) -> str:
        return f"{_shown(self.chemin)} : {self.nature}{f' ({self.detail})' if self.detail else ''}"


def fingerprint(path: Path) -> str:
    """
    Give the fingerprint of a file.

    Parameters
    ----------
    path
        File; its suffix says how it is read (`METHODS`).

    Returns
    -------
    fingerprint
        ``method:sha256``.

    Raises
    ------
    SourceError
        If it is no regular file, is too large, or is not what its suffix says.

    Notes
    -----
    Contract: pure. ``octets`` is the SHA-256 of the bytes (``sha256sum``). The other methods are
    that of the content, items as of `geo.export.contenus`: each as compact JSON in UTF-8 on a line
    of its own.
    """
    method = METHODS.get(path.suffix.lower(), BYTES)
    try:
        _check_regular(path)
        digest = hashlib.sha256()
        for piece in _pieces(path, method):
            digest.update(piece)
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(_answered(error)) from error
    except Exception as error:  # four libraries, each with errors of its own, on any bytes
        raise SourceError(f"n’est pas un fichier {path.suffix} entier") from error
    return f"{method}:{digest.hexdigest()}"


def _check_regular(path: Path) -> None:
    """Refuse what must not even be opened: a pipe would wait forever, a link leads elsewhere."""
    state = path.lstat()
    if not S_ISREG(state.st_mode):
        raise SourceError("pas un fichier : lien, tube, dossier fermé…")
    if state.st_size > SIZE_MAX:
        raise SourceError(f"plus de {SIZE_MAX // 1_000_000} Mo")


def combine(fingerprints: Mapping[str, str]) -> str:
    """
    Give one fingerprint of many files.

    Parameters
    ----------
    fingerprints
        By path.

    Returns
    -------
    digest
        SHA-256 of the lines ``path<TAB>fingerprint``, sorted by path.

    Notes
    -----
    Contract: pure; the order of the files is irrelevant.
    """
    lines = "".join(f"{path}\t{told}\n" for path, told in sorted(fingerprints.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def write_fingerprints(
    folder: Path, *, known: Mapping[str, str] | None = None, processes: int | None = None
) -> Path:
    """
    Write the fingerprints of every file of a folder: the last file, without which it is unfinished.

    Parameters
    ----------
    folder
        A folder of diagnostics.
    known
        Fingerprints that whoever wrote the files computed already, by relative path; trusted.
    processes
        How many read at once; None for as many as there are cores. The file is the same.

    Returns
    -------
    path
        ``empreintes.json``: ``version``; ``ensemble``, as of `combine`; ``fichiers``, the
        fingerprint of each by path, sorted.

    Raises
    ------
    OutputError
        If a file cannot be read, or this one cannot be written.

    Notes
    -----
    Contract: the same content gives the same bytes. Names that begin with a dot are left out, as
    they are never served: locks, drafts. Links are refused, not followed.
    """
    known = known or {}
    files = dict(_files(folder))
    told = {path: known[path] for path in files if path in known}
    asked = {path: file for path, file in files.items() if path not in known}
    for path, (found, why) in _read(asked, processes).items():
        if why:
            raise OutputError(
                f"{folder / path} ne peut pas être publié ({why}) : retirez-le ou refaites-le."
            )
        told[path] = found
    table = {"version": VERSION, "ensemble": combine(told), "fichiers": dict(sorted(told.items()))}
    with replaced_whole(folder / FINGERPRINTS_FILE) as draft:
        draft.write_text(json.dumps(table, indent=1) + "\n", encoding="ascii")
    return folder / FINGERPRINTS_FILE


def check_fingerprints(folder: Path, *, processes: int | None = None) -> tuple[Difference, ...]:
    """
    Compare the files of a folder with the fingerprints it holds.

    Parameters
    ----------
    folder
        A folder of diagnostics; nothing in it is trusted.
    processes
        How many read at once; None for as many as there are cores.

    Returns
    -------
    differences
        Sorted by path; none where all is as it was written.

    Raises
    ------
    SourceError
        If there is no such folder, it is unfinished, or its fingerprints are no good.

    Notes
    -----
    Contract: a path that the fingerprints name is never opened: files are those of the folder.
    """
    if not folder.is_dir():
        raise SourceError(f"il fallait un dossier de diagnostics ; {folder} n’en est pas un.")
    written = read_fingerprints(folder)
    files = dict(_files(folder))
    found = _read({path: file for path, file in files.items() if path in written}, processes)
    differences = [
        *(Difference(chemin=path, nature=Nature.ABSENT) for path in written.keys() - files.keys()),
        *(Difference(chemin=path, nature=Nature.AJOUTE) for path in files.keys() - written.keys()),
        *(
            Difference(chemin=path, nature=Nature.ILLISIBLE, detail=why)
            for path, (_, why) in found.items()
            if why
        ),
        *(
            Difference(chemin=path, nature=Nature.MODIFIE)
            for path, (told, why) in found.items()
            if not why and told != written[path]
        ),
    ]
    return tuple(sorted(differences, key=lambda difference: difference.chemin))


def read_fingerprints(folder: Path) -> dict[str, str]:
    """
    Read the fingerprints of a folder.

    Parameters
    ----------
    folder
        A folder of diagnostics.

    Returns
    -------
    fingerprints
        By relative path.

    Raises
    ------
    SourceError
        If there are none, or they are not as `write_fingerprints` writes them: a path that leaves
        the folder, a fingerprint that is none, a whole that is not that of the parts.
    """
    path = folder / FINGERPRINTS_FILE
    if not path.is_file() or path.is_symlink():
        raise SourceError(
            f"{folder} n’a pas de fichier {FINGERPRINTS_FILE} : son écriture n’est pas finie. "
            "Relancez deuxportes diagnostic."
        )
    if path.stat().st_size > TABLE_MAX:
        raise _no_good(path, f"plus de {TABLE_MAX // 1_000_000} Mo")
    table = _parse(path)
    try:
        version, whole, told = table["version"], table["ensemble"], table["fichiers"]
        items = dict(told.items())
    except (KeyError, TypeError, AttributeError) as error:
        raise _no_good(
            path, "il fallait « version », « ensemble » et « fichiers », par chemin"
        ) from error
    if type(version) is not int or version != VERSION:  # for Python, true is 1
        found = version if type(version) is int else "inconnue"
        raise _no_good(path, f"version {found}, il fallait {VERSION}")
    for name, one in items.items():
        _check_entry(path, name, one)
    if whole != combine(items):
        raise _no_good(path, "l’empreinte de l’ensemble n’est pas celle des fichiers")
    return items


def _parse(path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise _no_good(path, _answered(error)) from error
    except UnicodeDecodeError as error:
        raise _no_good(path, "ce n’est pas du texte en UTF-8") from error
    except json.JSONDecodeError as error:
        raise _no_good(path, f"ce n’est pas du JSON (ligne {error.lineno})") from error
    except ValueError as error:
        raise _no_good(path, "un nombre y est trop grand") from error
    except RecursionError as error:
        raise _no_good(path, "ses listes ont trop de niveaux d’emboîtement") from error


def _check_entry(path: Path, name: str, told: object) -> None:
    pure = PurePosixPath(name)
    inside = bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts
    if not inside or str(pure) != name or not _is_file_name(name):
        raise _no_good(path, f"le chemin « {_shown(name)} » sort du dossier ou n’en est pas un")
    method, _, digest = told.partition(":") if isinstance(told, str) else ("", "", "")
    is_hash = len(digest) == 64 and set(digest) <= set("0123456789abcdef")  # noqa: PLR2004 - SHA-256
    if not is_hash or method not in {BYTES, *METHODS.values()}:
        raise _no_good(path, f"l’empreinte de « {_shown(name)} » n’en est pas une")


def _is_file_name(name: str) -> bool:
    """Tell whether a system can give this name: surrogates stand for bytes that are no UTF-8."""
    try:
        return b"\0" not in name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False


def _shown(name: str) -> str:
    """Write a name without what would act on a screen, or turn the direction of writing."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)


def _answered(error: OSError) -> str:
    return f"le système répond « {error.strerror or error} »"


def _no_good(path: Path, why: str) -> SourceError:
    return SourceError(f"{path} est inutilisable : {why}. Refaites les diagnostics.")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give all but folders, by relative path, sorted; links are among them, never followed."""
    found: list[Path] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append, followlinks=False):
        linked = [name for name in folders if Path(root, name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in linked]
        found += [Path(root, name) for name in (*names, *linked) if not name.startswith(".")]
    found += [Path(error.filename) for error in closed]
    told = ((path.relative_to(folder).as_posix(), path) for path in found)
    yield from sorted(one for one in told if one[0] != FINGERPRINTS_FILE)


def _pieces(path: Path, method: str) -> Iterator[bytes]:
    if method == BYTES:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
        return
    for item in read_content(path):
        line = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        yield line.encode("utf-8", "surrogatepass") + b"\n"


def _read(files: Mapping[str, Path], processes: int | None) -> dict[str, tuple[str, str]]:
    """Give the fingerprint of each file, or why it has none; several at once where it pays."""
    paths = list(files.values())
    many = min(processes or os.cpu_count() or 1, len(paths))
    slow = sum(path.suffix.lower() in METHODS for path in paths)
    if many <= 1 or slow < ALONE:
        return dict(zip(files, map(_told, paths), strict=True))
    # the largest first, so that none is left alone at the end; threads do not survive a fork
    order = sorted(paths, key=_size, reverse=True)
    try:
        with ProcessPoolExecutor(many, mp_context=get_context("spawn")) as pool:
            found = dict(zip(order, pool.map(_told, order, chunksize=4), strict=True))
    except BrokenProcessPool as error:
        raise OutputError(
            "un des programmes qui lisent les fichiers a été arrêté (mémoire ?) : recommencez."
        ) from error
    return {name: found[path] for name, path in files.items()}


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:  # gone since it was listed: told when it is read
        return 0


def _told(path: Path) -> tuple[str, str]:
    try:
        return fingerprint(path), ""
    except SourceError as error:
        return "", str(error)
