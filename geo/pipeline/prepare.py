"""From nothing to the region's directory, measured and mapped; what is there is not made again."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

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
from geo.pipeline.version import code_version
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.engine import connect
from geo.store.imports import TERRITORIES, Provenance, last_import
from geo.store.runs import directory_digest, latest_run

KEPT = (
    "Vos données sont gardées ; reseaux.toml et data/reference ne sont relus que par « deuxportes "
    "ingest points »"
)
"""Said where the reference does not replace what the user loaded."""

ESTIMATES = "deuxportes access run"


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
    files by the same code. What a user loaded from elsewhere is never replaced, nor is a run on
    a street network by estimates, unless the directory or the code changed since: that is said.
    """
    _load_reference(url, settings, report)
    run = _access(url, report)
    if not _show(run, [coverage_map_path(settings)]):
        draw_coverage_map(url, settings, report, path=coverage_map_path(settings))
    if not _show(run, [exports_folder(settings) / name for name in EXPORT_FILES]):
        export_coverage(url, settings, report, folder=exports_folder(settings))
    return run


def _access(url: str, report: Reporter) -> Run:
    """Compute estimates, unless the latest run is on a network and still holds."""
    with connect(url) as conn:
        last, directory = latest_run(conn), directory_digest(conn)
    if last is None or "reseau_rues" not in last.parametres:
        return compute_access(url, report)
    name, command = _command(last)
    if last.empreintes["annuaire"] == directory and last.version_code == code_version():
        with report.step(f"Calcul sur le réseau « {name} » gardé ; estimations : {ESTIMATES}"):
            return last
    with report.step(
        f"Des estimations remplacent le calcul sur le réseau « {name} », que l’annuaire ou le "
        f"programme a dépassé ; pour le refaire : {command}"
    ):
        pass
    return compute_access(url, report)


def _command(run: Run) -> tuple[str, str]:
    """Give the network of a run, and what to type to compute it again."""
    streets: Any = run.parametres["reseau_rues"]
    modes = " ".join(f"--mode {mode}" for mode in streets["profils"])
    return streets["nom"], f"{ESTIMATES} --network {streets['nom']} {modes}"


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
