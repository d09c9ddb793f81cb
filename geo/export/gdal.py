"""What GDAL cannot write, said as any failure to write is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyogrio.errors

from geo.errors import OutputError


@contextmanager
def gdal_errors(path: Path) -> Iterator[None]:
    """
    Say a failure of GDAL as one of writing: it has no errors of the system's kind.

    Parameters
    ----------
    path
        What is being written.

    Raises
    ------
    OutputError
        If GDAL fails within the block.
    """
    try:
        yield
    except (pyogrio.errors.DataLayerError, pyogrio.errors.DataSourceError) as error:
        raise OutputError(
            f"{path} n’a pas pu être écrit ({error}). Vérifiez la place libre sur le disque et vos "
            "droits, puis recommencez ; le fichier précédent, s’il existe, n’a pas changé."
        ) from error
