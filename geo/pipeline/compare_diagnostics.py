"""What changed between two diagnostics that the store keeps."""

from pathlib import Path

from geo.diagnostics.comparison import changes_dossier
from geo.domain.dossier import Dossier
from geo.domain.run import Run
from geo.errors import OutputError, SourceError
from geo.files import replaced_whole
from geo.store.diagnostics import list_runs, read_indicators
from geo.store.engine import Connection, connect
from geo.store.parts import read_part_names
from geo.store.runs import read_run


def compare_diagnostics(url: str, before: str, after: str) -> Dossier:
    """
    Say what changed from one diagnostic to another.

    Parameters
    ----------
    url
        Address of the store.
    before, after
        Runs, or what their names begin with.

    Returns
    -------
    dossier
        A page.

    Raises
    ------
    SourceError
        If there is no such run, or several, or they are of different regions.
    """
    with connect(url) as conn:
        first, second = (find_run(conn, name) for name in (before, after))
        return changes_dossier(
            first,
            second,
            read_indicators(conn, first.run_id),
            read_indicators(conn, second.run_id),
            read_part_names(conn),
        )


def find_run(conn: Connection, name: str) -> Run:
    """
    Find a diagnostic by what its name begins with.

    Parameters
    ----------
    conn
        Any connection.
    name
        ``diagnostic-`` may be left out.

    Returns
    -------
    run
        The only one.

    Raises
    ------
    SourceError
        If there is none, or several; the message lists those there are.
    """
    kept = list_runs(conn)["run_id"].tolist()
    wanted = name.removeprefix("diagnostic-").rstrip("…")
    found = [run_id for run_id in kept if run_id.removeprefix("diagnostic-").startswith(wanted)]
    if len(found) != 1:
        listed = ", ".join(found or kept) or "aucun ; tapez d’abord : deuxportes diagnostic --help"
        raise SourceError(
            f"{len(found) or 'aucun'} diagnostic{'s' if found else ''} au nom de « {name} » ; "
            f"gardés : {listed}."
        )
    return read_run(conn, found[0])


def write_comparison(dossier: Dossier, path: Path) -> Path:
    """
    Write a comparison as a page or as a table.

    Parameters
    ----------
    dossier
        From `compare_diagnostics`.
    path
        File to replace: ``.html``, ``.pdf`` or ``.csv``.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written, or this machine cannot write PDF.
    """
    from geo.diagnostics.page import render_page  # noqa: PLC0415 - for a file only
    from geo.diagnostics.pdf import missing_for_pdf, write_pdf  # noqa: PLC0415 - WeasyPrint
    from geo.export.donnees import write_table  # noqa: PLC0415 - for a file only

    if path.suffix == ".pdf" and (missing := missing_for_pdf()):
        raise OutputError(missing)
    with replaced_whole(path) as draft:
        if path.suffix == ".csv":
            write_table(next(dossier.tableaux()), draft)
        elif path.suffix == ".pdf":
            write_pdf(render_page(dossier, {}, links={}), draft)
        else:
            draft.write_text(render_page(dossier, {}, links={}), encoding="utf-8")
    return path
