"""The map of coverage: who can reach a place in time, on one page that opens offline."""

from collections.abc import Mapping
from pathlib import Path

from geo.access.report import CoverageReport
from geo.access.street_run import MOSTLY, network_in_french
from geo.files import replaced_whole
from geo.maps.page import render_page
from geo.maps.payload import BY_ESTIMATE, to_payload
from geo.network.estimate import ESTIMATED_MODES, LABELS, pace_in_french

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def draw_coverage(
    report: CoverageReport, path: Path, documents: Mapping[str, str] | None = None
) -> Path:
    """
    Draw the page of a run.

    Parameters
    ----------
    report
        One run.
    path
        File to write; its folder is made if needed. An earlier page is replaced whole,
        or not at all.
    documents
        Address of the diagnostic of a bassin, relative to the page, by its code.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If the page cannot be written there.

    Notes
    -----
    Contract: the same report gives the same bytes. The page asks for no other file:
    a policy inside it forbids every request.
    """
    page = render_coverage(report, documents)
    with replaced_whole(path) as draft:
        draft.write_text(page, encoding="utf-8")
    return path


def render_coverage(report: CoverageReport, documents: Mapping[str, str] | None = None) -> str:
    """
    Write the page of a run as text.

    Parameters
    ----------
    report
        One run.
    documents
        As of `draw_coverage`.

    Returns
    -------
    html
        The page, in French.
    """
    payload = to_payload(report)
    day = report.computed_at
    words = (
        "modes", "reseaux", "seuils_s", "territoires", "points", "estime", "essai", "routes",
        "run_id",
    )  # fmt: skip
    return render_page(
        "couverture.html.j2",
        payload,
        region=" et ".join(report.region_names.values()),
        date=f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        allures=[pace_in_french(mode) for mode in ESTIMATED_MODES],
        credits=report.credits,
        rues=report.streets,
        documents=documents or {},
        temps=_times(report),
        **{word: payload[word] for word in words},
    )


def _times(report: CoverageReport) -> str:
    """Say in the header where times come from; nothing where all are of a network without name."""
    streets = report.streets
    if streets is None:
        return BY_ESTIMATE if report.is_estimate else ""
    off = report.is_estimate and streets.share >= MOSTLY
    beside = set(report.coverage["mode"]) - set(streets.modes)
    modes = ", ".join(label.lower() for mode, label in LABELS.items() if mode in beside)
    return "".join(
        (
            network_in_french(streets),
            ", estimés là où il ne va pas" if off else "",
            f" ; {modes} : temps estimés" if modes else "",
        )
    ).replace(" :", "\N{NO-BREAK SPACE}:")
