"""What planners are given of the latest run: the map, and files for a spreadsheet and a GIS."""

from dataclasses import replace
from pathlib import Path

from geo.access.report import CoverageReport
from geo.access.street_run import streets_used
from geo.domain.run import Run
from geo.errors import StoreEmptyError, StoreError
from geo.export.couverture import export_coverage_files
from geo.maps.couverture import draw_coverage
from geo.maps.sheet import documents_beside
from geo.pipeline.credits import read_credits
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.directory import (
    list_reseaux,
    read_bassins,
    read_communes,
    read_places,
    read_region_names,
)
from geo.store.engine import Connection, connect
from geo.store.runs import (
    computed_at,
    directory_digest,
    latest_run,
    read_coverage,
    read_doors,
    read_findings,
    read_nearest,
    read_need_coverage,
    read_origins,
)


def coverage_report(url: str, settings: Settings) -> CoverageReport:
    """
    Gather the latest run and the tables around it.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Where the manifest of the sources is.

    Returns
    -------
    report
        What maps draw; exports add what the run says of publics and needs.

    Raises
    ------
    StoreEmptyError
        If nothing was computed yet.
    StoreError
        If the directory has changed since.
    """
    with connect(url) as conn:
        run = _current_run(conn)
        streets = streets_used(run.parametres, read_findings(conn, run.run_id))
        return CoverageReport(
            run_id=run.run_id,
            computed_at=computed_at(conn, run.run_id),
            region_names=read_region_names(conn),
            reseaux=list_reseaux(conn),
            communes=read_communes(conn),
            bassins=read_bassins(conn),
            origins=read_origins(conn),
            nearest=read_nearest(conn, run.run_id),
            coverage=read_coverage(conn, run.run_id),
            places=read_places(conn),
            credits=read_credits(conn, settings, streets),
            streets=streets,
        )


def draw_coverage_map(url: str, settings: Settings, report: Reporter, *, path: Path) -> Path:
    """
    Draw the coverage map of the latest run.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Where the manifest of the sources is.
    report
        Shows the step.
    path
        Page to write.

    Returns
    -------
    path
        The same.

    Raises
    ------
    StoreEmptyError
        If nothing was computed yet.
    """
    with report.step("Carte de couverture"):
        shown = coverage_report(url, settings)
        codes = [str(code) for code in shown.bassins.index]
        return draw_coverage(shown, path, documents_beside(path, codes))


def export_coverage(
    url: str, settings: Settings, report: Reporter, *, folder: Path
) -> tuple[Path, ...]:
    """
    Write the coverage of the latest run for a spreadsheet and a GIS.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Where the manifest of the sources is.
    report
        Shows the step.
    folder
        Where to write.

    Returns
    -------
    paths
        Files written.

    Raises
    ------
    StoreEmptyError
        If nothing was computed yet.
    """
    with report.step("Tableaux de couverture"):
        shown = coverage_report(url, settings)
        with connect(url) as conn:
            needs, doors = (read(conn, shown.run_id) for read in (read_need_coverage, read_doors))
        return export_coverage_files(replace(shown, needs=needs, doors=doors), folder)


def coverage_map_path(settings: Settings) -> Path:
    """Say where the coverage map is written unless told otherwise."""
    return settings.maps_dir / "couverture.html"


def exports_folder(settings: Settings) -> Path:
    """Say where exports are written unless told otherwise."""
    return settings.processed_dir / "exports"


def _current_run(conn: Connection) -> Run:
    run = latest_run(conn)
    if run is None:
        raise StoreEmptyError(
            "aucun accès n’a encore été calculé ; tapez d’abord « deuxportes access run »."
        )
    if run.empreintes["annuaire"] != directory_digest(conn):
        raise StoreError(
            f"l’annuaire a changé depuis le calcul {run.run_id}, dont les chiffres ne vont plus "
            "avec lui ; tapez d’abord « deuxportes access run »."
        )
    return run
