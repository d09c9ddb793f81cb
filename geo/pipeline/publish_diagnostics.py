"""Diagnostics as a folder that can be published: documents, files, maps, index, fingerprints."""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from geo.diagnostics.atlas import bassin_map, region_maps
from geo.diagnostics.bassin import build_bundle
from geo.diagnostics.bundle import Bundle
from geo.diagnostics.findings import Findings
from geo.diagnostics.index import write_accessibility, write_index
from geo.diagnostics.pdf import missing_for_pdf
from geo.diagnostics.synthesis import build_synthesis
from geo.domain.dossier import TypeTerritoire
from geo.domain.run import Run
from geo.errors import OutputError, SourceError
from geo.export.empreintes import write_fingerprints
from geo.files import refusal, replaced_whole
from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.pipeline.diagnostic_files import (
    FOLDERS,
    NAME,
    clear_drafts,
    write_diagnostic,
)
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.diagnostics import save_diagnostics
from geo.store.engine import connect

LOCK = ".verrou"


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
    without_pdf
        Why no PDF was written; None where they were.
    """

    run: Run
    previous: Run | None
    documents: tuple[Path, ...]
    index: Path
    fingerprints: Path
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
        All the figures are kept in the store, whatever was written.

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
            findings = find_diagnosis(conn, settings, asked, report)
            _check_bassins(findings, wanted.bassins)
            bundles = _build(findings, wanted, report)
            with report.step("Enregistrement"):
                save_diagnostics(
                    conn,
                    findings.run,
                    indicators=findings.indicators,
                    dossiers=[bundle.dossier for bundle in bundles],
                    on=findings.on,
                    previous=None if findings.previous is None else findings.previous.run_id,
                )
        chosen = [bundle for bundle in bundles if _is_wanted(bundle, wanted)]
        documents = _write(findings, chosen, wanted, report, pdf=without_pdf is None)
        with report.step("Cartes, index et empreintes"):
            if wanted.bassins is None:
                _write_maps(findings, wanted.folder)
            write_accessibility(wanted.folder)
            index = write_index(wanted.folder)
            fingerprints = write_fingerprints(wanted.folder)
    return Published(
        run=findings.run,
        previous=findings.previous,
        documents=documents,
        index=index,
        fingerprints=fingerprints,
        without_pdf=without_pdf,
    )


def _build(findings: Findings, wanted: Wanted, report: Reporter) -> list[Bundle]:
    """Write in memory the diagnostic of each bassin, then that of the region."""
    codes = list(findings.bassins.index)
    bundles = []
    with report.step("Rédaction", total=len(codes) + 1) as advance:
        for code in codes:
            bundles.append(build_bundle(findings, code))
            advance(1)
        bundles.append(build_synthesis(findings, with_trial=wanted.with_trial))
        advance(1)
    return bundles


def _check_bassins(findings: Findings, asked: Sequence[str] | None) -> None:
    names = findings.bassins["nom"].to_dict()
    unknown = [code for code in asked or () if code not in names]
    if unknown:
        known = ", ".join(f"{code} {name}" for code, name in names.items()) or "aucun"
        raise SourceError(f"bassin inconnu : {', '.join(unknown)}. Bassins de la base : {known}.")


def _is_wanted(bundle: Bundle, wanted: Wanted) -> bool:
    return wanted.bassins is None or (
        bundle.dossier.type_territoire is TypeTerritoire.BASSIN
        and bundle.dossier.code_territoire in wanted.bassins
    )


def _write(
    findings: Findings, bundles: Sequence[Bundle], wanted: Wanted, report: Reporter, *, pdf: bool
) -> tuple[Path, ...]:
    """Write the files of each, several at once where several are asked for."""
    # one map after the other, while those of before are being written
    jobs = ((bundle, _map_page(findings, bundle), wanted.folder) for bundle in bundles)
    with report.step("Documents, classeurs et couches", total=len(bundles)) as advance:
        many = min(wanted.processes, len(bundles))
        if many <= 1:
            pages = []
            for job in jobs:
                pages.append(write_diagnostic(*job, pdf=pdf))
                advance(1)
            return tuple(pages)
        # numba's threads do not survive a fork
        with ProcessPoolExecutor(many, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(write_diagnostic, *job, pdf=pdf) for job in jobs]
            try:
                for future in as_completed(futures):
                    future.result()
                    advance(1)
            except BrokenProcessPool as error:
                raise OutputError(
                    "un des programmes qui écrivent les diagnostics a été arrêté (mémoire ?) : "
                    "recommencez, au besoin avec --processus 1."
                ) from error
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            return tuple(future.result() for future in futures)


def _map_page(findings: Findings, bundle: Bundle) -> str:
    if bundle.dossier.type_territoire is not TypeTerritoire.BASSIN:
        return ""  # the region has its own, beside the index
    return bassin_map(findings, bundle.dossier.code_territoire)


def _write_maps(findings: Findings, folder: Path) -> None:
    for name, page in region_maps(findings, documents=_documents(findings)).items():
        with replaced_whole(folder / name) as draft:
            draft.write_text(page, encoding="utf-8")


def _documents(findings: Findings) -> Mapping[str, str]:
    """Give the page of each bassin, relative to the maps."""
    folder = FOLDERS[TypeTerritoire.BASSIN]
    return {code: f"{folder}/{code}/{NAME}.html" for code in findings.bassins.index}


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
        clear_drafts(folder)
        yield
    finally:
        os.close(descriptor)
