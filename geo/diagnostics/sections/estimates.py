"""What rests on estimated times says so: one last column of every table made of times."""

from collections.abc import Iterable
from dataclasses import replace

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.residents import estimated_modes
from geo.domain.dossier import Colonne, Tableau
from geo.domain.indicateur import TIMES
from geo.domain.unite import Unite

ESTIME = Colonne(
    code="estime",
    titre="Estimé",
    unite=Unite.OUI_NON,
    definition="une durée au moins, derrière les chiffres de la ligne, est estimée",
    source=TIMES,
)


def is_estimated(findings: Findings, code: str, mode: str = "") -> bool:
    """
    Tell whether times of a territory are estimates.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.
    mode
        One of those of the findings; any of them where empty.

    Returns
    -------
    is_estimated
        True where one time at least is an estimate.
    """
    estimated = estimated_modes(findings, code)
    return mode in estimated if mode else bool(estimated)


def with_estimates(tableau: Tableau, flags: Iterable[bool]) -> Tableau:
    """
    Say of each row of a table whether a time behind it is an estimate.

    Parameters
    ----------
    tableau
        Made of times. Its note says the same in the document.
    flags
        One a row.

    Returns
    -------
    table
        With `ESTIME` as its last column, in files alone.

    Raises
    ------
    ValueError
        If there are not as many flags as rows.
    """
    shown = tableau.colonnes_montrees or tuple(one.code for one in tableau.colonnes)
    return replace(
        tableau,
        colonnes=(*tableau.colonnes, ESTIME),
        lignes=tuple(
            (*ligne, bool(flag)) for ligne, flag in zip(tableau.lignes, flags, strict=True)
        ),
        colonnes_montrees=shown,
    )
