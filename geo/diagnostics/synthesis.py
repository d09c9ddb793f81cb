"""The synthesis of a region: all its bassins compared, and what is said of the whole."""

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.diagnostics.bassin import Chapter, assemble
from geo.diagnostics.bundle import Bundle
from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.access import access
from geo.diagnostics.sections.bassins_compared import compared
from geo.diagnostics.sections.change import change
from geo.diagnostics.sections.doors import doors
from geo.diagnostics.sections.equity import equity
from geo.diagnostics.sections.gaps import gaps
from geo.diagnostics.sections.glance import glance
from geo.diagnostics.sections.help import help as help_
from geo.diagnostics.sections.inventory import inventory
from geo.diagnostics.sections.method import method
from geo.diagnostics.sections.people import people
from geo.diagnostics.sections.words import TRIAL, by_mode, listed
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import Section, Texte

CHAPTERS: tuple[Chapter, ...] = (
    glance, compared, inventory, people, access, doors, gaps, equity, help_, change, method,
)  # fmt: skip
"""All of them, in reading order."""


def build_synthesis(findings: Findings, *, with_trial: bool = False) -> Bundle:
    """
    Write the synthesis of the region.

    Parameters
    ----------
    findings
        Of the region.
    with_trial
        Whether modes whose network may not be published are told; the document says « réseau
        d’essai » everywhere then. Otherwise it says that they were left out.

    Returns
    -------
    bundle
        Document, pictures and layers.

    Notes
    -----
    Contract: pure; the same findings give the same bundle.
    """
    told = findings if with_trial else without_trial(findings)
    title = f"Synthèse de la région {findings.region_name}"
    left_out = [mode for mode in findings.modes if mode not in told.modes]
    chapters = (_saying(left_out, CHAPTERS[0]), *CHAPTERS[1:]) if left_out else CHAPTERS
    return assemble(told, findings.region_code, chapters, title=title)


def without_trial(findings: Findings) -> Findings:
    """
    Leave out the modes whose network may not be published.

    Parameters
    ----------
    findings
        Of the region.

    Returns
    -------
    findings
        The same if there are none.

    Notes
    -----
    Contract: pure; what is told by no mode stays, and so do cut-offs and the network, which say
    how the run was made.
    """
    if not findings.trial_modes:
        return findings
    kept = tuple(mode for mode in findings.modes if mode not in findings.trial_modes)
    names = ("access", "coverage", "needs", "doors", "equity", "sites", "indicators")
    tables: dict[str, Any] = {name: _of_modes(getattr(findings, name), kept) for name in names}
    then = _of_modes(findings.previous_indicators, kept)
    return replace(
        findings,
        modes=kept,
        trial_modes=(),
        gaps=tuple(report for report in findings.gaps if report.mode in kept),
        previous_indicators=then[then["publiable"].astype(bool)],
        **tables,
    )


def _of_modes(table: pd.DataFrame, modes: tuple[str, ...]) -> pd.DataFrame:
    return table[table["mode"].isin([*modes, ALL_RESEAUX])]


def _saying(left_out: list[str], chapter: Chapter) -> Chapter:
    """Begin a chapter by what the document leaves out."""
    words = (
        f"Les durées {listed(map(by_mode, left_out))} viennent d’un {TRIAL}, qui ne permet pas de "
        "les publier : elles ne sont pas dans cette synthèse."
    )

    def told(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
        section, drawings = chapter(findings, code)
        said = Texte(modele=words, ton="avertissement")
        return replace(section, blocs=(said, *section.blocs)), drawings

    return told
