"""The diagnostic of one bassin: its chapters in order, its pictures and layers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.access.report import Credit
from geo.access.street_run import TRIAL
from geo.diagnostics.bundle import Bundle
from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.layers import layers
from geo.diagnostics.legends import legends_table
from geo.diagnostics.sections.access import access
from geo.diagnostics.sections.change import change
from geo.diagnostics.sections.doors import doors
from geo.diagnostics.sections.equity import equity
from geo.diagnostics.sections.gaps import gaps
from geo.diagnostics.sections.glance import glance
from geo.diagnostics.sections.help import help as help_
from geo.diagnostics.sections.inventory import inventory
from geo.diagnostics.sections.method import method
from geo.diagnostics.sections.people import people
from geo.diagnostics.sections.words import kind_of, name_of
from geo.domain.dossier import Dossier, Section
from geo.errors import NotFoundError

Chapter = Callable[[Findings, str], tuple[Section, tuple[Drawing, ...]]]

CHAPTERS: tuple[Chapter, ...] = (
    glance, inventory, people, access, doors, gaps, equity, help_, change, method,
)  # fmt: skip
"""All of them, in reading order."""


def build_bundle(findings: Findings, code: str) -> Bundle:
    """
    Write the diagnostic of a bassin.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of the bassin.

    Returns
    -------
    bundle
        Document, pictures and layers.

    Raises
    ------
    NotFoundError
        If it is none of the bassins.

    Notes
    -----
    Contract: pure; the same findings give the same bundle.
    """
    if code not in findings.bassins.index:
        known = ", ".join(map(str, findings.bassins.index))
        raise NotFoundError(f"no bassin {code!r}; known: {known}.")
    title = f"Diagnostic du bassin {name_of(findings, code)}"
    return assemble(findings, code, CHAPTERS, title=title)


def assemble(findings: Findings, code: str, chapters: Sequence[Chapter], *, title: str) -> Bundle:
    """
    Put chapters together.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.
    chapters
        In reading order.
    title
        Of the document.

    Returns
    -------
    bundle
        Document, pictures and layers.

    Raises
    ------
    InputError
        If two chapters use the same name for a table or a picture.
    """
    told = [chapter(findings, code) for chapter in chapters]
    drawings = tuple(drawing for _, drawn in told for drawing in drawn)
    sections = _with_legends([section for section, _ in told], drawings)
    dossier = Dossier(
        type_territoire=kind_of(findings, code),
        code_territoire=code,
        nom=name_of(findings, code),
        region=findings.region_name,
        titre=title,
        au=findings.on.isoformat(),
        run_id=findings.run.run_id,
        precedent=None if findings.previous is None else findings.previous.run_id,
        essai=TRIAL if findings.trial_modes else "",
        sections=sections,
        empreintes=dict(sorted(findings.run.empreintes.items())),
        licences=tuple(map(credit_line, findings.credits)),
    )
    return Bundle(dossier=dossier, drawings=drawings, layers=layers(findings, code))


def _with_legends(sections: Sequence[Section], drawings: Sequence[Drawing]) -> tuple[Section, ...]:
    """End the last chapter with what the legends count, for files."""
    table = legends_table(sections, drawings)
    if table is None:
        return tuple(sections)
    return (*sections[:-1], replace(sections[-1], blocs=(*sections[-1].blocs, table)))


def credit_line(credit: Credit) -> str:
    """
    Write a source in one line.

    Parameters
    ----------
    credit
        Any.

    Returns
    -------
    line
        What it is, whose, of when, under which licence.

    Examples
    --------
    >>> credit_line(Credit(subject="Communes", producer="IGN", licence="LO", vintage="2025"))
    'Communes : IGN, 2025 ; LO'
    """
    return f"{credit.subject} : {credit.producer}, {credit.vintage} ; {credit.licence}"
