"""From nothing to the region's directory, measured and mapped; what is there is not made again."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from geo.domain.run import Run
from geo.export.couverture import EXPORT_FILES
from geo.pipeline.access import compute_access
from geo.pipeline.ingest import (
    ingest_points,
    ingest_reference,
    ingest_territories,
    points_import,
    reading_of,
    territories_import,
)
from geo.pipeline.publish import (
    coverage_map_path,
    draw_coverage_map,
    export_coverage,
    exports_folder,
)
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.imports import TERRITORIES, Provenance, last_import

KEPT = "Vos données sont gardées ; reseaux.toml n’est relu que par « deuxportes ingest points »"
"""Said where the reference does not replace what the user loaded."""


class State(Enum):
    """What is stored of a source: nothing, the reference as it is now or as it was, or other."""

    MISSING = auto()
    CURRENT = auto()
    OUTDATED = auto()
    FOREIGN = auto()


def prepare(url: str, settings: Settings, report: Reporter) -> Run:
    """
    Load the embedded reference, compute access, draw the map, write the tables.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Which region, and where things are.
    report
        Shows the steps.

    Returns
    -------
    run
        Of which the store, the map and the tables speak.

    Raises
    ------
    GeoError
        If a step fails; what earlier steps did stays, and the next call goes on.

    Notes
    -----
    Contract: idempotent. A step is skipped where its result is there, made from the same
    files by the same code. What a user loaded from elsewhere is never replaced.
    """
    _load_reference(url, settings, report)
    run = compute_access(url, report)
    if not _show(run, [coverage_map_path(settings)]):
        draw_coverage_map(url, settings, report, path=coverage_map_path(settings))
    if not _show(run, [exports_folder(settings) / name for name in EXPORT_FILES]):
        export_coverage(url, settings, report, folder=exports_folder(settings))
    return run


def _load_reference(url: str, settings: Settings, report: Reporter) -> None:
    """Load the reference, in one piece unless territories or places are the user's own."""
    reading = reading_of("reference", None, settings)
    territories = _state(url, TERRITORIES, territories_import(settings.reference_dir))
    points = _state(url, reading.source, points_import(reading, settings))
    if State.FOREIGN not in {territories, points}:
        if {territories, points} != {State.CURRENT}:
            ingest_reference(url, settings.reference_dir, settings, report)
        return
    with report.step(KEPT):
        pass
    if territories in {State.MISSING, State.OUTDATED}:
        ingest_territories(url, settings.reference_dir, report)
    elif points is State.MISSING:
        ingest_points(url, reading, settings, report)


def _state(url: str, source: str, wanted: Provenance) -> State:
    with connect(url) as conn:
        last = last_import(conn, source)
    if last is None:
        return State.MISSING
    if last == wanted:
        return State.CURRENT
    return State.OUTDATED if last.file == wanted.file else State.FOREIGN


def _show(run: Run, paths: Sequence[Path]) -> bool:
    """Say whether the files are there and of this run, which each of them names."""
    name = run.run_id.encode()
    return all(path.is_file() and name in path.read_bytes() for path in paths)
