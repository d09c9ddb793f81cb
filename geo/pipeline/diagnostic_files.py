"""The files of one diagnostic, made from its bundle: work that another process can do."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from geo.diagnostics.bundle import Bundle
from geo.domain.dossier import Dossier, TypeTerritoire
from geo.files import folder_replaced_whole

NAME = "diagnostic"
MAP = "carte.html"
PICTURES = "figures"
DATA = "donnees"

FOLDERS = {TypeTerritoire.BASSIN: "bassins", TypeTerritoire.REGION: "region"}
"""Folder of the diagnostics of each kind of territory."""

LINKS = {
    "Document à imprimer (PDF)": f"{NAME}.pdf",
    "Carte": MAP,
    "Classeur (XLSX)": f"{NAME}.xlsx",
    "Couches pour un SIG (GeoPackage)": f"{NAME}.gpkg",
    "Chiffres du document (JSON)": f"{NAME}.json",
    "Dictionnaire des données (CSV)": f"{DATA}/dictionnaire.csv",
    "Tous les diagnostics et cartes": "../../index.html",
    "Accessibilité : non conforme": "../../accessibilite.html",
}
"""What a page leads to, relative to it; only what was written is shown."""


def diagnostic_folder(dossier: Dossier) -> Path:
    """
    Say where the files of a diagnostic go, in the folder of all.

    Parameters
    ----------
    dossier
        What it says.

    Returns
    -------
    path
        Relative: ``bassins/1101``, ``region/11``.
    """
    return Path(FOLDERS[dossier.type_territoire]) / dossier.code_territoire


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """
    One diagnostic, on disk.

    Attributes
    ----------
    page
        The document.
    fingerprints
        Of each of its files, by path relative to the folder of all (`geo.export.empreintes`).
    """

    page: Path
    fingerprints: Mapping[str, str]


def write_diagnostic(bundle: Bundle, map_page: str, folder: Path, *, pdf: bool) -> Written:
    """
    Write every file of a diagnostic.

    Parameters
    ----------
    bundle
        What it says and draws.
    map_page
        Its map, as HTML; empty for none.
    folder
        Where all the diagnostics are; this one gets a folder below, replaced whole.
    pdf
        Whether the document is written as PDF too.

    Returns
    -------
    written
        Where it is, and what it holds.

    Raises
    ------
    OutputError
        If the system refuses to write; an earlier diagnostic is what it was.
    """
    # matplotlib, WeasyPrint, GDAL: seconds, for whoever writes only
    from geo.diagnostics.page import render_page  # noqa: PLC0415 - see above
    from geo.diagnostics.pdf import write_pdf  # noqa: PLC0415 - see above
    from geo.diagnostics.picture import draw  # noqa: PLC0415 - see above
    from geo.export.empreintes import fingerprint  # noqa: PLC0415 - see above

    target = folder / diagnostic_folder(bundle.dossier)
    pictures = {drawing.code: draw(drawing) for drawing in bundle.drawings}
    skipped = {*([] if pdf else [f"{NAME}.pdf"]), *([] if map_page else [MAP])}
    links = {words: link for words, link in LINKS.items() if link not in skipped}
    page = render_page(bundle.dossier, pictures, links=links)
    with folder_replaced_whole(target) as draft:
        (draft / f"{NAME}.html").write_text(page, encoding="utf-8")
        if pdf:
            write_pdf(page, draft / f"{NAME}.pdf")
        if map_page:
            (draft / MAP).write_text(map_page, encoding="utf-8")
        _write_pictures(pictures, draft / PICTURES)
        _write_data(bundle, draft)
        fingerprints = {
            (diagnostic_folder(bundle.dossier) / path.relative_to(draft)).as_posix(): fingerprint(
                path
            )
            for path in sorted(draft.rglob("*"))
            if path.is_file()
        }
    return Written(page=target / f"{NAME}.html", fingerprints=fingerprints)


def end_with_parent() -> None:
    """
    End this process when the one that started it does, even killed: it no longer holds the folder.

    Nothing is done in a process that no other started.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def clear_drafts(folder: Path) -> None:
    """
    Remove what a killed writer left.

    Parameters
    ----------
    folder
        Where all the diagnostics are.
    """
    for kind in FOLDERS.values():
        for draft in (folder / kind).glob(".*"):
            shutil.rmtree(draft, ignore_errors=True)


def _write_pictures(pictures: dict[str, str], folder: Path) -> None:
    folder.mkdir()
    for code, svg in pictures.items():
        (folder / f"{code}.svg").write_text(svg, encoding="utf-8")


def _write_data(bundle: Bundle, folder: Path) -> None:
    from geo.domain.dossier_json import to_json  # noqa: PLC0415 - beside the heavy ones
    from geo.export.classeur import write_workbook  # noqa: PLC0415 - XlsxWriter
    from geo.export.couches import write_geopackage, write_geoparquet  # noqa: PLC0415 - GDAL
    from geo.export.donnees import write_tables  # noqa: PLC0415 - pandas

    dossier, data = bundle.dossier, folder / DATA
    data.mkdir()
    (folder / f"{NAME}.json").write_text(to_json(dossier), encoding="utf-8")
    write_workbook(dossier, folder / f"{NAME}.xlsx")
    write_tables(dossier, data)
    write_geopackage(dossier, bundle.layers, folder / f"{NAME}.gpkg")
    write_geoparquet(bundle.layers, data, dossier)
