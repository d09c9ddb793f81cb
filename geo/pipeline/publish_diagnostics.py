"""Diagnostics as a folder that can be published: documents, files, maps, index, fingerprints."""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from geo.diagnostics.atlas import bassin_map, region_maps
from geo.diagnostics.bassin import build_bundle
from geo.diagnostics.bundle import Bundle
from geo.diagnostics.findings import Findings
from geo.diagnostics.index import read_entries, write_accessibility, write_index
from geo.diagnostics.pdf import missing_for_pdf
from geo.diagnostics.synthesis import build_synthesis
from geo.domain.dossier import Dossier, TypeTerritoire
from geo.domain.run import Run
from geo.errors import OutputError, SourceError
from geo.export.empreintes import write_fingerprints
from geo.files import refusal, replaced_whole
from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.pipeline.diagnostic_files import (
    FOLDERS,
    NAME,
    Written,
    clear_drafts,
    end_with_parent,
    write_diagnostic,
)
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.diagnostics import save_diagnostics
from geo.store.engine import Connection, connect
from geo.store.parts import read_part_names

LOCK = ".verrou"
STRANGE = 5
"""Strange files that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    What to write, and where.

    Attributes
    ----------
    folder
        Where.
    bassins
        Codes; None for all of them, the synthesis of the region and its maps.
    with_trial
        Whether the synthesis tells modes whose network may not be published.
    processes
        How many write at once; the files are the same.
    """

    folder: Path
    bassins: tuple[str, ...] | None = None
    with_trial: bool = False
    processes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """
    What was written.

    Attributes
    ----------
    run, previous
        The run that all figures come from, and the one they are compared with.
    documents
        Pages of the diagnostics.
    index, fingerprints
        Page that leads to all, and what `deuxportes diagnostic verify` checks.
    other_runs
        Runs of the other diagnostics that were in the folder already, but this one.
    without_pdf
        Why no PDF was written; None where they were.
    """

    run: Run
    previous: Run | None
    documents: tuple[Path, ...]
    index: Path
    fingerprints: Path
    other_runs: tuple[str, ...]
    without_pdf: str | None


def publish_diagnostics(
    url: str, settings: Settings, asked: DiagnosticAsked, wanted: Wanted, report: Reporter
) -> Published:
    """
    Find, keep and write diagnostics.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Of the installation.
    asked
        What to measure.
    wanted
        What to write, and where.
    report
        Shows the steps.

    Returns
    -------
    published
        All the indicators are kept in the store, and the dossiers of what was written.

    Raises
    ------
    StoreEmptyError
        If territories, places or competences were never loaded.
    SourceError
        If there is no such bassin, region or network.
    OutputError
        If the system refuses to write, or someone else is writing in this folder.
    """
    without_pdf = missing_for_pdf()
    with _alone_in(wanted.folder):
        with connect(url) as conn:
            _check_bassins(conn, wanted.bassins)  # before what takes time
            findings = find_diagnosis(conn, settings, asked, report)
            written = _write(conn, findings, wanted, report, pdf=without_pdf is None)
        with report.step("Cartes, index et empreintes"):
            if wanted.bassins is None:
                _write_maps(findings, wanted.folder)
            write_accessibility(
                wanted.folder, organisation=settings.organisation, contact=settings.contact
            )
            index = write_index(wanted.folder)
            known = {path: one for each in written for path, one in each.fingerprints.items()}
            fingerprints = write_fingerprints(wanted.folder, known=known)
    return Published(
        run=findings.run,
        previous=findings.previous,
        documents=tuple(each.page for each in written),
        index=index,
        fingerprints=fingerprints,
        other_runs=_other_runs(wanted.folder, findings.run),
        without_pdf=without_pdf,
    )


def _check_bassins(conn: Connection, asked: Sequence[str] | None) -> None:
    if not asked:
        return
    names = read_part_names(conn).get(TypeTerritoire.BASSIN.value, {})
    unknown = [code for code in asked if code not in names]
    if unknown:
        known = ", ".join(f"{code} {name}" for code, name in names.items()) or "aucun"
        raise SourceError(f"bassin inconnu : {', '.join(unknown)}. Bassins de la base : {known}.")


def _write(
    conn: Connection, findings: Findings, wanted: Wanted, report: Reporter, *, pdf: bool
) -> tuple[Written, ...]:
    """Lay out each diagnostic, and have its files written while the next is laid out; keep all."""
    codes = list(findings.bassins.index) if wanted.bassins is None else list(wanted.bassins)
    total = len(codes) + (wanted.bassins is None)
    dossiers, futures = [], []
    with _writers(min(wanted.processes, total)) as pool:
        with report.step("Rédaction", total=total) as advance:
            for bundle in _bundles(findings, codes, wanted):
                page = _map_page(findings, bundle)
                job = pool.submit(write_diagnostic, bundle, page, wanted.folder, pdf=pdf)
                futures.append(job)
                dossiers.append(bundle.dossier)
                advance(1)
        with report.step("Documents, classeurs et couches", total=total) as advance:
            for _ in map(Future.result, as_completed(futures)):
                advance(1)
    with report.step("Enregistrement"):  # after the files: the API tells what was written
        _save(conn, findings, dossiers)
    return tuple(future.result() for future in futures)


def _bundles(findings: Findings, codes: Sequence[str], wanted: Wanted) -> Iterator[Bundle]:
    for code in codes:
        yield build_bundle(findings, code)
    if wanted.bassins is None:
        yield build_synthesis(findings, with_trial=wanted.with_trial)


def _save(conn: Connection, findings: Findings, dossiers: Sequence[Dossier]) -> None:
    previous = findings.previous
    save_diagnostics(
        conn,
        findings.run,
        indicators=findings.indicators,
        dossiers=dossiers,
        on=findings.on,
        previous=None if previous is None else previous.run_id,
    )


@contextmanager
def _writers(many: int) -> Iterator[Executor]:
    """Give who writes files beside: a thread for one, else processes; nothing is left running."""
    # numba's threads do not survive a fork
    pool: Executor = (
        ProcessPoolExecutor(many, mp_context=get_context("spawn"), initializer=end_with_parent)
        if many > 1
        else ThreadPoolExecutor(1)
    )
    try:
        yield pool
    except BrokenProcessPool as error:
        raise OutputError(
            "un des programmes qui écrivent les diagnostics a été arrêté (mémoire ?) : "
            "recommencez, au besoin avec --processus 1."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _map_page(findings: Findings, bundle: Bundle) -> str:
    if bundle.dossier.type_territoire is not TypeTerritoire.BASSIN:
        return ""  # the region has its own, beside the index
    return bassin_map(findings, bundle.dossier.code_territoire)


def _other_runs(folder: Path, run: Run) -> tuple[str, ...]:
    entries = [entry for kind in TypeTerritoire for entry in read_entries(folder, kind)]
    return tuple(sorted({entry.dossier.run_id for entry in entries} - {run.run_id}))


def _write_maps(findings: Findings, folder: Path) -> None:
    for name, page in region_maps(findings, documents=_documents(findings)).items():
        with replaced_whole(folder / name) as draft:
            draft.write_text(page, encoding="utf-8")


def _documents(findings: Findings) -> Mapping[str, str]:
    """Give the page of each bassin, relative to the maps."""
    folder = FOLDERS[TypeTerritoire.BASSIN]
    return {code: f"{folder}/{code}/{NAME}.html" for code in findings.bassins.index}


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else: all that is in it would be published."""
    ours = {*FOLDERS.values()}
    strange = [
        path.name
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
        and (path.is_symlink() or not (path.name in ours or path.suffix in {".html", ".json"}))
    ]
    if strange:
        raise OutputError(
            f"{folder} contient autre chose que des diagnostics et des cartes "
            f"({', '.join(strange[:STRANGE])}), qui serait publié avec eux : choisissez un autre "
            "dossier avec --out, ou ôtez-le."
        )


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder, so that two publications do not mix; the lock dies with the process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise refusal(folder, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"des diagnostics s’écrivent déjà dans {folder} : attendez, ou choisissez un autre "
                "dossier avec --out."
            ) from None
        _check_folder(folder)
        clear_drafts(folder)
        yield
    finally:
        os.close(descriptor)
