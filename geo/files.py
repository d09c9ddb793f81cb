"""Files that readers see whole: the old one, or the new one, never half."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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

    Notes
    -----
    Contract: `path` changes in one step, when the block ends without error; otherwise it
    is what it was. No draft is left behind, unless the program is killed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
