"""Whom figures are owed to: sources and licences of what the store holds and of a network."""

from geo.access.report import Credit
from geo.access.street_run import StreetsUsed
from geo.settings import Settings
from geo.sources.manifest import MANIFEST, read_manifest
from geo.store.engine import Connection
from geo.store.imports import TERRITORIES, last_import


def read_credits(
    conn: Connection, settings: Settings, streets: StreetsUsed | None
) -> tuple[Credit, ...]:
    """
    Credit the files of the reference that is loaded, the rules of the réseaux, and a network.

    Parameters
    ----------
    conn
        Any connection.
    settings
        Where the manifest of the sources is.
    streets
        The network that gave times; None where they are estimates.

    Returns
    -------
    credits
        In the words that licences ask for.

    Raises
    ------
    SourceError
        If the manifest cannot be read.
    """
    loaded = last_import(conn, TERRITORIES)
    folder = loaded.file if loaded else settings.region
    files = read_manifest(settings.raw_dir / MANIFEST)
    told = [
        Credit(
            subject=file.contenu,
            producer=file.producteur,
            licence=file.licence,
            vintage=file.millesime,
        )
        for path, file in files.items()
        if path.startswith(f"{folder}/") or "/" not in path
    ]
    return (*told, *_street_credits(streets))


def _street_credits(streets: StreetsUsed | None) -> tuple[Credit, ...]:
    if streets is None:
        return ()
    return (
        Credit(
            subject=f"Rues du réseau « {streets.name} »",
            producer=streets.attribution,
            licence=streets.licence,
            vintage=streets.source,
        ),
    )
