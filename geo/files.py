"""Files that readers see whole: the old one, or the new one, never half."""

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import OutputError

ADVICE = {
    errno.EACCES: "vous n’avez pas le droit d’y écrire : choisissez un autre endroit",
    errno.EPERM: "vous n’avez pas le droit d’y écrire : choisissez un autre endroit",
    errno.EROFS: "ce disque est en lecture seule : choisissez un autre endroit",
    errno.ENOSPC: "le disque est plein : libérez de la place, puis recommencez",
    errno.EDQUOT: "votre quota de disque est atteint : libérez de la place, puis recommencez",
    errno.EFBIG: "le fichier dépasse la taille permise : choisissez un autre disque",
    errno.EEXIST: "un fichier porte le nom du dossier voulu : choisissez un autre dossier",
    errno.ENOTDIR: "un fichier porte le nom d’un dossier du chemin : choisissez un autre dossier",
    errno.ENAMETOOLONG: "ce nom est trop long : choisissez-en un plus court",
}


@contextmanager
def replaced_whole(path: Path) -> Iterator[Path]:
    """
    Give a draft to write beside a file, and put it in the file's place at the end.

    Parameters
    ----------
    path
        File to replace or make; its folder is made if needed.

    Yields
    ------
    draft
        A path in the same folder, with the same suffix; nothing is there yet.

    Raises
    ------
    OutputError
        If something else than a file has this name, or the system refuses to write: no
        room, no right, no such folder. In French, for whoever gave the path.

    Notes
    -----
    Contract: `path` changes in one step, when the block ends without error; otherwise it
    is what it was. No draft is left behind, unless the program is killed.
    """
    try:
        with _draft(path) as draft:
            yield draft
    except OutputError:
        raise
    except OSError as error:
        raise refusal(path, error) from error


def refusal(path: Path, error: OSError) -> OutputError:
    """
    Say in French why the system refused to write.

    Parameters
    ----------
    path
        What was to be written.
    error
        What the system answered.

    Returns
    -------
    error
        To be raised.
    """
    why = ADVICE.get(error.errno or 0, f"le système répond « {error.strerror or error} »")
    return OutputError(f"{path} n’a pas pu être écrit : {why}.")


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    if path.exists() and not path.is_file():
        kind = "un dossier" if path.is_dir() else "autre chose qu’un fichier"
        raise OutputError(
            f"{path} est {kind} : donnez le nom d’un fichier à écrire ou à remplacer."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def folder_replaced_whole(path: Path) -> Iterator[Path]:
    """
    Give an empty folder to fill beside another, and put it in its place at the end.

    Parameters
    ----------
    path
        Folder to replace or make; the one it is in is made if needed.

    Yields
    ------
    draft
        A hidden folder in the same one, empty.

    Raises
    ------
    OutputError
        If something else than a folder has this name, or the system refuses to write.

    Notes
    -----
    Contract: `path` changes when the block ends without error; otherwise it is what it was. No
    draft is left behind, unless the program is killed. Between two renamings, for an instant,
    nothing has this name.
    """
    try:
        with _draft_folder(path) as draft:
            yield draft
    except OutputError:
        raise
    except OSError as error:
        raise refusal(path, error) from error


@contextmanager
def _draft_folder(path: Path) -> Iterator[Path]:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise OutputError(f"{path} n’est pas un dossier : donnez le nom d’un dossier.")
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    draft, old = (path.with_name(f".{path.name}-{mark}-{word}") for word in ("neuf", "ancien"))
    draft.mkdir()
    try:
        yield draft
        if path.exists():
            path.rename(old)
        draft.rename(path)
    finally:
        for left in (draft, old):
            shutil.rmtree(left, ignore_errors=True)
